"""Speed beside its yardsticks, in one run on one machine: only ratios are bars, milliseconds are for the eye.

    python -m tests.bench [--only notice|check|import|worst|growth] [--rounds 9] [--up-to 256] [--assert] [--json]

check    check of the parsed notice against jieba.lcut on its text, and its cost as the notice grows (CPU)
notice   outline and whole parse of one notice against jieba.lcut and jieba.posseg on the same text (CPU)
import   `import noticeparse` in a fresh process, and heavy modules it must not load
worst    texts made to be slow: microseconds per character at x1 and grown; the bar is 2, and 20 for each part
         or fact made, on a machine where jieba.lcut takes 1.78 a character, and moves with jieba.lcut here
growth   ordinary text repeated: cost per character grown against x1

With --assert the exit status is 1 when a ratio bar fails or a forbidden module is loaded.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
if not __package__:
    sys.path.insert(0, str(ROOT))

from tests.gold_texts import GoldText, load_evaluation  # noqa: E402
from tests.ladders import invent  # noqa: E402

# fmt: off
FORBIDDEN = ("jieba", "rjieba", "spacy", "lxml", "docx", "bs4", "duckdb", "ray", "rich", "click",
             "pdfplumber", "pandas", "pyarrow")
# fmt: on
OUTLINE_BAR = 1 / 6  # of jieba.lcut on the same text
PARSE_BAR = 1 / 12  # of jieba.posseg on the same text
CHECK_BAR = 1 / 6  # of jieba.lcut on the same text, the notice parsed
GROWTH_BAR = 1.3  # cost per character grown, against x1
LCUT_PER_CHARACTER = 25e-3 / 14_009  # seconds, where the bars below were set; they move with the machine
WORST_BAR = 2e-6  # seconds per character there, parts and facts aside
PER_OBJECT = 20e-6  # seconds there for each part or fact made
PATIENCE = 90.0  # seconds one text may be expected to take before it is left out


@dataclass(slots=True)
class Row:
    """One line of the table; `bar` None where there is none, `held` None where nothing is judged."""

    group: str
    what: str
    value: str
    yardstick: str = ""
    ratio: float | None = None
    bar: float | None = None
    held: bool | None = None


def cpu_seconds(call: Callable[[], Any]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def medians(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each call, the calls taking turns so that a slow moment hits all of them."""
    for call in calls.values():
        call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    gc.collect()
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name].append(cpu_seconds(call))
    return {name: statistics.median(times) for name, times in taken.items()}


def reference() -> tuple[str, GoldText]:
    """Reference notice A, or an invented notice of about its length and number of parts."""
    for gold in load_evaluation():
        if gold.name == "binhai-eco-2025":
            return "reference notice A", gold
    invented = (invent(seed, talk=5) for seed in range(200))
    gold = min(invented, key=lambda g: abs(len(g.text) / 14_009 - 1) + abs(len(g.items) / 138 - 1))
    return gold.name, gold


# --------------------------------------------------------------------------- one notice


def notice_rows(rounds: int) -> list[Row]:
    import jieba
    import jieba.posseg

    import noticeparse
    from noticeparse.outline import outline

    jieba.setLogLevel(60)
    name, gold = reference()
    text = gold.text
    source = noticeparse.parse(text).source
    data = source.model_dump()
    calls: dict[str, Callable[[], Any]] = {
        # a fresh source each time: the fold is part of the outline's work
        "outline": lambda: outline(type(source).model_construct(**data)),
        "parse": lambda: noticeparse.parse(text),
        "lcut": lambda: jieba.lcut(text),
        "posseg": lambda: jieba.posseg.lcut(text),
    }
    took = medians(calls, rounds)
    ms = {key: f"{1000 * seconds:.2f} ms" for key, seconds in took.items()}
    return [
        Row("notice", f"{name}, {len(text):,} characters", ""),
        _ratio("notice", "outline", ms["outline"], f"jieba.lcut {ms['lcut']}",
               took["outline"] / took["lcut"], OUTLINE_BAR),
        _ratio("notice", "parse", ms["parse"], f"jieba.posseg {ms['posseg']}",
               took["parse"] / took["posseg"], PARSE_BAR),
    ]  # fmt: skip


def _ratio(group: str, what: str, value: str, yardstick: str, ratio: float, bar: float) -> Row:
    return Row(group, what, value, yardstick, ratio, bar, ratio <= bar)


# --------------------------------------------------------------------------- check


def check_rows(rounds: int, up_to: int) -> list[Row]:
    import jieba

    import noticeparse
    from noticeparse.check import check

    jieba.setLogLevel(60)
    name, gold = reference()
    notice = noticeparse.parse(gold.text)
    found = len(check(notice))
    took = turns({"check": lambda: check(notice), "lcut": lambda: jieba.lcut(gold.text)}, rounds)
    costs = check_growth(gold, up_to)
    # repeated at all, every heading and deed stands twice, which is more to report: growth is counted from x4 on
    largest = costs[max(costs)] / costs[min(4, max(costs))]
    return [
        Row("check", f"{name}, {found} findings", ""),
        _ratio("check", "check", f"{1000 * took['check']:.2f} ms", f"jieba.lcut {1000 * took['lcut']:.2f} ms",
               took["check"] / took["lcut"], CHECK_BAR),
        Row("check", "its body repeated", _costs(costs, up_to), "", largest, GROWTH_BAR, max(costs) == up_to and largest <= GROWTH_BAR),
    ]  # fmt: skip


