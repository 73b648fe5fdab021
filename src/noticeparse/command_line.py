"""What the commands have in common: options, the language they speak, the notice in a file, and how an error is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from noticeparse.model import Language, Notice


def _known(context: click.Context, parameter: click.Parameter, label: str | None) -> str | None:
    from noticeparse.read.encoding import is_known

    if label is not None and not is_known(label):
        raise click.BadParameter(f"no encoding is called {label!r}; there are utf-8, gb18030, big5, utf-16 …")
    return label


language_option = click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]),
    help="Language of what is said to a person (default: language in the settings, else zh). JSON and pages hold both.",
)  # fmt: skip
"""The same switch on every command that says something in words of its own; see `spoken`."""
mask_option = click.option(
    "--mask-persons", is_flag=True, help="Mask the names of persons held to account (张三 → 张某)."
)
"""The same switch on every command that puts notices out."""
encoding_option = click.option(
    "--encoding", callback=_known, help="Encoding where a file names a wrong one or none; followed where the bytes agree."
)
"""The same option on every command that reads notices."""
output_option = click.option(
    "-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), help="Write here instead of standard output."
)
extend_option = click.option(
    "--extend", multiple=True, metavar="FILE|MODULE",
    help="Your own entries: JSON or .py file, or module (default: extend in the settings).",
)  # fmt: skip


class Commands(click.Group):
    """Commands that end with status 2 and one line on standard error where an output cannot be written."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return _flushed(super().invoke, ctx)
        except BrokenPipeError:  # who reads it has seen enough; click ends the command
            raise
        except (OSError, click.FileError) as error:
            tell(_cause(error))
            ctx.exit(2)


def _flushed(invoke: Any, ctx: click.Context) -> Any:
    """What the command returns, after standard output has taken all of it."""
    try:
        return invoke(ctx)
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would fail again at the end
            raise


def _cause(error: OSError | click.FileError) -> str:
    """The file first, then what is wrong with it."""
    if isinstance(error, click.FileError):
        return f"{error.ui_filename}: {error.message}"
    return f"{os.fspath(error.filename) if error.filename else 'cannot write'}: {error.strerror or error}"


def spoken(language: Language | None, settings: str | os.PathLike[str] | None = None) -> Language:
    """`language`, where the command line names one; else that of the file `settings` (by default the nearest), else ``zh``.

    Raises click.UsageError for settings that cannot be read.
    """
    from noticeparse.errors import NoticeparseError
    from noticeparse.own_settings import find_settings, settings_language

    if language:
        return language
    try:
        file = settings or find_settings()
        return (settings_language(file) if file else None) or "zh"
    except NoticeparseError as error:
        raise click.UsageError(str(error)) from error


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
    """Say on standard error what went wrong, and which extra has a library that is missing; exit status 2.

    An output that cannot be written is left to `Commands`.
    """
    from noticeparse.errors import NoticeparseError

    try:
        yield
    except ModuleNotFoundError as error:
        if extra is None:
            raise
        tell(f"{error}; pip install 'noticeparse[{extra}]'")
        sys.exit(2)
    except (NoticeparseError, ImportError) as error:  # such an ImportError says itself what to install
        tell(error)
        sys.exit(2)


def tell(what: object) -> None:
    """Say something on standard error, as this program."""
    click.echo(f"noticeparse: {what}", err=True)
