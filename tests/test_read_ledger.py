"""Reading an office's own ledger, and holding a notice against it."""

from __future__ import annotations

import datetime
import json
import os
import random
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

import noticeparse
from noticeparse.cli import main
from noticeparse.errors import UnreadableError
from noticeparse.export import export
from noticeparse.export.coverage import THRESHOLD, coverage, likeness
from noticeparse.export.ledger_columns import COLUMNS, LedgerRow, column_of
from noticeparse.export.ledger_rows import rows_of_all
from noticeparse.export.read_ledger import Ledger, read_ledger
from noticeparse.model import Notice
from tests.test_ledger import TEXT, risky_notice

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples" / "texts"
EVAL = os.environ.get("NOTICEPARSE_EVAL")
NAMES = sorted(p.name for p in SAMPLES.glob("*") if ".expected" not in p.name)
EXTRA = {column.key: None for column in COLUMNS if column.extra}


def without_places(rows: Any, **fields: None) -> list[LedgerRow]:
    return [row.model_copy(update={"place": "", **fields}) for row in rows]


def assert_reads_back(notices: list[Notice], folder: Path) -> None:
    rows = rows_of_all(notices)
    for suffix in ("xlsx", "csv", "docx"):
        path = folder / f"台账.{suffix}"
        export(notices, path)
        gone = EXTRA if suffix == "docx" else {}
        assert without_places(read_ledger(path).rows, **gone) == without_places(rows, **gone), suffix


# ------------------------------------------------------------------ our own ledgers


@pytest.mark.parametrize("name", [name for name in NAMES if "aggregate" not in name])
def test_a_ledger_reads_back_equal(name: str, tmp_path: Path) -> None:
    assert_reads_back([noticeparse.parse(SAMPLES / name)], tmp_path)


def test_a_ledger_of_several_notices_reads_back_equal(tmp_path: Path) -> None:
    assert_reads_back([noticeparse.parse(SAMPLES / name) for name in NAMES[:4]], tmp_path)


@pytest.mark.skipif(not EVAL, reason="NOTICEPARSE_EVAL names no folder")
@pytest.mark.parametrize("name", ["binhai-eco-2025.txt", "nankai-univ-2022.txt"])
def test_the_ledger_of_a_reference_notice_reads_back_equal(name: str, tmp_path: Path) -> None:
    notice = noticeparse.parse(Path(str(EVAL)) / "notices" / name)
    assert_reads_back([notice], tmp_path)
    if notice.issues:
        found = coverage(notice, read_ledger(tmp_path / "台账.xlsx"))
        assert (len(found.pairs), found.left_out, found.not_listed) == (16, (), ())


@pytest.mark.parametrize("words", ["=1+1", "-1", "'=1", "@甲", "甲_x0041_乙", "甲\n乙"])
def test_risky_text_reads_back_equal(words: str, tmp_path: Path) -> None:
    assert_reads_back([risky_notice(words)], tmp_path)


# ------------------------------------------------------------------ offices' ledgers


def saved(folder: Path, rows: list[list[Any]], merges: tuple[str, ...] = (), title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(folder / "office.xlsx")
    return folder / "office.xlsx"


def test_title_two_header_rows_and_merged_cells(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [
            ["溪口县粮食局巡察整改任务清单", None, None, None, None, None, None],
            ["填报单位:溪口县粮食局", None, None, None, None, "2023年9月1日", None],
            ["序号", "巡察反馈重点方面", "具体问题", "整改措施", None, "责任分工", None],
            [None, None, None, "措施内容", "措施类型", "责任领导", "责任科室"],
            [1, "主责主业", "轮换不及时", "健全机制", "建章立制", "陈某", "仓储科"],
            [None, None, None, "追缴差价", "挽回损失", "陈某", "财务科"],
            [2, None, "管护不到位", "维修仓房", None, "吴某", "仓储科"],
            ["合计", None, "2个问题", None, None, None, None],
        ],
        ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "A5:A6", "B5:B7", "C5:C6", "F5:F6"),
    )
    ledger = read_ledger(path)
    assert [(r.number, r.category, r.issue, r.measure, r.kinds, r.leader, r.department) for r in ledger.rows] == [
        ("1", "主责主业", "轮换不及时", "健全机制", "建章立制", "陈某", "仓储科"),
        ("1", "主责主业", "轮换不及时", "追缴差价", "挽回损失", "陈某", "财务科"),
        ("2", "主责主业", "管护不到位", "维修仓房", None, "吴某", "仓储科"),
    ]
    assert [(issue.number, issue.quote, issue.measures) for issue in ledger.issues] == [
        ("1", "轮换不及时", ("健全机制", "追缴差价")),
        ("2", "管护不到位", ("维修仓房",)),
    ]
    assert ledger.rows[0].place == "Sheet1!5"
    assert ledger.headers["department"] == ("责任科室",)


