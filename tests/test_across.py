"""Comparisons of a corpus: every entry's examples, the evidence, and what becomes of corpora with little in them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pytest.importorskip("numpy")

from noticeparse.cli import main  # noqa: E402
from noticeparse.compare.across import COMPARISONS, Across  # noqa: E402
from noticeparse.compare.across_examples import told  # noqa: E402
from noticeparse.compare.across_gather import EVIDENCE  # noqa: E402
from noticeparse.corpus import Corpus  # noqa: E402
from noticeparse.entries import CorpusComparison  # noqa: E402
from noticeparse.export.across import write_across  # noqa: E402
from tests import generate  # noqa: E402
from tests.bench import reuse  # noqa: E402
from tests.small_corpus import corpus_of  # noqa: E402

SHOWS = [(entry, texts) for entry in COMPARISONS for texts in entry.shows]
SILENT = [(entry, texts) for entry in COMPARISONS for texts in entry.silent]


def marked(texts: tuple[str, ...]) -> list[str]:
    return sorted(piece.split("⟧")[0] for text in texts for piece in text.split("⟦")[1:])


def bare(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize(("entry", "texts"), SHOWS, ids=lambda value: getattr(value, "code", ""))
def test_what_an_entry_shows(entry: CorpusComparison, texts: tuple[str, ...], tmp_path: Path) -> None:
    rows = corpus_of(map(bare, texts), tmp_path).compare([entry.code])[entry.code].to_pylist()
    assert rows
    assert sorted({(e["notice"], e["span_start"]): e["quote"] for row in rows for e in row["evidence"]}.values()) == marked(texts)


@pytest.mark.parametrize(("entry", "texts"), SILENT, ids=lambda value: getattr(value, "code", ""))
def test_what_an_entry_leaves(entry: CorpusComparison, texts: tuple[str, ...], tmp_path: Path) -> None:
    assert corpus_of(map(bare, texts), tmp_path).compare([entry.code])[entry.code].to_pylist() == []


# --------------------------------------------------------------------------- the entries


def test_codes_are_those_of_the_list_and_every_entry_says_what_it_is() -> None:
    assert [entry.code for entry in COMPARISONS] == [f"X{n:02}" for n in range(1, 11)]
    assert len({entry.name for entry in COMPARISONS}) == len(COMPARISONS)
    for entry in COMPARISONS:
        assert entry.title and entry.title_zh and entry.text and entry.source and entry.shows and entry.silent, entry.code
        assert all(column.means for column in entry.columns), entry.code


# --------------------------------------------------------------------------- evidence


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Generated notices, and every example of every entry."""
    texts = [generate.notice(n) for n in range(30)]
    texts += [bare(text) for entry in COMPARISONS for group in (*entry.shows, *entry.silent) for text in group]
    return corpus_of(texts, tmp_path_factory.mktemp("across"))


def test_every_place_quotes_its_notice_and_stands_in_its_part(corpus: Corpus) -> None:
    texts = {row["id"]: row["text"] for row in corpus.notices().to_pylist()}
    parts = {(row["notice"], row["eid"]): row for row in corpus.parts().to_pylist()}
    across = corpus.compare()
    for code in across:
        for row in across[code].to_pylist():
            assert row["evidence"] or (code == "X08" and row["figures"] == row["measures"] == 0), code
            for place in row["evidence"]:
                start, end = place["span_start"], place["span_end"]
                assert place["quote"] == texts[place["notice"]][start:end] != ""
                if place["part"] is not None:
                    part = parts[place["notice"], place["part"]]
                    assert part["span_start"] <= start < part["span_end"]


def test_the_same_corpus_gives_the_same_tables(corpus: Corpus) -> None:
    first, second = corpus.compare(), Corpus(corpus.folder).compare()
    assert all(first[code].equals(second[code]) for code in first)
    assert first.notices.equals(second.notices)


def test_columns_are_the_entry_s_and_required_ones_are_filled(corpus: Corpus) -> None:
    across = corpus.compare()
    for entry in COMPARISONS:
        assert across[entry.code].column_names == [*(column.name for column in entry.columns), "evidence"]
        for column in entry.columns:
            assert not column.required or across[entry.code][column.name].null_count == 0, (entry.code, column.name)


def test_bodies_of_a_row_are_different_ones_with_a_place_each(corpus: Corpus) -> None:
    across = corpus.compare(["X01", "X02", "X07", "X09"])
    body = dict(zip(across.notices["id"].to_pylist(), across.notices["body"].to_pylist(), strict=True))
    for code in across:
        for row in across[code].to_pylist():
            assert len(set(row["bodies"])) == len(row["bodies"]) > 1
            if len(row["evidence"]) < EVIDENCE:
                assert {body[place["notice"]] for place in row["evidence"]} == set(row["bodies"])


# --------------------------------------------------------------------------- little in them


