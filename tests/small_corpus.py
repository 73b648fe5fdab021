"""A corpus of a few texts, made in this process: what tests of the tables use where a batch would be too slow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from noticeparse.corpus import Corpus
from noticeparse.corpus.columns import documents_schema
from noticeparse.corpus.store import Store
from noticeparse.corpus.table import parse_table, tables_of


def corpus_of(texts: Iterable[str] | Mapping[str, str], folder: Path) -> Corpus:
    """A corpus of `texts`; the files are named by the keys, or 000.txt, 001.txt … ."""
    import pyarrow as pa

    named = texts if isinstance(texts, Mapping) else {f"{n:03}.txt": text for n, text in enumerate(texts)}
    rows = [{"file": file, "name": file, "text": text} for file, text in named.items()]
    with Store(folder, {}) as store:
        if rows:
            store.add(tables_of(parse_table(pa.Table.from_pylist(rows, documents_schema()))))
        store.finish()
    return Corpus(folder)