def test_empty_cells_of_a_continued_issue_are_filled_from_above(tmp_path: Path) -> None:
    rows = [
        ["序号", "问题类别", "存在问题", "整改举措", "完成时限"],
        ["1", "主责主业", "轮换不及时", "健全机制", "2023年底前"],
        [None, None, None, "追缴差价", None],
        ["2", None, "管护不到位", "维修仓房", None],
    ]
    ledger = read_ledger(saved(tmp_path, rows))
    assert [(r.number, r.category, r.issue, r.deadline) for r in ledger.rows] == [
        ("1", "主责主业", "轮换不及时", "2023年底前"), ("1", "主责主业", "轮换不及时", None), ("2", "主责主业", "管护不到位", None),
    ]  # fmt: skip


def test_a_line_across_the_table_is_the_category(tmp_path: Path) -> None:
    rows = [
        ["序号", "反馈问题", "责任单位", "备注"],
        ["一、主责主业方面", None, None, None],
        [1, "轮换不及时", "仓储科", None],
        ["二、从严治党方面", None, None, None],
        [2, "接待不规范", "办公室", "已销号"],
        ["注:以上为整改清单", None, None, None],
    ]
    ledger = read_ledger(saved(tmp_path, rows, ("A2:D2", "A4:D4", "A6:D6")))
    assert [(r.category, r.issue, r.closing) for r in ledger.rows] == [
        ("一、主责主业方面", "轮换不及时", None), ("二、从严治党方面", "接待不规范", "已销号"),
    ]  # fmt: skip


