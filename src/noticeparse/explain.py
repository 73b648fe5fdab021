"""Pages about the entries of the tables, as Markdown: what a rule, a comparison, a fact kind or a number style is, with
its examples.

What a page says is the entry itself: its docstring, its examples, its counterexamples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticeparse.entries import CorpusComparison, FactKind, HeadingRole, NumberStyle, Rule, Statement
    from noticeparse.model import Language


_ZH = {
    "Level: ": "级别：",
    "Source: ": "依据：",
    "Reported (⟦ ⟧ marks the place)": "报告（⟦ ⟧ 标出位置）",
    "Not reported": "不报告",
    "Column": "列",
    "What it holds": "内容",
    "Shown (⟦ ⟧ marks the evidence)": "列出（⟦ ⟧ 标出依据）",
    "Not shown": "不列出",
    "⟦ ⟧ marks what is read.": "⟦ ⟧ 标出读取的文字。",
    "Text": "文字",
    "Read as": "读作",
    "Not such a fact": "不是这类事实",
    "Line": "行",
    "Ordinal": "序数",
    "Not such a number": "不是这种序号",
}
"""What the pages say of their own, in Chinese."""


def page(name: str, language: Language | None = None) -> str:
    """The page of the rule (by code, name or Chinese title) or comparison, fact kind (count or 数量) or number style called `name`.

    In `language`; what an entry says in one language only is given in that one. For None what an entry says in both
    stands there in both.

    Raises KeyError for a name that is none of them; its argument is the sentence to show.
    """
    from noticeparse.check import RULES

    for rule in RULES:
        if name.lower() in (rule.code.lower(), rule.name.lower(), rule.title_zh):
            return rule_page(rule, language)

    # Slow to load, and most people ask for a rule.
    from noticeparse.compare.across import COMPARISONS
    from noticeparse.facts import KINDS
    from noticeparse.outline.numbering import STYLES
    from noticeparse.show import KIND_NAMES

    for comparison in COMPARISONS:
        if name.lower() in (comparison.code.lower(), comparison.name, comparison.title_zh):
            return comparison_page(comparison, language)
    called = next((kind for kind, name_zh in KIND_NAMES.items() if name == name_zh), name)
    if kinds := [kind for kind in KINDS if called == kind.name or called in kinds_made(kind)]:
        return kind_page(called, kinds, language)
    for style in STYLES:
        if name == style.name:
            return style_page(style, language)
    codes = [word for rule in RULES for word in (rule.code, rule.name)]
    codes += [word for comparison in COMPARISONS for word in (comparison.code, comparison.name)]
    raise KeyError(_unknown(name, [*codes, *(kind.name for kind in KINDS)]))


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"nothing is called {name!r}" + (f"; did you mean {close[0]}?" if close else "; see `noticeparse list rules`, `list comparisons`, `list facts` and `list styles`")


# ------------------------------------------------------------------ pages


def rule_page(rule: Rule, language: Language | None = None) -> str:
    """A rule: code, name, level, what it says and rests on, the texts it reports and those it leaves."""
    from noticeparse.model import LEVELS_ZH

    say = _speaker(language)
    return _joined(
        f"# {rule.code} {rule.name}",
        _told(rule, language),
        f"{say('Level: ')}**{LEVELS_ZH[rule.level] if language == 'zh' else rule.level}**",
        *_means(rule, language),
        f"{say('Source: ')}{rule.source}",
        _examples(say("Reported (⟦ ⟧ marks the place)"), rule.bad),
        _examples(say("Not reported"), rule.good),
    )


def comparison_page(comparison: CorpusComparison, language: Language | None = None) -> str:
    """A comparison of the notices of a corpus: what it shows and rests on, its columns, notices it shows and leaves."""
    say = _speaker(language)
    return _joined(
        f"# {comparison.code} {comparison.name}",
        _told(comparison, language),
        *_means(comparison, language),
        f"{say('Source: ')}{comparison.source}",
        _table(say("Column"), say("What it holds"), {f"`{column.name}`": column.means for column in comparison.columns}),
        _examples(say("Shown (⟦ ⟧ marks the evidence)"), map(_together, comparison.shows)),
        _examples(say("Not shown"), map(_together, comparison.silent)),
    )


def _speaker(language: Language | None) -> Callable[[str], str]:
    return _ZH.__getitem__ if language == "zh" else str


def _told(entry: Rule | CorpusComparison, language: Language | None) -> str:
    """The title in a language, or in both."""
    said = {"zh": f"{entry.title_zh}。", "en": f"{entry.title}."}
    return said[language] if language else f"{entry.title_zh} · {entry.title}."


def _means(entry: Rule | CorpusComparison, language: Language | None) -> tuple[str, ...]:
    """The text in a language, or in both; in English where the entry says it in English only."""
    if language == "zh" and entry.text_zh:
        return (entry.text_zh,)
    return entry.text if language else (entry.text_zh, *entry.text)


def _together(texts: Iterable[str]) -> str:
    """The notices of an example, a line between them."""
    return "\n————\n".join(texts)


def kind_page(name: str, kinds: Iterable[FactKind], language: Language | None = None) -> str:
    """A fact kind: every way it is printed, with the values read from the examples."""
    say = _speaker(language)
    sections = [
        part
        for kind in kinds
        for part in (
            f"## {kind.name}",
            _table(say("Text"), say("Read as"), kind.examples),
            _lines(say("Not such a fact"), kind.counterexamples),
        )
    ]
    return _joined(f"# {name}", say("⟦ ⟧ marks what is read."), *sections)


def style_page(style: NumberStyle, language: Language | None = None) -> str:
    """A number style: lines that begin with it and the ordinal read."""
    say = _speaker(language)
    return _joined(
        f"# {style.name}",
        _table(say("Line"), say("Ordinal"), style.examples),
        _lines(say("Not such a number"), style.counterexamples),
    )


def statement_page(statement: Statement) -> str:
    """A statement: small notices whose problems it reads."""
    return _joined(
        f"# {statement.name}",
        statement.printed,
        _examples("Read (⟦ ⟧ marks the quote)", statement.examples),
        _examples("No problem", statement.counterexamples),
    )


def heading_page(heading: HeadingRole) -> str:
    """A heading role: headings that say what their part is for."""
    return _joined(
        f"# {heading.purpose}",
        _lines("Heading", heading.examples),
        _lines("Not such a heading", heading.counterexamples),
    )


def kinds_made(entry: FactKind) -> frozenset[str]:
    """The kinds of fact `entry` makes of its own examples; its name where it has none."""
    from noticeparse.facts import facts
    from noticeparse.read import read_text

    made: set[str] = set()
    for example in entry.examples:
        start = example.index("⟦") if "⟦" in example else 0
        claims = facts(read_text(example.replace("⟦", "").replace("⟧", "")))
        made.update(claim.kind for claim in claims if claim.start >= start)
    return frozenset(made or {entry.name})


def _joined(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _examples(title: str, texts: Iterable[str]) -> str:
    fenced = [f"{_fence(text)}text\n{text.rstrip()}\n{_fence(text)}" for text in texts]
    return "\n\n".join([f"**{title}**", *fenced]) if fenced else ""


def _lines(title: str, texts: Iterable[str]) -> str:
    rows = [f"| {_cell(text)} |" for text in texts]
    return "\n".join([f"| {title} |", "|---|", *rows]) if rows else ""


def _fence(text: str) -> str:
    """A fence longer than any run of backticks in `text` (CommonMark §4.5)."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


