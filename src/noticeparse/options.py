"""The options that several commands have in common, and what language a command speaks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from noticeparse.model import Language

language_option = click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]),
    help="Language of what is said to a person (default: language in the settings, else zh). JSON and pages hold both.",
)  # fmt: skip
"""The same switch on every command that says something in words of its own."""

mask_option = click.option(
    "--mask-persons", is_flag=True, help="Mask the names of persons held to account (张三 → 张某)."
)
"""The same switch on every command that puts notices out."""


def _known(context: click.Context, parameter: click.Parameter, label: str | None) -> str | None:
    from noticeparse.read.encoding import is_known

    if label is not None and not is_known(label):
        raise click.BadParameter(f"no encoding is called {label!r}; there are utf-8, gb18030, big5, utf-16 …")
    return label


encoding_option = click.option(
    "--encoding", callback=_known, help="Encoding where a file names a wrong one or none; followed where the bytes agree."
)
"""The same option on every command that reads notices."""


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
