"""One's own entries: code books, words, names, labels, number styles, fact kinds and rules from files.

A source is a JSON file (records, see docs/extend.md), an entry module (a .py file, or a module by its dotted name, that
exposes ``STYLES``, ``FACT_KINDS``, ``STATEMENTS``, ``HEADING_ROLES``, ``RULES``, ``LABELS`` or ``ORGANISATIONS``), or a
list of them in the settings: ``[tool.noticeparse] extend = ["codes.json", "entries.py"]``. An entry module is a program: it is run.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from noticeparse.entries import FactKind, HeadingRole, NumberStyle, Purpose, Rule, Statement
from noticeparse.errors import ExtensionError
from noticeparse.model import Level, Node
from noticeparse.tables import ACTIVE, Extension

__all__ = ["ExtensionError", "extended", "extension"]

Source = str | os.PathLike[str]


@contextmanager
def extended(sources: Iterable[Source] = ()) -> Iterator[Extension | None]:
    """Parse and check with these entries inside the ``with`` block; without sources nothing changes.

    Args:
        sources: JSON files, .py files and dotted module names, in order; relative paths are seen from the working
            directory. A later one may not repeat what an earlier one has.

    Raises `ExtensionError` for sources that cannot be used.
    """
    sources = tuple(os.fspath(source) for source in sources)
    if not sources:
        yield ACTIVE.get()
        return
    token = ACTIVE.set(extension(sources))
    try:
        yield ACTIVE.get()
    finally:
        ACTIVE.reset(token)


def extension(sources: Sequence[Source]) -> Extension:
    """The entries of the sources, loaded once for as long as the files stay as they are.

    Raises `ExtensionError`.
    """
    return _loaded(tuple((os.fspath(source), _stamp(os.fspath(source))) for source in sources))


def _stamp(source: str) -> tuple[str, int, int] | None:
    """Where a file is and in which state; None for a module's name."""
    if not source.endswith((".json", ".py")):
        return None
    try:
        state = os.stat(source)
    except OSError as error:
        raise ExtensionError(f"{source}: {error.strerror}") from error
    return os.path.abspath(source), state.st_mtime_ns, state.st_size


@lru_cache(maxsize=32)
def _loaded(sources: tuple[tuple[str, tuple[str, int, int] | None], ...]) -> Extension:
    gathered = Gathered()
    for source, stamp in sources:
        if stamp is None:
            gathered.add_module(source, _imported(source))
        elif source.endswith(".py"):
            gathered.add_module(source, _run(source, stamp[0]))
        else:
            gathered.add_records(source, _read_json(source))
    return gathered.extension()


