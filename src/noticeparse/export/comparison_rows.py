"""The statements of a comparison as rows of a page: what is said above, the words of both notices side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from noticeparse.clipped import clipped
from noticeparse.compare.model import (
    GRAVEST_FIRST,
    Comparison,
    FigurePair,
    IssuePair,
    LoneIssue,
    Moment,
    OwnDate,
    Promise,
    Side,
    StatusChange,
    TotalPair,
    Words,
)
from noticeparse.export.markup import Html, element
from noticeparse.export.page_words import Speaker
from noticeparse.model import Span, Status

_QUOTED = 120  # code points of a quotation


@dataclass(frozen=True)
class Row:
    """One statement. `sort` is what the filters switch it by; `look` the class of its marks in the texts.

    `under_a` and `under_b` stand below the words of each side.
    """

    ref: str
    sort: str
    look: str
    top: Sequence[str]
    a: Words | None = None
    b: Words | None = None
    bold_a: Span | None = None
    bold_b: Span | None = None
    under_a: Sequence[str] = ()
    under_b: Sequence[str] = ()

    def words(self, side: Side) -> Words | None:
        """The words of one side."""
        return self.a if side == "a" else self.b


def issue_rows(found: Comparison, say: Speaker) -> list[Row]:
    """The issues of both, then those of one alone."""
    rows = [_issue_pair(pair, f"i{n}", say) for n, pair in enumerate(found.issues)]
    rows += [_lone_issue(lone, "a", f"oa{n}", say) for n, lone in enumerate(found.only_a)]
    rows += [_lone_issue(lone, "b", f"ob{n}", say) for n, lone in enumerate(found.only_b)]
    return rows


def _issue_pair(pair: IssuePair, ref: str, say: Speaker) -> Row:
    top = [
        element("span", say("paired"), class_="level paired"),
        *_direction(pair.status, say),
        element("span", " · ".join(pair.topics), class_="name"),
        element("span", say("likeness"), f" {pair.likeness:.2f}", class_="name"),
    ]
    return Row(
        ref, "paired", "issue", top, pair.a, pair.b,
        under_a=_status(pair.status.a, pair.status.words_a, say), under_b=_status(pair.status.b, pair.status.words_b, say),
    )  # fmt: skip


def _direction(status: StatusChange, say: Speaker) -> list[Html]:
    if status.direction:
        return [element("span", say(f"status_{status.direction}"), class_=f"status {status.direction}")]
    known = status.a is not None and status.b is not None and status.a != status.b
    return [element("span", say("status_other"), class_="status")] if known else []


def _status(status: Status | None, words: Words | None, say: Speaker) -> list[Html]:
    chip = element("span", say(status or "no_status"), class_=f"status is-{status}")
    return [element("p", chip, " ", element("span", words.text if words else "", lang="zh"), class_="meta")]


def _lone_issue(lone: LoneIssue, side: Side, ref: str, say: Speaker) -> Row:
    sort = f"only_{side}"
    top = [element("span", say(sort), class_=f"level {sort}")]
    under = _status(lone.status, None, say)
    if lone.nearest:
        nearest = element("span", lone.nearest.text, lang="zh")
        under.append(element("p", say("nearest"), " ", nearest, f" {lone.likeness:.2f}", class_="meta"))
    if side == "a":
        return Row(ref, sort, "v-only", top, a=lone.words, under_a=under)
    return Row(ref, sort, "v-only", top, b=lone.words, under_b=under)


def figure_rows(found: Comparison, say: Speaker) -> list[Row]:
    """The figures, the gravest first; the repeated ones last."""
    numbered = sorted(enumerate(found.figures), key=lambda pair: GRAVEST_FIRST.index(pair[1].verdict))
    return [_figure(figure, f"f{n}", found, say) for n, figure in numbered]


def _figure(figure: FigurePair, ref: str, found: Comparison, say: Speaker) -> Row:
    top = [element("span", say(figure.verdict), class_=f"level {figure.verdict}")]
    if figure.counted:
        top.append(element("span", figure.counted, class_="code", lang="zh"))
    top.append(element("span", printed_values(figure, found.earlier), class_="value", lang="zh"))
    if figure.verdict == "contradicted" and figure.dates:
        top.append(element("span", say("same_date"), " ", ", ".join(figure.dates), class_="name"))
    return Row(
        ref, figure.verdict, f"v-{figure.verdict}", top, figure.around_a, figure.around_b,
        bold_a=figure.a.span, bold_b=figure.b.span,
    )  # fmt: skip


def printed_values(figure: FigurePair, earlier: Side | None) -> str:
    """What is printed in both; of a change from the earlier to the later, and by how much it rose or fell."""
    if figure.a.text == figure.b.text:
        return figure.a.text
    if earlier is None or figure.verdict != "changed":
        return f"{figure.a.text} ∕ {figure.b.text}"
    told = [(figure.a.text, figure.value_a), (figure.b.text, figure.value_b)]
    (first, before), (second, after) = told if earlier == "a" else told[::-1]
    by = f"{after - before:+,.10g}" if figure.unit == "%" or not before else f"{(after - before) / before:+.0%}"
    return f"{first} → {second} ({by})"


def total_rows(found: Comparison, say: Speaker) -> list[Row]:
    """The totals, each with its numbers."""
    return [_total(total, f"t{n}", say) for n, total in enumerate(found.totals)]


def _total(total: TotalPair, ref: str, say: Speaker) -> Row:
    top = [element("span", say(total.verdict), class_=f"level {total.verdict}"), element("span", total.noun, class_="code", lang="zh")]
    for share in total.numbers:
        name = say(f"of_{share.key}") if say.knows(f"of_{share.key}") else say(share.key) if say.knows(share.key) else share.key
        both = f" {number(share.a)}" if share.a == share.b else f" {number(share.a)} ∕ {number(share.b)}"
        top.append(element("span", name, element("b", both), class_="cut"))
    return Row(ref, total.verdict, f"v-{total.verdict}", top, total.a, total.b)


def number(value: float | None) -> str:
    """A number of a total; – where there is none."""
    return "–" if value is None else f"{value:,}"


def promise_rows(found: Comparison, say: Speaker) -> list[Row]:
    """What the earlier notice planned, and what the later one says of it."""
    return [_promise(promise, f"p{n}", say) for n, promise in enumerate(found.promises)]


def _promise(promise: Promise, ref: str, say: Speaker) -> Row:
    top = [element("span", say(promise.state), class_=f"level {promise.state}")]
    if promise.status:
        top.append(element("span", say(promise.status), class_="status"))
    if promise.likeness:
        top.append(element("span", say("likeness"), f" {promise.likeness:.2f}", class_="name"))
    a, b = promise.promised, promise.reported
    if promise.promised_in == "b":
        a, b = promise.reported, promise.promised  # type: ignore[assignment]
    return Row(ref, promise.state, "v-promise", top, a, b)


def date_rows(found: Comparison, say: Speaker) -> list[Row]:
    """The notices' own dates."""
    return [_own_date(own, f"d{n}", say) for n, own in enumerate(found.dates)]


