"""Export: notices in, a file in one of the `FORMATS` out.

Each format is one entry: its name, the file endings that mean it, and the function that writes it. What a format
cannot hold it leaves out; nothing is written that the notice does not say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO, TextIOBase
from pathlib import Path
from typing import IO, Any

from noticeparse.export.akoma_ntoso import write as write_akoma_ntoso
from noticeparse.export.docbin import write_characters as write_docbin_characters, write_words as write_docbin
from noticeparse.export.filed import Filed
from noticeparse.export.fix_plan import write as write_fix_plan
from noticeparse.export.github import write as write_github
from noticeparse.export.json_text import write as write_json
from noticeparse.export.label_studio import write as write_label_studio
from noticeparse.export.ledger import (
    write_docx as write_ledger_docx,
    write_table as write_ledger_csv,
    write_xlsx as write_ledger_xlsx,
)
from noticeparse.export.report import write as write_report
from noticeparse.export.sarif import write as write_sarif
from noticeparse.export.table_files import csv_writer, parquet_writer
from noticeparse.export.terminal import write as write_terminal
from noticeparse.export.web_annotation import write as write_web_annotation
from noticeparse.model import Language, Notice
from noticeparse.stages import make_callable

make_callable(__name__)

__all__ = ["FORMATS", "Filed", "Format", "export", "format_called"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write notices down.

    `write` takes the notices with their paths and an open file: of text, or of bytes where `binary`; where it `speaks`,
    also the `language` of the findings' words. `single` formats hold one notice a file. `suffixes` are the file endings that mean this format when none is named.
    """

    name: str
    about: str
    write: Callable[..., None]
    suffixes: tuple[str, ...] = ()
    binary: bool = False
    single: bool = False
    speaks: bool = False


TABLES = ("notices", "parts", "issues", "measures", "facts", "totals", "findings")
"""Tables of the corpus that can be written one by one."""

FORMATS: tuple[Format, ...] = (
    Format("json", "one JSON object a line, findings included", write_json, (".json", ".jsonl")),
    Format("sarif", "SARIF 2.1.0, for code scanning and editors", write_sarif, (".sarif",), speaks=True),
    Format("github", "annotations of a GitHub Actions run", write_github, speaks=True),
    Format("terminal", "findings for a person, each with its words", write_terminal, (".txt",), speaks=True),
    Format("html", "a report in one self-contained page", write_report, (".html", ".htm"), single=True, speaks=True),
    Format("fix-plan", "the suggestions, to accept one by one", write_fix_plan, (".fixes.json",), speaks=True),
    Format("ledger.xlsx", "the 整改台账 as an Excel workbook", write_ledger_xlsx, (".xlsx",), binary=True),
    Format("ledger.docx", "the 整改台账 as a Word table", write_ledger_docx, (".docx",), binary=True),
    Format("ledger.csv", "the 整改台账 as CSV for Excel", write_ledger_csv, (".csv",)),
    Format("docbin", "training data for spaCy, tokens the words of jieba", write_docbin, (".spacy",), binary=True),
    Format("docbin.char", "the same, tokens single characters", write_docbin_characters, (".char.spacy",), binary=True),
    Format("web-annotation", "W3C Web Annotations (JSON-LD)", write_web_annotation, (".jsonld",)),
    Format("label-studio", "tasks for Label Studio, pre-annotated", write_label_studio, (".tasks.json",)),
    Format("akoma-ntoso", "Akoma Ntoso 3.0 XML", write_akoma_ntoso, (".xml", ".akn"), single=True),
    *(
        Format(f"{table}.parquet", f"the table {table} as Parquet", parquet_writer(table), (f".{table}.parquet",), binary=True)
        for table in TABLES
    ),
    *(
        Format(f"{table}.csv", f"the table {table} as CSV for a spreadsheet", csv_writer(table), (f".{table}.csv",))
        for table in TABLES
    ),
)
"""Every format, in the order the help lists them."""


def export(
    notices: Notice | Iterable[Notice],
    target: str | os.PathLike[str] | IO[Any],
    *,
    to: str | None = None,
    paths: Sequence[str] | None = None,
    language: Language = "zh",
) -> None:
    """Write `notices` to `target`, a path or an open file.

    Args:
        notices: one notice or several.
        target: a path (written as UTF-8 with ``\\n`` line ends) or a file open for writing, of text or of bytes.
        to: the name of one of `FORMATS`; by default the one the path's ending means.
        paths: where the notices' files stand, for formats that name them; by default each `Source.name`.
        language: what the findings are said in, for formats that say them in one language (sarif, github, terminal,
            fix-plan) or open in one (html). json holds both.

    Raises:
        ValueError: an unknown format, no format for this ending, several notices for a format that holds one.
        OSError: `target` cannot be written.
    """
    notices = [notices] if isinstance(notices, Notice) else list(notices)
    names = [notice.source.name for notice in notices] if paths is None else paths
    filed = [Filed(notice, path) for notice, path in zip(notices, names, strict=True)]
    form = _format(to, target)
    write = partial(form.write, language=language) if form.speaks else form.write
    if form.single and len(filed) != 1:
        raise ValueError(f"{form.name} holds one notice a file, here are {len(filed)}")
    if isinstance(target, str | os.PathLike):
        _write_file(form, write, filed, Path(target))
    else:
        _assert_fits(form, target)
        write(filed, target)


def format_called(name: str) -> Format:
    """The format of this name. Raises ValueError for another, which names those there are."""
    for form in FORMATS:
        if form.name == name:
            return form
    raise ValueError(f"no format {name!r}: there are {', '.join(form.name for form in FORMATS)}")


def _format(to: str | None, target: object) -> Format:
    if to is not None:
        return format_called(to)
    name = os.fspath(target) if isinstance(target, str | os.PathLike) else getattr(target, "name", None)
    fitting = [
        (len(suffix), form)
        for form in FORMATS
        for suffix in form.suffixes
        if isinstance(name, str) and name.lower().endswith(suffix)
    ]
    if not fitting:
        raise ValueError(f"no format for {name!r}: name the format (to)")
    return max(fitting, key=lambda pair: pair[0])[1]


def _write_file(form: Format, write: Callable[..., None], filed: Sequence[Filed], path: Path) -> None:
    if form.binary:
        made = BytesIO()
        write(filed, made)  # whole, before a workbook that stands there is touched
        path.write_bytes(made.getvalue())
    else:
        with path.open("w", encoding="utf-8", newline="\n") as text:
            write(filed, text)


def _assert_fits(form: Format, stream: IO[Any]) -> None:
    if form.binary == isinstance(stream, TextIOBase):
        raise ValueError(f"{form.name} needs a file open for {'bytes' if form.binary else 'text'}")
