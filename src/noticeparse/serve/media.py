"""Media types of the export formats."""

from __future__ import annotations

_BY_NAME = {
    "json": "application/jsonl",
    "sarif": "application/sarif+json",
    "html": "text/html; charset=utf-8",
    "web-annotation": "application/ld+json",
    "akoma-ntoso": "application/akn+xml",
    "ledger.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ledger.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_A_LINE_EACH = ("fix-plan", "web-annotation")
"""Formats that are one JSON value of one notice, and one a line of several."""
_BY_ENDING = {
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
}


def media_type(form: str, notices: int = 1) -> str:
    """The media type of so many notices in a format: by its name, else by the ending it is usually given, else plain
    text or bytes."""
    from noticeparse.export import format_called

    if notices > 1 and form in _A_LINE_EACH:
        return _BY_NAME["json"]
    if form in _BY_NAME:
        return _BY_NAME[form]
    entry = format_called(form)
    fitting = (type_ for ending, type_ in _BY_ENDING.items() if any(name.endswith(ending) for name in entry.suffixes))
    return next(fitting, "application/octet-stream" if entry.binary else "text/plain; charset=utf-8")
