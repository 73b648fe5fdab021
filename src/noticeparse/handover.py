"""The commands that hand notices over to offices: `export` writes files, `coverage` holds a notice against a list."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from noticeparse.options import encoding_option, language_option, mask_option, spoken

if TYPE_CHECKING:
    from noticeparse.export.coverage import Coverage
    from noticeparse.model import Language, Notice

_EXPORT_EXAMPLES = """\b
Examples:
  noticeparse export notice.html -o 台账.xlsx                  the 整改台账 as an Excel workbook
  noticeparse export --to ledger.docx notice.txt -o out.docx   as a Word table
  noticeparse export --mask-persons *.html -o 汇总台账.xlsx    one workbook of many, with a column 单位
  noticeparse export *.html -o train.spacy                     training data for spaCy
  noticeparse export corpus/ -o 汇总台账.xlsx                  of all notices of a corpus
  noticeparse export --to akoma-ntoso notice.docx > notice.xml
  noticeparse export *.html -o all.facts.parquet               one table of many
"""


@click.command(epilog=_EXPORT_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", "form", help="The format by name (see below); by default the one the ending of OUT means.")
@click.option("-o", "--output", metavar="OUT", help="Write here; without it text formats go to standard output.")
@language_option
@mask_option
@click.option("--check/--no-check", "checked", default=True, show_default=True, help="Fill in what the checks find.")
@encoding_option
def export(
    files: tuple[str, ...], form: str | None, output: str | None, language: Language | None, mask_persons: bool, checked: bool,
    encoding: str | None,
) -> None:
    """Write FILE... (text, HTML, DOCX, PDF; - is standard input; or the folder of a corpus) in another format.

    Formats: json, sarif, github, terminal, html, fix-plan, ledger.xlsx, ledger.docx, ledger.csv, docbin, docbin.char,
    web-annotation, label-studio, akoma-ntoso; and one table as TABLE.parquet or TABLE.csv, where TABLE is notices, parts, issues,
    measures, facts, totals or findings. A corpus brings the findings it holds (batch --check).

    Exit status: 0 all written; 2 an input could not be read (named on standard error; the others are written) or the
    arguments are wrong.
    """
    from noticeparse.errors import NoticeparseError
    from noticeparse.export import export as write

    if output is None and form is None:
        raise click.UsageError("name a format with --to, or a file with -o")
    notices, paths, failed = _parsed(files, encoding, checked=checked, hidden=mask_persons)
    try:
        if notices:
            write(notices, _standard_output(form) if output is None else output, to=form, paths=paths, language=spoken(language))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except NoticeparseError as error:
        click.echo(f"noticeparse: {error}", err=True)
        failed = True
    if failed:
        sys.exit(2)


@click.command()
@click.argument("notice", metavar="NOTICE")
@click.argument("ledger", metavar="LEDGER")
@click.option("--to", "form", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--threshold", type=click.FloatRange(0, 1, min_open=True), help="Least likeness of a pair (default 0.4).")
@encoding_option
@click.option("-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), help="Write here instead of standard output.")
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
    from noticeparse.errors import NoticeparseError
    from noticeparse.export.coverage import THRESHOLD
    from noticeparse.export.coverage import coverage as compare
    from noticeparse.export.read_ledger import read_ledger
    from noticeparse.pipeline import parse
    from noticeparse.read import read

    try:
        found = compare(parse(read(notice, encoding=encoding)), read_ledger(ledger), threshold=threshold or THRESHOLD)
    except NoticeparseError as error:
        click.echo(f"noticeparse: {error}", err=True)
        sys.exit(2)
    out = output or sys.stdout
    if form == "json":
        out.write(found.model_dump_json() + "\n")
    else:
        _show(found, out)
    if not found.complete:
        sys.exit(1)


def masked(notice: Notice) -> Notice:
    """The notice with persons held to account masked; the module loads when it is needed."""
    from noticeparse.export.persons import mask_persons

    return mask_persons(notice)


def _standard_output(form: str | None) -> IO[Any]:
    """Standard output, for bytes where the format is no text; a workbook is not poured over a terminal."""
    from noticeparse.export import FORMATS

    if not any(entry.binary for entry in FORMATS if entry.name == form):
        return sys.stdout
    if sys.stdout.isatty():
        raise click.UsageError(f"{form} is no text: name a file with -o")
    return sys.stdout.buffer


def _parsed(
    files: tuple[str, ...], encoding: str | None, *, checked: bool, hidden: bool
) -> tuple[list[Notice], list[str], bool]:
    """The notices of the readable files and corpora, their paths, and whether an input could not be read."""
    from noticeparse.errors import NoticeparseError

    notices, paths, failed = [], [], False
    for name in files:
        try:
            for notice, path in _notices_of(name, encoding, checked=checked):
                notices.append(masked(notice) if hidden else notice)
                paths.append(path)
        except NoticeparseError as error:
            click.echo(f"noticeparse: {error}", err=True)
            failed = True
    return notices, paths, failed


def _notices_of(name: str, encoding: str | None, *, checked: bool) -> Iterator[tuple[Notice, str]]:
    """The notice of a file, or those of a corpus, each with its path."""
    if os.path.isdir(name):
        yield from _corpus_notices(name)
        return
    from noticeparse.check import check
    from noticeparse.pipeline import parse
    from noticeparse.read import read

    notice = parse(read(name, encoding=encoding))
    yield notice.model_copy(update={"findings": check(notice)}) if checked else notice, name


def _corpus_notices(folder: str) -> Iterator[tuple[Notice, str]]:
    from noticeparse.corpus import Corpus
    from noticeparse.errors import NoticeparseError

    try:
        yield from Corpus(folder).whole()
    except ImportError as error:
        raise NoticeparseError(f"{folder}: {error}; pip install 'noticeparse[corpus]'") from error


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
