"""Every value that crosses a stage.

Public values (`Source`, `Part`, `Fact`, … `Notice`) are frozen pydantic models: they are the JSON that
``noticeparse parse --to json`` prints, and ``schemas/notice.schema.json`` is generated from them.
Between stages travel slotted dataclasses (`noticeparse.making`), which become public values once, at the end.

All spans are ``(start, end)`` in Unicode code points of ``Source.text``, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from noticeparse.making import (
    Bound as Bound,
    Change as Change,
    Claim as Claim,
    ContactKind as ContactKind,
    Genre as Genre,
    Layer as Layer,
    Node as Node,
    Origin as Origin,
    Role as Role,
    Span as Span,
    Status as Status,
    in_order as in_order,
)

SCHEMA_VERSION = "1.0"

Level = Literal["error", "warning", "note"]
LEVELS_ZH: dict[Level, str] = {"error": "错误", "warning": "警告", "note": "提示"}
STATUSES_ZH: dict[str, str] = {
    "done": "已完成", "mostly_done": "基本完成", "ongoing": "正在推进", "long_term": "长期坚持", "not_done": "未完成",
}  # fmt: skip
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Value(BaseModel):
    """Base of every public value: immutable, and no field outside the schema."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --------------------------------------------------------------------------- source


class Page(Value):
    """What the page or file says about itself, outside its text (meta tags, front matter, document properties)."""

    title: str | None = None
    published: str | None = None
    """As declared, not normalised: "2025-05-20 11:25"."""
    publisher: str | None = None
    site: str | None = None
    column: str | None = None
    url: str | None = None


Table = tuple[tuple[Span, ...], ...]
"""Rows of cell spans; a merged cell repeats its span in every row and column it covers."""


class Source(Value):
    """A document as read: its words in reading order, never edited afterwards.

    For text files `text` is the decoded content with line ends as ``\\n`` and no BOM; for HTML, DOCX and PDF the
    reader's text, one block a line.
    """

    name: str
    media_type: str
    encoding: str | None
    sha256: Sha256
    url: str | None = None
    text: str
    replaced: int = 0
    """Bytes that no encoding could decode, each shown as U+FFFD in `text`."""
    script: Literal["simplified", "traditional"] = "simplified"
    page: Page = Page()
    furniture: tuple[Span, ...] = Field(default=(), exclude=True, repr=False)
    """Stretches the reader knows to be page furniture, in order."""
    automatic: tuple[Span, ...] = Field(default=(), exclude=True, repr=False)
    """Numbers the reader wrote at the head of a paragraph because Word or the browser shows them there."""
    tables: tuple[Table, ...] = Field(default=(), exclude=True, repr=False)
    doubts: tuple[Doubt, ...] = Field(default=(), exclude=True, repr=False)
    """What the reader was not sure of; they become the notice's warnings."""

    @cached_property
    def folded(self) -> str:
        """`text` with full-width punctuation and digits as half-width ones: same length, same offsets."""
        from noticeparse.outline.lines import fold

        return fold(self.text)


# --------------------------------------------------------------------------- outline


class Num(Value):
    """The printed number of a part: ``text`` as printed, ``ordinal`` the last number in it."""

    text: str
    style: str
    ordinal: int
    lost: bool = False
    automatic: bool = False


class Quote(Value):
    """Some words of the text and where they stand."""

    text: str
    span: Span


