"""What comparing a corpus found, written down: for a person at a terminal, as JSON, or as a folder of CSV files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from noticeparse.clipped import clipped
from noticeparse.compare.across import Across, selected
from noticeparse.export.across_words import across_words
from noticeparse.export.spreadsheet_csv import write_rows
from noticeparse.export.terminal import visible
from noticeparse.model import Language

if TYPE_CHECKING:
    from rich.console import Console

    from noticeparse.entries import CorpusComparison

FORMS = ("terminal", "json", "csv")
_ROWS, _PLACES, _WORDS = 20, 4, 120  # rows of a comparison, places of a row, characters of a quotation shown at a terminal


def write_across(
    across: Across, target: str | os.PathLike[str] | TextIO, to: str = "terminal", *, language: Language = "zh"
) -> None:
    """Write a comparison in one of `FORMS`.

    Args:
        across: what `Corpus.compare` found.
        target: an open text file, or a path; of the form ``csv`` a folder, made where it is missing.
        to: ``terminal`` shows the first rows of each comparison with their words, ``json`` is one object with everything,
            ``csv`` one file for each comparison (X01.csv …), ``evidence.csv`` with a line for each place, and
            ``notices.csv``.
        language: what ``terminal`` is said in; JSON holds both, CSV the names of columns and values.

    Raises:
        ValueError: an unknown form, or ``csv`` and no path.
        OSError: `target` cannot be written.
    """
    if to not in FORMS:
        raise ValueError(f"no form {to!r}: there are {', '.join(FORMS)}")
    if to == "csv":
        if not isinstance(target, str | os.PathLike):
            raise ValueError("csv is a folder of files: name one")
        _write_folder(across, Path(target))
    elif isinstance(target, str | os.PathLike):
        with Path(target).open("w", encoding="utf-8", newline="\n") as out:
            write_across(across, out, to, language=language)
    elif to == "json":
        target.write(json.dumps(as_json(across), ensure_ascii=False) + "\n")
    else:
        _show(across, target, language)


# --------------------------------------------------------------------------- JSON


def as_json(across: Across) -> dict[str, Any]:
    """``notices`` and ``comparisons``: each with code, name, titles, what it means, its columns and its rows."""
    return {
        "notices": across.notices.to_pylist(),
        "comparisons": [_comparison(entry, across) for entry in selected(list(across))],
    }


def _comparison(entry: CorpusComparison, across: Across) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "title": entry.title,
        "title_zh": entry.title_zh,
        "text": list(entry.text),
        "source": entry.source,
        "columns": {column.name: column.means for column in entry.columns},
        "rows": across[entry.code].to_pylist(),
    }


# --------------------------------------------------------------------------- CSV


def _write_folder(across: Across, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / "notices.csv", across.notices.column_names, across.notices.to_pylist())
    for code in across:
        names = [name for name in across[code].column_names if name != "evidence"]
        _write_csv(folder / f"{code}.csv", ["row", *names], _numbered(across[code].to_pylist()))
    names = ["comparison", "row", "place", "notice", "part", "span_start", "span_end", "quote"]
    _write_csv(folder / "evidence.csv", names, _evidence(across))


def _numbered(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return ({"row": number, **row} for number, row in enumerate(rows, 1))


def _evidence(across: Across) -> Iterator[dict[str, Any]]:
    for code in across:
        for row in _numbered(across[code].to_pylist()):
            for place, evidence in enumerate(row["evidence"], 1):
                yield {"comparison": code, "row": row["row"], "place": place, **evidence}


def _write_csv(path: Path, names: list[str], rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        write_rows(out, names, ([_words(row[name]) for name in names] for row in rows))


def _words(value: Any) -> str:
    """A value as it stands in a cell: nothing for null, lists with ； between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "；".join(map(_words, value))
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


# --------------------------------------------------------------------------- terminal


_SAID: dict[Language, dict[str, str]] = {
    "zh": {"notices": "{}份通报", "rows": "  … 还有{}行：--to json 或 csv 列出全部", "places": "    … 还有{}处"},
    "en": {"notices": "{} notices", "rows": "  … {} more: --to json or csv has all", "places": "    … {} more places"},
}


def _show(across: Across, out: TextIO, language: Language) -> None:
    from rich.console import Console

    console = Console(file=out, highlight=False, soft_wrap=True, legacy_windows=False)
    files = dict(zip(across.notices["id"].to_pylist(), across.notices["file"].to_pylist(), strict=True))
    said = _SAID[language]
    _line(console, said["notices"].format(len(files)), "bold")
    for entry in selected(list(across)):
        rows = across[entry.code].to_pylist()
        console.print()
        title = f"{entry.title_zh}：" if language == "zh" else f"{entry.name}  {entry.title}: "
        _line(console, f"{entry.code} {title}{len(rows)}", "bold")
        for row in rows[:_ROWS]:
            _show_row(console, row, files, language)
        if len(rows) > _ROWS:
            _line(console, said["rows"].format(len(rows) - _ROWS), "dim")


def _show_row(console: Console, row: Mapping[str, Any], files: Mapping[str, str], language: Language) -> None:
    tell = _cell_zh if language == "zh" else _cell
    told = [tell(name, value) for name, value in row.items() if name != "evidence" and value is not None]
    _line(console, "  " + " · ".join(told), "cyan")
    for place in row["evidence"][:_PLACES]:
        where = ":".join(word for word in (files[place["notice"]], place["part"]) if word)
        _line(console, f"    {where} [{place['span_start']}, {place['span_end']})  “{_short(place['quote'])}”")
    if len(row["evidence"]) > _PLACES:
        _line(console, _SAID[language]["places"].format(len(row["evidence"]) - _PLACES), "dim")


def _cell(name: str, value: Any) -> str:
    return f"{name} {_short(_words(value))}"


def _cell_zh(name: str, value: Any) -> str:
    """A column and its value by the names they have on the dashboard; a topic keeps its code."""
    words = across_words() | ({"column.notices": ["通报"]} if isinstance(value, list) else {})  # their ids, no number
    printed = ("是" if value else "否") if isinstance(value, bool) else _words(value)
    if f"topic.{printed}" in words:
        printed = f"{printed} {words[f'topic.{printed}'][0]}"
    return f"{words[f'column.{name}'][0]} {_short(words.get(f'value.{printed}', [printed])[0])}"


def _line(console: Console, words: str, style: str = "") -> None:
    from rich.text import Text

    console.print(Text(visible(words), style=style))


def _short(words: str) -> str:
    return clipped(" ".join(words.split()), _WORDS)
