"""batch(): nothing lost, nothing twice, whatever the inputs, the disk and the worker processes do."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import textwrap
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.generate import notice, page, write, write_fuzz

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from noticeparse.corpus import Corpus, CorpusError, archives, pool, store  # noqa: E402
from noticeparse.corpus.batch import ENGINES, LostRowsError, Report, batch  # noqa: E402
from noticeparse.corpus.columns import TABLES  # noqa: E402
from noticeparse.corpus.document import Document  # noqa: E402
from noticeparse.corpus.inputs import Inputs  # noqa: E402
from noticeparse.corpus.progress import line, progress  # noqa: E402
from noticeparse.corpus.table import parse_row, parse_table, results_table, sha256  # noqa: E402

KILLS = int(os.environ.get("NOTICEPARSE_KILLS", "3"))
"""How often the run of the resumption test is killed."""
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals and limits of POSIX")

TRAPS = """
import os, signal, time
import noticeparse.pipeline as pipeline

parse = pipeline.parse

def trapped(source, **options):
    text = source.text
    if "TRAP exit" in text:
        os._exit(7)
    if "TRAP segv" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "TRAP hang" in text:
        time.sleep(3600)
    if "TRAP memory" in text:
        raise MemoryError
    if "TRAP once" in text and not os.path.exists(os.environ["TRAP_SPRUNG"]):
        open(os.environ["TRAP_SPRUNG"], "w").close()
        os._exit(7)
    return parse(source, **options)

