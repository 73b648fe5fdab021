"""Which rules and which profile, read from a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noticeparse.errors import SettingsError
from noticeparse.model import Language
from noticeparse.own_settings import settings_language, settings_table

_KEYS = frozenset(("select", "ignore", "profile", "language", "extend"))


@dataclass(frozen=True, slots=True)
class Settings:
    """Keyword arguments of `noticeparse.check.check`, as a file gave them, and the language its findings are said in.

    `profile` is a name, a path (beside the file) or the fields of a profile.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    profile: str | dict[str, Any] | None = None
    language: Language | None = None


def load_settings(path: str | os.PathLike[str]) -> Settings:
    """Settings from the ``[tool.noticeparse]`` table of a pyproject.toml, or from a TOML or JSON file of their own.

    The keys are ``select``, ``ignore`` (lists of rule codes, names or prefixes of codes), ``profile`` and
    ``language`` (``zh`` or ``en``); ``extend`` may stand beside them. A file without them gives the defaults. Raises
    `SettingsError` for an unreadable file, another key, or a value of the wrong type.
    """
    path = Path(path)
    fields = settings_table(path)
    if unknown := sorted(set(fields) - _KEYS):
        raise SettingsError(f"{path}: unknown setting {unknown}; there are select, ignore, profile, language and extend")
    profile = fields.get("profile")
    if not isinstance(profile, (str, dict, type(None))):
        raise SettingsError(f"{path}: profile is a name, a path or a table")
    if isinstance(profile, str) and profile.endswith(".json"):
        profile = str(path.parent / profile)
    select = _codes(path, "select", fields.get("select"))
    return Settings(select, _codes(path, "ignore", fields.get("ignore")) or (), profile, settings_language(path))


def _codes(path: Path, key: str, value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise SettingsError(f"{path}: {key} is a list of rule codes")
    return tuple(value)
