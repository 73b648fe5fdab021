"""The comparison of two notices for a person at a terminal: both sides in two columns as wide as there is room.

Coloured where the output is a terminal, plain where it is piped; control characters of the notices are shown as signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from noticeparse.compare.model import (
    GRAVEST_FIRST,
    Comparison,
    FigurePair,
    IssuePair,
    LoneIssue,
    Side,
    TotalPair,
    Words,
)
from noticeparse.export.comparison_rows import number, printed_values
from noticeparse.export.comparison_words import speaker
from noticeparse.export.places import Places
from noticeparse.export.report_words import Speaker
from noticeparse.export.terminal import visible
from noticeparse.model import Language, Notice, Status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_COLOURS = {
    "contradicted": "bold red", "changed": "yellow", "differs": "cyan", "restated": "green", "repeated": "green",
    "forward": "green", "back": "bold red", "kept": "green", "planned_again": "yellow", "not_mentioned": "cyan",
}  # fmt: skip
_LONGEST = 80  # code points of a quotation


def print_comparison(found: Comparison, a: Notice, b: Notice, out: TextIO, *, language: Language = "zh", width: int | None = None) -> None:
    """Write `found`, the comparison of `a` with `b`, to `out`; `width` in columns, by default the terminal's."""
    from rich.console import Console

    console = Console(file=out, highlight=False, legacy_windows=False, width=width)
    _Printer(console, found, {"a": Places(a.source.text), "b": Places(b.source.text)}, speaker(language)).print()


