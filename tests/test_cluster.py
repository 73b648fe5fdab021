"""Ray as the engine of a batch: the rows of the process pool, whatever is lost on the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("pyarrow", reason="a batch needs the extra `corpus` (pyarrow, duckdb)")
pytest.importorskip("duckdb", reason="a batch needs the extra `corpus` (pyarrow, duckdb)")

import noticeparse
from noticeparse.cli import main
from noticeparse.corpus import Corpus, CorpusError, cluster
from noticeparse.corpus.batch import batch
from noticeparse.corpus.columns import TABLES
from noticeparse.corpus.document import Document
from noticeparse.corpus.table import results_table
from tests.ladders import invent

DOCUMENTS = 40


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """Ray on this machine, small, for all tests of this file."""
    pytest.importorskip("ray", reason="the engine needs the extra `ray`")
    with cluster._joined(None, 2) as ray:
        yield ray
    assert not ray.is_initialized()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notices, and files that fail."""
    folder = tmp_path_factory.mktemp("documents") / "in"
    folder.mkdir()
    for seed in range(DOCUMENTS - 2):
        (folder / f"{seed:02}.txt").write_text(invent(seed).text[:1500], encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables the process pool makes."""
    batch(folder, folder.parent / "pool", workers=2)
    return tables(folder.parent / "pool")


def tables(corpus: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: Corpus(corpus).table(name).to_pylist() for name in TABLES}


def parser(**methods: Any) -> type[cluster.Parser]:
    """The actor with other methods; a class made here travels to Ray with its code."""
    return type("Parser", (cluster.Parser,), methods)


def test_the_rows_are_those_of_the_pool(
    ray: Any, folder: Path, expected: dict[str, list[dict[str, Any]]]
) -> None:
    report = cluster.run_on_ray(folder, folder.parent / "plain")
    assert (report.notices, report.failures) == (DOCUMENTS - 2, 2)
    assert len(expected["notices"]) == DOCUMENTS - 2 and expected["parts"] and expected["facts"]
    assert tables(folder.parent / "plain") == expected


@pytest.mark.parametrize("asked", [[], ["--workers", "1"]])
def test_the_command_takes_as_many_workers_as_the_cluster_has(
    ray: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    hired: list[int] = []

    class Crew(cluster._Crew):
        def __init__(self, ray: Any, workers: int, *making: Any) -> None:
            hired.append(workers)
            super().__init__(ray, workers, *making)

    monkeypatch.setattr(cluster, "_Crew", Crew)
    monkeypatch.setattr("noticeparse.corpus.pool.cores", lambda: 7)  # of this machine, not of the cluster
    words = ["batch", str(folder), "--out", str(tmp_path / "out"), "--engine", "ray", *asked]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    assert hired == [1 if asked else 2] and f"documents in {DOCUMENTS}" in ran.output


def test_an_address_needs_the_engine(folder: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["batch", str(folder), "--out", str(tmp_path / "out"), "--address", "auto"])
    assert ran.exit_code == 2 and "--engine ray" in ran.output and not (tmp_path / "out").exists()


def test_nodes_of_other_machines_do_not_share_files(ray: Any) -> None:
    def nodes(*names: str) -> Any:
        living = [{"Alive": True, "NodeManagerHostname": name} for name in names]
        return SimpleNamespace(nodes=lambda: [*living, {"Alive": False, "NodeManagerHostname": "gone"}])

    here = socket.gethostname()
    assert cluster._all_here(ray) and cluster._all_here(nodes(here))
    assert not cluster._all_here(nodes(here, "node-2"))


def test_a_document_named_twice_is_one(
    ray: Any, folder: Path, expected: dict[str, list[dict[str, Any]]]
) -> None:
    report = cluster.run_on_ray(
        [folder, folder / "00.txt", folder / "*.txt", folder], folder.parent / "twice"
    )
    assert (report.listed, report.twice) == (DOCUMENTS, 2 * DOCUMENTS)
    assert tables(folder.parent / "twice") == expected


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_worker_costs_no_row_and_doubles_none(
    ray: Any,
    folder: Path,
    expected: dict[str, list[dict[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    when: str,
) -> None:
    died = tmp_path / "died"

    def parse(self: Any, documents: list[Document]) -> bytes:
        def die_once() -> None:
            if not died.exists():
                died.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)

        if when == "before":
            die_once()
        reply = cluster.Parser.parse(self, documents)
        die_once()
        return reply

    monkeypatch.setattr(cluster, "Parser", parser(parse=parse))
    out = folder.parent / f"killed-{when}"
    report = cluster.run_on_ray(folder, out)
    assert died.exists()
    assert report.done == DOCUMENTS
    assert tables(out) == expected


def test_a_document_that_always_kills_is_a_failure_and_the_only_one(
    ray: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(self: Any, documents: list[Document]) -> bytes:
        if any(document.name == "07.txt" for document in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return cluster.Parser.parse(self, documents)

    monkeypatch.setattr(cluster, "Parser", parser(parse=parse))
    report = cluster.run_on_ray([folder / f"{n:02}.txt" for n in range(20)], tmp_path / "out")
    assert (report.notices, dict(report.causes)) == (19, {"killed": 1})
    (row,) = tables(tmp_path / "out")["failures"]
    assert row["name"] == "07.txt" and "lost" in row["message"]


def test_bytes_travel_where_the_nodes_do_not_see_the_files(
    ray: Any, folder: Path, expected: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(self: Any, documents: list[Document]) -> bytes:
        assert all(document.content is not None for document in documents)
        return cluster.Parser.parse(self, documents)

    monkeypatch.setattr(cluster, "Parser", parser(parse=parse))
    cluster.run_on_ray(folder, folder.parent / "bytes", shared_files=False)
    assert tables(folder.parent / "bytes") == expected


def test_workers_of_another_working_folder_find_the_files(
    ray: Any, folder: Path, expected: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)  # Ray's processes began elsewhere
    cluster.run_on_ray(folder.name, "relative")
    assert tables(folder.parent / "relative") == expected


@pytest.mark.parametrize(("take", "came"), [(slice(1, None), "1 rows"), (slice(None), "2 rows")])
def test_rows_that_are_other_than_the_documents_fail_the_run(
    ray: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, take: slice, came: str
) -> None:
    def parse(self: Any, documents: list[Document]) -> bytes:
        if came == "2 rows":
            documents = [documents[0], documents[0]]
        return cluster.Parser.parse(self, documents[take])

    monkeypatch.setattr(cluster, "Parser", parser(parse=parse))
    with pytest.raises(CorpusError, match=f"2 documents went to a Ray worker and {came} came back"):
        cluster.run_on_ray([folder / "00.txt", folder / "01.txt"], tmp_path / "out")


def test_a_cluster_with_another_version_is_refused(
    ray: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticeparse, "__version__", "0.0.1")
    with pytest.raises(CorpusError, match=r"the cluster has noticeparse .*, this machine 0\.0\.1"):
        cluster.run_on_ray(folder, tmp_path / "out")


def test_workers_that_die_at_once_end_the_run(
    ray: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(self: Any, *making: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(cluster, "Parser", parser(__init__=start))
    with pytest.raises(CorpusError, match="end as soon as they start"):
        cluster.run_on_ray(folder, tmp_path / "out")


# --------------------------------------------------------------------------- without Ray


def test_rows_are_compared_by_document_not_by_number() -> None:
    sent = [Document("a", "a", text="一、甲"), Document("b", "b", text="一、乙")]
    rows = [{"id": document.id, "file": document.file} for document in sent]
    assert cluster._checked(results_table(rows), sent).num_rows == 2
    with pytest.raises(CorpusError):
        cluster._checked(results_table([rows[0], rows[0]]), sent)


@pytest.mark.parametrize("form", ["127.0.0.1:{}", "ray://127.0.0.1:{}"])
def test_an_address_where_nobody_listens_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    ray = pytest.importorskip("ray", reason="the engine needs the extra `ray`")
    monkeypatch.setattr(ray, "is_initialized", lambda: False)  # as in a process of its own
    with socket.socket() as held:  # bound, not listening: nobody else can take the port meanwhile
        held.bind(("127.0.0.1", 0))
        address = form.format(held.getsockname()[1])
        with pytest.raises(CorpusError, match=f"Ray at {address}: .*refused"):
            cluster.run_on_ray(["none.txt"], tmp_path / "out", address=address)


def test_without_ray_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ImportError, match=r"noticeparse\[ray\]"):
        cluster.run_on_ray([], tmp_path / "out")


def test_ray_is_loaded_when_used_not_before() -> None:
    code = "import sys, noticeparse.corpus.cluster; print('ray' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
