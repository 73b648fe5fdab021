"""The command `coverage`: a notice held against the list of problems of an office."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from noticeparse.command_line import encoding_option, notice_in, output_option, told

if TYPE_CHECKING:
    from noticeparse.export.coverage import Coverage


@click.command()
@click.argument("notice", metavar="NOTICE")
@click.argument("ledger", metavar="LEDGER")
@click.option("--to", "form", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--threshold", type=click.FloatRange(0, 1, min_open=True), help="Least likeness of a pair (default 0.4).")
@encoding_option
@output_option
def coverage(
    notice: str, ledger: str, form: str, threshold: float | None, encoding: str | None, output: TextIO | None
) -> None:
    """Which issues of LEDGER (an office's 整改台账 or feedback list: .xlsx, .csv, tables of .docx .html .pdf) does
    NOTICE (a file; - is standard input) answer, which does it leave out?

    Exit status: 0 every listed issue is in the notice; 1 some are left out; 2 an input could not be read.

    \b
    Example:
      noticeparse coverage notice.html 反馈问题清单.xlsx
    """
    from noticeparse.export.coverage import THRESHOLD, coverage as compare
    from noticeparse.export.read_ledger import read_ledger

    with told("xlsx"):
        found = compare(notice_in(notice, encoding), read_ledger(ledger), threshold=threshold or THRESHOLD)
        out = output or sys.stdout
        if form == "json":
            out.write(found.model_dump_json() + "\n")
        else:
            _show(found, out)
    if not found.complete:
        sys.exit(1)


def _show(found: Coverage, out: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from noticeparse.export.terminal import visible

    console = Console(file=out, highlight=False, legacy_windows=False)
    table = Table(title=Text(visible(f"{found.ledger} ↔ {found.notice}")), show_lines=True)
    for header, style in (("清单", "dim"), ("清单所列问题", ""), ("通报", "dim"), ("通报所列问题", ""), ("相似度", "")):
        table.add_column(header, style=style, overflow="fold")
    for pair in found.pairs:
        listed = pair.listed
        place = listed.number or listed.place
        table.add_row(*(Text(visible(w)) for w in (place, listed.quote, pair.part, pair.quote, f"{pair.likeness:.2f}")))
    for missing in found.left_out:
        listed = missing.listed
        nearest = f"最近：{missing.nearest}" if missing.nearest else ""
        words = (listed.number or listed.place, listed.quote, "", f"通报未列 {nearest}".strip(), f"{missing.likeness:.2f}")
        table.add_row(*(Text(visible(w)) for w in words), style="red")
    for issue in found.not_listed:
        table.add_row(*(Text(visible(w)) for w in ("", "清单未列", issue.part, issue.quote, "")), style="yellow")
    console.print(table)
    console.print(
        Text(f"一致 {len(found.pairs)}，通报未列 {len(found.left_out)}，清单未列 {len(found.not_listed)}", style="bold")
    )
