"""No export names a person held to account once it is asked to mask them, and every offset still fits the words."""

from __future__ import annotations

import io
import json
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import noticeparse
from noticeparse.cli import main
from noticeparse.corpus import Corpus
from noticeparse.corpus.columns import TABLES
from noticeparse.export import FORMATS, Format, export
from noticeparse.export.persons import mask_persons, names_of
from noticeparse.model import Finding, Notice, Suggestion

NAMES = ("张三丰", "李小四", "王五", "欧阳明月")
MASKED = ("张某某", "李某某", "王某", "欧阳某某")
TEXT = """中共溪口县粮食局党组关于县委第四轮巡察整改情况的通报
2023年3月1日至4月28日,县委第二巡察组对县粮食局党组开展巡察,6月5日反馈意见。现将整改情况通报如下。
一、问题整改情况
(一)聚焦全面从严治党方面
1.关于“张三丰等人违规领取补贴”的问题
(1)严肃追责问责。给予张三丰党内警告处分,对李小四、王五等3人批评教育,时任主任欧阳明月因失职受到政务记过处分。
(2)追缴张三丰、王五补贴0.8万元,制定《欧阳明月等人处分执行办法》,反馈的3个问题已完成2个。
2.关于“李小四长期脱岗”的问题
(1)李小四已退缴工资1.2万元。该问题已完成整改。
中共溪口县粮食局党组
2023年12月3日
"""


def _named() -> Notice:
    """A notice that names persons wherever it can: text, issues, facts, findings, warnings, suggestions."""
    notice = noticeparse.parse(TEXT, name="张三丰通报.txt")
    at = TEXT.index("对李小四")
    finding = Finding(
        rule="N12", name="vague", level="error", message="李小四、王五 are named", span=(at, at + 8),
        part=notice.issues[0].part, suggestion=Suggestion(text="欧阳明月", span=(at + 1, at + 4)),
    )  # fmt: skip
    source = notice.source.model_copy(update={"page": notice.source.page.model_copy(update={"title": "王五通报"})})
    return notice.model_copy(update={"findings": (finding,), "source": source})


NOTICE = _named()
HIDDEN = mask_persons(NOTICE)


