"""The commands about the many notices of a corpus: `dashboard`, and what `compare` does with a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from noticeparse.options import language_option, spoken

if TYPE_CHECKING:
    from noticeparse.model import Language

_EXAMPLES = """\b
Examples:
  noticeparse batch pages/ --out corpus && noticeparse dashboard corpus -o page.html
  noticeparse dashboard corpus --title 十四届县委第三轮 --lang en -o page.html
"""


@click.command(epilog=_EXAMPLES)
@click.argument("folder", metavar="CORPUS")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), help="Write here instead of standard output.")
@click.option("--title", help="Heading of the page (default: the name of the folder).")
@language_option
def dashboard(folder: str, output: TextIO | None, title: str | None, language: Language | None) -> None:
    """Write one self-contained HTML page about CORPUS, a folder that `noticeparse batch` made.

    Bodies by topics, timelines, accountability and money, reused wording side by side, and the other comparisons; every
    number leads to the words it was read from. The page needs no network.

    Exit status: 0 written; 2 no corpus, a library is missing, or the page cannot be written.
    """
    language = spoken(language)
    with _told("dashboard"):
        _write_dashboard(folder, language, output or sys.stdout, title)


def compare_corpus(folder: str, form: str, language: Language, output: TextIO | None) -> None:
    """Write the comparison of the notices of the corpus `folder`: X01 to X10, as a page the dashboard.

    Exit status 2 where it is no corpus, a library is missing or the output cannot be written.
    """
    from noticeparse.export.across import write_across

    if form == "csv" and output is None:
        raise click.UsageError("csv is a folder of files: name one with -o FOLDER")
    with _told("dashboard" if form == "html" else "corpus"):
        if form == "html":
            _write_dashboard(folder, language, output or sys.stdout)
        else:
            from noticeparse.corpus import Corpus

            target = output.name if form == "csv" and output else output or sys.stdout
            write_across(Corpus(folder).compare(), target, to=form, language=language)


def _write_dashboard(folder: str, language: Language, out: TextIO, title: str | None = None) -> None:
    from noticeparse.corpus import Corpus
    from noticeparse.dashboard import dashboard as page

    out.write(page(Corpus(folder), title=title, language=language))


@contextmanager
def _told(extra: str) -> Iterator[None]:
    """Say on standard error what went wrong, and which extra has a missing library; exit status 2."""
    from noticeparse.errors import NoticeparseError

    try:
        yield
    except ImportError as error:
        click.echo(f"noticeparse: {error}; pip install 'noticeparse[{extra}]'", err=True)
        sys.exit(2)
    except NoticeparseError as error:
        click.echo(f"noticeparse: {error}", err=True)
        sys.exit(2)
