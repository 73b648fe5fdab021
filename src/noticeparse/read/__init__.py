"""Temporary stand-in until the read stage's owner replaces this file."""
from __future__ import annotations
import hashlib
from typing import Any
from noticeparse.model import Source

def read_text(text: str, *, name: str = "<text>") -> Source:
    return Source(name=name, media_type="text/plain", encoding="utf-8", sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text=text)

def read(document: Any, *, name: str | None = None) -> Source:
    return read_text(open(document, encoding="utf-8", newline="").read(), name=str(document))
