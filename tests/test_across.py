"""Comparisons of a corpus: every entry's examples, the evidence, and what becomes of corpora with little in them."""

from __future__ import annotations

from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pytest.importorskip("numpy")

from noticeparse.compare.across import COMPARISONS, compare_corpus  # noqa: E402
from noticeparse.entries import Comparison  # noqa: E402
from tests.small_corpus import corpus_of  # noqa: E402

SHOWS = [(entry, texts) for entry in COMPARISONS for texts in entry.shows]
SILENT = [(entry, texts) for entry in COMPARISONS for texts in entry.silent]


def marked(texts: tuple[str, ...]) -> list[str]:
    return sorted(piece.split("⟧")[0] for text in texts for piece in text.split("⟦")[1:])


def bare(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize(("entry", "texts"), SHOWS, ids=lambda value: getattr(value, "code", ""))
def test_what_an_entry_shows(entry: Comparison, texts: tuple[str, ...], tmp_path: Path) -> None:
    rows = corpus_of(map(bare, texts), tmp_path).compare([entry.code])[entry.code].to_pylist()
    assert rows
    assert sorted({(e["notice"], e["span_start"]): e["quote"] for row in rows for e in row["evidence"]}.values()) == marked(texts)


@pytest.mark.parametrize(("entry", "texts"), SILENT, ids=lambda value: getattr(value, "code", ""))
def test_what_an_entry_leaves(entry: Comparison, texts: tuple[str, ...], tmp_path: Path) -> None:
    assert corpus_of(map(bare, texts), tmp_path).compare([entry.code])[entry.code].to_pylist() == []