def _table(left: str, right: str, examples: Mapping[str, Any]) -> str:
    if not examples:
        return ""
    rows = [f"| {_cell(text)} | {_cell(_value(value))} |" for text, value in examples.items()]
    return "\n".join([f"| {left} | {right} |", "|---|---|", *rows])


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _cell(text: str) -> str:
    return _flat(text.replace("\\", "\\\\").replace("|", "\\|"))


def _flat(text: str) -> str:
    """`text` in one line and one field."""
    return text.replace("\n", "⏎").replace("\t", " ")


# ------------------------------------------------------------------ lists


def listing(table: str) -> Iterator[tuple[str, str, str]]:
    """What ``list rules``, ``list facts`` … print: a name, a word about it, and a line.

    Raises KeyError for a table not in `TABLES`.
    """
    return TABLES[table]()


def _rules() -> Iterator[tuple[str, str, str]]:
    from noticeparse.check import RULES

    for rule in RULES:
        yield rule.code, rule.level, f"{rule.name}: {rule.title_zh} · {rule.title}"


def _comparisons() -> Iterator[tuple[str, str, str]]:
    from noticeparse.compare.across import COMPARISONS

    for comparison in COMPARISONS:
        yield comparison.code, comparison.name, f"{comparison.title_zh} · {comparison.title}"


def _facts() -> Iterator[tuple[str, str, str]]:
    from noticeparse.facts import KINDS

    for kind in KINDS:
        yield kind.name, " ".join(sorted(kinds_made(kind))), _flat(next(iter(kind.examples), ""))


def _styles() -> Iterator[tuple[str, str, str]]:
    from noticeparse.outline.numbering import STYLES

    for style in STYLES:
        yield style.name, str(next(iter(style.examples.values()), "")), _flat(next(iter(style.examples), ""))


def _statements() -> Iterator[tuple[str, str, str]]:
    from noticeparse.link.problems import STATEMENTS

    for statement in STATEMENTS:
        yield statement.name, "firm" if statement.firm else "where siblings are alike", _flat(statement.examples[0])


def _headings() -> Iterator[tuple[str, str, str]]:
    from noticeparse.link.roles import HEADING_ROLES

    for heading in HEADING_ROLES:
        yield heading.purpose, str(len(heading.examples)), " ".join(heading.examples)


TABLES = {"rules": _rules, "comparisons": _comparisons, "facts": _facts, "styles": _styles, "statements": _statements, "headings": _headings}
"""What `listing` lists, by the name of the table."""
