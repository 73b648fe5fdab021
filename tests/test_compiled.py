"""The compiled stages (`make compiled`) give what plain Python gives, to the byte."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests import compiled
from tests.damage import KINDS, load_all

DUMP = """
import json, sys
sys.path.insert(0, sys.argv[1])
import noticeparse
from noticeparse import pipeline
assert noticeparse.__file__.startswith(sys.argv[1]), noticeparse.__file__
texts = json.load(sys.stdin)
print(json.dumps([pipeline.__file__, *(noticeparse.parse(text).model_dump_json() for text in texts)]))
"""


def dumped(path: Path, texts: list[str]) -> tuple[str, list[str]]:
    """The file of the pipeline in a fresh process with `path` in front, and the JSON of each text."""
    done = subprocess.run([sys.executable, "-c", DUMP, str(path)], input=json.dumps(texts), capture_output=True, text=True, check=True)
    pipeline, *notices = json.loads(done.stdout)
    return pipeline, notices


def test_compiled_stages_give_the_same_notices(tmp_path: Path) -> None:
    if not compiled.compiled():
        pytest.skip("nothing is compiled here: make compiled")
    golds = load_all()
    texts = [kind.damage(gold, random.Random(f"{kind.name}/{gold.name}")).text for kind in KINDS for gold in golds]
    native, notices = dumped(compiled.SOURCE, texts)
    plain, same = dumped(compiled.plain_copy(tmp_path), texts)
    assert native.endswith((".so", ".pyd")) and plain.endswith(".py")
    assert len(notices) == len(texts) > 100
    assert [text for text, a, b in zip(texts, notices, same, strict=True) if a != b] == []


def test_an_edited_source_is_outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, native = tmp_path / "stage.py", tmp_path / "stage.cpython-311-x86_64-linux-gnu.so"
    source.write_text("")
    native.write_bytes(b"")
    monkeypatch.setattr(compiled, "SOURCE", tmp_path)
    assert compiled.compiled() == {source: native} and compiled.outdated() == []
    later = native.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compiled.outdated() == ["stage.py"]