def _own_date(own: OwnDate, ref: str, say: Speaker) -> Row:
    name = own.field.rpartition(".")[2]
    top = [element("span", say(name), class_="code")]
    if own.verdict:
        top.insert(0, element("span", say(own.verdict), class_=f"level {own.verdict}"))
    if own.days:
        top.append(element("span", f"{own.days:+d} ", say("days"), class_="value"))
    return Row(
        ref, "date", "v-date", top, own.words_a, own.words_b,
        under_a=[element("p", own.a, class_="value")] if own.a else [], under_b=[element("p", own.b, class_="value")] if own.b else [],
    )  # fmt: skip


def moment_rows(found: Comparison, say: Speaker) -> list[Row]:
    """The timeline of both."""
    return [_moment(moment, f"e{n}", say) for n, moment in enumerate(found.timeline)]


def _moment(moment: Moment, ref: str, say: Speaker) -> Row:
    top = [element("span", moment.edtf, class_="t")]
    top += [element("span", say(name), class_="f") for name in moment.fields]
    return Row(
        ref, "moment", "v-date", top, moment.around_a, moment.around_b,
        bold_a=moment.a.span if moment.a else None, bold_b=moment.b.span if moment.b else None,
    )  # fmt: skip


# ------------------------------------------------------------------ rows as markup


Link = Callable[[Side, str, Words], Html]
"""Makes the link from a row's side to its words in the text."""


def row_html(row: Row, say: Speaker, link: Link) -> Html:
    """The row: a line that says what it is, and the words of both sides."""
    sides = [_side(row, side, say, link) for side in ("a", "b")]
    return element(
        "li", element("div", *row.top, class_="top"), element("div", *sides, class_="two"),
        class_=f"row s-{row.sort}", id=row.ref, data_sort=row.sort,
    )  # fmt: skip


def _side(row: Row, side: Side, say: Speaker, link: Link) -> Html:
    words, bold = row.words(side), row.bold_a if side == "a" else row.bold_b
    under = row.under_a if side == "a" else row.under_b
    name = element("span", say(f"side_{side}"), class_="who")
    if words is None:
        return element("div", name, element("span", say("absent"), class_="empty"), *under, class_=f"one {side} none", id=f"{side}-{row.ref}")
    quoted = element("q", *_quotation(words, bold), lang="zh")
    return element("div", name, link(side, f"{side}-{row.ref}", words), quoted, *under, class_=f"one {side}", id=f"{side}-{row.ref}")


def _quotation(words: Words, bold: Span | None) -> Iterator[str]:
    text = words.text
    if bold is None:
        yield clipped(" ".join(text.split()), _QUOTED)
        return
    start, end = bold[0] - words.span[0], bold[1] - words.span[0]
    yield text[:start].lstrip()
    yield element("b", text[start:end])
    yield text[end:]
