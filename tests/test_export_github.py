"""GitHub annotations: one line a finding, nothing of the notice can end or forge a command."""

from __future__ import annotations

import io
import re

from hypothesis import given, strategies as st

from noticeparse.export import export
from noticeparse.export.github import annotation
from noticeparse.export.places import Places
from tests.reviewed import TEXT, found, reviewed

_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)\Z")


def _unescaped(text: str) -> str:
    for code, c in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, c)
    return text


def test_annotations() -> None:
    out = io.StringIO()
    export(reviewed(), out, to="github", paths=["整改/甲,乙:丙.txt"], language="en")
    line, col = TEXT[: TEXT.index("\n是加强") + 1].count("\n") + 1, 1
    assert out.getvalue().splitlines() == [
        f"::error file=整改/甲%2C乙%3A丙.txt,line={line},col={col},endColumn=1,title=S02 lost-ordinal::reads as item 2%0A→ 二是",
        "::notice file=整改/甲%2C乙%3A丙.txt,line=11,col=39,endColumn=46,title=N11 rate-alone::96.5 %25 of what?",
        "::warning file=整改/甲%2C乙%3A丙.txt,line=6,col=8,endColumn=18,title=S09 no-fact::甲:乙,丙 100%25%0A第二行",
    ]


def test_a_span_over_several_lines_names_lines_only() -> None:
    start, end = TEXT.index("强化领导"), TEXT.index("印发")
    words = annotation(found(TEXT, "是", span=(start, end)), "a.txt", Places(TEXT))
    assert "line=6,endLine=7,title=" in words and "col" not in words


def test_a_file_name_that_is_no_utf8_can_be_written() -> None:
    annotation(found(TEXT, "6次"), "\udcff.txt", Places(TEXT)).encode("utf-8")


@given(st.text(), st.text(min_size=1))
def test_whatever_is_said_comes_back_and_stays_one_command(message: str, path: str) -> None:
    words = annotation(found(TEXT, "6次", message=message), path, Places(TEXT))
    assert "\n" not in words and "\r" not in words
    match = _COMMAND.match(words)
    assert match
    properties = dict(pair.split("=", 1) for pair in match[2].split(","))
    assert list(properties) == ["file", "line", "col", "endColumn", "title"]
    assert _unescaped(properties["file"]) == path.replace("\\", "/")
    assert _unescaped(match[3]) == message
