"""Which rules and which profile, read from a file."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noticeparse.errors import NoticeparseError
from noticeparse.model import Language

_KEYS = frozenset(("select", "ignore", "profile", "language", "extend"))


class SettingsError(NoticeparseError):
    """A settings file that cannot be read or says something no setting can say."""


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

    The keys are ``select``, ``ignore`` (lists of rule codes, names or prefixes of codes), ``profile`` and ``language``
    (``zh`` or ``en``). A file without them gives the defaults. Raises `SettingsError` for an unreadable file, another key, or a value of the wrong type.
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8")
        fields = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if path.name == "pyproject.toml" or (path.suffix == ".toml" and "tool" in fields):
        fields = fields.get("tool", {}).get("noticeparse", {})
    if not isinstance(fields, dict) or set(fields) - _KEYS:
        unknown = sorted(set(fields) - _KEYS) if isinstance(fields, dict) else fields
        raise SettingsError(f"{path}: unknown setting {unknown}; there are select, ignore, profile, language and extend")
    profile = fields.get("profile")
    if not isinstance(profile, (str, dict, type(None))):
        raise SettingsError(f"{path}: profile is a name, a path or a table")
    if isinstance(profile, str) and profile.endswith(".json"):
        profile = str(path.parent / profile)
    select = _codes(path, "select", fields.get("select"))
    language = fields.get("language")
    if language not in ("zh", "en", None):
        raise SettingsError(f"{path}: language is zh or en, not {language!r}")
    return Settings(select, _codes(path, "ignore", fields.get("ignore")) or (), profile, language)


def _codes(path: Path, key: str, value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise SettingsError(f"{path}: {key} is a list of rule codes")
    return tuple(value)