def test_several_sheets_are_read_and_a_list_of_the_same_issues_is_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, issue in (("主责主业", "轮换不及时"), ("从严治党", "接待不规范")):
        sheet = book.create_sheet(title)
        sheet.append(["序号", "具体问题", "整改措施"])
        sheet.append([1, issue, "已办"])
    listed = book.create_sheet("问题汇总")
    listed.append(["序号", "问题"])
    listed.append([1, "轮换不及时"])
    hidden = book.create_sheet("草稿")
    hidden.append(["序号", "具体问题", "整改措施"])
    hidden.append([1, "旧稿", "旧稿"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "many.xlsx")
    rows = read_ledger(tmp_path / "many.xlsx").rows
    assert [(row.issue, row.place) for row in rows] == [("轮换不及时", "主责主业!2"), ("接待不规范", "从严治党!2")]


def test_a_header_printed_again_is_no_row(tmp_path: Path) -> None:
    header = ["序号", "具体问题", "整改措施", "整改时限"]
    ledger = read_ledger(saved(tmp_path, [header, [1, "甲", "乙", "年底"], header, [2, "丙", "丁", "年底"]]))
    assert [row.issue for row in ledger.rows] == ["甲", "丙"]


def test_several_columns_of_who_is_responsible_are_read_together(tmp_path: Path) -> None:
    ledger = read_ledger(saved(tmp_path, [["具体问题", "牵头单位", "配合单位"], ["甲", "办公室", "财务科"]]))
    assert ledger.rows[0].department == "办公室\n财务科"


def test_prose_under_the_state_is_the_progress(tmp_path: Path) -> None:
    told = "已制定轮换办法并完成全年轮换任务,差价款全部追缴。"
    rows = [["具体问题", "整改措施", "完成情况"], ["甲", "乙", told], ["丙", "丁", "已完成"]]
    assert [(r.progress, r.status) for r in read_ledger(saved(tmp_path, rows)).rows] == [(told, None), ("已完成", None)]


def test_a_word_table_with_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("整改台账")
    table = document.add_table(rows=4, cols=3)
    cells = [["序号", "问题表现", "整改措施"], ["1", "轮换不及时", "健全机制"], ["", "", "追缴差价"], ["2", "管护不到位", "维修"]]
    for n, row in enumerate(cells):
        for m, words in enumerate(row):
            table.cell(n, m).text = words
    for m in (0, 1):
        table.cell(1, m).merge(table.cell(2, m))
    document.save(str(tmp_path / "台账.docx"))
    ledger = read_ledger(tmp_path / "台账.docx")
    assert [(r.number, r.issue, r.measure) for r in ledger.rows] == [
        ("1", "轮换不及时", "健全机制"), ("1", "轮换不及时", "追缴差价"), ("2", "管护不到位", "维修"),
    ]  # fmt: skip


def test_a_table_goes_on_without_its_header(tmp_path: Path) -> None:
    document = docx.Document()
    for rows in ([["序号", "问题", "整改措施"], ["1", "甲", "乙"]], [["2", "丙", "丁"], ["3", "戊", "己"]]):
        table = document.add_table(rows=2, cols=3)
        for n, row in enumerate(rows):
            for m, words in enumerate(row):
                table.cell(n, m).text = words
        document.add_paragraph("")
    document.save(str(tmp_path / "台账.docx"))
    assert [row.issue for row in read_ledger(tmp_path / "台账.docx").rows] == ["甲", "丙", "戊"]


def test_two_header_rows_of_separated_values(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(
        "溪口县整改台账,,,,\n序号,问题,整改措施,责任分工,\n,,,责任领导,责任科室\n1,轮换不及时,健全机制,陈某,仓储科\n", "utf-8"
    )
    (row,) = read_ledger(path).rows
    assert (row.number, row.issue, row.measure, row.leader, row.department) == ("1", "轮换不及时", "健全机制", "陈某", "仓储科")


def test_numbers_dates_and_formulas_of_a_workbook(tmp_path: Path) -> None:
    rows = [["序号", "具体问题", "整改时限", "挽回损失"], [1.0, "轮换不及时", datetime.date(2023, 12, 31), 3.5], [2, "管护不到位", "长期坚持", True]]
    ledger = read_ledger(saved(tmp_path, rows))
    assert [(r.number, r.deadline, r.recovered) for r in ledger.rows] == [("1", "2023-12-31", "3.5"), ("2", "长期坚持", "是")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separated_values_in_any_encoding(encoding: str, separator: str, tmp_path: Path) -> None:
    rows = [["序号", "巡察发现的问题", "整改措施"], ["1", "储备粮轮换不及时", "健全轮换机制"], ["2", "仓储管护不到位", "维修仓房"]]
    path = tmp_path / "清单.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert [row.issue for row in read_ledger(path).rows] == ["储备粮轮换不及时", "仓储管护不到位"]


def test_a_web_page_saved_as_workbook(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(
        "<html><body><table><tr><th>序号</th><th>具体问题</th><th>整改措施</th></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>轮换不及时</td><td>健全机制</td></tr><tr><td>追缴差价</td></tr></table></body></html>",
        "utf-8",
    )
    assert [(r.issue, r.measure) for r in read_ledger(path).rows] == [("轮换不及时", "健全机制"), ("轮换不及时", "追缴差价")]


HEADERS = {
    "issue": "具体问题 具体问题内容 巡察反馈问题 存在问题 反馈意见 问题描述 问题表现 整改任务 审计查出的问题 督察反馈问题 主要问题 发现问题 问题 存在的突出问题 巡察组反馈意见 审计报告反映的问题",
    "category": "问题类别 问题归类 巡视反馈重点方面 对应四落实 对应聚焦 类别",
    "subcategory": "问题子类 问题专项 重点内容",
    "manifestation": "具体表现 具体表现内容",
    "goal": "整改目标 整改落实目标",
    "measure": "整改措施 措施内容 整改计划 整改举措 具体措施",
    "kinds": "措施类型",
    "leader": "责任领导 分管领导 主要负责人 责任人 牵头领导 整改责任人",
    "department": "责任单位 牵头整改部门 责任部门(牵头/配合) 整体牵头部门/负责人 牵头单位 配合单位 责任科室 责任单位及责任人",
    "deadline": "整改时限 预计完成时间 完成时限 整改期限 完成时间",
    "progress": "整改进度 整改描述 整改进展情况 问题完成情况概述 整改情况 落实情况 整改成效",
    "status": "完成情况 具体问题整改完成情况 整改状态 是否完成 完成情况(已完成/未完成)",
    "closing": "备注 是否销号 验收/销号 销号情况",
    "unit": "单位 被巡察单位 被巡察党组织",
}


@pytest.mark.parametrize(("key", "header"), [(key, word) for key, words in HEADERS.items() for word in words.split()])
def test_wordings_of_headers(key: str, header: str) -> None:
    for printed in (header, f" {header}\n", header.replace("(", "（").replace(")", "）"), f"{header}:"):
        column = column_of(printed)
        assert column is not None and column.key == key


@pytest.mark.parametrize("header", ["是否重点关注", "溪口县粮食局关于巡察整改情况的报告", "姓名", "", "1", "轮换不及时"])
def test_other_words_are_no_header(header: str) -> None:
    assert column_of(header) is None


# ------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("空.xlsx", b"", "empty"),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 40, "ZIP"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "picture"),
        ("通报.txt", TEXT.encode(), "no table"),
        ("名单.csv", "姓名,年龄\n甲,1\n".encode(), "姓名"),
        ("无行.csv", "序号,具体问题,整改措施\n".encode(), "no row"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, cause: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError, match=cause) as raised:
        read_ledger(tmp_path / name)
    assert name in str(raised.value)


@pytest.mark.parametrize("place", ["没有.xlsx", "."])
def test_no_file_says_so(place: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        read_ledger(tmp_path / place)


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = saved(tmp_path, [["具体问题", "整改措施"], ["甲", "乙"]])
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data
            new.writestr(name, data)
    with pytest.raises(UnreadableError, match="entities"):
        read_ledger(bomb)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "序号", "问题", "整改措施", "甲", "1", "合计", "备注:", "=1"]), max_size=5), max_size=8))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    data = "\n".join(",".join(row) for row in rows).encode()
    try:
        ledger = read_ledger(data, name="x.csv")
    except UnreadableError:
        return
    assert all(row.issue or row.measure for row in ledger.rows)


