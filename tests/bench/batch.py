"""Bars of the batch on a generated corpus: `python -m tests.bench batch [--size 20000] [--only …] [--assert]`.

speed     a bare loop of `parse` over SIZE files, the batch on one worker process, and on two
memory    peak memory of the run of SIZE documents on two workers against one of a tenth of it
ray       the batch on Ray on this machine, two workers: its time against the process pool's, the same rows exactly
kills     a run of a tenth of SIZE killed (SIGKILL) at --kills random moments, resumed each time: the tables of an
          undisturbed run
fuzz      a folder of trouble, --trouble files of each sort: every file accounted for

Every run is a process of its own. Wall-clock ratios mean something on a machine with nothing else to do; beside them
stand the ratios in CPU seconds, which other people's work does not change much, and what two bare loops at once reach,
which is all that two cores can give. Runs that several groups need are made once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench.bench import ROOT, Row, show
from tests.generate import write, write_fuzz

SPEEDUP_BAR = 1.7  # two workers against one
OVERHEAD_BAR = 1.25  # batch on one worker against a bare loop
MEMORY_BAR = 1.10  # peak of SIZE documents against a tenth
RAY_BAR = 1.3  # Ray on this machine against the process pool
GROUPS = ("speed", "memory", "ray", "kills", "fuzz")
_LOOK = 0.1  # seconds between two looks at the memory of a run

_BATCH = """
import json, resource, sys, time
asked = json.loads(sys.argv[1])
if asked.pop("engine", "pool") == "ray":
    from noticeparse.corpus.cluster import run_on_ray as batch
else:
    from noticeparse.corpus.batch import batch
start = time.perf_counter()
report = batch(asked.pop("inputs"), asked.pop("out"), **asked)
wall = time.perf_counter() - start
own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "wall": wall, "own": own.ru_utime + own.ru_stime, "workers": workers.ru_utime + workers.ru_stime,
    "listed": report.listed, "done": report.done, "failures": report.failures, "causes": report.causes, "rows": report.rows,
}))
"""
_BARE = """
import json, sys, time
from pathlib import Path
from noticeparse import parse
from noticeparse.read import read
part, parts = int(sys.argv[2]), int(sys.argv[3])
paths = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file())[part::parts]
parse(read(paths[0]))
start, cpu = time.perf_counter(), time.process_time()
for path in paths:
    parse(read(path))
print(json.dumps({"wall": time.perf_counter() - start, "cpu": time.process_time() - cpu}))
"""


def begun(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A fresh process that will print JSON."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What it printed; the most memory (kB) it had, a child of it had, and all had together; the CPU seconds of all."""
    peaks = {"own_peak": 0, "worker_peak": 0, "tree_peak": 0}
    seconds: dict[int, float] = {}
    while process.poll() is None:
        pids = [process.pid, *children_of(process.pid)]
        own, *children = [memory(pid) for pid in pids]
        peaks["own_peak"] = max(peaks["own_peak"], own[1])
        peaks["worker_peak"] = max([peaks["worker_peak"], *(peak for _, peak in children)])
        peaks["tree_peak"] = max(peaks["tree_peak"], sum(now for now, _ in (own, *children)))
        seconds |= {pid: taken for pid in pids if (taken := cpu_of(pid))}
        time.sleep(_LOOK)
    assert process.stdout is not None and process.returncode == 0, process.returncode
    answer: dict[str, Any] = json.loads(process.stdout.read().splitlines()[-1])
    return answer | peaks | {"tree_cpu": sum(seconds.values())}


