"""The command `noticeparse dashboard`."""

from __future__ import annotations

import sys

import click

_EXAMPLES = """\b
Examples:
  noticeparse batch pages/ --out corpus && noticeparse dashboard corpus -o page.html
  noticeparse dashboard corpus --title 十四届县委第三轮 --language en -o page.html
"""


@click.command(epilog=_EXAMPLES)
@click.argument("folder", metavar="CORPUS")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write here instead of standard output.")
@click.option("--title", help="Heading of the page (default: the name of the folder).")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language it opens in; both are in it.")
def dashboard(folder: str, output: str | None, title: str | None, language: str) -> None:
    """Write one self-contained HTML page about CORPUS, a folder that `noticeparse batch` made.

    Bureaus by topics, timelines, accountability and money, reused wording side by side, and the other comparisons;
    every number leads to the words it was read from. The page needs no network.

    Exit status: 0 written; 2 no corpus, a library is missing, or the page cannot be written.
    """
    from noticeparse.corpus import Corpus
    from noticeparse.dashboard import dashboard as made
    from noticeparse.errors import NoticeparseError

    try:
        text = made(Corpus(folder), title=title, language="en" if language == "en" else "zh-Hans")
        with click.open_file(output or "-", "w", encoding="utf-8") as out:
            out.write(text)
    except ImportError as error:
        click.echo(f"noticeparse: {error}; pip install 'noticeparse[dashboard]'", err=True)
        sys.exit(2)
    except (NoticeparseError, OSError) as error:
        click.echo(f"noticeparse: {error}", err=True)
        sys.exit(2)