# ------------------------------------------------------------------ coverage


@pytest.fixture(scope="module")
def notice() -> Notice:
    return noticeparse.parse(TEXT, name="溪口县.txt")


def listing(*issues: str, unit: str | None = None) -> Ledger:
    return Ledger(name="清单", headers={}, rows=tuple(LedgerRow(issue=issue, unit=unit) for issue in issues))


def test_what_is_left_out_and_what_is_not_listed(notice: Notice) -> None:
    found = coverage(notice, listing("1.关于储备粮轮换不及时的问题。2021年轮换计划未完成", "仓储设施管护不到位", "政府采购程序倒置"))
    assert [(pair.listed.quote[:4], pair.quote) for pair in found.pairs] == [
        ("1.关于", "储备粮轮换不及时"), ("仓储设施", "仓储管护不到位"),
    ]  # fmt: skip
    assert [missing.listed.quote for missing in found.left_out] == ["政府采购程序倒置"]
    assert [issue.quote for issue in found.not_listed] == ["公务接待不规范"]
    assert not found.complete
    assert all(pair.likeness >= THRESHOLD for pair in found.pairs)


def test_the_pairing_is_the_best_over_all_not_the_first_that_fits() -> None:
    """The first listed issue is likest to the second of the notice, which the second needs more."""
    text = "甲局党组关于巡察整改情况的通报\n二、问题整改情况\n1.关于“党建工作责任落实”的问题\n(1)已改。\n2.关于“党建工作责任制落实不到位”的问题\n(1)已改。\n"
    notice = noticeparse.parse(text)
    found = coverage(notice, listing("党建工作责任制落实", "党建工作责任制落实不到位"))
    assert [(pair.listed.quote, pair.quote) for pair in found.pairs] == [
        ("党建工作责任制落实", "党建工作责任落实"), ("党建工作责任制落实不到位", "党建工作责任制落实不到位"),
    ]  # fmt: skip