@pytest.mark.parametrize("texts", [[], [""], ["招聘启事\n本局招聘2名工作人员。"], [generate.notice(1)]], ids=["empty", "blank", "no-notice", "one"])
def test_a_corpus_with_little_in_it(texts: list[str], tmp_path: Path) -> None:
    across = corpus_of(texts, tmp_path).compare()
    assert list(across) == [entry.code for entry in COMPARISONS]
    between = ("X01", "X02", "X03", "X04", "X05", "X07", "X09", "X10")
    assert [across[code].num_rows for code in between] == [0] * len(between)
    for form in ("terminal", "json"):
        write_across(across, io.StringIO(), form)
    write_across(across, tmp_path / "csv", "csv")


def test_notices_without_issuer_dates_or_title(tmp_path: Path) -> None:
    """What cannot be told apart is left out, nothing is made up."""
    bodiless = "一、反馈问题整改情况\n（一）关于“管理不严”的问题\n约谈责任人126名，清退津贴3万元，梳理风险岗位清单并逐项明确防控措施，检查结果纳入年度考核。\n"
    across = corpus_of([bodiless, bodiless + "\n", told("云溪县水务局"), told("云溪县教育局", inspected=""), told("", signed="")], tmp_path).compare()
    assert across["X01"].num_rows == across["X02"].num_rows == across["X05"].num_rows == across["X06"].num_rows == 0


def test_rounds_of_two_counties_are_two_rounds(tmp_path: Path) -> None:
    bodies = ("云溪县水务局", "云溪县教育局", "南屏县水务局", "南屏县教育局")
    across = corpus_of([told(body, round_="十四届县委第三轮") for body in bodies], tmp_path).compare(["X03"])
    assert across.notices["round"].to_pylist() == ["巡察 云溪县 十四届县委第三轮"] * 2 + ["巡察 南屏县 十四届县委第三轮"] * 2
    assert across["X03"]["peers"].to_pylist() == [1] * across["X03"].num_rows


def test_shares_beside_peers(tmp_path: Path) -> None:
    def of(body: str, *issues: str) -> str:
        lines = [f"（{n}）关于“{issue}”的问题\n已整改。" for n, issue in zip("一二三", issues, strict=False)]
        return told(body, round_="十四届县委第三轮", measures="\n".join(["二、反馈问题", *lines]), issue="固定资产管理不规范")

    texts = [of("云溪县水务局", "理论学习不够深入"), of("云溪县教育局"), of("云溪县民政局", "公务用车管理不规范")]
    rows = corpus_of(texts, tmp_path).compare(["X03"])["X03"].to_pylist()
    for body in {row["body"] for row in rows}:
        assert sum(row["share"] for row in rows if row["body"] == body) == pytest.approx(1, abs=0.01)
    (study,) = [row for row in rows if row["topic"] == "A01"]
    assert (study["share"], study["peer_share"], study["peers"]) == (0.5, 0.0, 2)


def test_percentiles_of_an_interval(tmp_path: Path) -> None:
    line = "2023年3月6日至3月{}日，县委第一巡察组开展了巡察。"
    texts = [told(f"云溪县{name}局", inspected=line.format(day)) for name, day in (("水务", 16), ("教育", 26), ("民政", 26), ("财政", 31))]
    rows = corpus_of(texts, tmp_path).compare(["X06"])["X06"].to_pylist()
    found = {row["body"]: (row["interval"], row["days"], row["percentile"], row["p50"]) for row in rows}
    assert found == {
        "云溪县水务局": ("on_site", 10, 12.5, 20.0),
        "云溪县教育局": ("on_site", 20, 50.0, 20.0),
        "云溪县民政局": ("on_site", 20, 50.0, 20.0),
        "云溪县财政局": ("on_site", 25, 87.5, 20.0),
    }


def test_the_revision_parts_two_regimes(tmp_path: Path) -> None:
    line = "2024年1月{0}日至2月{0}日，县委第一巡察组开展了巡察，2024年2月{0}日反馈了意见。"
    across = corpus_of([told("云溪县水务局", inspected=line.format(day)) for day in (7, 8)], tmp_path).compare(["X06"])
    assert sorted(set(across["X06"]["regime"].to_pylist())) == ["before", "since"]


# --------------------------------------------------------------------------- reused wording


def test_a_formula_of_many_is_told_from_a_copy_of_few(tmp_path: Path) -> None:
    formula, copied = "进一步增强做好巡察整改工作的责任感和紧迫感", "梳理风险岗位清单并逐项明确防控措施由分管领导带队检查"
    bodies = [f"云溪县{name}局" for name in ("水务", "教育", "民政", "财政", "审计", "统计")]
    texts = [told(body, f"1.{formula}。{copied if n < 2 else ''}。") for n, body in enumerate(bodies)]
    rows = corpus_of(texts, tmp_path).compare(["X01"])["X01"].to_pylist()
    quotes = {row["formula"]: row["evidence"][0]["quote"] for row in rows}
    assert formula in quotes[True] and copied in quotes[False]
    assert [len(row["bodies"]) for row in rows if row["formula"]] == [6]


