"""What the commands have in common: options, the notice in a file, and how an error is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from noticeparse.model import Notice

mask_option = click.option(
    "--mask-persons", is_flag=True, help="Mask the names of persons held to account (张三 → 张某)."
)
"""The same switch on every command that puts notices out."""
encoding_option = click.option("--encoding", help="Encoding of the input, where it is known better than the file says.")
output_option = click.option(
    "-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), help="Write here instead of standard output."
)
extend_option = click.option(
    "--extend", multiple=True, metavar="FILE|MODULE",
    help="Your own entries: JSON or .py file, or module (default: extend in the settings).",
)  # fmt: skip


def notice_in(name: str, encoding: str | None = None) -> Notice:
    """The notice in a file; ``-`` is standard input. Raises UnreadableError."""
    from noticeparse.pipeline import parse
    from noticeparse.read import read

    return parse(read(name, encoding=encoding))


def masked(notice: Notice) -> Notice:
    """The notice with persons held to account masked; the module loads when it is needed."""
    from noticeparse.export.persons import mask_persons

    return mask_persons(notice)


@contextmanager
def told(extra: str | None = None) -> Iterator[None]:
    """Say on standard error what went wrong, and which extra has a library that is missing; exit status 2."""
    from noticeparse.errors import NoticeparseError

    try:
        yield
    except ImportError as error:
        if extra is None:
            raise
        tell(f"{error}; pip install 'noticeparse[{extra}]'")
        sys.exit(2)
    except click.FileError as error:  # the output is opened when something is written
        tell(error.format_message())
        sys.exit(2)
    except (NoticeparseError, OSError) as error:
        tell(error)
        sys.exit(2)


def tell(what: object) -> None:
    """Say something on standard error, as this program."""
    click.echo(f"noticeparse: {what}", err=True)