def _read_json(source: str) -> dict[str, Any]:
    try:
        data = json.loads(Path(source).read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ExtensionError(f"{source}: {error}") from error
    if not isinstance(data, dict):
        raise ExtensionError(f"{source}: an object with the lists {', '.join(sorted(_RECORDS))} is wanted")
    return data


def _imported(name: str) -> ModuleType:
    if not re.fullmatch(r"\w+(?:\.\w+)*", name):
        raise ExtensionError(f"{name}: neither a .json file, a .py file nor the name of a module")
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise ExtensionError(f"{name}: {type(error).__name__}: {error}") from error


def _run(source: str, path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"_noticeparse_entries_{Path(path).stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ExtensionError(f"{source}: {type(error).__name__}: {error}") from error
    return module


# ------------------------------------------------------------------ records of data files


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: str | None = None
    """Where the wording comes from: for readers."""


class _Word(_Record):
    longer: list[str] = Field(default_factory=list, alias="except")
    examples: list[str] = Field(default_factory=list)


class Unit(_Word):
    """A measure word and what it counts."""
    unit: str = Field(min_length=1)
    kind: str = Field(default="thing", alias="class")
    numerals: Literal["any", "arabic", "han"] = "any"


class Verb(_Word):
    """A deed, and what its object or number tells."""
    verb: str = Field(min_length=1)
    kind: str = Field(default="result", alias="class")
    noun: bool = False
    roles: list[str] = Field(default_factory=list)


class Noun(_Word):
    """Something that is counted."""
    noun: str = Field(min_length=1)


class FixedWord(_Word):
    """A word in which a numeral is no count."""
    word: str = Field(min_length=2)


class FunctionWord(FixedWord):
    """A word at which what is counted begins or ends."""
    word: str = Field(min_length=1)
    roles: list[Literal["stop", "opening", "closing", "adverb"]]


class Slogan(_Word):
    """A set phrase in which a numeral is no count."""
    phrase: str = Field(min_length=2)


class Label(_Record):
    """The label of a field (整改时限), as forms print it."""
    label: str = Field(min_length=2)
    examples: list[str] = Field(default_factory=list)


class Organ(_Record):
    """An organ by its full name and its short ones."""
    full: str = Field(min_length=2)
    short: list[str] = Field(default_factory=list)
    examples: list[str] = Field(default_factory=list)


class Group(_Record):
    """A group of codes of the code book."""
    code: str = Field(pattern=r"^[A-Z]+$")
    name: str
    aliases: list[str] = Field(default_factory=list)


class Code(_Record):
    """A code of the code book, with the words that tell it."""
    code: str = Field(pattern=r"^[A-Z]+\d+$")
    name: str
    triggers: list[str] = Field(min_length=1)
    examples: list[str] = Field(default_factory=list)


class Style(_Record):
    """A number style as a pattern with one group, the number."""
    name: str = Field(min_length=1)
    first: str = Field(min_length=1)
    pattern: str
    value: Literal["han", "number", "last", "letter"] | None = None
    series: str | None = Field(default=None, min_length=2)
    """The marks in their order (甲乙丙丁), where `value` names no way of counting."""
    rank: float
    inline: str | None = None
    examples: dict[str, int] = Field(min_length=1)
    counterexamples: list[str] = Field(default_factory=list)


class PatternStatement(_Record):
    """A way problems are stated, as a pattern."""
    name: str = Field(min_length=1)
    pattern: str
    examples: list[str] = Field(min_length=1)
    counterexamples: list[str] = Field(default_factory=list)


class PatternHeading(_Record):
    """A heading that tells what a part is for, as a pattern."""
    purpose: Purpose
    pattern: str = Field(min_length=1)
    examples: list[str] = Field(min_length=1)
    counterexamples: list[str] = Field(default_factory=list)


class PatternRule(_Record):
    """A rule that reports every match of a pattern."""
    code: str = Field(pattern=r"^[A-Z]+\d+$")
    name: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
    level: Level
    title: str
    title_zh: str
    pattern: str
    message: str
    bad: list[str] = Field(min_length=1)
    good: list[str] = Field(default_factory=list)


_RECORDS: dict[str, tuple[type[_Record], str]] = {
    "units": (Unit, "unit"),
    "verbs": (Verb, "verb"),
    "nouns": (Noun, "noun"),
    "money_nouns": (Noun, "noun"),
    "fixed_words": (FixedWord, "word"),
    "slogans": (Slogan, "phrase"),
    "function_words": (FunctionWord, "word"),
    "labels": (Label, "label"),
    "organisations": (Organ, "full"),
    "groups": (Group, "code"),
    "codes": (Code, "code"),
    "styles": (Style, "name"),
    "statements": (PatternStatement, "name"),
    "heading_roles": (PatternHeading, "pattern"),
    "rules": (PatternRule, "code"),
}
"""The lists a data file may hold, each with the shape of its records and the field that names a record."""
_EXPOSED = ("STYLES", "FACT_KINDS", "STATEMENTS", "HEADING_ROLES", "RULES", "LABELS", "ORGANISATIONS")
"""What an entry module may expose."""
WORD_LISTS = ("units", "verbs", "nouns", "money_nouns", "fixed_words", "slogans", "function_words")


class Gathered:
    """The entries of all sources while they are read: refuses what is malformed or said twice."""

    def __init__(self) -> None:
        self.records: dict[str, list[Any]] = {name: [] for name in _RECORDS}
        self.styles: list[NumberStyle] = []
        self.kinds: list[FactKind] = []
        self.rules: list[Rule] = []
        self.statements: list[Statement] = []
        self.heading_roles: list[HeadingRole] = []
        self.entries: list[tuple[str, str, Any]] = []
        self.replace = False
        self._said: dict[tuple[str, str], str] = {}

    def add_records(self, source: str, data: dict[str, Any]) -> None:
        """The lists of a data file; a code book is a data file with ``groups`` and ``codes``."""
        if unknown := set(data) - {*_RECORDS, "source", "replace"}:
            raise ExtensionError(f"{source}: unknown list {sorted(unknown)[0]!r}; there are {', '.join(sorted(_RECORDS))}")
        self.replace = self.replace or data.get("replace") is True
        for name, (model, key) in _RECORDS.items():
            records = data.get(name, [])
            if not isinstance(records, list):
                raise ExtensionError(f"{source}: {name} is a list of records")
            for place, plain in enumerate(records):
                plain = {key: plain} if name == "labels" and isinstance(plain, str) else plain
                where = f"{source}: {name}[{place}]"
                try:
                    record = model.model_validate(plain)
                except ValidationError as error:
                    raise ExtensionError(f"{where}: {_said(error)}") from error
                called = getattr(record, key)
                self._once(name, called, f"{where} ({called})")
                self._add(name, record, f"{where} ({called})")

    def _add(self, name: str, record: Any, where: str) -> None:
        if name == "styles":
            if (record.value is None) == (record.series is None):
                raise ExtensionError(f"{where}: give either value or series")
            self.add_style(_style(record), where)
        elif name == "rules":
            self.add_rule(_rule(record, where), where)
        elif name == "statements":
            self.add_statement(_statement(record, where), where)
        elif name == "heading_roles":
            self.add_heading_role(HeadingRole(record.purpose, record.pattern, tuple(record.examples), tuple(record.counterexamples)), where)
        else:
            if name in WORD_LISTS:
                _longer_words(record, _RECORDS[name][1], where)
            self.records[name].append(record)
            if name != "groups":
                self.entries.append((where, name, record))

    def add_module(self, source: str, module: ModuleType) -> None:
        """The entries of a module."""
        found = {name: getattr(module, name) for name in _EXPOSED if hasattr(module, name)}
        if not found:
            raise ExtensionError(f"{source}: exposes none of {', '.join(_EXPOSED)}")
        for place, style in enumerate(_of(source, found, "STYLES", NumberStyle)):
            self.add_style(style, f"{source}: STYLES[{place}] ({style.name})")
        for place, kind in enumerate(_of(source, found, "FACT_KINDS", FactKind)):
            where = f"{source}: FACT_KINDS[{place}] ({kind.name})"
            if not kind.first:
                raise ExtensionError(f"{where}: first is empty")
            if _compiled(kind.pattern, where).groupindex:
                raise ExtensionError(f"{where}: the pattern has named groups")
            self.kinds.append(kind)
            self.entries.append((where, "kinds", kind))
        for place, statement in enumerate(_of(source, found, "STATEMENTS", Statement)):
            where = f"{source}: STATEMENTS[{place}] ({statement.name})"
            self._once("statements", statement.name, where)
            self.add_statement(statement, where)
        for place, heading in enumerate(_of(source, found, "HEADING_ROLES", HeadingRole)):
            where = f"{source}: HEADING_ROLES[{place}] ({heading.pattern})"
            self._once("heading_roles", heading.pattern, where)
            self.add_heading_role(heading, where)
        for place, rule in enumerate(_of(source, found, "RULES", Rule)):
            self.add_rule(rule, f"{source}: RULES[{place}] ({rule.code})")
        rows: dict[str, Any] = {"labels": list(found.get("LABELS", ()))}
        rows["organisations"] = [
            {"full": row[0], "short": list(row[1:])} if isinstance(row, tuple) else row for row in found.get("ORGANISATIONS", ())
        ]
        self.add_records(source, rows)

    def add_style(self, style: NumberStyle, where: str) -> None:
        """Take a number style; `where` names the file and record in errors."""
        from noticeparse.outline.numbering import BY_NAME

        if dict.__contains__(BY_NAME, style.name):
            raise ExtensionError(f"{where}: the package has a number style of this name")
        self._once("style", style.name, where)
        for pattern in (style.pattern, style.inline):
            if pattern is not None and _compiled(pattern, where).groups != 1:
                raise ExtensionError(f"{where}: the pattern needs exactly one group, the number")
        self.styles.append(style)
        self.entries.append((where, "styles", style))

    def add_statement(self, statement: Statement, where: str) -> None:
        """Take a way problems are stated."""
        from noticeparse.link.problems import STATEMENTS

        if any(statement.name == own.name for own in STATEMENTS):
            raise ExtensionError(f"{where}: the package has a statement of this name")
        self.statements.append(statement)
        self.entries.append((where, "statements", statement))

    def add_heading_role(self, heading: HeadingRole, where: str) -> None:
        """Take a heading that tells what a part is for."""
        _compiled(heading.pattern, where)
        self.heading_roles.append(heading)
        self.entries.append((where, "heading_roles", heading))

    def add_rule(self, rule: Rule, where: str) -> None:
        """Take a rule; its code and name must be new."""
        from noticeparse.check import RULES

        if any(rule.code == own.code or rule.name == own.name for own in RULES):
            raise ExtensionError(f"{where}: the package has a rule of this code or name")
        self._once("rule", rule.code, where)
        self._once("rule", rule.name, where)
        self.rules.append(rule)
        self.entries.append((where, "rules", rule))

    def _once(self, table: str, called: str, where: str) -> None:
        if (before := self._said.setdefault((table, called), where)) is not where:
            raise ExtensionError(f"{where}: said before, in {before}")

    def extension(self) -> Extension:
        """What was gathered, as the stages use it."""
        codes, groups = self.records["codes"], self.records["groups"]
        return Extension(
            records={name: tuple(r.model_dump(by_alias=True) for r in self.records[name]) for name in WORD_LISTS},
            codebook={
                "replace": self.replace,
                "groups": [group.model_dump() for group in groups],
                "codes": [code.model_dump() for code in codes],
            }
            if codes or groups or self.replace
            else None,
            styles=tuple(self.styles),
            labels=tuple(record.label for record in self.records["labels"]),
            kinds=tuple(self.kinds),
            rules=tuple(self.rules),
            statements=tuple(self.statements),
            heading_roles=tuple(self.heading_roles),
            entries=tuple(self.entries),
            organisations=tuple((record.full, tuple(record.short)) for record in self.records["organisations"]),
        )


def _said(error: ValidationError) -> str:
    """The first thing wrong with a record, in one line."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    return f"{field}: {first['msg']}" if field else str(first["msg"])


def _of(source: str, found: dict[str, Any], name: str, kind: type[Any]) -> Sequence[Any]:
    entries = found.get(name, ())
    for place, entry in enumerate(entries):
        if not isinstance(entry, kind):
            raise ExtensionError(f"{source}: {name}[{place}] is a {type(entry).__name__}, not a {kind.__name__}")
    return tuple(entries)


def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ExtensionError(f"{where}: the pattern does not compile: {error}") from error


def _longer_words(record: Any, key: str, where: str) -> None:
    word = getattr(record, key)
    for longer in record.longer:
        if word not in longer:
            raise ExtensionError(f"{where}: except {longer!r} does not hold {word!r}")


def _style(record: Style) -> NumberStyle:
    from noticeparse.outline import numbering

    ways: dict[str, Callable[[str], int]] = {
        "han": numbering.han_ordinal,
        "number": int,
        "last": numbering.last_number,
        "letter": numbering.letter,
    }
    marks = record.series or ""
    return NumberStyle(
        record.name, record.first, record.pattern, ways[record.value] if record.value else lambda mark: marks.find(mark) + 1, record.rank,
        examples=record.examples, counterexamples=tuple(record.counterexamples), inline=record.inline,
    )  # fmt: skip


def _statement(record: PatternStatement, where: str) -> Statement:
    """A statement of a data file: its pattern, at the head of a part's first sentence, has the problem's words as its group."""
    from noticeparse.link.problems import Problem

    pattern = _compiled(record.pattern, where)
    if pattern.groups != 1:
        raise ExtensionError(f"{where}: the pattern needs exactly one group, the problem's own words")

    def read(folded: str, node: Node, start: int, end: int) -> Problem | None:
        match = pattern.match(folded, start, end)
        return Problem(node, match.span(1), False, False) if match and match[1] else None

    return Statement(record.name, read, tuple(record.examples), tuple(record.counterexamples))


def _rule(record: PatternRule, where: str) -> Rule:
    """A rule of a data file: every match of its pattern in the folded text is a flaw."""
    from noticeparse.check.review import Flaw, Review

    pattern = _compiled(record.pattern, where)

    def find(review: Review) -> Iterator[Flaw]:
        for match in pattern.finditer(review.folded):
            if match.end() > match.start():
                yield Flaw(match.span(), record.message)

    return Rule(
        record.code, record.name, record.level, record.title, record.title_zh, (record.message,), record.source or "the user's own",
        tuple(record.bad), tuple(record.good), find,
    )  # fmt: skip
