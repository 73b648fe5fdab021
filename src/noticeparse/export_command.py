"""The command `export`: notices in a file of another format."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import click

from noticeparse.command_line import (
    encoding_option,
    language_option,
    mask_option,
    masked,
    notice_in,
    spoken,
    tell,
)

if TYPE_CHECKING:
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
        tell(error)
        failed = True
    if failed:
        sys.exit(2)


def _standard_output(form: str | None) -> IO[Any]:
    """Standard output, for bytes where the format is no text; a workbook is not poured over a terminal."""
    from noticeparse.export import format_called

    if form is None or not format_called(form).binary:
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
            tell(error)
            failed = True
    return notices, paths, failed


def _notices_of(name: str, encoding: str | None, *, checked: bool) -> Iterator[tuple[Notice, str]]:
    """The notice of a file, or those of a corpus, each with its path."""
    if os.path.isdir(name):
        yield from _corpus_notices(name)
        return
    from noticeparse.check import check

    notice = notice_in(name, encoding)
    yield notice.model_copy(update={"findings": check(notice)}) if checked else notice, name


def _corpus_notices(folder: str) -> Iterator[tuple[Notice, str]]:
    from noticeparse.corpus import Corpus
    from noticeparse.errors import NoticeparseError

    try:
        yield from Corpus(folder).whole()
    except ImportError as error:
        raise NoticeparseError(f"{folder}: {error}; pip install 'noticeparse[corpus]'") from error
