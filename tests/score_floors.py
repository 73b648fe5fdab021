"""Score the evaluation notices and our own annotated ones, and fail below the floors pinned in corpora/floors.json.

Run as ``python -m tests.score_floors``; needs NOTICEPARSE_EVAL (the folder with score/, gold/, notices/).
A floor goes down only on purpose, in a commit that says why.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.compiled import refuse_outdated

FLOORS = Path(__file__).parent.parent / "corpora" / "floors.json"


CORPORA = FLOORS.parent


def main() -> int:
    """Print the score table; 1 where a figure lies below its floor (or a count of faults above it)."""
    refuse_outdated()
    shared = Path(os.environ["NOTICEPARSE_EVAL"])
    floors = json.loads(FLOORS.read_text("utf-8"))
    report = _scored(shared, shared / "gold", shared / "notices", "--negatives", str(shared / "notices" / "negative"))
    failed = sum(_below(name, report[name], wanted) for name, wanted in floors["score"].items())
    wrong = report["negatives wrongly taken for notices"]
    print("negatives wrongly taken for notices:", wrong)
    for name, wanted in floors["sets"].items():
        failed += _below(name, _scored(shared, CORPORA / name / "gold", CORPORA / name / "texts")["ALL"], wanted)
    return 1 if failed or not wrong.startswith("0 ") else 0


def _scored(shared: Path, gold: Path, texts: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, str(shared / "score" / "score.py"), "--gold", str(gold), "--texts", str(texts), "--json", *more]
    parse = f"{sys.executable} -m noticeparse parse --to json"
    done = subprocess.run([*command, "--cmd", parse], capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return report


def _below(name: str, row: dict[str, Any], floors: dict[str, float]) -> int:
    """How many figures of a row lie on the wrong side of their floors; each is printed."""
    failed = 0
    for key, floor in floors.items():
        got = row[key][2] if isinstance(row[key], list) else row[key]
        good = got <= floor if key in ("traps", "invalid") else got >= floor
        failed += not good
        print(f"{name:20} {key:10} {got!s:8} floor {floor!s:6} {'ok' if good else 'BELOW'}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