class _Printer:
    def __init__(self, console: Console, found: Comparison, places: dict[Side, Places], say: Speaker) -> None:
        self.console, self.found, self.places, self.say = console, found, places, say

    def print(self) -> None:
        self._head()
        self._table("issues", [*map(self._issue, self.found.issues), *map(self._only_a, self.found.only_a), *map(self._only_b, self.found.only_b)])
        told = sorted(self.found.figures, key=lambda figure: GRAVEST_FIRST.index(figure.verdict))
        self._table("figures", map(self._figure, (figure for figure in told if figure.verdict != "repeated")))
        self._table("totals", map(self._total, self.found.totals))
        self._table("promises", self._promises())
        self._table("dates", self._dates())
        self._table("timeline", self._moments())
        self.console.print(self._summary())

    def _head(self) -> None:
        for side, one in (("a", self.found.a), ("b", self.found.b)):
            line = self._text(f"{self.say.plain(f'side_{side}')} ", "bold").append(visible(one.title or one.name), style="bold")
            dated = " ".join(filter(None, (one.signed_on, one.name)))
            self.console.print(line.append(f"  {visible(dated)}", style="dim"))
        self.console.print(self._text(self.say.plain(f"relation_{self.found.relation}"), "italic"))
        self.console.print()

    def _table(self, key: str, rows: Iterable[tuple[Text, Text, Text]]) -> None:
        held = list(rows)
        if not held:
            return
        table = self._columns(f"{self.say.plain(key)} ({len(held)})")
        for row in held:
            table.add_row(*row)
        self.console.print(table)
        self.console.print()

    def _columns(self, title: str) -> Table:
        from rich import box
        from rich.table import Table

        narrow = self.console.width < 70
        table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False)
        table.add_column("", ratio=2 if narrow else 1, overflow="fold", min_width=14, max_width=None if narrow else 22)
        table.add_column(self.say.plain("side_a"), ratio=3, overflow="fold")
        table.add_column(self.say.plain("side_b"), ratio=3, overflow="fold")
        return table

    # ------------------------------------------------------------------ rows

    def _issue(self, pair: IssuePair) -> tuple[Text, Text, Text]:
        direction = pair.status.direction
        what = self._text(self.say.plain(f"status_{direction}") if direction else self.say.plain("paired"), _COLOURS.get(direction or "", ""))
        what.append(f" {pair.likeness:.2f}", style="dim")
        return what, self._stated(pair.a, pair.status.a, "a"), self._stated(pair.b, pair.status.b, "b")

    def _only_a(self, lone: LoneIssue) -> tuple[Text, Text, Text]:
        return self._text(self.say.plain("only_a")), self._stated(lone.words, lone.status, "a"), self._absent()

    def _only_b(self, lone: LoneIssue) -> tuple[Text, Text, Text]:
        return self._text(self.say.plain("only_b")), self._absent(), self._stated(lone.words, lone.status, "b")

    def _stated(self, words: Words, status: Status | None, side: Side) -> Text:
        return self._quoted(words, side).append(f"\n{self.say.plain(status or 'no_status')}", style="dim")

    def _figure(self, figure: FigurePair) -> tuple[Text, Text, Text]:
        what = self._text(self.say.plain(figure.verdict), _COLOURS[figure.verdict])
        what.append("\n" + visible(printed_values(figure, self.found.earlier)))
        return what, self._quoted(figure.around_a, "a", figure.a), self._quoted(figure.around_b, "b", figure.b)

    def _total(self, total: TotalPair) -> tuple[Text, Text, Text]:
        what = self._text(self.say.plain(total.verdict), _COLOURS[total.verdict]).append(f" {visible(total.noun)}")
        for share in total.numbers:
            key = f"of_{share.key}" if self.say.knows(f"of_{share.key}") else share.key
            name = self.say.plain(key) if self.say.knows(key) else visible(key)
            what.append(f"\n{name} {number(share.a)} ∕ {number(share.b)}", style="dim")
        return what, self._quoted(total.a, "a"), self._quoted(total.b, "b")

    def _promises(self) -> Iterable[tuple[Text, Text, Text]]:
        for promise in self.found.promises:
            what = self._text(self.say.plain(promise.state), _COLOURS[promise.state])
            later: Side = "b" if promise.promised_in == "a" else "a"
            promised = self._quoted(promise.promised, promise.promised_in)
            reported = self._quoted(promise.reported, later) if promise.reported else self._absent()
            yield (what, promised, reported) if promise.promised_in == "a" else (what, reported, promised)

    def _dates(self) -> Iterable[tuple[Text, Text, Text]]:
        for own in self.found.dates:
            what = self._text(self.say.plain(own.field.rpartition(".")[2]))
            if own.verdict:
                what.append(f" {self.say.plain(own.verdict)}", style=_COLOURS[own.verdict])
            if own.days:
                what.append(f" {own.days:+d} {self.say.plain('days')}", style="dim")
            yield what, self._text(own.a or "–"), self._text(own.b or "–")

    def _moments(self) -> Iterable[tuple[Text, Text, Text]]:
        for moment in self.found.timeline:
            one = self._quoted(moment.around_a, "a", moment.a) if moment.around_a else self._text("")
            other = self._quoted(moment.around_b, "b", moment.b) if moment.around_b else self._text("")
            yield self._text(moment.edtf, "bold"), one, other

    def _summary(self) -> Text:
        counts = [("paired", len(self.found.issues)), ("only_a", len(self.found.only_a)), ("only_b", len(self.found.only_b))]
        counts += self.found.verdicts().items()
        line = self._text("")
        for key, n in counts:
            line.append(("; " if line else "") + f"{self.say.plain(key)} {n}", style=_COLOURS.get(key, ""))
        return line

    # ------------------------------------------------------------------ words

    def _text(self, words: str, style: str = "") -> Text:
        from rich.text import Text

        return Text(visible(words), style=style)

    def _absent(self) -> Text:
        return self._text(self.say.plain("absent"), "dim")

    def _quoted(self, words: Words, side: Side, bold: Words | None = None) -> Text:
        """Line, column and the words, the figure among them in bold."""
        place = self.places[side].of((bold or words).span[0])
        line = self._text("").append(f"{place.line}:{place.column} ", style="dim")
        if bold is None:
            short = " ".join(words.text.split())
            return line.append(visible(short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "…"))
        start, end = bold.span[0] - words.span[0], bold.span[1] - words.span[0]
        line.append(visible(words.text[:start].lstrip())).append(visible(words.text[start:end]), style="bold underline")
        return line.append(visible(words.text[end:]))
