"""The bench's own parts, without a word about absolute time; and what `import noticeparse` must not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import batch, bench


def loaded_by(statement: str) -> str:
    """The forbidden modules a fresh process has loaded after the statement."""
    return bench._fresh(
        f"{statement}; import sys; print([m for m in {bench.FORBIDDEN!r} if m in sys.modules])"
    )


def test_importing_noticeparse_loads_nothing_heavy() -> None:
    loaded = bench._fresh(
        f"import sys, noticeparse; print([m for m in {bench.FORBIDDEN!r} if m in sys.modules])"
    )
    assert loaded == "[]"


def test_a_forbidden_module_would_be_seen() -> None:
    assert loaded_by("import click, noticeparse") == "['click']"


def test_the_worst_cases_have_the_size_they_name() -> None:
    sizes = {name: len(make(1.0)) for name, make in bench.WORST.items()}
    assert sizes["'一二三四五六七' x 20,000"] == 140_000
    assert sizes["'2021072113' x 20,000"] == 200_000
    assert sizes["'(' x 200,000"] == sizes["'《' x 200,000"] == sizes["'第' x 200,000"] == 200_000
    assert bench.WORST["a ladder of 100,000 enumerators"](1.0).count("\n") == 99_999
    assert len(bench.WORST["one line of 5 MB"](1.0).encode()) > 4_500_000
    assert "\n" not in bench.WORST["one line of 5 MB"](0.01)
    assert 1_990_000 < len(bench.WORST["2 MB of '关于“'"](1.0).encode()) < 2_100_000


def test_every_worst_case_parses() -> None:
    costs = {
        name: bench.grow(lambda k, make=make: make(k / 2048), 4)[0] for name, make in bench.WORST.items()
    }
    assert all(set(cost) == {1, 4} for cost in costs.values())


def test_a_failed_ratio_is_told() -> None:
    assert bench._ratio("notice", "outline", "", "", 0.2, bench.OUTLINE_BAR).held is False
    assert bench._ratio("notice", "outline", "", "", 0.1, bench.OUTLINE_BAR).held is True


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux' /proc")
def test_memory_and_time_of_children_are_seen() -> None:
    child = "held = bytearray(120 * 2**20); import time; end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('{{}}')"
    seen = batch.ended(batch.begun(code))
    assert seen["worker_peak"] > 120 * 1024 > seen["own_peak"]
    assert seen["tree_peak"] > seen["own_peak"] and seen["tree_cpu"] > 0.25
