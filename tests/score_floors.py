"""Score the evaluation notices and fail below the floors pinned in corpora/floors.json.

Run as ``python -m tests.score_floors``; needs NOTICEPARSE_EVAL (the folder with score/, gold/, notices/).
A floor goes down only on purpose, in a commit that says why.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FLOORS = Path(__file__).parent.parent / "corpora" / "floors.json"


def main() -> int:
    """Print the score table; 1 where a figure lies below its floor (or a count of faults above it)."""
    shared = Path(os.environ["NOTICEPARSE_EVAL"])
    command = f"{sys.executable} -m noticeparse parse --to json"
    done = subprocess.run(
        [
            sys.executable, str(shared / "score" / "score.py"), "--gold", str(shared / "gold"), "--texts", str(shared / "notices"),
            "--negatives", str(shared / "notices" / "negative"), "--cmd", command, "--json",
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    report = json.loads(done.stdout[done.stdout.index("{") :])
    failed = 0
    for name, floors in json.loads(FLOORS.read_text("utf-8"))["score"].items():
        row = report[name]
        for key, floor in floors.items():
            got = row[key][2] if isinstance(row[key], list) else row[key]
            good = got <= floor if key in ("traps", "invalid") else got >= floor
            failed += not good
            print(f"{name:20} {key:10} {got!s:8} floor {floor!s:6} {'ok' if good else 'BELOW'}")
    wrong = report["negatives wrongly taken for notices"]
    print("negatives wrongly taken for notices:", wrong)
    failed += not wrong.startswith("0 ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
