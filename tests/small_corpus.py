"""A corpus of a few texts, made in this process: what tests of the tables use where a batch would be too slow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from noticeparse.corpus import Corpus
from noticeparse.corpus.store import Store
from noticeparse.corpus.table import parse_row, results_table, tables_of


def corpus_of(
    texts: Iterable[str] | Mapping[str, str], folder: Path, change: Callable[[dict[str, Any]], None] = lambda row: None
) -> Corpus:
    """A corpus of `texts`; the files are named by the keys, or 000.txt, 001.txt … . `change` may alter a parsed row."""
    named = texts if isinstance(texts, Mapping) else {f"{n:03}.txt": text for n, text in enumerate(texts)}
    rows = [parse_row({"file": file, "name": file, "text": text}) for file, text in named.items()]
    for row in rows:
        change(row)
    with Store(folder, {}) as store:
        if rows:
            store.add(tables_of(results_table(rows)))
        store.finish()
    return Corpus(folder)
