"""Findings at a terminal: the words underlined where they stand, no text steers the terminal, plain when piped."""

from __future__ import annotations

import io
import unicodedata

from hypothesis import given, strategies as st
from rich.cells import cell_len

from noticeparse.export import export
from noticeparse.export.terminal import visible
from tests.reviewed import TEXT, found, reviewed


def _shown(*notices, paths=None, language="zh") -> str:
    out = io.StringIO()
    export(list(notices), out, to="terminal", paths=paths, language=language)
    return out.getvalue()


def test_plain_where_piped() -> None:
    assert "\x1b" not in _shown(reviewed())


def test_coloured_and_underlined_at_a_terminal(monkeypatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = _shown(reviewed(found(TEXT, "召开会议")))
    assert "\x1b[4;31m召开会议\x1b[0m" in shown


def test_place_words_and_summary() -> None:
    shown = _shown(reviewed(), paths=["整改/a.txt"], language="en")
    assert "整改/a.txt:7:1: error S02 lost-ordinal" in shown
    assert "suggestion: 二是" in shown
    assert shown.splitlines()[-1] == "1 error, 1 warning, 1 note in 1 file"
    assert shown.index(":6:") < shown.index(":7:1") < shown.index(":11:")


def test_nothing_found() -> None:
    clean = reviewed().model_copy(update={"findings": ()})
    assert _shown(clean, clean) == "2个文件：没有审读意见\n"
    assert _shown(clean, clean, language="en") == "no findings in 2 files\n"


def test_carets_stand_under_the_words() -> None:
    """Chinese characters are two cells wide: the carets count cells, not characters."""
    for words in ("召开会议6次", "办结率96.5%", "一、组织整改情况", "2023年12月20日"):
        lines = _shown(reviewed(found(TEXT, words))).splitlines()
        quoted, carets = lines[1], lines[2]
        start = cell_len(quoted[: quoted.index(words)])
        assert carets == " " * start + "^" * cell_len(words)


@given(st.text())
def test_no_control_character_is_passed_on(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)


def test_an_escape_sequence_in_text_message_and_name_is_shown_not_sent() -> None:
    text = TEXT.replace("召开会议", "召\x1b[2J开\u202e会议")
    shown = _shown(reviewed(found(text, "6次", message="\x1b]0;x\x07", name="\x1b[31m"), text=text), paths=["\x1b[0m.txt"])
    assert "\x1b" not in shown and "\x07" not in shown and "\u202e" not in shown
