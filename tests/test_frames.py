"""Frames and single tables of notices: the columns of the corpus, the words where their spans say."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from pyarrow import parquet

import noticeparse
from noticeparse.corpus.batch import batch
from noticeparse.corpus.columns import arrow_schema
from noticeparse.export import FORMATS, TABLES, export
from noticeparse.frames import NAMES, to_frames
from tests.reviewed import reviewed
from tests.test_ledger import RISKY, risky_notice

SAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "corpora/samples/texts").glob("*") if ".expected" not in path.name
)


def test_the_kinds_of_frames() -> None:
    notice = reviewed()
    for as_, kind in (("pandas", pandas.DataFrame), ("polars", polars.DataFrame), ("arrow", pyarrow.Table)):
        frames = notice.to_frames(as_)  # type: ignore[arg-type]
        assert tuple(frames) == NAMES
        assert all(isinstance(frame, kind) for frame in frames.values())
    with pytest.raises(ValueError, match="'csv'"):
        to_frames(notice, "csv")  # type: ignore[arg-type]


def test_frames_hold_what_the_notice_holds() -> None:
    notice = reviewed()
    frames = notice.to_frames("arrow")
    assert {name: frame.schema for name, frame in frames.items()} == {name: arrow_schema(name) for name in NAMES}
    counts = {"notices": 1, "parts": len(list(notice.walk())), "issues": len(notice.issues), "measures": len(notice.measures),
              "facts": len(notice.facts), "totals": len(notice.totals), "findings": len(notice.findings)}  # fmt: skip
    assert {name: len(frame) for name, frame in frames.items()} == counts
    text = frames["notices"]["text"][0].as_py()
    for row in (row for name in ("facts", "totals", "measures") for row in frames[name].to_pylist()):
        assert text[row["span_start"] : row["span_end"]] == row["text"]


def test_several_notices_share_frames_and_are_told_apart() -> None:
    one, other = reviewed(), reviewed(name="b.txt")
    frames = to_frames([one, other, one], "polars")
    assert frames["notices"]["file"].to_list() == ["notice.txt", "b.txt", "notice.txt#2"]
    assert frames["notices"]["id"].n_unique() == 3
    assert len(frames["facts"]) == 3 * len(one.facts)
    assert frames["facts"]["notice"].is_in(frames["notices"]["id"].to_list()).all()
    assert len(to_frames([], "pandas")["notices"]) == 0


def test_frames_are_the_tables_of_a_corpus(tmp_path: Path) -> None:
    from noticeparse.corpus import Corpus

    batch(SAMPLES[:3], tmp_path / "corpus", workers=1, check=False)
    corpus = Corpus(tmp_path / "corpus")
    frames = to_frames([noticeparse.parse(path) for path in SAMPLES[:3]], "arrow")
    keys = {"id", "file", "notice"}
    for name in NAMES:
        stored = corpus.table(name)
        plain = [column for column in stored.column_names if column not in keys]
        assert stored.select(plain).equals(frames[name].select(plain)), name


@pytest.mark.parametrize("table", TABLES)
def test_one_table_as_parquet_and_csv(table: str, tmp_path: Path) -> None:
    notice = reviewed()
    export(notice, tmp_path / f"a.{table}.parquet")
    stored = parquet.read_table(tmp_path / f"a.{table}.parquet")
    assert stored.equals(notice.to_frames("arrow")[table])
    export(notice, tmp_path / f"a.{table}.csv")
    data = (tmp_path / f"a.{table}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(stored)
    assert list(rows[0] if rows else stored.column_names) == stored.column_names


def test_every_table_has_both_formats() -> None:
    names = {form.name for form in FORMATS}
    assert {f"{table}.{kind}" for table in NAMES for kind in ("csv", "parquet")} <= names
    assert TABLES == NAMES


@pytest.mark.parametrize("words", RISKY)
def test_no_cell_of_a_csv_table_is_a_formula(words: str, tmp_path: Path) -> None:
    notice = risky_notice(words)
    assert any(issue.quote == words for issue in notice.issues)
    for table in TABLES:
        export(notice, tmp_path / f"a.{table}.csv")
        content = (tmp_path / f"a.{table}.csv").read_text("utf-8-sig")
        for row in csv.reader(io.StringIO(content, newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


# ------------------------------------------------------------------ the card of a notebook


def _tags(card: str) -> Any:
    from html.parser import HTMLParser

    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.names: set[str] = set()
            self.attributes: set[str] = set()
            self.words: list[str] = []

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.names.add(tag)
            self.attributes.update(name for name, _ in attrs)

        def handle_data(self, data: str) -> None:
            self.words.append(data)

    tags = Tags()
    tags.feed(card)
    tags.close()
    return tags


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</table></div><b>", "&lt;", "\x00\x1b[31m")


@pytest.mark.parametrize("words", HOSTILE)
def test_the_card_shows_words_as_words(words: str) -> None:
    notice = reviewed(name=words)
    issues = tuple(issue.model_copy(update={"quote": words}) for issue in notice.issues)
    spoiled = {"title": words, "issuer": words, "issues": issues, "is_notice": False, "not_notice_because": words}
    tags = _tags(notice.model_copy(update=spoiled)._repr_html_())
    assert tags.names == {"div", "strong", "table", "tr", "th", "td"}
    assert tags.attributes <= {"class", "style", "colspan"}
    if words.isprintable():
        assert words in tags.words


def test_the_card_is_small_and_says_how_many_issues_it_leaves_out() -> None:
    notice = reviewed()
    many = notice.model_copy(update={"issues": notice.issues * 200, "title": "题" * 5000})
    card = many._repr_html_()
    assert len(card) < 8000
    assert f"另有 {len(many.issues) - 12} 个问题" in card
    assert "另有" not in notice._repr_html_()
    assert "问题 1" in notice._repr_html_() and "错误 1" in notice._repr_html_()


def test_a_notice_in_a_notebook_has_no_card_of_nothing() -> None:
    assert "<table" not in noticeparse.parse("")._repr_html_()
