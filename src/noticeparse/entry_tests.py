"""The example tests of the package's own tables, run on a user's entries: what ``noticeparse test-entries`` prints."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from noticeparse.entries import FactKind, HeadingRole, NumberStyle, Rule, Statement
from noticeparse.extend import extended
from noticeparse.model import Claim, Span


@dataclass(frozen=True, slots=True)
class Tested:
    """One example of an entry: `where` names file and record, `failure` says what went wrong, None if nothing did."""

    where: str
    example: str
    failure: str | None = None


def run_examples(sources: Sequence[str | os.PathLike[str]]) -> list[Tested]:
    """Run the examples and counterexamples of every entry of the sources, all sources in use.

    An entry without an example is told as one `Tested` with an empty example. Raises
    `noticeparse.extend.ExtensionError` for sources that cannot be used.
    """
    with extended(sources) as own:
        if own is None:
            return []
        return [tested for where, table, entry in own.entries for tested in _entry(where, table, entry)]


def _entry(where: str, table: str, entry: Any) -> Iterator[Tested]:
    found = False
    for example, failure in _TESTS[table](entry):
        found = True
        yield Tested(where, example, failure)
    if not found:
        yield Tested(where, "")


Outcome = tuple[str, str | None]


def unmarked(example: str) -> tuple[str, list[Span]]:
    """The text of an example without ⟦ ⟧, and the spans they marked."""
    text, spans, start = "", [], 0
    for piece in re.split("([⟦⟧])", example):
        if piece == "⟦":
            start = len(text)
        elif piece == "⟧":
            spans.append((start, len(text)))
        else:
            text += piece
    return text, spans


# ------------------------------------------------------------------ code


def _style(style: NumberStyle) -> Iterator[Outcome]:
    for line, ordinal in style.examples.items():
        read = _read_number(line)
        yield line, None if read == (style.name, ordinal) else f"reads as {read}, not as {(style.name, ordinal)}"
    for line in style.counterexamples:
        read = _read_number(line)
        yield line, "reads as such a number" if read is not None and read[0] == style.name else None


def _read_number(line: str) -> tuple[str, int] | None:
    from noticeparse.outline.lines import fold
    from noticeparse.outline.numbering import by_first

    folded = fold(line)
    for style, pattern in by_first().get(folded[:1], ()):
        if match := pattern.match(folded):
            return style.name, style.value(match[1])
    return None


def _kind(kind: FactKind) -> Iterator[Outcome]:
    for example, value in kind.examples.items():
        text, spans = unmarked(example)
        found = {(claim.start, claim.end): claim for claim in _claims(text)}
        yield example, _kind_failure(text, spans, found, value)
    for text in kind.counterexamples:
        read = [text[c.start : c.end] for c in _claims(text) if c.kind == kind.name]
        yield text, f"{read} is read as such a fact" if read else None


def _kind_failure(text: str, spans: list[Span], found: dict[Span, Claim], value: object) -> str | None:
    from noticeparse.link.assemble import _FIELDS

    if not spans:
        return "marks nothing with ⟦ ⟧"
    for span in spans:
        claim = found.get(span)
        if claim is None:
            return f"reads {[text[s:e] for s, e in found]}, not {text[slice(*span)]!r}"
        if claim.kind not in _FIELDS:
            return f"makes a claim of the kind {claim.kind!r}; there are {', '.join(_FIELDS)}"
        if value not in (claim.value, claim.edtf):
            return f"the value is {claim.edtf if claim.value is None else claim.value!r}, not {value!r}"
    return None


def statement_outcomes(statement: Statement) -> Iterator[Outcome]:
    """Each example of a statement with what went wrong: the quotes of the issues are what ⟦ ⟧ marks."""
    from noticeparse.pipeline import parse

    for example in statement.examples:
        text, spans = unmarked(TITLE + example)
        quotes = [issue.span for issue in parse(text).issues]
        right = spans and quotes == spans
        yield example, None if right else f"the issues read are {[text[s:e] for s, e in quotes]}"
    for text in statement.counterexamples:
        stated = [issue.quote for issue in parse(TITLE + text).issues]
        yield text, f"{stated} is read as an issue" if stated else None


TITLE = "云溪县水务局党组关于县委巡察整改情况的通报\n"
"""What the example of a statement stands below: only a notice has issues."""


def heading_outcomes(heading: HeadingRole) -> Iterator[Outcome]:
    """Each example of a heading role with what went wrong."""
    from noticeparse.link.roles import says

    for title in heading.examples:
        yield title, None if says(heading.purpose).search(title) else f"does not say {heading.purpose}"
    for title in heading.counterexamples:
        yield title, f"says {heading.purpose}" if says(heading.purpose).search(title) else None


def _rule(rule: Rule) -> Iterator[Outcome]:
    from noticeparse.check import check
    from noticeparse.pipeline import parse

    for example in rule.bad:
        text, spans = unmarked(example)
        found = [finding.span for finding in check(parse(text), select=[rule.name])]
        if not spans:
            yield example, "marks nothing with ⟦ ⟧"
        else:
            yield example, None if found == spans else f"reports {[text[s:e] for s, e in found]}"
    for text in rule.good:
        found = [finding.span for finding in check(parse(text), select=[rule.name])]
        yield text, f"reports {[text[s:e] for s, e in found]}" if found else None


# ------------------------------------------------------------------ records


def _claims(text: str) -> list[Claim]:
    from noticeparse.facts import facts
    from noticeparse.read import read_text

    return facts(read_text(text))


def _unit(record: Any) -> Iterator[Outcome]:
    for text in record.examples:
        units = [claim.unit for claim in _claims(text) if claim.kind in ("count", "duration")]
        right = record.unit in units or f"个{record.unit}" in units
        yield text, None if right else f"the measure words read are {units}"


def _verb(record: Any) -> Iterator[Outcome]:
    from noticeparse.facts.lexicon import verbs

    for text in record.examples:
        read = [word.word for _, _, word in verbs().between(text, 0, len(text))]
        yield text, None if record.verb in read else f"the verbs read are {read}"


def _noun(record: Any) -> Iterator[Outcome]:
    for text in record.examples:
        read = [text[slice(*claim.counted)] for claim in _claims(text) if claim.counted]
        yield text, None if any(r.endswith(record.noun) for r in read) else f"what is counted reads {read}"


def _money_noun(record: Any) -> Iterator[Outcome]:
    for text in record.examples:
        yield text, None if any(claim.kind == "money" for claim in _claims(text)) else "no amount is read"


def _phrase(record: Any) -> Iterator[Outcome]:
    phrase = getattr(record, "phrase", None) or record.word
    for text in record.examples:
        start = text.find(phrase)
        inside = [text[c.start : c.end] for c in _claims(text) if start <= c.start < start + len(phrase)]
        yield text, f"does not hold {phrase!r}" if start < 0 else f"{inside} is read as a fact" if inside else None


def _function_word(record: Any) -> Iterator[Outcome]:
    from noticeparse.facts.lexicon import function_words

    for text in record.examples:
        read = all(
            any(word.word == record.word for _, _, word in function_words(role).between(text, 0, len(text)))
            for role in record.roles
        )
        yield text, None if read else f"{record.word!r} is not read"


def _label(record: Any) -> Iterator[Outcome]:
    for line in record.examples:
        read = _read_number(line)
        yield line, None if read and read[0] == "label" else f"reads as {read}"


def _organ(record: Any) -> Iterator[Outcome]:
    from noticeparse.link.names import known_organs, organisations_of
    from noticeparse.outline.lines import fold

    names = {record.full, *record.short}
    for text in record.examples:
        read = [o["full"] for o in organisations_of(text, fold(text), None, (), known_organs())]
        yield text, None if names.intersection(read) else f"the organs read are {read}"


def _code(record: Any) -> Iterator[Outcome]:
    from noticeparse.link.topics import topics

    for text in record.examples:
        read = [code for code, _, _ in topics(text, "")]
        yield text, None if record.code in read[:1] else f"the codes are {read}, best first"


_TESTS: dict[str, Callable[[Any], Iterator[Outcome]]] = {
    "styles": _style,
    "kinds": _kind,
    "statements": statement_outcomes,
    "heading_roles": heading_outcomes,
    "rules": _rule,
    "units": _unit,
    "verbs": _verb,
    "nouns": _noun,
    "money_nouns": _money_noun,
    "fixed_words": _phrase,
    "slogans": _phrase,
    "function_words": _function_word,
    "labels": _label,
    "organisations": _organ,
    "codes": _code,
}