def test_only_the_issues_of_the_own_unit_count(notice: Notice) -> None:
    ours, theirs = listing("储备粮轮换不及时", unit="溪口县粮食局党组"), listing("食堂管理混乱", unit="溪口县教育局党组")
    both = Ledger(name="汇总", headers={}, rows=ours.rows + theirs.rows)
    assert coverage(notice, both).complete


def test_a_list_without_issues_is_refused(notice: Notice) -> None:
    with pytest.raises(UnreadableError, match="lists no issue"):
        coverage(notice, Ledger(name="清单", headers={}, rows=(LedgerRow(measure="甲"),)))


def test_a_threshold_out_of_bounds_is_refused(notice: Notice) -> None:
    with pytest.raises(ValueError, match="threshold"):
        coverage(notice, listing("甲"), threshold=0)


@given(st.text("甲乙丙丁戊党建工作的问题", min_size=1), st.text("甲乙丙丁戊党建工作的问题", min_size=1))
def test_likeness_is_symmetric_and_within_bounds(first: str, second: str) -> None:
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
def test_a_shuffled_and_thinned_list_is_aligned(name: str) -> None:
    """Every listed issue that the notice has is found, whatever the order and the frame; what was added is not."""
    notice = noticeparse.parse(SAMPLES / name)
    if len(notice.issues) < 2:
        pytest.skip("states no issues")
    chosen = list(notice.issues[1:])
    random.Random(7).shuffle(chosen)
    found = coverage(notice, listing(*(f"{n}.关于“{i.quote}”的问题" for n, i in enumerate(chosen, 1)), "卫星导航校准偏移"))
    assert [pair.quote for pair in found.pairs] == [issue.quote for issue in chosen]
    assert [missing.listed.quote for missing in found.left_out] == ["卫星导航校准偏移"]
    assert [issue.span for issue in found.not_listed] == [notice.issues[0].span]


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "通报.txt").write_text(TEXT, "utf-8")
    whole, more = tmp_path / "全.csv", tmp_path / "多.csv"
    whole.write_text("序号,具体问题\n1,储备粮轮换不及时\n", "utf-8")
    more.write_text("序号,具体问题\n1,储备粮轮换不及时\n2,政府采购程序倒置\n", "utf-8")
    source = str(tmp_path / "通报.txt")
    done = CliRunner().invoke(main, ["coverage", source, str(whole)])
    assert done.exit_code == 0 and "通报未列 0" in done.stdout
    missing = CliRunner().invoke(main, ["coverage", source, str(more), "--to", "json"])
    assert missing.exit_code == 1
    assert json.loads(missing.stdout)["left_out"][0]["listed"]["quote"] == "政府采购程序倒置"
    unread = CliRunner().invoke(main, ["coverage", source, str(tmp_path / "没有.xlsx")])
    assert unread.exit_code == 2 and "没有.xlsx" in unread.stderr and unread.stdout == ""


def test_of_two_columns_for_issues_the_finer_is_read(tmp_path: Path) -> None:
    rows = [["序号", "反馈问题", "具体问题", "整改措施"], [1, "主责主业有差距", "轮换不及时", "健全机制"], [2, None, "管护不到位", "维修"]]
    ledger = read_ledger(saved(tmp_path, rows, ("B2:B3",)))
    assert [(row.subcategory, row.issue) for row in ledger.rows] == [("主责主业有差距", "轮换不及时"), ("主责主业有差距", "管护不到位")]


@pytest.mark.parametrize(
    ("header", "key"),
    [("整改措施及成效", "measure"), ("责任领导、责任部门", "leader"), ("整改措施与时限", "measure"), ("审计报告反映的问题", "issue")],
)
def test_a_header_of_two_means_the_first(header: str, key: str) -> None:
    column = column_of(header)
    assert column is not None and column.key == key
