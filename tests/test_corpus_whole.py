"""A corpus gives its notices back whole, and hands them over as any other."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

import noticeparse
from noticeparse.cli import main
from noticeparse.corpus import Corpus
from noticeparse.corpus.batch import batch
from noticeparse.corpus.table import notice_result, results_table, tables_of
from noticeparse.corpus.whole import notice_of
from noticeparse.export.ledger_rows import rows_of
from noticeparse.model import Notice, Page

TEXTS = sorted(path for path in (Path(__file__).parents[1] / "corpora").glob("*/texts/*") if ".expected" not in path.name)


def kept(notice: Notice) -> dict[str, object]:
    """What the tables hold of a notice."""
    source = notice.source.model_copy(update={"page": Page()})
    return notice.model_copy(update={"source": source}).model_dump(mode="json")


def through_tables(notice: Notice) -> Notice:
    tables = tables_of(results_table([notice_result(notice, "a")]))
    (row,) = tables.pop("notices").to_pylist()
    return notice_of(row, {name: table.to_pylist() for name, table in tables.items()})


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_notice_comes_back_whole(path: Path) -> None:
    notice = noticeparse.parse(path)
    notice = notice.model_copy(update={"findings": noticeparse.check(notice)})
    assert kept(through_tables(notice)) == kept(notice)


@settings(max_examples=60, deadline=None)
@given(st.text("一二三、(1)12.①是关于“问题”的整改。：\n 甲局2023年12月3日会议次万元《办法》%第名不少于", max_size=150))
def test_any_text_comes_back_whole(text: str) -> None:
    notice = noticeparse.parse(text)
    assert kept(through_tables(notice)) == kept(notice)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "corpus"
    batch(TEXTS[:6], folder, workers=1, check=True)
    return folder


def test_a_corpus_yields_its_notices_with_their_files(folder: Path) -> None:
    corpus = Corpus(folder)
    found = {path: notice for notice, path in corpus.whole()}
    assert list(found) == corpus.notices()["file"].to_pylist()
    for path in TEXTS[:6]:
        notice = next(notice for name, notice in found.items() if name.endswith(path.name))
        parsed = noticeparse.parse(path)
        parsed = parsed.model_copy(update={"findings": noticeparse.check(parsed)})
        assert kept(notice) == kept(parsed)


def test_the_ledger_of_a_corpus(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "汇总台账.xlsx"
    result = CliRunner().invoke(main, ["export", str(folder), "-o", str(target)])
    assert result.exit_code == 0, result.stderr
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["整改台账", "问题清单", "数据事实", "制度文件", "时间线", "校验结果", "说明"]
    rows = sum(len(rows_of(noticeparse.parse(path))) for path in TEXTS[:6])
    assert book["整改台账"].max_row == 2 + rows
    assert book["校验结果"].max_row > 1, "the findings the corpus holds"
    assert book["整改台账"]["A2"].value == "单位"


def test_a_folder_that_is_no_corpus_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--to", "json"])
    assert result.exit_code == 2 and "is no corpus" in result.stderr
