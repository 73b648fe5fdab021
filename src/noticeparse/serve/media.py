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
_BY_ENDING = {
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
}


def media_type(form: str) -> str:
    """The media type of a format, by its name, else by the ending it is usually given; any other is plain text."""
    from noticeparse.export import FORMATS

    if form in _BY_NAME:
        return _BY_NAME[form]
    endings = [ending for entry in FORMATS if entry.name == form for ending in entry.suffixes]
    fitting = (type_ for ending, type_ in _BY_ENDING.items() if any(name.endswith(ending) for name in endings))
    return next(fitting, "text/plain; charset=utf-8" if _is_text(form) else "application/octet-stream")


def _is_text(form: str) -> bool:
    from noticeparse.export import FORMATS

    return not any(entry.binary for entry in FORMATS if entry.name == form)