def memory(pid: int) -> tuple[int, int]:
    """Resident memory of a process in kB, now and at most; 0 where the system does not tell (no /proc).

    Not the ``ru_maxrss`` of children: that begins with what their parent had.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:  # it has just ended
        return 0, 0
    said = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return int(said.get("VmRSS", 0)), int(said.get("VmHWM", 0))


def cpu_of(pid: int) -> float:
    """CPU seconds of a process so far; 0 where the system does not tell."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """Its children and theirs."""
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*own, *(below for child in own for below in children_of(child))]


class Bench:
    """A folder with the generated corpus and the runs over it, each made when it is first asked for."""

    def __init__(self, work: Path, size: int) -> None:
        self.work = work
        self.size = size

    @cache  # noqa: B019  # there is one for the life of the process
    def crawl(self, size: int) -> Path:
        return write(self.work / f"crawl-{size}", size)

    @cache  # noqa: B019
    def ran(self, size: int, workers: int, engine: str = "pool") -> dict[str, Any]:
        """A batch of `size` documents into a new folder, `out`."""
        out = self.work / f"out-{size}-{workers}-{engine}"
        asked = {"inputs": str(self.crawl(size)), "out": str(out), "workers": workers, "engine": engine}
        return ended(begun(_BATCH, json.dumps(asked))) | {"out": out}

    @cache  # noqa: B019
    def bare(self, loops: int = 1) -> dict[str, Any]:
        """So many bare loops at once, which share the documents; the slowest says how long it took."""
        running = [begun(_BARE, str(self.crawl(self.size)), str(part), str(loops)) for part in range(loops)]
        answers = [ended(process) for process in running]
        return {"wall": max(a["wall"] for a in answers), "cpu": sum(a["cpu"] for a in answers)}


def speed_rows(bench: Bench) -> list[Row]:
    size, bare, apart = bench.size, bench.bare(), bench.bare(2)
    one, two = bench.ran(size, 1), bench.ran(size, 2)
    overhead, speedup = one["wall"] / bare["wall"], one["wall"] / two["wall"]
    # two cores have all the CPU seconds to share; what runs beside them is left out
    possible = 2 * one["workers"] / (two["own"] + two["workers"])
    return [
        Row("speed", f"bare parse, {size:,} documents", f"{size / bare['wall']:.0f}/s", f"CPU {bare['cpu']:.1f} s"),
        Row("speed", "batch on one worker, against bare", f"{size / one['wall']:.0f}/s", _cpu(one),
            overhead, OVERHEAD_BAR, overhead <= OVERHEAD_BAR),
        Row("speed", "the worker's CPU against bare", f"{one['workers']:.1f} s", "start-up included",
            one["workers"] / bare["cpu"]),
        Row("speed", "two bare loops at once", f"{size / apart['wall']:.0f}/s", f"x{bare['wall'] / apart['wall']:.2f}"),
        Row("speed", "one worker against two (below is better)", f"{size / two['wall']:.0f}/s",
            f"x{speedup:.2f}; by CPU x{possible:.2f}", 1 / speedup, 1 / SPEEDUP_BAR, speedup >= SPEEDUP_BAR),
    ]  # fmt: skip


def _cpu(ran: dict[str, Any]) -> str:
    return f"CPU parent {ran['own']:.1f} s, workers {ran['workers']:.1f} s"


def memory_rows(bench: Bench) -> list[Row]:
    size = bench.size
    small, large = bench.ran(size // 10, 2), bench.ran(size, 2)
    rows = []
    for key, whose in (("own_peak", "the parent"), ("worker_peak", "a worker"), ("tree_peak", "all processes together")):
        few, many = small[key], large[key]
        if few:
            rows.append(
                Row("memory", f"peak of {whose}, {size:,} documents", f"{many / 1024:.0f} MB",
                    f"{size // 10:,}: {few / 1024:.0f} MB", many / few, MEMORY_BAR, many <= MEMORY_BAR * few)
            )  # fmt: skip
    rows.append(Row("memory", f"the run of {size:,}", f"{large['wall']:.0f} s, {size / large['wall']:.0f}/s",
                    f"{large['rows']['facts']:,} facts", held=large["listed"] == large["done"] == size))  # fmt: skip
    return rows


def ray_rows(bench: Bench) -> list[Row]:
    size = bench.size
    pool, ray = bench.ran(size, 2), bench.ran(size, 2, "ray")
    ratio = ray["wall"] / pool["wall"]
    start = bench.ran(1, 2, "ray")["wall"]
    return [
        Row("ray", f"Ray on two CPUs against the pool, {size:,} documents", f"{size / ray['wall']:.0f}/s",
            f"{ray['wall']:.0f} s, of it start {start:.0f} s; pool {pool['wall']:.0f} s", ratio, RAY_BAR, ratio <= RAY_BAR),
        Row("ray", "CPU of all processes, Ray's own included", f"{ray['tree_cpu']:.1f} s", f"pool {pool['tree_cpu']:.1f} s",
            ray["tree_cpu"] / pool["tree_cpu"] if pool["tree_cpu"] else None),
        Row("ray", "the rows of the pool exactly", f"{sum(ray['rows'].values()):,} rows", "",
            held=equal(pool["out"], ray["out"])),
    ]  # fmt: skip


def kill_rows(bench: Bench, kills: int) -> list[Row]:
    size = max(10, bench.size // 10)
    calm, harried = bench.ran(size, 2), bench.work / "harried"
    asked = json.dumps({"inputs": str(bench.crawl(size)), "out": str(harried), "workers": 2,
                        "shard_documents": max(1, size // 100)})  # fmt: skip
    rng = random.Random(kills)
    shards = [0]
    for turn in range(kills):
        process = begun(_BATCH, asked)
        if turn % 2:  # at any moment, starting and listing included
            time.sleep(rng.uniform(0.1, 1.6))
        else:  # while it writes
            wait_for_shards(process, harried, shards[-1] + rng.randrange(1, 5), 5 + calm["wall"])
            time.sleep(rng.uniform(0, 0.2))
        process.kill()
        process.wait()
        shards.append(shards_of(harried))
    ended(begun(_BATCH, asked))
    return [Row("kills", f"{kills} kills, {size:,} documents", f"shards {shards[1:]}", held=equal(calm["out"], harried))]


def wait_for_shards(process: subprocess.Popen[str], out: Path, many: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline and shards_of(out) < many:
        time.sleep(0.01)


def shards_of(out: Path) -> int:
    from noticeparse.corpus.store import read_manifest

    return len(read_manifest(out).shards)


def equal(one: Path, other: Path) -> bool:
    """Whether two corpora have the same tables."""
    from noticeparse.corpus import Corpus
    from noticeparse.corpus.columns import TABLES

    left, right = Corpus(one), Corpus(other)
    return all(left.table(name).equals(right.table(name)) for name in TABLES)


def fuzz_rows(bench: Bench, each: int) -> list[Row]:
    fuzz, out = write_fuzz(bench.work / "fuzz", each), bench.work / "fuzz-out"
    files = {path.relative_to(bench.work).as_posix() for path in fuzz.rglob("*") if path.is_file()}
    asked = {"inputs": str(fuzz), "out": str(out), "workers": 2, "timeout": 30.0}
    ran = ended(begun(_BATCH, json.dumps(asked)))
    causes = ", ".join(f"{cause} {many}" for cause, many in sorted(ran["causes"].items()))
    accounted = accounted_for(out)
    return [Row("fuzz", f"{len(files):,} files, {each} of each sort", f"{len(accounted):,} accounted for", causes,
                held=sorted(files) == sorted(accounted))]  # fmt: skip


def accounted_for(out: Path) -> list[str]:
    from noticeparse.corpus import Corpus

    corpus = Corpus(out)
    return [*corpus.notices()["file"].to_pylist(), *corpus.failures()["file"].to_pylist()]


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--trouble", type=int, default=200)
    options.add_argument("--only", action="append", choices=GROUPS)
    options.add_argument("--assert", action="store_true", dest="judge", help="exit 1 when a bar fails")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args(arguments)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="noticeparse-bench-") as folder:
        bench = Bench(Path(folder), asked.size)
        groups: dict[str, Callable[[], list[Row]]] = {
            "speed": lambda: speed_rows(bench),
            "memory": lambda: memory_rows(bench),
            "ray": lambda: ray_rows(bench),
            "kills": lambda: kill_rows(bench, asked.kills),
            "fuzz": lambda: fuzz_rows(bench, asked.trouble),
        }
        for group in asked.only or GROUPS:
            rows += groups[group]()
            print(f"{group}: done", file=sys.stderr, flush=True)
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        show(rows)
    return int(asked.judge and any(row.held is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