def _words(data: bytes, form: Format) -> str:
    """All that is readable in an exported file."""
    if form.name.startswith("docbin"):  # words and strings are packed
        import spacy
        from spacy.tokens import DocBin

        packed = DocBin().from_bytes(data)
        return "\n".join([*packed.strings, *(doc.text for doc in packed.get_docs(spacy.blank("xx").vocab))])
    if form.name.endswith(".parquet"):
        from pyarrow import parquet

        return str(parquet.read_table(io.BytesIO(data)).to_pylist())
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return unescape("\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()))
    return unescape(data.decode("utf-8"))


def _exported(notice: Notice, form: Format) -> str:
    out: Any = io.BytesIO() if form.binary else io.StringIO()
    export(notice, out, to=form.name)
    written = out.getvalue()
    return _words(written if form.binary else written.encode(), form)


def test_the_names_are_found_and_stand_in_every_kind_of_record() -> None:
    assert names_of(NOTICE) == set(NAMES)
    dumped = NOTICE.model_dump()
    for field in ("source", "issues", "facts", "findings"):
        assert any(name in str(dumped[field]) for name in NAMES), field


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_no_name_is_left_in_any_format(form: Format) -> None:
    plain, hidden = _exported(NOTICE, form), _exported(HIDDEN, form)
    escaped = [json.dumps(name)[1:-1] for name in NAMES]
    assert not [name for name in (*NAMES, *escaped) if name in hidden]
    said = [name for name in NAMES if name in plain]
    assert [name for name in MASKED if name in hidden] == [MASKED[NAMES.index(name)] for name in said]


SILENT = {"totals.csv", "totals.parquet"}
"""Formats that need not quote a name; of all others the test above would be empty if they did not."""


@pytest.mark.parametrize("form", [form for form in FORMATS if form.name not in SILENT], ids=lambda form: form.name)
def test_every_other_format_would_have_named_them(form: Format) -> None:
    assert any(name in _exported(NOTICE, form) for name in NAMES)


def _spans(value: Any, path: str = "") -> Any:
    """Every (text, span) pair of a dumped notice."""
    if isinstance(value, dict):
        if isinstance(value.get("span"), tuple) and isinstance(value.get("text"), str) and "rule" not in value:
            yield path, value["text"], value["span"]
        for name, item in value.items():
            yield from _spans(item, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _spans(item, path)


def test_every_offset_still_fits_the_words() -> None:
    text = HIDDEN.source.text
    assert len(text) == len(TEXT)
    dumped = HIDDEN.model_dump(exclude={"findings"})
    found = list(_spans(dumped))
    assert len(found) == len(list(_spans(NOTICE.model_dump(exclude={"findings"})))) > 10
    for path, words, (start, end) in found:
        assert text[start:end] == words, path
    assert [part.span for part in HIDDEN.walk()] == [part.span for part in NOTICE.walk()]
    assert [fact.span for fact in HIDDEN.facts] == [fact.span for fact in NOTICE.facts]
    for issue, original in zip(HIDDEN.issues, NOTICE.issues, strict=True):
        assert issue.span == original.span and issue.quote == text[slice(*issue.span)]


def test_annotations_and_tasks_point_at_the_masked_words() -> None:
    out = io.StringIO()
    export(HIDDEN, out, to="web-annotation")
    for item in json.loads(out.getvalue())["items"]:
        place, quote = item["target"]["selector"]
        assert HIDDEN.source.text[place["start"] : place["end"]] == quote["exact"]
    out = io.StringIO()
    export(HIDDEN, out, to="label-studio")
    (task,) = json.loads(out.getvalue())
    for item in task["predictions"][0]["result"]:
        if item["type"] == "labels":
            assert task["data"]["text"][item["value"]["start"] : item["value"]["end"]] == item["value"]["text"]


def _run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code in (0, 1), result.stderr
    return result.stdout


@pytest.fixture()
def file(tmp_path: Path) -> Path:
    path = tmp_path / "通报.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("form", ["json", "md", "outline"])
def test_parse_masks(form: str, file: Path) -> None:
    assert not [name for name in NAMES if name in _run("parse", "--to", form, "--mask-persons", str(file))]
    assert any(name in _run("parse", "--to", form, str(file)) for name in NAMES)


@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "github", "html"])
def test_check_masks(form: str, file: Path, tmp_path: Path) -> None:
    plan = tmp_path / "fixes.json"
    shown = _run("check", "--to", form, "--mask-persons", "--fix-plan", str(plan), str(file))
    assert not [name for name in NAMES if name in shown + plan.read_text("utf-8")]


@pytest.mark.parametrize("form", ["terminal", "json", "html"])
def test_compare_masks(form: str, file: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text(TEXT.replace("0.8万元", "0.9万元").replace("2023年12月3日", "2024年6月3日"), "utf-8")
    assert not [name for name in NAMES if name in _run("compare", "--to", form, "--mask-persons", str(file), str(later))]
    assert any(name in _run("compare", "--to", form, str(file), str(later)) for name in NAMES)


def test_a_corpus_is_masked_and_parsed_anew_when_that_changes(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    _run("batch", str(file), "--out", str(folder), "--workers", "1", "--check", "--jsonl", "--mask-persons")

    def stored() -> str:
        lines = "".join(path.read_text("utf-8") for path in folder.glob("jsonl/*"))
        return lines + str([Corpus(folder).table(name).to_pylist() for name in TABLES])

    assert "张某某" in stored()
    assert not [name for name in NAMES if name in stored()]
    again = _run("batch", str(file), "--out", str(folder), "--workers", "1", "--check", "--jsonl", "--mask-persons")
    assert "parsed 0" in again and "unchanged 1" in again
    assert "parsed 1" in _run("batch", str(file), "--out", str(folder), "--workers", "1", "--check", "--jsonl")
    assert "张三丰" in stored()