def turns(calls: dict[str, Callable[[], Any]], rounds: int, in_a_row: int = 5) -> dict[str, float]:
    """Least CPU seconds of each call, several in a row before the next has its turn.

    A notice is checked when it has just been parsed, and a segmenter runs over text after text: each with its own data
    at hand, not with the other's.
    """
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name] += [cpu_seconds(call) for _ in range(in_a_row)]
    return {name: min(times) for name, times in taken.items()}


def check_growth(gold: GoldText, up_to: int) -> dict[int, float]:
    """CPU seconds per character of checking the notice with its body repeated once, 4, 16 … `up_to` times."""
    import noticeparse
    from noticeparse.check import check

    make = repeated(gold)
    costs: dict[int, float] = {}
    size = 1
    while size <= up_to:
        notice = noticeparse.parse(make(size))
        rounds = 7 if size == 1 else 3
        costs[size] = min(cpu_seconds(lambda notice=notice: check(notice)) for _ in range(rounds)) / len(notice.source.text)  # type: ignore[misc]
        size *= 4
    return costs


def repeated(gold: GoldText) -> Callable[[int], str]:
    """Makes the notice with everything from its first part to its last repeated."""
    first = gold.items[0].start
    last = gold.text.index("\n", gold.items[-1].start) + 1
    return lambda times: gold.text[:first] + gold.text[first:last] * times + gold.text[last:]


# --------------------------------------------------------------------------- import


def import_rows(rounds: int) -> list[Row]:
    own = [_import_seconds("noticeparse") for _ in range(rounds)]
    base = [_import_seconds("pydantic; pydantic.BaseModel") for _ in range(rounds)]
    loaded = _fresh(f"import sys, noticeparse; print([m for m in {FORBIDDEN!r} if m in sys.modules])")
    return [
        Row("import", "import noticeparse", f"{1000 * statistics.median(own):.0f} ms",
            f"import pydantic {1000 * statistics.median(base):.0f} ms; bar 150 ms"),
        Row("import", "heavy modules loaded", loaded, "[]", held=loaded == "[]"),
    ]  # fmt: skip


def _import_seconds(module: str) -> float:
    return float(
        _fresh(f"import time; t = time.process_time(); import {module}; print(time.process_time() - t)")
    )


def _fresh(code: str) -> str:
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout.strip()


# --------------------------------------------------------------------------- growth


def _ladder(count: int) -> str:
    """`count` enumerators, each of another depth than the one before."""
    marks = ("一、", "（一）", "1.", "（1）", "①", "一是")
    return "\n".join(f"{marks[(k * 5 + k // 7) % 6]}完善制度" for k in range(count))


# name -> text of the size PERFORMANCE.md names, scaled by a share of it
WORST: dict[str, Callable[[float], str]] = {
    "'一二三四五六七' x 20,000": lambda f: "一二三四五六七" * round(20_000 * f),
    "'2021072113' x 20,000": lambda f: "2021072113" * round(20_000 * f),
    "20,000 years joined by 、": lambda f: "、".join(
        f"{1990 + i % 40}年" for i in range(round(20_000 * f))
    ),
    "20,000 date ranges": lambda f: "01期:2023.1.1-2023.1.2" * round(20_000 * f),
    "'(' x 200,000": lambda f: "(" * round(200_000 * f),
    "'《' x 200,000": lambda f: "《" * round(200_000 * f),
    "'一是' x 100,000": lambda f: "一是" * round(100_000 * f),
    "'第' x 200,000": lambda f: "第" * round(200_000 * f),
    "200,000 line ends": lambda f: "\n" * round(200_000 * f),
    "one line of 5 MB": lambda f: _one_line(round(1_750_000 * f)),
    "2 MB of '关于“'": lambda f: "关于“" * round(222_000 * f),
    "a ladder of 100,000 enumerators": lambda f: _ladder(round(100_000 * f)),
    # not named there, of the same make
    "'“' x 200,000": lambda f: "“" * round(200_000 * f),
    "'1.' x 100,000": lambda f: "1." * round(100_000 * f),
    "'是\\n' x 100,000": lambda f: "是\n" * round(100_000 * f),
    "'附件1\\n' x 50,000": lambda f: "附件1\n" * round(50_000 * f),
    "'一、\\n' x 60,000": lambda f: "一、\n" * round(60_000 * f),
    "'；二是' x 60,000": lambda f: "；二是" * round(60_000 * f),
    "'整改时限：' x 40,000": lambda f: "整改时限：" * round(40_000 * f),
    "rising 1. to 20,000.": lambda f: "\n".join(f"{k}.完善制度" for k in range(1, round(20_000 * f) + 1)),
    "1.1.1 to no end": lambda f: "\n".join(
        f"{k % 99 + 1}.{k % 98 + 1}.{k % 9}甲" for k in range(round(30_000 * f))
    ),
}  # fmt: skip


