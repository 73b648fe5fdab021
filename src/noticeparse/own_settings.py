"""Where a user's settings stand, the language they name, and which entries (`noticeparse.extend` loads them)."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticeparse.errors import ExtensionError, SettingsError

if TYPE_CHECKING:
    from noticeparse.model import Language


def find_settings(start: str | os.PathLike[str] = ".") -> Path | None:
    """The nearest noticeparse.toml, or pyproject.toml with a ``[tool.noticeparse]`` table, in a folder or above it."""
    folder = Path(start).resolve()
    for place in (folder, *folder.parents):
        if (own := place / "noticeparse.toml").is_file():
            return own
        project = place / "pyproject.toml"
        named = project.is_file() and b"noticeparse" in project.read_bytes()  # other broken files are not our affair
        if named and "noticeparse" in _read(project).get("tool", {}):
            return project
    return None


def settings_sources(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The sources under ``extend`` in a settings file (TOML or JSON), paths seen from that file.

    Raises `SettingsError` for a file that cannot be read, `ExtensionError` for an ``extend`` that is no list of names.
    """
    path = Path(path)
    sources = settings_table(path).get("extend", [])
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise ExtensionError(f"{path}: extend is a list of files and modules")
    return tuple(str(path.parent / source) if source.endswith((".json", ".py")) else source for source in sources)


def settings_language(path: str | os.PathLike[str]) -> Language | None:
    """The language under ``language`` in a settings file, None where it names none. Raises `SettingsError`."""
    language: Language | None = settings_table(path).get("language")
    if language not in ("zh", "en", None):
        raise SettingsError(f"{path}: language is zh or en, not {language!r}")
    return language


def settings_table(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The settings in a file: ``[tool.noticeparse]`` of a pyproject.toml, or a TOML or JSON file of their own.

    Raises `SettingsError` for a file that cannot be read or holds no table.
    """
    path = Path(path)
    table = _read(path)
    if path.name == "pyproject.toml" or (path.suffix == ".toml" and "tool" in table):
        table = table.get("tool", {}).get("noticeparse", {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: holds no table of settings")
    return table


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix == ".json":
            import json

            table: dict[str, Any] = json.loads(text)
        else:
            table = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return table