pipeline.parse = trapped
"""


@pytest.fixture
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes whose parser obeys traps in the text."""
    (tmp_path / "traps").mkdir()
    (tmp_path / "traps" / "sitecustomize.py").write_text(TRAPS)
    paths = [str(tmp_path / "traps"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("TRAP_SPRUNG", str(tmp_path / "sprung"))


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    return write(tmp_path / "crawl", 12)


class InProcess:
    """An engine in this process, for what is not about processes."""

    def parse_all(
        self, documents: Iterator[Document], *, workers: int, timeout: float, check: bool, whole: bool
    ) -> Iterator[Any]:
        for document in documents:
            yield results_table([parse_row(document.row(), check=check, whole=whole)])


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    sys.modules["tests.in_process"] = InProcess()  # type: ignore[assignment]
    monkeypatch.setitem(ENGINES, "pool", "tests.in_process")


def content(out: Path) -> dict[str, list[dict[str, Any]]]:
    corpus = Corpus(out)
    return {name: corpus.table(name).to_pylist() for name in TABLES}


def causes(out: Path) -> dict[str, str]:
    return {row["name"]: row["cause"] for row in Corpus(out).failures().to_pylist()}


def command(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "noticeparse", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=120, **options)


# --------------------------------------------------------------------------- one run


def test_a_folder_becomes_a_corpus(crawl: Path, tmp_path: Path) -> None:
    (crawl / "empty.txt").write_bytes(b"")
    (crawl / ".hidden").write_bytes(b"x")
    report = batch(crawl, tmp_path / "corpus", workers=2)
    assert (report.listed, report.notices, report.failures, report.unchanged) == (13, 12, 1, 0)
    rows = content(tmp_path / "corpus")
    assert [row["file"] for row in rows["notices"]] == sorted(f"crawl/000/{page(n).name}" for n in range(12))
    assert all(row["issuer"] and row["is_notice"] for row in rows["notices"])
    assert rows["failures"][0]["message"] == "is empty (zero bytes)"
    first = next(row for row in rows["notices"] if row["name"] == page(0).name)
    assert first["sha256"] == sha256(page(0).content)
    assert {name: len(found) for name, found in rows.items()} == report.rows
    assert "rows in = rows out" in str(report) and "parsed 12 + failed 1" in str(report)


def test_the_number_of_workers_changes_nothing(crawl: Path, tmp_path: Path) -> None:
    batch(crawl, tmp_path / "one", workers=1)
    batch(crawl, tmp_path / "three", workers=3, shard_documents=1)
    assert content(tmp_path / "one") == content(tmp_path / "three")
    assert len(Corpus(tmp_path / "three")._shards) > 0


def test_whole_notices_as_json_lines(crawl: Path, tmp_path: Path) -> None:
    batch(crawl, tmp_path / "corpus", workers=1, jsonl=True)
    lines = (tmp_path / "corpus" / "jsonl" / "000001.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["source"]["sha256"] for line in lines} == {
        row["sha256"] for row in content(tmp_path / "corpus")["notices"]
    }


def test_a_script_without_a_main_guard_is_not_run_again(crawl: Path, tmp_path: Path) -> None:
    script = f"from noticeparse.corpus.batch import batch\nprint('begun')\nbatch({str(crawl)!r}, {str(tmp_path / 'corpus')!r}, workers=2)"
    (tmp_path / "script.py").write_text(script)
    from_file = subprocess.run([sys.executable, str(tmp_path / "script.py")], capture_output=True, text=True, timeout=120)
    assert (from_file.returncode, from_file.stdout) == (0, "begun\n"), from_file.stderr
    from_stdin = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, timeout=120)
    assert (from_stdin.returncode, from_stdin.stdout) == (0, "begun\n"), from_stdin.stderr


def test_inputs_are_not_read_far_ahead() -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for n in range(400):
            taken += 1
            yield Document(f"{n}", f"{n}", text="一、甲", size=9)

    given = 0
    for table in pool.parse_all(documents(), workers=2, timeout=60):
        given += 0 if table is None else table.num_rows
        assert taken - given <= 4 * pool.CHUNK
    assert given == 400


@pytest.mark.parametrize(("chunks", "hired"), [(0, 0), (1, 1), (2, 2), (9, 3)])
def test_workers_start_side_by_side_and_none_without_work(
    chunks: int, hired: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = pool._Crew(3, 60, {})
    monkeypatch.setattr(crew, "_hired", lambda: SimpleNamespace(chunk=[]))
    left = iter([[Document(f"{n}", f"{n}")] for n in range(chunks)])
    crew._fetch(left)
    crew._hire()
    assert len(crew._workers) == hired
    assert len(list(left)) == max(0, chunks - 3)


def test_large_documents_make_small_chunks() -> None:
    documents = [Document(f"{n}", f"{n}", size=pool.CHUNK_BYTES // 2) for n in range(6)]
    assert [len(chunk) for chunk in pool._chunks(iter(documents))] == [2, 2, 2]


# --------------------------------------------------------------------------- running again


def test_a_second_run_parses_only_what_is_new_or_changed(crawl: Path, tmp_path: Path, in_process: None) -> None:
    out = tmp_path / "corpus"
    batch(crawl, out, shard_documents=5)
    before = content(out)
    assert batch(crawl, out).done == 0
    changed, new = crawl / "000" / page(3).name, crawl / "000" / "new.txt"
    changed.write_bytes(page(103).content)
    new.write_text(notice(104), encoding="utf-8")
    report = batch(crawl, out, shard_documents=5)
    assert (report.notices, report.unchanged) == (2, 11)
    after = content(out)
    fresh = tmp_path / "fresh"
    batch(crawl, fresh)
    assert after == content(fresh) and after != before
    assert not {path.name for path in (out / "parts").iterdir()} - {f"{shard}.parquet" for shard in Corpus(out)._shards}


def test_all_anew_gives_the_same(crawl: Path, tmp_path: Path, in_process: None) -> None:
    out = tmp_path / "corpus"
    batch(crawl, out, shard_documents=5, jsonl=True)
    before = content(out)
    report = batch(crawl, out, shard_documents=3, again=True, jsonl=True)
    assert report.notices == 12 and content(out) == before
    lines = [line for path in (out / "jsonl").iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 12


def test_other_options_or_another_version_parse_anew(
    crawl: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "corpus"
    batch(crawl, out)
    assert batch(crawl, out, jsonl=True).notices == 12
    monkeypatch.setattr("noticeparse.__version__", "9.9.9")
    assert batch(crawl, out, jsonl=True).notices == 12
    assert batch(crawl, out, jsonl=True).notices == 0


def test_a_failure_is_replaced_when_its_file_is_mended(crawl: Path, tmp_path: Path, in_process: None) -> None:
    out, broken = tmp_path / "corpus", crawl / "broken.txt"
    broken.write_bytes(b"")
    batch(crawl, out)
    assert causes(out) == {"broken.txt": "unreadable"}
    broken.write_text(notice(50), encoding="utf-8")
    report = batch(crawl, out)
    assert report.notices == 1 and causes(out) == {} and report.rows["notices"] == 13


def test_a_document_named_twice_is_one(crawl: Path, tmp_path: Path, in_process: None) -> None:
    report = batch([crawl, crawl / "000", str(crawl / "000" / "*.html")], tmp_path / "corpus")
    assert report.listed == 12 and report.twice == 12 + 4 and report.rows["notices"] == 12


def test_the_corpus_is_no_input_of_itself(crawl: Path, in_process: None) -> None:
    assert batch(crawl, crawl / "corpus").listed == 12
    assert batch(crawl, crawl / "corpus").listed == 12


# --------------------------------------------------------------------------- workers that hang or die


@POSIX
def test_documents_that_hang_or_kill_cost_only_themselves(traps: None, crawl: Path, tmp_path: Path) -> None:
    for trap in ("exit", "segv", "hang", "memory"):
        (crawl / "000" / f"000005-{trap}.txt").write_text(f"TRAP {trap}\n{notice(1)}", encoding="utf-8")
    report = batch(crawl, tmp_path / "corpus", workers=2, timeout=2)
    assert report.notices == 12 and report.failures == 4
    assert causes(tmp_path / "corpus") == {
        "000005-exit.txt": "killed", "000005-segv.txt": "killed", "000005-hang.txt": "timeout", "000005-memory.txt": "memory",
    }  # fmt: skip
    said = {row["name"]: row for row in Corpus(tmp_path / "corpus").failures().to_pylist()}
    assert "exit status 7" in said["000005-exit.txt"]["message"]
    assert "SIGSEGV" in said["000005-segv.txt"]["message"]
    assert said["000005-hang.txt"]["message"] == "took longer than 2 s"
    assert all(row["sha256"] for row in said.values())


@POSIX
def test_a_document_that_kills_once_is_parsed_the_second_time(traps: None, crawl: Path, tmp_path: Path) -> None:
    (crawl / "000" / "000001-once.txt").write_text(f"TRAP once\n{notice(1)}", encoding="utf-8")
    report = batch(crawl, tmp_path / "corpus", workers=1)
    assert (report.notices, report.failures) == (13, 0)
    assert (tmp_path / "sprung").exists()


@POSIX
def test_what_ran_out_of_time_is_left_alone_until_a_retry_is_asked_for(
    traps: None, crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "corpus"
    (crawl / "000" / "hang.txt").write_text(f"TRAP hang\n{notice(1)}", encoding="utf-8")
    batch(crawl, out, workers=1, timeout=1)
    assert batch(crawl, out, workers=1, timeout=1).done == 0
    monkeypatch.setenv("PYTHONPATH", "")
    report = batch(crawl, out, workers=1, retry=True)
    assert (report.notices, report.unchanged, causes(out)) == (1, 12, {})


@POSIX
def test_workers_that_cannot_start_are_told(crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text("import os; os._exit(9)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    with pytest.raises(CorpusError, match="as soon as they start"):
        batch(crawl, tmp_path / "corpus", workers=2)


# --------------------------------------------------------------------------- killed runs


def documents_in(out: Path) -> int:
    """How many documents the manifest lists."""
    rows = store.read_manifest(out).rows()
    return rows["notices"] + rows["failures"]


@POSIX
def test_a_run_killed_at_random_moments_ends_with_the_same_tables(tmp_path: Path) -> None:
    """kill -9 of the parent, `NOTICEPARSE_KILLS` times (3 by default), a resumption each time."""
    crawl = write(tmp_path / "crawl", 60 + 20 * KILLS)
    (crawl / "empty.txt").write_bytes(b"")
    batch(crawl, tmp_path / "calm", workers=1)
    out = tmp_path / "harried"
    script = f"from noticeparse.corpus.batch import batch\nbatch({str(crawl)!r}, {str(out)!r}, workers=2, shard_documents=4)"
    rng = random.Random(KILLS)
    kept = [0]
    for turn in range(KILLS):
        run = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
        if turn % 2:  # at any moment, starting and listing included
            time.sleep(rng.uniform(0.1, 2.5))
        else:  # while it writes
            deadline, some = time.monotonic() + 30, kept[-1] + rng.randrange(1, 12)
            while time.monotonic() < deadline and run.poll() is None and documents_in(out) < some:
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.2))
        run.kill()
        run.wait()
        kept.append(documents_in(out))
        assert not kept[-1] or Corpus(out).sql("SELECT count(*) AS n FROM notices")["n"][0].as_py() >= kept[-1] - 1
    assert kept == sorted(kept) and kept[-1] > 0
    assert batch(crawl, out, workers=2).unchanged == kept[-1]
    assert content(out) == content(tmp_path / "calm")


@POSIX
def test_ctrl_c_keeps_what_was_parsed(tmp_path: Path) -> None:
    crawl, out = write(tmp_path / "crawl", 150), tmp_path / "corpus"
    run = subprocess.Popen(
        [sys.executable, "-m", "noticeparse", "batch", str(crawl), "--out", str(out), "--workers", "1",
         "--progress", "lines", "--every", "0"], stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert run.stderr is not None
    while (run.stderr.readline() or "end").startswith("batch: 0 of"):
        pass
    os.kill(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130 and "goes on from there" in said
    kept = Corpus(out).notices().num_rows
    assert 0 < kept <= 150
    assert batch(crawl, out, workers=2).unchanged == kept


def test_a_torn_line_and_remains_of_a_killed_run_count_for_nothing(
    crawl: Path, tmp_path: Path, in_process: None
) -> None:
    out = tmp_path / "corpus"
    batch(crawl, out)
    calm = content(out)
    with open(out / "manifest.jsonl", "ab") as manifest:
        manifest.write(b'{"tables": "1.0", "add": [{"shard": "0000')
    remains = [out / "notices" / "000077.parquet", out / "facts" / "000077.parquet.tmp"]
    for path in remains:
        path.write_bytes(b"half")
    assert content(out) == calm
    assert batch(crawl, out).unchanged == 12
    assert content(out) == calm and not any(path.exists() for path in remains)
    assert (out / "manifest.jsonl").read_bytes().endswith(b"\n")


# --------------------------------------------------------------------------- the folder


def test_a_second_run_into_one_folder_is_refused(crawl: Path, tmp_path: Path, in_process: None) -> None:
    with store.Store(tmp_path / "corpus", {}), pytest.raises(CorpusError, match=f"being written by process {os.getpid()} on"):
        batch(crawl, tmp_path / "corpus")
    assert batch(crawl, tmp_path / "corpus").notices == 12


@POSIX
def test_the_lock_of_a_killed_process_holds_nobody(crawl: Path, tmp_path: Path, in_process: None) -> None:
    script = f"""
        import time
        from pathlib import Path
        from noticeparse.corpus.store import Store
        store = Store(Path({str(tmp_path / "corpus")!r}), {{}})
        print("locked", flush=True)
        time.sleep(60)
    """
    holder = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "locked\n"
    with pytest.raises(CorpusError, match=f"process {holder.pid}"):
        batch(crawl, tmp_path / "corpus")
    holder.kill()
    holder.wait()
    assert batch(crawl, tmp_path / "corpus").notices == 12


@pytest.mark.parametrize("at", [1, 9, 10, 17, 18, 22])
def test_a_full_disk_is_told_and_nothing_written_is_lost(
    at: int, crawl: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full from the `at`-th file on: in a shard, at the manifest, at the datapackage."""
    out, flushed = tmp_path / "corpus", 0
    to_disk = store._to_disk

    def full(stream: Any) -> None:
        nonlocal flushed
        flushed += 1
        if flushed >= at:
            raise OSError(errno.ENOSPC, "No space left on device")
        to_disk(stream)

    monkeypatch.setattr(store, "_to_disk", full)
    with pytest.raises(CorpusError, match=r"cannot be written .*No space left on device.*goes on from there"):
        batch(crawl, out, shard_documents=4)
    if (out / "manifest.jsonl").exists():
        corpus = Corpus(out)
        assert corpus.sql("SELECT count(*) AS n FROM parts").num_rows == 1
        assert corpus.notices().num_rows % 4 == 0
    assert not list(out.rglob("*.tmp"))
    monkeypatch.setattr(store, "_to_disk", to_disk)
    batch(crawl, out)
    batch(crawl, tmp_path / "fresh")
    assert content(out) == content(tmp_path / "fresh")


@POSIX
def test_a_limit_on_files_is_told_by_the_command(crawl: Path, tmp_path: Path) -> None:
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    ran = command("batch", crawl, "--out", tmp_path / "corpus", "--workers", 1, preexec_fn=limited)
    assert ran.returncode == 2 and "cannot be written" in ran.stderr and "Traceback" not in ran.stderr
    assert command("batch", crawl, "--out", tmp_path / "corpus", "--workers", 1).returncode == 0


def test_a_folder_that_cannot_be_a_corpus_is_refused(crawl: Path, tmp_path: Path, in_process: None) -> None:
    with pytest.raises(CorpusError, match="is neither empty nor a corpus"):
        batch(crawl, crawl / "000")
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorpusError, match="is a file, not a folder"):
        batch(crawl, tmp_path / "file")
    with pytest.raises(CorpusError, match="cannot be"):
        batch(crawl, tmp_path / "file" / "corpus")


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_told(crawl: Path, tmp_path: Path, in_process: None) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(CorpusError, match="cannot be"):
        batch(crawl, tmp_path / "shut" / "corpus")


def test_a_damaged_manifest_is_refused_not_guessed(crawl: Path, tmp_path: Path, in_process: None) -> None:
    out = tmp_path / "corpus"
    batch(crawl, out)
    whole = (out / "manifest.jsonl").read_bytes()
    (out / "manifest.jsonl").write_bytes(b"garbage\n" + whole)
    for attempt in (lambda: batch(crawl, out), lambda: Corpus(out)):
        with pytest.raises(CorpusError, match="manifest is damaged"):
            attempt()
    (out / "manifest.jsonl").write_bytes(whole.replace(b'"tables": "1.0"', b'"tables": "7.0"'))
    with pytest.raises(CorpusError, match=r"tables of version 7\.0"):
        batch(crawl, out)


# --------------------------------------------------------------------------- the account


@pytest.mark.parametrize("fault", ["drop", "double"])
def test_lost_and_doubled_rows_are_found(
    fault: str, crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse_all(documents: Iterator[Document], **options: Any) -> Iterator[Any]:
        for n, document in enumerate(documents):
            table = parse_table(pa.Table.from_pylist([document.row()]))
            yield from ([table] if n != 5 else [] if fault == "drop" else [table, table])

    monkeypatch.setitem(ENGINES, "pool", "tests.faulty")
    monkeypatch.setitem(sys.modules, "tests.faulty", SimpleNamespace(parse_all=parse_all))  # type: ignore[arg-type]
    with pytest.raises(LostRowsError, match="rows in and rows out differ"):
        batch(crawl, tmp_path / "corpus")


def test_a_shard_that_lost_its_rows_is_found(crawl: Path, tmp_path: Path, in_process: None) -> None:
    import pyarrow.parquet as pq

    batch(crawl, tmp_path / "corpus")
    path = tmp_path / "corpus" / "facts" / "000001.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    with pytest.raises(LostRowsError, match="where the manifest says"):
        batch(crawl, tmp_path / "corpus")


def test_a_folder_of_trouble_is_accounted_for_to_the_last_file(tmp_path: Path) -> None:
    fuzz = write_fuzz(tmp_path / "fuzz", 4)
    files = {path for path in fuzz.rglob("*") if path.is_file()}
    assert len(files) == 20
    report = batch(fuzz, tmp_path / "corpus", workers=2)
    rows = content(tmp_path / "corpus")
    assert {row["file"] for name in ("notices", "failures") for row in rows[name]} == {
        path.relative_to(tmp_path).as_posix() for path in files
    }
    assert report.rows["notices"] + report.rows["failures"] == 20
    assert "error" not in report.causes and report.causes["unreadable"] >= 4


# --------------------------------------------------------------------------- archives


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tar_of(path: Path, members: dict[str, bytes | str]) -> Path:
    """A tar of files, and of links where a member is a `str`."""
    mode: Any = "w:" + {".tar": "", ".gz": "gz", ".bz2": "bz2", ".xz": "xz"}[path.suffix]
    with tarfile.open(path, mode) as archive:
        for name, data in members.items():
            about = tarfile.TarInfo(name)
            if isinstance(data, str):
                about.type, about.linkname = tarfile.SYMTYPE, data
                archive.addfile(about)
            else:
                about.size = len(data)
                archive.addfile(about, io.BytesIO(data))
    return path


GOOD = {f"pages/{page(n).name}": page(n).content for n in range(3)}
BAD_NAMES = ("../../etc/evil.txt", "/abs/evil.txt", "C:\\evil.txt", "a/../../evil.txt", "..\\evil.txt")


def listed(path: Path) -> dict[str, Document]:
    return {document.file: document for document in Inputs([path], path.parent / "corpus").documents()}


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz"])
def test_archives_are_read_member_by_member(suffix: str, tmp_path: Path, in_process: None) -> None:
    make: Any = zip_of if suffix == ".zip" else tar_of
    make(tmp_path / f"all{suffix}", GOOD | {"__MACOSX/pages/._x": b"x", "pages/.DS_Store": b"x"})
    report = batch(tmp_path / f"all{suffix}", tmp_path / "corpus")
    rows = content(tmp_path / "corpus")["notices"]
    assert [row["file"] for row in rows] == sorted(f"all{suffix}!{name}" for name in GOOD)
    assert report.failures == 0 and {row["sha256"] for row in rows} == {sha256(data) for data in GOOD.values()}


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_members_that_lead_out_of_the_archive_are_refused(suffix: str, tmp_path: Path, in_process: None) -> None:
    make: Any = zip_of if suffix == ".zip" else tar_of
    make(tmp_path / f"all{suffix}", GOOD | dict.fromkeys(BAD_NAMES, b"evil"))
    report = batch(tmp_path / f"all{suffix}", tmp_path / "corpus")
    assert (report.notices, dict(report.causes)) == (3, {"unsafe": len(BAD_NAMES)})
    assert not list(tmp_path.rglob("evil*"))


def test_links_in_archives_are_refused(tmp_path: Path) -> None:
    tar = listed(tar_of(tmp_path / "a.tar", {"link.txt": "/etc/hostname", "good.txt": b"x"}))
    assert tar["a.tar!link.txt"].refused == ("unsafe", "is a link, not a file")
    assert tar["a.tar!good.txt"].content == b"x"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert listed(tmp_path / "a.zip")["a.zip!link.txt"].refused == ("unsafe", "is a link, not a file")


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_an_archive_that_unpacks_out_of_proportion_is_refused(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "RATIO_FLOOR", 2**20)
    make: Any = zip_of if suffix == ".zip" else tar_of
    make(tmp_path / f"bomb{suffix}", {f"{n}.txt": bytes(2**20) for n in range(5)})
    refused = listed(tmp_path / f"bomb{suffix}")[f"bomb{suffix}"].refused
    assert refused is not None and refused[0] == "unsafe" and "bomb" in refused[1]


def test_a_member_that_lies_about_its_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER", 10_000)
    path = zip_of(tmp_path / "liar.zip", {"big.txt": bytes(50_000)})
    assert "more than" in (listed(path)["liar.zip!big.txt"].refused or ("", ""))[1]
    packed = path.read_bytes()
    path.write_bytes(packed.replace((50_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")))
    found = listed(path)
    assert all(document.refused for document in found.values()) and found


def test_members_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "overlap.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", b"x" * 1000)
        for n in range(5):
            copy = zipfile.ZipInfo(f"{n}.txt")
            first = archive.filelist[0]
            copy.header_offset, copy.compress_size, copy.file_size, copy.CRC = 0, 1000, 1000, first.CRC
            archive.filelist.append(copy)
    assert "share their bytes" in (listed(path)["overlap.zip"].refused or ("", ""))[1]


def test_a_tar_header_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 2**32
    (tmp_path / "greedy.tar").write_bytes(header.tobuf(tarfile.GNU_FORMAT) + bytes(2048))
    assert "bomb" in (listed(tmp_path / "greedy.tar")["greedy.tar"].refused or ("", ""))[1]


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tar.xz"])
def test_a_damaged_archive_is_one_failure_and_what_came_before_stays(suffix: str, tmp_path: Path, in_process: None) -> None:
    make: Any = zip_of if suffix == ".zip" else tar_of
    members = {f"{n}.txt": random.Random(n).randbytes(3000).hex().encode() for n in range(20)}
    path = make(tmp_path / f"cut{suffix}", members)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    (tmp_path / f"noise{suffix}").write_bytes(random.Random(1).randbytes(900))
    report = batch([path, tmp_path / f"noise{suffix}"], tmp_path / "corpus")
    broken = [row["file"] for row in content(tmp_path / "corpus")["failures"] if "broken archive" in row["message"]]
    assert set(broken) == {f"cut{suffix}", f"noise{suffix}"}
    assert report.done == report.listed


@pytest.mark.parametrize(
    "suffix", [".zip", ".tar", ".tgz", ".tbz2", ".txz", ".jsonl", ".jsonl.gz", ".parquet", ".warc", ".warc.gz"]
)
@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\x1f\x8b\x08\x00", b"PAR1", b"WARC/1.0\r\n",
                                  b"BZh9", b"\xfd7zXZ\x00"])  # fmt: skip
def test_noise_under_any_name_is_accounted_for(suffix: str, head: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"noise{suffix}"
    for seed in range(5):
        path.write_bytes(head + random.Random(seed).randbytes(seed * 300))
        inputs = Inputs([path], tmp_path / "corpus")
        assert all(document.refused for document in inputs.documents())
        inputs.count()


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_folders_and_files_that_may_not_be_read_are_failures(crawl: Path, tmp_path: Path, in_process: None) -> None:
    (crawl / "shut").mkdir(mode=0)
    (crawl / "shut.txt").touch(mode=0)
    assert batch(crawl, tmp_path / "corpus").notices == 12
    assert causes(tmp_path / "corpus") == {"shut": "unreadable", "shut.txt": "unreadable"}


def test_chinese_names_and_names_used_twice(tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    with zipfile.ZipFile(path, "w") as archive:
        windows = zipfile.ZipInfo("x")
        windows.filename = "整改通报.txt".encode("gb18030").decode("cp437")
        windows.flag_bits = 0
        archive.writestr(windows, "甲")
        archive.writestr("b.txt", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("b.txt", "2")
    found = listed(path)
    assert {"names.zip!b.txt", "names.zip!b.txt#2"} < found.keys() and len(found) == 3
    assert found["names.zip!b.txt#2"].content == b"2"


def test_a_container_inside_an_archive_is_refused_not_read_as_a_page(tmp_path: Path, in_process: None) -> None:
    inner = zip_of(tmp_path / "inner.zip", GOOD).read_bytes()
    lines = json.dumps({"text": notice(1)}).encode()
    zip_of(tmp_path / "outer.zip", {"inner.zip": inner, "scrape.jsonl": lines, "good.txt": notice(2).encode()})
    report = batch(tmp_path / "outer.zip", tmp_path / "corpus")
    assert report.notices == 1 and causes(tmp_path / "corpus") == dict.fromkeys(["inner.zip", "scrape.jsonl"], "unreadable")
    assert all("unpack" in row["message"] for row in content(tmp_path / "corpus")["failures"])


@POSIX
def test_a_file_called_like_a_member_or_a_record_is_a_document_of_its_own(tmp_path: Path, in_process: None) -> None:
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(crawl / "a.zip", "w") as archive:
        for name in ("b.txt", "b.txt#2", "b.txt"):
            archive.writestr(name, notice(1))
    (crawl / "c.jsonl").write_text(json.dumps({"text": notice(2)}) + "\n")
    for name in ("a.zip!b.txt", "c.jsonl#1", "#1.txt", "x\\xb1.txt"):
        (crawl / name).write_text(notice(3), encoding="utf-8")
    with open(os.fsencode(crawl) + b"/x\xb1.txt", "w", encoding="utf-8") as stream:
        stream.write(notice(4))
    report = batch(crawl, tmp_path / "corpus")
    assert (report.notices, report.twice) == (9, 0)
    assert {row["file"] for row in content(tmp_path / "corpus")["notices"]} == {
        "crawl/a.zip!b.txt", "crawl/a.zip!b.txt#2", "crawl/a.zip!b.txt#3", "crawl/a.zip\\x21b.txt", "crawl/c.jsonl#1",
        "crawl/c.jsonl\\x231", "crawl/#1.txt", "crawl/x\\x5cxb1.txt", "crawl/x\\xb1.txt",
    }  # fmt: skip


# --------------------------------------------------------------------------- records


RECORDS: list[dict[str, Any]] = [
    {"text": notice(1), "url": "https://example.cn/a/1.html", "fetched_at": "2024-05-01T08:00:00+08:00"},
    {"html": page(3).content.decode(), "text": "flat", "url": "https://example.cn/3", "fetched_at": None},
    {"text": None, "html": "", "url": "https://example.cn/none"},
]


def test_json_lines_of_scraped_records(tmp_path: Path, in_process: None) -> None:
    lines = [json.dumps(record, ensure_ascii=False) for record in RECORDS]
    broken = ["{not json", "[1]", ""]
    (tmp_path / "scrape.jsonl").write_text("\n".join(lines + broken) + "\n", encoding="utf-8")
    report = batch(tmp_path / "scrape.jsonl", tmp_path / "corpus")
    rows = content(tmp_path / "corpus")
    assert [(row["file"], row["url"], row["fetched_at"], row["name"]) for row in rows["notices"]] == [
        ("scrape.jsonl#1", RECORDS[0]["url"], RECORDS[0]["fetched_at"], "1.html"),
        ("scrape.jsonl#2", RECORDS[1]["url"], None, "3"),
    ]
    assert rows["notices"][1]["media_type"] == "text/html"
    assert dict(report.causes) == {"record": 3}
    assert batch(tmp_path / "scrape.jsonl", tmp_path / "corpus").unchanged == 2


def test_parquet_of_scraped_records_with_columns_of_other_names(tmp_path: Path, in_process: None) -> None:
    import datetime

    import pyarrow.parquet as pq

    moment = datetime.datetime(2024, 5, 1, 8, 0)
    rows = [{"正文": record["text"], "raw": page(n).content, "link": record["url"], "at": moment, "other": 1}
            for n, record in enumerate(RECORDS)]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "scrape.parquet")
    batch(tmp_path / "scrape.parquet", tmp_path / "texts", columns={"text": "正文", "url": "link", "fetched_at": "at"})
    found = content(tmp_path / "texts")
    assert [row["url"] for row in found["notices"]] == [RECORDS[0]["url"], RECORDS[1]["url"]]
    assert {row["fetched_at"] for row in found["notices"]} == {"2024-05-01T08:00:00"}
    batch(tmp_path / "scrape.parquet", tmp_path / "bytes", columns={"html": "raw", "url": "link"})
    assert [row["sha256"] for row in content(tmp_path / "bytes")["notices"]] == [sha256(page(n).content) for n in range(3)]


def test_a_broken_file_of_records_is_one_failure(tmp_path: Path, in_process: None) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "b.jsonl.gz").write_bytes(b"\x1f\x8b no")
    report = batch([tmp_path / "a.parquet", tmp_path / "b.jsonl.gz"], tmp_path / "corpus")
    assert report.failures == report.listed == 2


def test_a_warc_of_a_crawl(tmp_path: Path, in_process: None) -> None:
    warcio = pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert warcio
    answers = [("200 OK", "text/html; charset=utf-8", page(3).content), ("404 Not Found", "text/html", b"gone"),
               ("200 OK", "image/png", b"\x89PNG"), ("200 OK", "text/plain", notice(2).encode("gb18030"))]  # fmt: skip
    with open(tmp_path / "crawl.warc.gz", "wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for n, (status, kind, body) in enumerate(answers):
            http = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(f"https://example.cn/{n}", "response", payload=io.BytesIO(body), http_headers=http))
    batch(tmp_path / "crawl.warc.gz", tmp_path / "corpus")
    rows = content(tmp_path / "corpus")["notices"]
    assert [row["url"] for row in rows] == ["https://example.cn/0", "https://example.cn/3"]
    assert all(row["fetched_at"] and row["is_notice"] for row in rows)


def test_an_input_that_does_not_exist_is_an_error_not_a_row(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        batch(tmp_path / "*.html", tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()


@POSIX
def test_links_pipes_and_strange_names_in_a_folder(tmp_path: Path, in_process: None) -> None:
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    os.mkfifo(crawl / "pipe.txt")
    (crawl / "dangling.txt").symlink_to("nowhere")
    (crawl / "loop").symlink_to(crawl)
    with open(os.fsencode(crawl) + b"/\xcd\xa8\xb1\xa8.txt", "w", encoding="utf-8") as stream:
        stream.write(notice(1))
    report = batch(crawl, tmp_path / "corpus")
    assert causes(tmp_path / "corpus") == {"pipe.txt": "unreadable", "dangling.txt": "unreadable"}
    assert report.notices == 1
    assert content(tmp_path / "corpus")["notices"][0]["name"] == "ͨ\\xb1\\xa8.txt"  # two bytes happen to be UTF-8


# --------------------------------------------------------------------------- progress and command


def test_a_line_of_the_log() -> None:
    report = Report(listed=50, notices=40, unchanged=5, seconds=20.0)
    report.causes["timeout"] = 2
    assert line(report, 100) == "batch: 47 of 100 documents (47%), 2.1 a second, 2 failed, 25 s left"
    assert line(Report(), None) == "batch: 0 documents, 0.0 a second, 0 failed"


def test_progress_speaks_as_it_is_told_and_not_in_a_pipe() -> None:
    report = Report(listed=5, notices=4, seconds=1.0)
    for how, spoken in (("none", ""), ("auto", ""), ("lines", "batch: 4 of 9 documents (44%), 4.0 a second")):
        stream = io.StringIO()
        with progress(how, 0.0, stream) as watch:
            watch.expect(lambda: 9)
            watch(report)
        assert stream.getvalue().startswith(spoken) and bool(stream.getvalue()) == bool(spoken)


def test_the_bar_shows_rate_and_failures() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream, report = Terminal(), Report(listed=5, notices=3, seconds=1.0)
    report.causes["killed"] = 2
    with progress("auto", 0.0, stream) as watch:
        watch.expect(lambda: 9)
        watch(report)
    assert "5/9" in stream.getvalue() and "5/s" in stream.getvalue() and "2 failed" in stream.getvalue()


@POSIX
def test_a_terminal_gets_a_bar_and_a_pipe_gets_nothing(crawl: Path, tmp_path: Path) -> None:
    import pty

    words = [sys.executable, "-m", "noticeparse", "batch", str(crawl), "--out", str(tmp_path / "corpus"), "--workers", "1"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs) as run:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal ends on Linux
            while piece := os.read(ours, 4096):
                shown += piece
        said, _ = run.communicate(timeout=60)
    os.close(ours)
    assert b"12/12" in shown and b"/s" in shown and b"left" in shown
    assert said.decode().startswith("documents in 12 = parsed 12")
    assert command("batch", crawl, "--out", tmp_path / "corpus").stderr == ""


def test_counting_before_the_run(tmp_path: Path, crawl: Path) -> None:
    zip_of(tmp_path / "a.zip", GOOD)
    (tmp_path / "b.jsonl").write_text('{"text": "x"}\n' * 4)
    assert Inputs([crawl, tmp_path / "a.zip", tmp_path / "b.jsonl"], tmp_path / "corpus").count() == 12 + 3 + 4
    tar_of(tmp_path / "c.tar", dict(GOOD))
    assert Inputs([tmp_path / "c.tar"], tmp_path / "corpus").count() is None


def test_the_command(crawl: Path, tmp_path: Path) -> None:
    ran = command("batch", crawl, "--out", tmp_path / "corpus", "--workers", 1)
    assert ran.returncode == 0 and ran.stderr == "" and "rows in = rows out" in ran.stdout
    assert command("batch", tmp_path / "none", "--out", tmp_path / "corpus").returncode == 2
    assert command("batch", crawl, "--out", crawl / "000" / page(0).name).returncode == 2
    wrong = command("batch", crawl, "--out", tmp_path / "corpus", "--column", "words=x")
    assert wrong.returncode == 2 and "WHAT=NAME" in wrong.stderr


def test_cores_are_counted() -> None:
    assert 1 <= pool.cores() <= (os.cpu_count() or 1)