def test_reuse_planted_in_generated_notices_is_found(tmp_path: Path) -> None:
    """`python -m tests.bench reuse` is the same with 2,000 notices."""
    made = reuse.crawl(300)
    result = reuse.score(made, corpus_of({f"{n:06}.txt": text for n, text in enumerate(made.texts)}, tmp_path))
    assert result.copies > 400
    assert result.recall >= reuse.RECALL_BAR and result.precision >= reuse.PRECISION_BAR, result


# --------------------------------------------------------------------------- choosing, writing


def test_choosing_by_code_or_name(corpus: Corpus) -> None:
    assert list(corpus.compare(["x07", "reused-wording"])) == ["X01", "X07"]
    with pytest.raises(ValueError, match="no comparison 'x99'"):
        corpus.compare(["X99"])


def test_json_holds_every_row(corpus: Corpus) -> None:
    across, out = corpus.compare(), io.StringIO()
    write_across(across, out, "json")
    written = json.loads(out.getvalue())
    assert [c["rows"] for c in written["comparisons"]] == [across[code].to_pylist() for code in across]
    assert written["notices"] == across.notices.to_pylist()


def test_csv_holds_every_row_and_every_place(corpus: Corpus, tmp_path: Path) -> None:
    across = corpus.compare()
    write_across(across, tmp_path / "out", "csv")

    def read(name: str) -> list[dict[str, str]]:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    for code in across:
        assert len(read(code)) == across[code].num_rows
    places = [(code, place["quote"]) for code in across for row in across[code].to_pylist() for place in row["evidence"]]
    assert [(row["comparison"], row["quote"]) for row in read("evidence")] == places


def test_csv_has_no_formula(tmp_path: Path) -> None:
    across = corpus_of([told(body, contact="电子邮箱：=a@example.cn") for body in ("=云溪县水务局", "南屏县教育局")], tmp_path / "c").compare()
    write_across(across, tmp_path / "out", "csv")
    for file in (tmp_path / "out").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            assert not any(cell.startswith("=") for row in csv.reader(rows) for cell in row)


def test_the_terminal_shows_words_and_no_control_characters(tmp_path: Path) -> None:
    copied = "梳理风险岗位清单\x1b[31m并逐项明确防控措施由分管领导带队检查"
    out = io.StringIO()
    write_across(corpus_of([told(body, f"1.{copied}。") for body in ("云溪县水务局", "南屏县教育局")], tmp_path).compare(), out)
    assert "防控措施由分管领导带队检查" in out.getvalue() and "001.txt:1.1" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_an_unknown_form_and_csv_without_a_folder() -> None:
    with pytest.raises(ValueError, match="no form 'xml'"):
        write_across(Across({}, None), io.StringIO(), "xml")
    with pytest.raises(ValueError, match="folder"):
        write_across(Across({}, None), io.StringIO(), "csv")


# --------------------------------------------------------------------------- the command


def test_the_command_compares_a_corpus(corpus: Corpus, tmp_path: Path) -> None:
    folder = str(corpus.folder)
    shown = CliRunner().invoke(main, ["compare", folder])
    assert shown.exit_code == 0 and "X01 不同单位使用相同表述：" in shown.output and "单位 云溪县水务局" in shown.output
    english = CliRunner().invoke(main, ["compare", "--lang", "en", folder]).output
    assert "X01 reused-wording  Different bodies" in english and "bodies 云溪县水务局" in english
    written = CliRunner().invoke(main, ["compare", "--to", "json", folder])
    assert [c["code"] for c in json.loads(written.output)["comparisons"]] == [entry.code for entry in COMPARISONS]
    assert CliRunner().invoke(main, ["compare", "--to", "csv", "-o", str(tmp_path / "out"), folder]).exit_code == 0
    assert (tmp_path / "out" / "evidence.csv").is_file()


def test_the_command_names_what_is_wrong(corpus: Corpus, tmp_path: Path) -> None:
    for arguments, words in (
        (["compare", str(tmp_path)], "is no corpus"),
        (["compare", "--to", "csv", str(corpus.folder)], "-o FOLDER"),
        (["compare", "--to", "csv", "a.txt", "b.txt"], "csv is for a corpus"),
        (["compare", "--mask-persons", str(corpus.folder)], "give it to batch"),
        (["compare", "--relation", "follow_up", str(corpus.folder)], "--relation is for two notices"),
    ):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 2 and words in done.output, done.output


def test_explained_and_listed() -> None:
    page = CliRunner().invoke(main, ["explain", "x07"]).output
    assert "same-contact" in page and "⟦" in page and page == CliRunner().invoke(main, ["explain", "不同单位联系方式相同"]).output
    assert "X07\tsame-contact" in CliRunner().invoke(main, ["list", "comparisons"]).output
