"""Bars of the batch on a generated corpus: `python -m tests.bench batch [--size 20000] [--only …] [--assert]`.

speed     one worker process and two on the same files, and a bare loop of `parse` over them
memory    peak memory of a run of SIZE documents against one of a tenth of it
kills     a run killed (SIGKILL) at --kills random moments, resumed each time: the tables of an undisturbed run
fuzz      a folder of trouble, --trouble files of each sort: every file accounted for

Every run is a process of its own. Wall-clock ratios mean something on a machine with nothing else to do; beside them
stand the ratios in CPU seconds, which other people's work does not change much. --size is for the memory group; the others
take a tenth of it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.bench import ROOT, Row, show
from tests.generate import write, write_fuzz

SPEEDUP_BAR = 1.7  # two workers against one
OVERHEAD_BAR = 1.25  # batch on one worker against a bare loop
MEMORY_BAR = 1.10  # peak of SIZE documents against a tenth
GROUPS = ("speed", "memory", "kills", "fuzz")

_BATCH = """
import json, resource, sys, time
from noticeparse.corpus.batch import batch
asked = json.loads(sys.argv[1])
start = time.perf_counter()
report = batch(asked.pop("inputs"), asked.pop("out"), **asked)
wall = time.perf_counter() - start
own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "wall": wall, "own": own.ru_utime + own.ru_stime, "workers": workers.ru_utime + workers.ru_stime,
    "own_peak": own.ru_maxrss, "worker_peak": workers.ru_maxrss,
    "listed": report.listed, "done": report.done, "failures": report.failures, "causes": report.causes, "rows": report.rows,
}))
"""
_BARE = """
import json, os, sys, time
from pathlib import Path
import noticeparse
from noticeparse.read import read
parse = noticeparse.parse
paths = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file())
parse(read(paths[0]))
start, cpu = time.perf_counter(), time.process_time()
for path in paths:
    parse(read(path))
print(json.dumps({"wall": time.perf_counter() - start, "cpu": time.process_time() - cpu}))
"""


def run(code: str, *arguments: str) -> dict[str, Any]:
    """What a fresh process prints as JSON."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    answer: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def batched(inputs: Path, out: Path, **options: Any) -> dict[str, Any]:
    """A batch into a new folder."""
    shutil.rmtree(out, ignore_errors=True)
    return run(_BATCH, json.dumps({"inputs": str(inputs), "out": str(out)} | options))


def speed_rows(work: Path, size: int) -> list[Row]:
    crawl = write(work / "speed", size)
    bare = run(_BARE, str(crawl))
    one = batched(crawl, work / "one", workers=1)
    two = batched(crawl, work / "two", workers=2)
    overhead, speedup = one["wall"] / bare["wall"], one["wall"] / two["wall"]
    cpu = one["own"] + one["workers"]
    # two cores have all the CPU seconds to share; what runs beside them is left out
    possible = 2 * one["workers"] / (two["own"] + two["workers"])
    return [
        Row("speed", f"bare parse, {size:,} documents", f"{size / bare['wall']:.0f}/s", f"CPU {bare['cpu']:.1f} s"),
        Row("speed", "batch on one worker, against bare", f"{size / one['wall']:.0f}/s, CPU {cpu:.1f} s",
            f"of it parent {one['own']:.1f}", overhead, OVERHEAD_BAR, overhead <= OVERHEAD_BAR),
        Row("speed", "the worker's CPU against bare", f"{one['workers']:.1f} s", "start-up included",
            one["workers"] / bare["cpu"]),
        Row("speed", "one worker against two (below is better)", f"{size / two['wall']:.0f}/s",
            f"x{speedup:.2f}; by CPU x{possible:.2f}", 1 / speedup, 1 / SPEEDUP_BAR, speedup >= SPEEDUP_BAR),
    ]  # fmt: skip


