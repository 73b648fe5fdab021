"""`Corpus`: the tables of a folder as Arrow, pandas and polars, SQL over them, keys that hold, ready-made questions."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import noticeparse
from tests.generate import notice, write

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from noticeparse.cli import main  # noqa: E402
from noticeparse.corpus import Corpus, CorpusError, queries  # noqa: E402
from noticeparse.corpus.batch import batch  # noqa: E402
from noticeparse.corpus.columns import NESTED, TABLES, arrow_schema, table_schema  # noqa: E402
from tests.small_corpus import corpus_of  # noqa: E402

SIZE = 25
TOLD = """中共青禾县水务局党组关于巡察整改进展情况的通报
2023年3月6日至5月10日，县委第一巡察组对县水务局开展了巡察，2023年6月20日反馈了意见。现将整改进展情况予以公布。
一、反馈问题整改落实情况
（一）关于“资金管理不严”问题的整改情况
1.清退违规发放的津贴3万元，收回闲置资金1.5万元，约谈责任人4人。
2.修订《资金管理办法》。
3.持续加强日常监督。
联系电话：0999-1234567。
中共青禾县水务局党组
2024年1月8日
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of generated notices, one invented by hand, and two failures, in several shards."""
    home = tmp_path_factory.mktemp("corpus")
    crawl = write(home / "crawl", SIZE)
    (crawl / "told.txt").write_text(TOLD, encoding="utf-8")
    for name in ("empty.txt", "empty.html"):
        (crawl / name).write_bytes(b"")
    batch(crawl, home / "corpus", workers=1, shard_documents=1, check=True)
    return home / "corpus"


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return Corpus(folder)


# --------------------------------------------------------------------------- tables


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_its_schema_and_its_method(corpus: Corpus, table: str) -> None:
    rows = getattr(corpus, table)()
    assert rows.schema.equals(arrow_schema(table))
    assert rows.num_rows == corpus.sql(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py() > 0


def test_as_pandas_and_polars(corpus: Corpus) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    assert isinstance(corpus.facts("pandas"), pandas.DataFrame)
    assert isinstance(corpus.facts("polars"), polars.DataFrame)
    assert len(corpus.facts("pandas")) == len(corpus.facts("polars")) == corpus.facts().num_rows
    assert list(corpus.sql("SELECT 1 AS a", as_="pandas").columns) == ["a"]
    with pytest.raises(ValueError, match="arrow, pandas or polars"):
        corpus.facts("numpy")  # type: ignore[arg-type]


def test_rows_come_in_the_order_of_files_and_text(corpus: Corpus) -> None:
    files = corpus.notices()["file"].to_pylist()
    assert files == sorted(files) and len(files) == SIZE + 1
    place = {id_: n for n, id_ in enumerate(corpus.notices()["id"].to_pylist())}
    for table in NESTED:
        rows = corpus.table(table)
        keys = [(place[notice], n) for notice, n in zip(rows["notice"].to_pylist(), rows["n"].to_pylist(), strict=True)]
        assert keys == sorted(keys)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_are_unique_and_point_at_rows_that_exist(corpus: Corpus, table: Any) -> None:
    key = ", ".join(table.key)
    assert corpus.sql(f"SELECT {key} FROM {table.name} GROUP BY {key} HAVING count(*) > 1").num_rows == 0
    for foreign in table.foreign_keys:
        joined = " AND ".join(f"r.{a} = t.{b}" for a, b in zip(foreign.fields, foreign.target, strict=True))
        missing = f"SELECT * FROM {table.name} r ANTI JOIN {foreign.table} t ON {joined} WHERE r.{foreign.fields[-1]} IS NOT NULL"
        assert corpus.sql(missing).num_rows == 0, foreign
    for column in table.columns:
        if column.required:
            assert corpus.sql(f"SELECT 1 FROM {table.name} WHERE {column.name} IS NULL").num_rows == 0, column.name


def test_spans_index_the_text_in_sql_too(corpus: Corpus) -> None:
    wrong = """SELECT f.text FROM facts f JOIN notices n ON n.id = f.notice
        WHERE substring(n.text, f.span_start + 1, f.span_end - f.span_start) <> f.text"""
    assert corpus.sql(wrong).num_rows == 0


def test_sql_takes_parameters_and_says_what_is_wrong(corpus: Corpus) -> None:
    found = corpus.sql("SELECT name FROM notices WHERE name = ?", ["told.txt"])
    assert found["name"].to_pylist() == ["told.txt"]
    with pytest.raises(CorpusError, match="no_such_table"):
        corpus.sql("SELECT * FROM no_such_table")
    corpus.sql("CREATE TABLE mine AS SELECT 1 AS a")
    assert corpus.sql("SELECT a FROM mine")["a"].to_pylist() == [1]


def test_a_folder_that_is_no_corpus_and_one_without_documents(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no corpus"):
        Corpus(tmp_path)
    (tmp_path / "crawl").mkdir()
    assert batch(tmp_path / "crawl", tmp_path / "corpus").listed == 0
    empty = Corpus(tmp_path / "corpus")
    assert all(empty.table(table).num_rows == 0 for table in TABLES)
    assert all(empty.query(name).num_rows == 0 for name in queries())


def test_a_path_with_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(notice(1), encoding="utf-8")
    batch(tmp_path / "a.txt", tmp_path / "it's \"one\"", workers=1)
    assert Corpus(tmp_path / "it's \"one\"").notices().num_rows == 1


# --------------------------------------------------------------------------- for other tools


def test_the_data_package_describes_what_is_there(folder: Path) -> None:
    import pyarrow.parquet as pq

    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        name = resource["name"]
        assert resource["schema"] == table_schema(name) == json.loads((folder / "schemas" / f"{name}.json").read_text("utf-8"))
        tables = [pq.read_table(folder / path) for path in resource["path"]]
        assert sum(table.num_rows for table in tables) == Corpus(folder).table(name).num_rows
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert all(table.column_names == fields for table in tables)
        on_disk = {f"{name}/{path.name}" for path in (folder / name).iterdir()}
        assert on_disk == set(resource["path"])


@pytest.mark.parametrize("damage", [None, "id", "part"])
def test_the_data_package_and_its_rows_are_valid_to_frictionless(
    folder: Path, corpus: Corpus, damage: str | None
) -> None:
    """Rows are handed over in line: its reader takes Parquet through pandas, which turns lists into its own arrays."""
    frictionless = pytest.importorskip("frictionless")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert frictionless.Package.from_descriptor(package, basepath=str(folder)).resource_names == list(TABLES)
    for resource in package["resources"]:
        rows = corpus.table(resource["name"]).to_pylist()
        if damage in rows[0]:
            rows[0][damage] = "other"
        for key in ("path", "format", "mediatype"):
            del resource[key]
        resource["data"] = [list(rows[0]), *(list(row.values()) for row in rows)]
    report = frictionless.Package.from_descriptor(package).validate()
    kinds = {error.type for task in report.tasks for error in task.errors}
    assert kinds == ({"foreign-key"} if damage else set())


# --------------------------------------------------------------------------- ready-made questions


@pytest.mark.parametrize("name", queries())
def test_a_question_says_what_it_answers_and_answers(corpus: Corpus, name: str) -> None:
    query = queries()[name]
    assert query.means[:1].isupper() and query.means.endswith(".") and len(query.means) > 60
    answer = corpus.query(name)
    assert answer.num_rows > 0 and answer.equals(corpus.query(name))


def mine(corpus: Corpus, name: str) -> list[dict[str, Any]]:
    return [row for row in corpus.query(name).to_pylist() if row["bureau"] == "中共青禾县水务局党组"]


def test_money_recovered(corpus: Corpus) -> None:
    parsed = noticeparse.parse(TOLD)
    sums = {fact.action: fact.value for fact in parsed.facts if fact.kind == "money"}
    assert {row["action"]: row["yuan"] for row in mine(corpus, "money_recovered")} == sums == {"清退": 30000, "收回": 15000}


def test_money_recovered_is_what_the_events_say(tmp_path: Path) -> None:
    told = "清退违规发放的津贴3万元，再次清退补助2万元，办结案件后挽损4万元。下一步将收回借款9万元。"
    corpus = corpus_of([TOLD.replace("持续加强日常监督。", told)], tmp_path / "corpus")
    amounts = {"清退": [30000, 30000, 20000], "收回": [15000], "挽损": [40000]}
    assert {row["action"]: (row["sums"], row["yuan"], row["largest"]) for row in mine(corpus, "money_recovered")} == {
        action: (len(each), sum(each), max(each)) for action, each in amounts.items()
    }


def test_accountability_totals(corpus: Corpus) -> None:
    assert [row["persons"] for row in mine(corpus, "accountability_totals")] == [4]


def test_timeline_intervals(corpus: Corpus) -> None:
    [row] = mine(corpus, "timeline_intervals")
    assert (row["days_on_site"], row["days_to_feedback"], row["days_to_notice"]) == (65, 41, 202)


def test_share_of_measures_with_a_checkable_figure(corpus: Corpus) -> None:
    [row] = mine(corpus, "measures_with_figures")
    assert (row["measures"], row["with_figure"], row["with_document"]) == (3, 1, 1)
    assert row["share_checkable"] == 0.667


def test_issues_by_topic_and_bureau(corpus: Corpus) -> None:
    rows = mine(corpus, "issues_by_topic_and_bureau")
    assert sum(row["issues"] for row in rows) == 1 and sum(row["share"] for row in rows) == 1
    by_topic = corpus.query("issues_by_topic").to_pylist()
    assert sum(row["issues"] for row in by_topic) == corpus.issues().num_rows
    assert all(row["done"] + row["open"] + row["not_said"] == row["issues"] for row in by_topic)


def test_failures_by_cause(corpus: Corpus) -> None:
    assert corpus.query("failures_by_cause").to_pylist() == [
        {"cause": "unreadable", "message": "is empty (zero bytes)", "inputs": 2, "example": "crawl/empty.html"}
    ]


# --------------------------------------------------------------------------- the command


def test_the_command_answers_in_each_form(folder: Path) -> None:
    ask = ["sql", str(folder), "SELECT name, [1, 2] AS many, 2::DOUBLE AS two, NULL AS nothing FROM notices WHERE name = 'told.txt'"]
    answer = CliRunner().invoke(main, ask)
    assert list(csv.reader(io.StringIO(answer.stdout))) == [["name", "many", "two", "nothing"], ["told.txt", "[1, 2]", "2", ""]]
    assert CliRunner().invoke(main, ["sql", str(folder), "-"], input=ask[2]).stdout == answer.stdout
    answer = CliRunner().invoke(main, [*ask, "--to", "jsonl"])
    assert json.loads(answer.stdout) == {"name": "told.txt", "many": [1, 2], "two": 2.0, "nothing": None}
    answer = CliRunner().invoke(main, [*ask, "--to", "table"])
    assert "told.txt" in answer.stdout and "─" in answer.stdout


def test_the_command_lists_and_asks_ready_made_questions(folder: Path) -> None:
    listed = CliRunner().invoke(main, ["sql", "--list"]).stdout
    assert all(name in listed and query.means.split("\n")[0] in listed for name, query in queries().items())
    answer = CliRunner().invoke(main, ["sql", str(folder), "--query", "failures_by_cause"])
    assert answer.exit_code == 0 and "is empty" in answer.stdout


@pytest.mark.parametrize(
    "arguments", [[], ["DIR"], ["DIR", "SELEC"], ["DIR", "--query", "none"], ["DIR", "SELECT 1", "--query", "issues_by_topic"]]
)
def test_wrong_questions_end_with_status_2(folder: Path, arguments: list[str]) -> None:
    given = [str(folder) if word == "DIR" else word for word in arguments]
    answer = CliRunner().invoke(main, ["sql", *given])
    assert answer.exit_code == 2 and answer.stderr


def test_importing_the_corpus_loads_nothing_heavy() -> None:
    code = "import sys, noticeparse.corpus, noticeparse.corpus.batch, noticeparse.corpus.table; print([m for m in ('pyarrow', 'duckdb', 'pandas', 'polars', 'rich', 'ray') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_missing_library_is_said_once_and_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("一、组织整改", "utf-8")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = CliRunner().invoke(main, ["batch", str(tmp_path / "a.txt"), "--out", str(tmp_path / "corpus")])
    assert done.exit_code == 2 and "pip install 'noticeparse[corpus]'" in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "corpus").exists()
