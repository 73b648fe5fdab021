"""The 整改台账: one row a measure, merged cells, empty cells, text that stays text, equal bytes on every run."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings, strategies as st

import noticeparse
from noticeparse.cli import main
from noticeparse.errors import NoticeparseError
from noticeparse.export import export
from noticeparse.export.ledger_columns import COLUMNS, LedgerRow, column_of
from noticeparse.export.ledger_rows import rows_of, rows_of_all
from noticeparse.export.ledger_xlsx import safe
from noticeparse.export.read_ledger import read_ledger
from noticeparse.export.spreadsheet_csv import neutral, original
from noticeparse.model import Finding, Notice

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples" / "texts"
EVAL = os.environ.get("NOTICEPARSE_EVAL")
SHEETS = ["整改台账", "问题清单", "数据事实", "制度文件", "时间线", "校验结果", "说明"]

TEXT = """中共溪口县粮食局党组关于县委第四轮巡察整改情况的通报
2023年3月1日至4月28日,县委第二巡察组对县粮食局党组开展巡察,6月5日反馈意见。现将整改情况通报如下。
一、组织整改情况
召开党组会2次。
二、问题整改情况
(一)聚焦主责主业方面
1.关于“储备粮轮换不及时”的问题
(1)健全轮换机制。制定《溪口县储备粮轮换办法》,轮换小麦1200吨。
(2)追缴差价款3.5万元,约谈2人。该问题已完成整改。
2.关于“仓储管护不到位”的问题
(1)维修仓房4栋。该问题正在整改。
(二)聚焦全面从严治党方面
3.关于“公务接待不规范”的问题
(1)清退超标准费用0.8万元,给予张三党内警告处分,对李小四、王五等3人批评教育。
三、下一步打算
1.持续用力抓好整改。
联系电话:0555-1234567
中共溪口县粮食局党组
2023年12月3日
"""


@pytest.fixture(scope="module")
def notice() -> Notice:
    return noticeparse.parse(TEXT, name="溪口县.txt")


def sample(name: str) -> Notice:
    return noticeparse.parse(SAMPLES / name)


def workbook(notices: Notice | list[Notice], folder: Path) -> Any:
    export(notices, folder / "台账.xlsx")
    return openpyxl.load_workbook(folder / "台账.xlsx")


def columns(sheet: Any, header_row: int = 2) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[header_row] if cell.value}


def column_values(sheet: Any, header: str, header_row: int = 2) -> list[Any]:
    place = columns(sheet, header_row)[header]
    return [sheet.cell(row, place).value for row in range(header_row + 1, sheet.max_row + 1)]


def merged_in(sheet: Any, header: str) -> list[tuple[int, int]]:
    place = columns(sheet)[header]
    return sorted(
        (r.min_row, r.max_row) for r in sheet.merged_cells.ranges if r.min_col == r.max_col == place and r.min_row > 2
    )


# ------------------------------------------------------------------ rows


def test_one_row_a_measure_and_the_next_steps_are_none(notice: Notice) -> None:
    rows = rows_of(notice)
    assert [(row.number, row.issue) for row in rows] == [
        ("1", "储备粮轮换不及时"), ("1", "储备粮轮换不及时"), ("2", "仓储管护不到位"), ("3", "公务接待不规范"),
    ]  # fmt: skip
    assert not any("持续用力" in (row.measure or "") for row in rows)


def test_a_heading_is_the_measure_and_its_text_the_progress(notice: Notice) -> None:
    first = rows_of(notice)[0]
    assert first.measure == "健全轮换机制"
    assert first.progress == "制定《溪口县储备粮轮换办法》,轮换小麦1200吨。"
    assert first.documents == "《溪口县储备粮轮换办法》"
    assert first.line == "8"


def test_recovered_money_is_in_units_of_ten_thousand_yuan(notice: Notice) -> None:
    assert [row.recovered for row in rows_of(notice)] == [None, "3.5", None, "0.8"]


def test_what_the_notice_does_not_say_stays_empty(notice: Notice) -> None:
    for row in rows_of(notice):
        assert (row.leader, row.department, row.goal, row.manifestation, row.closing) == (None,) * 5


def test_labelled_fields_fill_their_columns() -> None:
    rows = rows_of(sample("f-county-environment-2022.txt"))
    assert len(rows) == 5
    assert all(row.goal and row.department and row.deadline and row.measure and row.progress for row in rows)
    assert [row.status for row in rows] == ["已完成", "长期坚持", "正在推进", "已完成", "基本完成"]


def test_issues_answered_in_one_paragraph_have_their_own_words() -> None:
    rows = rows_of(sample("e-district-audit-2022.html"))
    assert len({row.number for row in rows}) == len(rows) == 12
    words = [row.measure or row.progress for row in rows]
    assert all(words) and len(set(words)) == 12


def test_status_comes_from_the_measure_then_from_its_issue(notice: Notice) -> None:
    assert [row.status for row in rows_of(notice)] == ["已完成", "已完成", "正在推进", None]


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.glob("*") if ".expected" not in p.name))
def test_every_issue_and_every_measure_of_a_sample_is_in_its_ledger(name: str) -> None:
    notice = sample(name)
    rows = rows_of(notice)
    assert len({row.number for row in rows if row.issue}) == len(notice.issues)
    roles = {part.eid: part.role for part in notice.walk()}
    free = [m for m in notice.measures if m.issue is None and roles[m.part] != "plan"]
    answered = sum(max(1, len(issue.measures)) for issue in notice.issues)
    listed = {eid for issue in notice.issues for eid in issue.measures}
    assert len(rows) == answered + sum(m.part not in listed for m in free)


@pytest.mark.skipif(not EVAL, reason="NOTICEPARSE_EVAL names no folder")
def test_reference_notice_a_has_41_rows_under_16_issues_and_4_categories(tmp_path: Path) -> None:
    notice = noticeparse.parse(Path(str(EVAL)) / "notices" / "binhai-eco-2025.txt")
    rows = rows_of(notice)
    assert (len(rows), len({row.number for row in rows}), len({row.category for row in rows})) == (41, 16, 4)
    sheet = workbook(notice, tmp_path)["整改台账"]
    assert sheet.max_row == 2 + 41
    assert sum(value is not None for value in column_values(sheet, "反馈问题")) == 16
    assert sum(value is not None for value in column_values(sheet, "问题类别")) == 4


# ------------------------------------------------------------------ the workbook


def test_the_sheets_and_headers(notice: Notice, tmp_path: Path) -> None:
    book = workbook(notice, tmp_path)
    assert book.sheetnames == SHEETS
    assert list(columns(book["整改台账"])) == [column.header for column in COLUMNS if column.key != "unit"]
    assert book["整改台账"]["A1"].value == "中共溪口县粮食局党组巡察整改台账"


def test_category_and_issue_cells_are_merged(notice: Notice, tmp_path: Path) -> None:
    sheet = workbook(notice, tmp_path)["整改台账"]
    assert merged_in(sheet, "问题类别") == [(3, 5)]
    assert merged_in(sheet, "反馈问题") == merged_in(sheet, "序号") == [(3, 4)]
    assert merged_in(sheet, "完成情况") == [(3, 4)]
    assert merged_in(sheet, "责任领导") == [], "empty cells stay apart, to be filled in"
    assert merged_in(sheet, "整改措施") == []


def test_the_page_is_set_up_for_print(notice: Notice, tmp_path: Path) -> None:
    book = workbook(notice, tmp_path)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        header = 2 if sheet.title == "整改台账" else 1
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.freeze_panes == f"A{header + 1}"
    assert book["整改台账"].print_area == "'整改台账'!$A$1:$N$6"
    assert book["数据事实"].auto_filter.ref == book["数据事实"].dimensions
    body = book["整改台账"]["D3"]
    assert (body.font.name, body.alignment.wrap_text, body.border.left.style) == ("仿宋", True, "thin")


def test_numbers_are_numbers(notice: Notice, tmp_path: Path) -> None:
    sheet = workbook(notice, tmp_path)["整改台账"]
    assert column_values(sheet, "序号") == [1, None, 2, 3]
    assert column_values(sheet, "挽回损失(万元)") == [None, 3.5, None, 0.8]
    assert column_values(sheet, "原文位置(行号)") == [8, 9, 11, 14]


def test_what_no_sheet_can_hold_is_refused(
    notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "台账.xlsx").write_bytes(b"before")
    monkeypatch.setattr("noticeparse.export.ledger_xlsx.MOST_ROWS", 6)
    with pytest.raises(NoticeparseError, match="数据事实 would have"):
        export(notice, tmp_path / "台账.xlsx")
    assert (tmp_path / "台账.xlsx").read_bytes() == b"before"


def test_several_notices_share_a_workbook_with_their_units(notice: Notice, tmp_path: Path) -> None:
    other = sample("j-school-2019.txt")
    book = workbook([notice, other], tmp_path)
    units = column_values(book["整改台账"], "单位")
    assert [unit for unit in units if unit] == ["中共溪口县粮食局党组", rows_of_all([notice, other])[-1].unit]
    assert book["整改台账"].max_row == 2 + len(rows_of(notice)) + len(rows_of(other))
    assert next(book["数据事实"].values)[:2] == ("单位", "序号")


def test_findings_are_listed_and_their_codes_explained(notice: Notice, tmp_path: Path) -> None:
    at = TEXT.index("约谈2人")
    finding = Finding(rule="N12", name="vague-count", level="warning", message="=vague", span=(at, at + 4))
    book = workbook(notice.model_copy(update={"findings": (finding,)}), tmp_path)
    assert column_values(book["校验结果"], "规则", 1) == ["N12"]
    assert column_values(book["校验结果"], "行号", 1) == [9]
    assert [bool(value) for value in column_values(book["整改台账"], "校验问题")] == [False, True, False, False]
    assert ("校验规则", "N12") in [row[:2] for row in book["说明"].values]


def test_flat_sheets_say_what_the_notice_says(notice: Notice, tmp_path: Path) -> None:
    book = workbook(notice, tmp_path)
    assert column_values(book["问题清单"], "反馈问题", 1) == ["储备粮轮换不及时", "仓储管护不到位", "公务接待不规范"]
    documents = sum(fact.kind == "document" for fact in notice.facts)
    elsewhere = sum(fact.kind in ("date", "period", "contact") for fact in notice.facts)
    assert book["制度文件"].max_row - 1 == documents
    assert book["数据事实"].max_row - 1 == len(notice.facts) - documents - elsewhere
    starts = column_values(book["数据事实"], "起", 1)
    ends = column_values(book["数据事实"], "止", 1)
    texts = column_values(book["数据事实"], "原文", 1)
    assert [TEXT[s:e] for s, e in zip(starts, ends, strict=True)] == texts
    dates = column_values(book["时间线"], "日期(EDTF)", 1)
    assert dates == sorted(dates, key=lambda date: date[:10])
    assert "2023-12-03" in dates


def test_an_empty_notice_has_an_empty_ledger(tmp_path: Path) -> None:
    book = workbook(noticeparse.parse(""), tmp_path)
    assert book.sheetnames == SHEETS
    assert book["整改台账"].max_row == 2


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "csv"])
def test_two_runs_give_the_same_bytes(notice: Notice, tmp_path: Path, suffix: str) -> None:
    paths = [tmp_path / f"{name}.{suffix}" for name in ("a", "b")]
    for path in paths:
        export(notice, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    if suffix != "csv":
        with zipfile.ZipFile(paths[0]) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", core)) == {"2023-12-03T00:00:00Z"}


# ------------------------------------------------------------------ text stays text

RISKY = ['=HYPERLINK("http://a","b")', "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1+1", "=cmd|' /C calc'!A0"]


def risky_notice(words: str) -> Notice:
    """A notice whose first issue begins with `words`."""
    made = noticeparse.parse(TEXT)
    issues = tuple(issue.model_copy(update={"quote": words}) for issue in made.issues)
    return made.model_copy(update={"issues": issues})


@pytest.mark.parametrize("words", RISKY)
def test_no_text_becomes_a_formula_in_a_workbook(words: str, tmp_path: Path) -> None:
    book = workbook(risky_notice(words), tmp_path)
    cell = book["整改台账"].cell(3, columns(book["整改台账"])["反馈问题"])
    assert cell.value == words.strip("\t")
    assert cell.data_type == "s"
    assert cell.quotePrefix or words[0] not in "=+-@"
    with zipfile.ZipFile(tmp_path / "台账.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name]
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)


@pytest.mark.parametrize("words", RISKY)
def test_no_text_becomes_a_formula_in_csv(words: str, tmp_path: Path) -> None:
    export(risky_notice(words), tmp_path / "台账.csv")
    data = (tmp_path / "台账.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_the_apostrophe_comes_off_again(words: str) -> None:
    assert original(neutral(words)) == words
    assert not neutral(words).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(), min_size=1, max_size=40))
def test_any_text_can_be_written(words: str, tmp_path: Path) -> None:
    for suffix in ("xlsx", "docx", "csv"):
        export(risky_notice(words.encode("utf-8", "replace").decode()), tmp_path / f"x.{suffix}")
    openpyxl.load_workbook(tmp_path / "x.xlsx")
    docx.Document(str(tmp_path / "x.docx"))


def test_forbidden_characters_are_shown_as_lost() -> None:
    assert safe("甲\x00乙\x0b丙\ufffe") == "甲�乙�丙�"
    assert safe("_x0041_") == "_x005F_x0041_"
    assert len(safe("字" * 40000)) == 32767


# ------------------------------------------------------------------ Word, CSV, LibreOffice


def test_the_word_table_is_merged_and_repeats_its_header(notice: Notice, tmp_path: Path) -> None:
    export(notice, tmp_path / "台账.docx")
    document = docx.Document(str(tmp_path / "台账.docx"))
    (table,) = document.tables
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert [cell.text for cell in table.rows[0].cells] == [c.header for c in COLUMNS if not c.extra and c.key != "unit"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert table.cell(1, 3)._tc is table.cell(2, 3)._tc
    assert table.cell(1, 3).text == "储备粮轮换不及时"
    assert table.cell(1, 6)._tc is not table.cell(2, 6)._tc
    assert table.cell(1, 8).text == ""


def test_csv_has_every_row_complete(notice: Notice, tmp_path: Path) -> None:
    export(notice, tmp_path / "台账.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "台账.csv").read_text("utf-8-sig"), newline="")))
    assert [row["反馈问题"] for row in rows] == [row.issue for row in rows_of(notice)]
    assert {row["责任领导"] for row in rows} == {""}


@pytest.fixture(scope="module")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command, with a profile of its own; skips where LibreOffice Calc is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless"]
    probe = tmp_path_factory.mktemp("probe")
    openpyxl.Workbook().save(probe / "p.xlsx")
    made = subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(probe), str(probe / "p.xlsx")], capture_output=True, timeout=180
    )
    if b"could not be loaded" in made.stderr + made.stdout:
        pytest.skip("LibreOffice Calc is not installed")
    return command


def test_libreoffice_shows_the_same_cells(soffice: list[str], tmp_path: Path) -> None:
    notice = risky_notice("=1+1")
    export(notice, tmp_path / "台账.xlsx")
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    subprocess.run(
        [*soffice, "--convert-to", to_csv, "--outdir", str(tmp_path / "out"), str(tmp_path / "台账.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "台账.csv").read_text("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx")["整改台账"]
    ours = [["" if value is None else str(value) for value in row] for row in sheet.values]
    assert [row[: len(ours[0])] for row in rows] == ours
    assert any("=1+1" in row for row in rows), "a text, not its value 2"


def test_a_workbook_saved_by_another_program_reads_back_equal(soffice: list[str], tmp_path: Path) -> None:
    notice = sample("f-county-environment-2022.txt")
    export(notice, tmp_path / "台账.xlsx")
    subprocess.run(
        [*soffice, "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(tmp_path / "台账.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rows = read_ledger(tmp_path / "out" / "台账.xlsx").rows
    assert [row.model_copy(update={"place": ""}) for row in rows] == rows_of(notice)


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_libreoffice_prints_it(soffice: list[str], suffix: str, tmp_path: Path) -> None:
    export(noticeparse.parse(TEXT), tmp_path / f"台账.{suffix}")
    subprocess.run(
        [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / f"台账.{suffix}")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    if suffix == "docx" and not (tmp_path / "台账.pdf").exists():
        pytest.skip("LibreOffice Writer is not installed")
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(tmp_path / "台账.pdf") as pdf:
        page = pdf.pages[0]
        assert page.width > page.height
        words = re.sub(r"\s", "", page.extract_text())
        assert "整改台账" in words and "储备粮轮换" in words


# ------------------------------------------------------------------ columns and the command


def test_every_header_means_its_own_column() -> None:
    for column in COLUMNS:
        assert column_of(column.header) is column
    assert {column.key for column in COLUMNS} == set(LedgerRow.model_fields) - {"place"}


def test_the_command_writes_a_workbook(tmp_path: Path) -> None:
    source, target = tmp_path / "通报.txt", tmp_path / "台账.xlsx"
    source.write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["export", str(source), "--mask-persons", "-o", str(target)])
    assert result.exit_code == 0, result.stderr
    book = openpyxl.load_workbook(target)
    words = "\n".join(str(value) for sheet in book for row in sheet.values for value in row if value)
    assert "张三" not in words and "张某" in words
    assert book["校验结果"].max_row > 1, "the checks have run"


def test_the_command_names_what_it_cannot_read_and_writes_the_rest(tmp_path: Path) -> None:
    source, target = tmp_path / "通报.txt", tmp_path / "台账.csv"
    source.write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["export", str(source), str(tmp_path / "没有.txt"), "-o", str(target)])
    assert result.exit_code == 2
    assert "没有.txt" in result.stderr
    assert target.exists()


@pytest.mark.parametrize("words", [["x.txt"], ["x.txt", "-o", "y.unknown"], ["x.txt", "--to", "nothing"]])
def test_the_command_wants_a_format(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text(TEXT, "utf-8")
    assert CliRunner().invoke(main, ["export", *words]).exit_code == 2