class Part(Value):
    """One part of the outline; its span begins at the marker and ends after its last descendant."""

    eid: str
    path: str
    role: Role
    num: Num | None
    heading: Quote | None
    span: Span
    layer: Layer = "body"
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """This part and every part below it, in text order."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


# --------------------------------------------------------------------------- facts


class _Fact(Value):
    span: Span
    text: str
    part: str | None = None
    origin: Origin = "printed"
    readings: tuple[Any, ...] = ()
    """Other possible values, where the text allows several."""


class DateFact(_Fact):
    """A day, month or year (EDTF, ISO 8601-2)."""

    kind: Literal["date"] = "date"
    value: None = None
    edtf: str | None
    part_of: Literal["start", "middle", "end"] | None = None
    relation: Literal["since", "until"] | None = None
    inherited: tuple[str, ...] = ()


class PeriodFact(_Fact):
    """A stretch of time, `edtf` "start/end"."""

    kind: Literal["period"] = "period"
    value: None = None
    edtf: str | None
    part_of: Literal["start", "middle", "end"] | None = None
    relation: Literal["since", "until"] | None = None
    inherited: tuple[str, ...] = ()


class DurationFact(_Fact):
    """A length of time something lasts or waits."""

    kind: Literal["duration"] = "duration"
    value: int | float | None
    unit: str
    bound: Bound | None = None
    counted: Quote | None = None


class CountFact(_Fact):
    """A number of things; 万 and 亿 are multiplied out, `unit` is the measure word or None where it was lost."""

    kind: Literal["count"] = "count"
    value: int | float | None
    unit: str | None
    counted: Quote | None = None
    verb: Quote | None = None
    bound: Bound | None = None
    change: Change | None = None


class RateFact(_Fact):
    """A share in per cent, or a change in percentage points."""

    kind: Literal["rate"] = "rate"
    value: int | float | None
    unit: str = "%"
    counted: Quote | None = None
    bound: Bound | None = None
    change: Change | None = None


class RankFact(_Fact):
    """A place in an order."""

    kind: Literal["rank"] = "rank"
    value: int | None
    unit: str | None = "名"
    scope: Quote | None = None


class MoneyFact(_Fact):
    """An amount in yuan (exact decimals), with the unit it was printed in."""

    kind: Literal["money"] = "money"
    value: int | float | None
    unit: Literal["元"] = "元"
    printed_unit: str | None = None
    counted: Quote | None = None
    action: str | None = None
    bound: Bound | None = None
    change: Change | None = None


class DocumentFact(_Fact):
    """A title in 《》 (value without the marks) or a document number."""

    kind: Literal["document"] = "document"
    value: str
    action: str | None = None
    state: str | None = None


class ContactFact(_Fact):
    """A telephone number, address, postcode or e-mail address."""

    kind: Literal["contact"] = "contact"
    value: str
    contact: ContactKind = "other"


class EventFact(_Fact):
    """Something that happened: a meeting, a training, a punishment …, with what the text states of it.

    The numbers in its span are facts of their own as well; an event says what they mean together.
    """

    kind: Literal["meeting", "training", "inspection", "accountability", "case", "organisation", "recovery", "award"]
    value: None = None
    date: str | None = None
    """EDTF of the date that governs the event; several days are a set: {2023-02-17,2023-02-20}."""
    count: int | float | None = None
    """How often it was held; of cases, bodies and awards how many."""
    persons: int | float | None = None
    person_times: int | float | None = None
    """人次: a person who came twice counts twice."""
    organisations: int | float | None = None
    checked: int | float | None = None
    """Things an inspection looked at."""
    found: int | float | None = None
    """What an inspection found: problems, hazards, papers …"""
    amount: int | float | None = None
    """Yuan recovered."""
    level: str | None = None
    """The step of the ladder (data/accountability.json), several joined by 、; of an award its grade."""
    rank: int | None = None
    body: str | None = None
    """The meeting held, the body set up, the award won, as printed."""
    chair: str | None = None
    planned: bool = False
    """Only announced (下一步, 将, 拟), not reported as done."""


Fact = Annotated[
    DateFact
    | PeriodFact
    | DurationFact
    | CountFact
    | RateFact
    | RankFact
    | MoneyFact
    | DocumentFact
    | ContactFact
    | EventFact,
    Field(discriminator="kind"),
]


# --------------------------------------------------------------------------- meaning


class Topic(Value):
    """A code of the code book with its score and the words that earned it."""

    code: str
    score: float
    evidence: tuple[str, ...] = ()


class Deadline(Value):
    """By when something is to be done: the words, and the value where they name one (EDTF)."""
    text: str
    edtf: str | None = None


class Issue(Value):
    """A fed-back problem in the notice's own words."""

    part: str
    quote: str
    span: Span
    category: str | None = None
    topics: tuple[Topic, ...] = ()
    status: Status | None = None
    status_span: Span | None = None
    deadline: Deadline | None = None
    mode: Literal["immediate"] | None = None
    measures: tuple[str, ...] = ()


