"""The recipe of docs/spark.md, run as it is printed: without Spark on record batches, with Spark where there is one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="parse_table needs the extra `corpus` (pyarrow)")

import pyarrow as pa

from noticeparse.corpus.columns import NESTED, results_schema
from noticeparse.corpus.table import parse_table
from tests.ladders import invent

RECIPE = Path(__file__).resolve().parent.parent / "docs" / "spark.md"
Batches = Callable[[Iterator[Any]], Iterator[Any]]


def blocks() -> list[str]:
    """The Python of the page, in order: the function, the job."""
    return re.findall(r"```python\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def names() -> dict[str, Any]:
    """What the recipe's first block defines."""
    found: dict[str, Any] = {}
    exec(blocks()[0], found)
    return found


@pytest.fixture
def pages() -> Any:
    """Three notices, an empty file and a broken one, as Spark reads files."""
    contents = [invent(seed).text[:1200].encode() for seed in range(3)] + [b"", b"PK\x03\x04 broken"]
    files = ["0.txt", "1.txt", "2.txt", "empty.txt", "broken.docx"]
    return pa.table({"file": files, "content": pa.array(contents, pa.binary())})


@pytest.mark.parametrize("size", [1, 2, 5])
def test_batches_become_the_rows_of_parse_table(names: dict[str, Any], pages: Any, size: int) -> None:
    batches = list(names["parse_batches"](iter(pages.to_batches(max_chunksize=size))))
    assert all(batch.schema == results_schema() for batch in batches)
    parsed = pa.Table.from_batches(batches)
    assert parsed.to_pylist() == parse_table(pages).to_pylist()
    assert parsed["file"].to_pylist() == pages["file"].to_pylist()
    assert [cause is None for cause in parsed["cause"].to_pylist()] == [True, True, True, False, False]
    assert parsed["parts"][0].as_py()


def test_no_documents_are_no_rows(names: dict[str, Any], pages: Any) -> None:
    assert list(names["parse_batches"](iter([]))) == []
    empty = pages.slice(0, 0).combine_chunks().to_batches() or [
        pa.RecordBatch.from_pylist([], schema=pages.schema)
    ]
    assert sum(batch.num_rows for batch in names["parse_batches"](iter(empty))) == 0


def test_the_recipe_has_ten_lines() -> None:
    lines = "\n".join(blocks()).splitlines()
    assert sum(bool(line) and not line.startswith("#") for line in lines) <= 10


def test_the_page_names_every_list_of_a_row() -> None:
    words = RECIPE.read_text(encoding="utf-8")
    assert [name for name in NESTED if name not in words] == []


def test_on_spark(names: dict[str, Any], pages: Any, tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    source = tmp_path / "pages"
    source.mkdir()
    for row in pages.to_pylist():
        (source / row["file"]).write_bytes(row["content"])
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        job = names | {"spark": spark, "PAGES": str(source), "PARSED": str(tmp_path / "parsed")}
        exec(blocks()[1], job)
        rows = spark.read.parquet(str(tmp_path / "parsed")).collect()
    finally:
        spark.stop()
    # Spark's reader leaves out the file of 0 bytes: the page says so.
    assert sorted(Path(row["file"]).name for row in rows) == ["0.txt", "1.txt", "2.txt", "broken.docx"]
    assert [row["name"] for row in rows if row["cause"]] == ["broken.docx"]
