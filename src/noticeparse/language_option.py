"""What language a command speaks: the option --lang, else the settings, else Chinese, as the notices are."""

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