class Measure(Value):
    """What was, or is planned to be, done."""

    part: str
    issue: str | None = None
    kinds: tuple[str, ...] = ()
    status: Status | None = None
    status_span: Span | None = None
    planned: bool = False


class Total(Value):
    """A statement of how many issues, tasks or letters there were and how they stand."""

    span: Span
    text: str
    noun: str
    total: int | float | None
    parts: dict[str, int | float] = Field(default_factory=dict)
    rate: float | None = None


class Inspection(Value):
    """The inspection the notice answers; None where the text does not say."""

    kind: str | None = None
    authority: str | None = None
    team: str | None = None
    round: str | None = None
    started_on: str | None = None
    ended_on: str | None = None
    feedback_on: str | None = None


class Contact(Value):
    """Where comments go: a telephone number or an address, as printed."""
    kind: ContactKind
    value: str
    span: Span


class Organisation(Value):
    """An organ under all the names the notice gives it."""

    id: str
    full: str
    short: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


class Doubt(Value):
    """Something the parser was not sure of."""

    code: str
    message: str
    span: Span | None = None


Language = Literal["zh", "en"]
"""What findings are said in."""


class Suggestion(Value):
    """What a certain repair writes in place of the words at `span`."""
    text: str
    span: Span


class Finding(Value):
    """What a check found."""

    rule: str
    name: str
    level: Level
    message: str
    """In English."""
    message_zh: str | None = None
    """The same in Chinese; None where the rule says it in one language only."""
    span: Span
    part: str | None = None
    suggestion: Suggestion | None = None
    origin: Literal["author", "extraction", "unknown"] = "unknown"

    def said(self, language: Language) -> str:
        """The message in a language; in English where the rule says it in English only."""
        return self.message_zh or self.message if language == "zh" else self.message


class Notice(Value):
    """One parsed notice: the JSON that ``noticeparse parse --to json`` prints."""

    schema_version: Literal["1.0"] = "1.0"
    source: Source
    is_notice: bool
    not_notice_because: str | None = None
    genre: Genre
    title: str | None
    issuer: str | None
    signatories: tuple[str, ...] = ()
    signed_on: str | None = None
    published_on: str | None = None
    inspection: Inspection = Inspection()
    contacts: tuple[Contact, ...] = ()
    spans: dict[str, Span] = Field(default_factory=dict)
    organisations: tuple[Organisation, ...] = ()
    warnings: tuple[Doubt, ...] = ()
    parts: tuple[Part, ...] = ()
    issues: tuple[Issue, ...] = ()
    measures: tuple[Measure, ...] = ()
    facts: tuple[Fact, ...] = ()
    totals: tuple[Total, ...] = ()
    findings: tuple[Finding, ...] = ()

    def walk(self) -> Iterator[Part]:
        """Every part of the outline, in text order."""
        for part in self.parts:
            yield from part.walk()

    def to_frames(self, as_: Literal["arrow", "pandas", "polars"] = "pandas") -> dict[str, Any]:
        """The notice as data frames by name: see `noticeparse.frames.to_frames`."""
        from noticeparse.frames import to_frames

        return to_frames(self, as_)

    def _repr_html_(self) -> str:
        """What a notebook shows: see `noticeparse.export.card`."""
        from noticeparse.export.card import card

        return card(self)


Source.model_rebuild()
