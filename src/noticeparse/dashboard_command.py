"""The command `dashboard`: one page about the notices of a corpus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from noticeparse.command_line import language_option, output_option, spoken, told

if TYPE_CHECKING:
    from noticeparse.model import Language

_EXAMPLES = """\b
Examples:
  noticeparse batch pages/ --out corpus && noticeparse dashboard corpus -o page.html
  noticeparse dashboard corpus --title 十四届县委第三轮 --lang en -o page.html
"""


@click.command(epilog=_EXAMPLES)
@click.argument("folder", metavar="CORPUS")
@output_option
@click.option("--title", help="Heading of the page (default: the name of the folder).")
@language_option
def dashboard(folder: str, output: TextIO | None, title: str | None, language: Language | None) -> None:
    """Write one self-contained HTML page about CORPUS, a folder that `noticeparse batch` made.

    Bodies by topics, timelines, accountability and money, reused wording side by side, and the other comparisons; every
    number leads to the words it was read from. The page needs no network.

    Exit status: 0 written; 2 no corpus, a library is missing, or the page cannot be written.
    """
    with told("dashboard"):
        write_dashboard(folder, spoken(language), output or sys.stdout, title)


def write_dashboard(folder: str, language: Language, out: TextIO, title: str | None = None) -> None:
    """Write the page about the corpus `folder`; raises what `dashboard.dashboard` raises."""
    from noticeparse.corpus import Corpus
    from noticeparse.dashboard import dashboard as page

    out.write(page(Corpus(folder), title=title, language=language))
