"""export(): the table of formats, where they are written, and JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, strategies as st

from noticeparse import export_command
from noticeparse.export import FORMATS, TABLES, export
from noticeparse.export.places import Places
from noticeparse.schema import json_schema
from tests.reviewed import reviewed


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.binary], ids=lambda form: form.name)
def test_every_format_writes_the_same_to_a_path_and_a_stream(form, tmp_path: Path) -> None:
    stream, path = io.StringIO(), tmp_path / "out"
    export(reviewed(), stream, to=form.name)
    export(reviewed(), path, to=form.name)
    assert stream.getvalue()
    assert path.read_bytes().decode("utf-8") == stream.getvalue()


@pytest.mark.parametrize(("form", "suffix"), [(f, s) for f in FORMATS for s in f.suffixes])
def test_the_ending_of_a_path_names_the_format(form, suffix: str, tmp_path: Path) -> None:
    named, guessed = tmp_path / "named", tmp_path / f"x{suffix}"
    export(reviewed(), named, to=form.name)
    export(reviewed(), guessed)
    assert guessed.read_bytes() == named.read_bytes()


def test_suffixes_and_names_are_told_apart() -> None:
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert len({form.name for form in FORMATS}) == len(FORMATS)


def test_the_command_and_the_docs_name_every_format() -> None:
    helped = export_command.export.help or ""
    page = (Path(__file__).parents[1] / "docs/exports.md").read_text("utf-8")
    for form in FORMATS:
        table, _, kind = form.name.partition(".")
        named = f"TABLE.{kind}" if table in TABLES else form.name
        assert named in helped, form.name
        assert (f".{kind}`" if table in TABLES else f"`{form.name}`") in page, form.name
    assert all(table in helped for table in TABLES)


def test_wrong_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no format 'x'"):
        export(reviewed(), io.StringIO(), to="x")
    with pytest.raises(ValueError, match="no format for"):
        export(reviewed(), tmp_path / "a.xyz")
    with pytest.raises(ValueError, match="one notice a file"):
        export([reviewed(), reviewed()], tmp_path / "a.html")
    with pytest.raises(ValueError, match="open for text"):
        export(reviewed(), io.BytesIO(), to="json")


def test_json_is_the_notice_with_its_findings() -> None:
    out = io.StringIO()
    notices = [reviewed(), reviewed(name="b.txt")]
    export(notices, out, to="json")
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines == [json.loads(notice.model_dump_json()) for notice in notices]
    for line in lines:
        jsonschema.validate(line, json_schema("notice"))
        assert [f["rule"] for f in line["findings"]] == ["S02", "N11", "S09"]


@given(st.text(alphabet="甲乙 \n\t\u2028a", max_size=40), st.data())
def test_lines_and_columns_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = Places(text).of(offset)
    lines = text.split("\n")
    assert sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1 == offset
    start, end = Places(text).line_span(place.line)
    assert text[start:end] == lines[place.line - 1]