def _one_line(size: int) -> str:
    ordinary = invent(5).text.replace("\n", "")
    return (ordinary * (size // len(ordinary) + 1))[:size]


def worst_rows(up_to: int, only: str) -> list[Row]:
    here = lcut_per_character()
    slower = here / LCUT_PER_CHARACTER
    rows = []
    for name, make in WORST.items():
        if only not in name:
            continue
        costs, objects = grow(lambda k, make=make: make(k / 256), up_to)
        size = max(costs)
        net = costs[size] - PER_OBJECT * slower * objects[size]
        rows.append(
            Row("worst", name, _costs(costs, up_to), f"net {1e6 * net:.2f}, lcut {1e6 * here:.2f}",
                net / (WORST_BAR * slower), 1.0, size == up_to and net <= WORST_BAR * slower)
        )  # fmt: skip
    return rows


def lcut_per_character() -> float:
    import jieba

    jieba.setLogLevel(60)
    _, gold = reference()
    return medians({"lcut": lambda: jieba.lcut(gold.text)}, 5)["lcut"] / len(gold.text)


def growth_rows(up_to: int) -> list[Row]:
    name, gold = reference()
    many = "".join(invent(seed).text for seed in range(6))
    rows = []
    for what, make in (
        (f"{name}, its body repeated", repeated(gold)),
        ("six invented notices, repeated", lambda k: many * k),
        ("the same on one line", lambda k: (many * k).replace("\n", "")),
    ):
        costs, _ = grow(make, up_to)
        ratio = costs[max(costs)] / costs[1]
        rows.append(Row("growth", what, _costs(costs, up_to), "", ratio, GROWTH_BAR,
                        max(costs) == up_to and ratio <= GROWTH_BAR))  # fmt: skip
    return rows


def grow(make: Callable[[int], str], up_to: int) -> tuple[dict[int, float], dict[int, float]]:
    """CPU seconds, and objects made, per character of `make(1)`, `make(4)` … `make(up_to)`.

    Stops early where the step before says the next would take too long.
    """
    import noticeparse

    costs: dict[int, float] = {}
    objects: dict[int, float] = {}
    size, last = 1, 0.0
    while size <= up_to and last * 6 <= PATIENCE:
        text = make(size)
        times, made = [], 0
        for _ in range(7 if size == 1 else 3 if size <= 16 else 1):
            gc.collect()
            start = time.process_time()
            notice = noticeparse.parse(text)
            times.append(time.process_time() - start)
            made = sum(1 for _ in notice.walk()) + len(notice.facts)
            del notice
        last = min(times)
        costs[size], objects[size] = last / max(1, len(text)), made / max(1, len(text))
        size *= 4
    return costs, objects


def _costs(costs: dict[int, float], up_to: int) -> str:
    stopped = "" if max(costs) == up_to else " STOPPED"
    shown = (f"x{k} {1e6 * cost:.2f}" for k, cost in costs.items() if k in (1, 16, max(costs)))
    return " ".join(shown) + " µs/char" + stopped


# --------------------------------------------------------------------------- table


def show(rows: Sequence[Row]) -> None:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            print(f"\n{group}")
        ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
        bar = "" if row.bar is None else f"<= {row.bar:.3f}"
        verdict = {True: "ok", False: "BELOW", None: ""}[row.held]
        cells = _pad(row.what, 36) + _pad(row.value, 40) + _pad(row.yardstick, 26)
        print(f"  {cells}{ratio:>7} {bar:<9}{verdict}")


def _pad(words: str, width: int) -> str:
    """Left-justified to `width` columns; a Chinese character takes two."""
    taken = sum(2 if ord(c) > 0x2E7F or c in "“”" else 1 for c in words)
    return words + " " * max(1, width - taken)


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--only", action="append", choices=("notice", "check", "import", "worst", "growth"))
    options.add_argument("--case", default="", help="only worst cases whose name contains this")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--up-to", type=int, default=256, help="largest growth: 1, 4, 16, 64 or 256")
    options.add_argument("--assert", action="store_true", dest="judge", help="exit 1 when a ratio bar fails")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args(arguments)
    groups = asked.only or ["notice", "check", "import", "worst", "growth"]
    rows: list[Row] = []
    if "notice" in groups:
        rows += notice_rows(asked.rounds)
    if "check" in groups:
        rows += check_rows(asked.rounds, asked.up_to)
    if "import" in groups:
        rows += import_rows(min(5, asked.rounds))
    if "worst" in groups:
        rows += worst_rows(asked.up_to, asked.case)
    if "growth" in groups:
        rows += growth_rows(asked.up_to)
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        show(rows)
    return int(asked.judge and any(row.held is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