def memory_rows(work: Path, size: int) -> list[Row]:
    small = batched(write(work / "small", size // 10), work / "small-out", workers=2)
    large = batched(write(work / "large", size), work / "large-out", workers=2)
    rows = []
    for whose in ("own", "worker"):
        kb = [run_[f"{whose}_peak"] for run_ in (small, large)]
        ratio = kb[1] / kb[0]
        rows.append(
            Row("memory", f"peak of {'the parent' if whose == 'own' else 'a worker'}, {size:,} documents",
                f"{kb[1] / 1024:.0f} MB", f"{size // 10:,}: {kb[0] / 1024:.0f} MB", ratio, MEMORY_BAR, ratio <= MEMORY_BAR)
        )  # fmt: skip
    both = [run_["own_peak"] + 2 * run_["worker_peak"] for run_ in (small, large)]
    rows.append(Row("memory", "parent and two workers", f"{both[1] / 1024:.0f} MB", f"{both[0] / 1024:.0f} MB",
                    both[1] / both[0], MEMORY_BAR, both[1] <= MEMORY_BAR * both[0]))  # fmt: skip
    rows.append(Row("memory", f"the run of {size:,}", f"{large['wall']:.0f} s, {size / large['wall']:.0f}/s",
                    f"{large['rows']['facts']:,} facts", held=large["listed"] == large["done"] == size))  # fmt: skip
    return rows


def kill_rows(work: Path, size: int, kills: int) -> list[Row]:
    from noticeparse.corpus.store import read_manifest

    crawl, calm, harried = write(work / "kills", size), work / "calm", work / "harried"
    took = batched(crawl, calm, workers=2)["wall"]
    shutil.rmtree(harried, ignore_errors=True)
    asked = json.dumps({"inputs": str(crawl), "out": str(harried), "workers": 2, "shard_documents": max(1, size // 100)})
    rng = random.Random(kills)
    shards = [0]
    for turn in range(kills):
        process = subprocess.Popen([sys.executable, "-c", _BATCH, asked], stdout=subprocess.DEVNULL)
        if turn % 2:  # at any moment, starting and listing included
            time.sleep(rng.uniform(0.1, 3.0))
        else:  # while it writes
            deadline, more = time.monotonic() + 5 + took, rng.randrange(1, 10)
            while process.poll() is None and time.monotonic() < deadline:
                if len(read_manifest(harried).shards) >= shards[-1] + more:
                    break
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.2))
        process.kill()
        process.wait()
        shards.append(len(read_manifest(harried).shards))
    run(_BATCH, asked)
    same = equal(calm, harried)
    return [Row("kills", f"{kills} kills, {size:,} documents", f"shards {shards[1:]}", held=same)]


def equal(one: Path, other: Path) -> bool:
    """Whether two corpora have the same tables."""
    from noticeparse.corpus import Corpus
    from noticeparse.corpus.columns import TABLES

    left, right = Corpus(one), Corpus(other)
    return all(left.table(name).equals(right.table(name)) for name in TABLES)


def fuzz_rows(work: Path, each: int) -> list[Row]:
    fuzz = write_fuzz(work / "fuzz", each)
    files = sum(1 for path in fuzz.rglob("*") if path.is_file())
    ran = batched(fuzz, work / "fuzz-out", workers=2, timeout=30.0)
    accounted = ran["rows"]["notices"] + ran["rows"]["failures"]
    causes = ", ".join(f"{cause} {many}" for cause, many in sorted(ran["causes"].items()))
    return [Row("fuzz", f"{files:,} files, {each} of each sort", f"{accounted:,} accounted for", causes,
                held=accounted == files)]  # fmt: skip


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
        work = Path(folder)
        for group in asked.only or GROUPS:
            if group == "speed":
                rows += speed_rows(work, max(10, asked.size // 10))
            elif group == "memory":
                rows += memory_rows(work, asked.size)
            elif group == "kills":
                rows += kill_rows(work, max(10, asked.size // 10), asked.kills)
            else:
                rows += fuzz_rows(work, asked.trouble)
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        show(rows)
    return int(asked.judge and any(row.held is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
