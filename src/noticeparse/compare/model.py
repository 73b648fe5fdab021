"""What a comparison of two notices says; each statement with its place and words in both."""

from __future__ import annotations

from typing import Literal

from noticeparse.model import Genre, Sha256, Span, Status, Value

Relation = Literal["same_notice", "follow_up", "later_inspection", "same_bureau", "two_bureaus", "unknown"]
"""How two notices stand to each other:

same_notice        one notice twice: printed anew, corrected, or on another page
follow_up          the same bureau on the same inspection at another time
later_inspection   the same bureau on another inspection
same_bureau        the same bureau; the texts do not say whether on the same inspection
two_bureaus        two bureaus, of one round or not
unknown            one of the texts does not say whose it is
"""
Side = Literal["a", "b"]
Verdict = Literal["repeated", "restated", "changed", "contradicted", "differs"]
"""What two values of one deed are to each other:

repeated       the same value
restated       values that agree within their bounds (30余次 and 32次) or with another reading of a damaged one
changed        another value from the same bureau, where both can be true: they are told at different times
contradicted   another value where only one can be true
differs        each bureau's own value
"""
GRAVEST_FIRST: tuple[Verdict, ...] = ("contradicted", "changed", "differs", "restated", "repeated")
Direction = Literal["same", "forward", "back"]
Keeping = Literal["kept", "planned_again", "not_mentioned"]
OwnField = Literal["inspection.started_on", "inspection.ended_on", "inspection.feedback_on", "signed_on", "published_on"]


class Words(Value):
    """Words of one notice and where they stand in its text; `part` is the eid of the innermost part around them."""

    part: str | None
    span: Span
    text: str


class Compared(Value):
    """Which notice was compared."""

    name: str
    sha256: Sha256
    title: str | None
    issuer: str | None
    genre: Genre
    signed_on: str | None
    published_on: str | None
    is_notice: bool
    issues: int
    """How many issues it states."""


class StatusChange(Value):
    """How an issue stands in each notice; `direction` from the earlier to the later, None where that cannot be told:
    one of them does not say, or says long_term, which is no step of the ladder."""

    a: Status | None
    b: Status | None
    words_a: Words | None = None
    words_b: Words | None = None
    direction: Direction | None = None


class IssuePair(Value):
    """An issue of one notice and the issue of the other that means the same."""

    a: Words
    b: Words
    likeness: float
    """From the floor of the comparison to 1."""
    topics: tuple[str, ...] = ()
    """Codes both have."""
    shared: tuple[str, ...] = ()
    """Words both statements have, at least two characters long, in text order of `a`."""
    status: StatusChange


class LoneIssue(Value):
    """An issue the other notice does not have, with the likest one it does have, if any is like it at all."""

    words: Words
    status: Status | None
    nearest: Words | None = None
    likeness: float = 0.0


class FigurePair(Value):
    """A figure of one deed in both notices."""

    kind: Literal["count", "money", "rate", "rank", "duration"]
    verdict: Verdict
    a: Words
    b: Words
    value_a: int | float
    value_b: int | float
    unit: str | None
    """Of `a`; amounts are in 元."""
    counted: str | None = None
    around_a: Words
    """The clauses the figure stands in."""
    around_b: Words
    issue_a: str | None = None
    """The eid of the issue the figure is told under."""
    issue_b: str | None = None
    dates: tuple[str, ...] = ()
    """EDTF of the days or periods that both sentences name."""
    likeness: float


class ShareChange(Value):
    """One number of a total: `key` is total, rate, a status or the printed word."""

    key: str
    a: int | float | None
    b: int | float | None


class TotalPair(Value):
    """A statement of how many there were and how they stand, in both notices."""

    noun: str
    verdict: Verdict
    a: Words
    b: Words
    numbers: tuple[ShareChange, ...]


class Promise(Value):
    """A measure planned in the earlier notice, and what the later one says of it."""

    state: Keeping
    promised_in: Side
    promised: Words
    reported: Words | None = None
    status: Status | None = None
    likeness: float = 0.0


class OwnDate(Value):
    """A date of the notice itself or of the inspection it answers."""

    field: OwnField
    a: str | None
    b: str | None
    words_a: Words | None = None
    words_b: Words | None = None
    days: int | None = None
    """From `a` to `b`, where both name a day."""
    verdict: Verdict | None = None


class Moment(Value):
    """Something dated that one notice tells, or both in like words."""

    edtf: str
    a: Words | None = None
    """The words of the date."""
    b: Words | None = None
    around_a: Words | None = None
    """The sentence the date stands in, as much as one reads at a glance."""
    around_b: Words | None = None
    fields: tuple[str, ...] = ()
    """Which of the notice's own dates it is: feedback_on, signed_on …"""


class Comparison(Value):
    """What two notices have in common and where they differ."""

    schema_version: Literal["1.0"] = "1.0"
    a: Compared
    b: Compared
    relation: Relation
    earlier: Side | None
    """Which was told first; None where it is one notice or two bureaus tell their own."""
    floor: float
    """Least likeness of a pair of issues."""
    issues: tuple[IssuePair, ...]
    """In the order of `a`."""
    only_a: tuple[LoneIssue, ...]
    only_b: tuple[LoneIssue, ...]
    promises: tuple[Promise, ...]
    figures: tuple[FigurePair, ...]
    totals: tuple[TotalPair, ...]
    dates: tuple[OwnDate, ...]
    timeline: tuple[Moment, ...]

    def figures_that(self, *verdicts: Verdict) -> tuple[FigurePair, ...]:
        """The figures with one of `verdicts`."""
        return tuple(figure for figure in self.figures if figure.verdict in verdicts)

    def verdicts(self) -> dict[Verdict, int]:
        """How many figures and totals have each verdict, the gravest first; those that none has are left out."""
        found = [*(figure.verdict for figure in self.figures), *(total.verdict for total in self.totals)]
        return {verdict: n for verdict in GRAVEST_FIRST if (n := found.count(verdict))}

    @property
    def contradicts(self) -> bool:
        """Whether a figure, a total or a date of the one contradicts the other."""
        return "contradicted" in {*self.verdicts(), *(own.verdict for own in self.dates)}
