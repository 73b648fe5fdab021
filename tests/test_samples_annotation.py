"""The samples' gold follows from the marked files, keeps the laws of the format, and can be scored."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpora" / "samples"
MARKED = sorted(SAMPLES.glob("*.marked"))
PAGES = [p for p in MARKED if '"html":' in p.read_text(encoding="utf-8")]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


annotate = load(ROOT / "corpora" / "annotate.py")


def compiled(body: str, **head: Any) -> Any:
    return annotate.compile_marked("x", json.dumps({"genre": "巡察", **head}) + "\n===\n" + body)


def facts(body: str) -> list[dict[str, Any]]:
    return compiled(body).gold["facts"]


@pytest.fixture(params=MARKED, ids=lambda p: p.stem)
def sample(request: pytest.FixtureRequest) -> Any:
    return annotate.compile_file(request.param)


# --- the tool ------------------------------------------------------------


def test_tags_leave_the_text_as_printed() -> None:
    marked = annotate.read_markup("召开⟪会议⟪3次¦c @会议⟫，其中⟪1次¦c ?⟫¦T 会议 3⟫。⟪nbsp⟫完")
    assert marked.text == "召开会议3次，其中1次。\u00a0完"
    assert [marked.text[t.start : t.end] for t in marked.tags] == ["会议3次，其中1次", "3次", "1次"]


@pytest.mark.parametrize("body", ["召开⟪3次¦c", "召开3次¦c⟫", "召开⟪3次⟫", "召开⟪3次¦⟫"])
def test_a_broken_tag_is_refused(body: str) -> None:
    with pytest.raises(annotate.MarkupError):
        compiled(body)


@pytest.mark.parametrize(
    "body",
    [
        "⟪50余人¦c @干部⟫",  # a bound, so the value must be given
        "⟪8月29日¦d⟫",  # no year
        "⟪2024年3月至5月¦p⟫",
        "⟪2024年3月¦d 2024.03⟫",  # not EDTF
        "⟪3次¦q⟫",
        "⟪学习不深¦!A01⟫",  # an issue outside every item
        "⟪#一、¦chapter L⟫甲",
        "⟪###1.¦issue L⟫甲",  # deeper than there are parents
        "⟪#一、¦section S⟫没有句号",
    ],
)
def test_what_the_annotator_must_say_is_not_guessed(body: str) -> None:
    with pytest.raises(annotate.MarkupError):
        compiled(body)


@pytest.mark.parametrize(
    ("tag", "kind", "value", "unit"),
    [
        ("⟪2024年6月27日¦d⟫", "date", "2024-06-27", None),
        ("⟪2024年度¦d⟫", "date", "2024", None),
        ("⟪35件¦c⟫", "count", 35, "件"),
        ("⟪1,046个¦c⟫", "count", 1046, "个"),
        ("⟪２８个¦c⟫", "count", 28, "个"),
        ("⟪2.1万余户¦c 21000 户⟫", "count", 21000, "户"),
        ("⟪35¦c 35 _|件 damaged⟫", "count", 35, None),
        ("⟪5个月¦dur⟫", "duration", 5, "个月"),
        ("⟪96.5%¦r⟫", "rate", 96.5, "%"),
        ("⟪82％¦r⟫", "rate", 82, "%"),
        ("⟪九成¦r 90⟫", "rate", 90, "%"),
        ("⟪第3名¦k⟫", "rank", 3, "名"),
        ("⟪1,873.52万元¦m⟫", "money", 18735200, "元"),
        ("⟪4.35亿元¦m⟫", "money", 435000000, "元"),
        ("⟪0.885¦m 8850⟫", "money", 8850, "元"),
        ("⟪《甲办法（试行）》¦doc⟫", "document", "甲办法（试行）", None),
        ("⟪江大党〔2016〕51号¦doc⟫", "document", "江大党〔2016〕51号", None),
    ],
)
def test_values(tag: str, kind: str, value: object, unit: str | None) -> None:
    (fact,) = facts(tag)
    assert (fact["kind"], fact["value"], fact["unit"]) == (kind, value, unit)


def test_several_right_answers() -> None:
    (fact,) = facts("⟪3个¦c 3 个|方面 @方面|问题 or=4 kind=dur ? damaged⟫")
    assert fact["accept_units"] == ["方面"] and fact["accept"] == [4] and fact["accept_kinds"] == ["duration"]
    assert fact["counted"] == ["方面", "问题"] and fact["optional"] and fact["damaged"]


@pytest.mark.parametrize(
    ("marker", "style", "ordinal"),
    [
        ("十一、", "一、", 11),
        ("（二）", "(一)", 2),
        ("㈡", "(一)", 2),
        ("3．", "1.", 3),
        ("3、", "1.", 3),
        ("（4）", "(1)", 4),
        ("⑷", "(1)", 4),
        ("4）", "1)", 4),
        ("②", "①", 2),
        ("三是", "一是", 3),
        ("第一，", "第一", 1),
        ("首先，", "第一", None),
        ("第二章", "第一章", 2),
        ("1.1.2", "1.1", 2),
        ("项目1.2：", "项目N.M", 2),
        ("附件", "annex", 1),
        ("附件2：", "annex", 2),
        ("整改时限：", "label", None),
    ],
)
def test_marker_styles(marker: str, style: str, ordinal: int | None) -> None:
    assert annotate.style_of(marker) == (style, ordinal)


def test_outline_paths_headings_and_lost_markers() -> None:
    gold = compiled(
        "⟪#一、¦section L⟫甲  \n　⟪##（一）¦issue S⟫关于“⟪乙。丙¦!A01 done⟫”的问题。丁\n"
        "⟪###一是¦measure .⟫戊⟪.⟫，己；⟪###是¦measure 0 lost style=一是 ord=2 path=二是⟫庚\n"
        "⟪###时限：¦field 0⟫一\n⟪###时限：¦field 0⟫二\n"
    ).gold
    assert [(o["path"], o["ordinal"], o["heading"]) for o in gold["outline"]] == [
        ("一", 1, "甲"),
        ("一/(一)", 1, "关于“乙。丙”的问题"),
        ("一/(一)/一是", 1, "戊"),
        ("一/(一)/二是", 2, ""),
        ("一/(一)/时限", 1, ""),
        ("一/(一)/时限-2", 2, ""),
    ]
    assert [o["restored"] for o in gold["outline"]] == [False, False, False, True, False, False]
    assert gold["issues"][0]["path"] == "一/(一)" and gold["issues"][0]["category"] is None


def test_contacts_go_to_the_metadata() -> None:
    gold = compiled("电话：⟪0888-1⟪2¦x no fact⟫3¦con phone⟫").gold
    assert gold["metadata"]["contacts"] == [{"kind": "phone", "value": "0888-123"}]
    with pytest.raises(annotate.MarkupError):
        compiled("⟪0888-123¦con telephone⟫")


def test_check_finds_a_changed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.marked").write_text(
        '{"genre": "审计", "html": "word", "metadata": {"title": "甲"}}\n===\n甲\n召开⟪3次¦c⟫。完\n',
        encoding="utf-8",
    )
    assert annotate.main([str(tmp_path)]) == 0
    assert annotate.main(["--check", str(tmp_path)]) == 0
    (tmp_path / "gold" / "x.json").write_text("{}", encoding="utf-8")
    assert annotate.main(["--check", str(tmp_path)]) == 1
    assert "x.json is not in step" in capsys.readouterr().err


def test_lint_finds_an_oversight() -> None:
    assert annotate.uncovered(compiled("召开⟪3次¦c⟫，培训5人")) == ["…召开3次，培训⟦5⟧人"]


# --- the samples ------------------------------------------------------------


@pytest.mark.parametrize("folder", ["samples", "heldback", "unseen", "sealed"])
def test_generated_files_are_in_step(folder: str) -> None:
    assert annotate.main(["--check", str(ROOT / "corpora" / folder)]) == 0


def test_every_layout_has_a_sample() -> None:
    assert {annotate.compile_file(p).head.get("layout") for p in MARKED} >= set("abcdefghi")


def test_the_annotation_keeps_the_laws_of_the_format(sample: Any) -> None:
    gold, text = sample.gold, sample.text
    for key in ("facts", "traps"):
        for f in gold[key]:
            assert text[f["start"] : f["end"]] == f["text"] == f["text"].strip()
    starts = [o["start"] for o in gold["outline"]]
    paths = {o["path"] for o in gold["outline"]}
    assert starts == sorted(set(starts)) and len(paths) == len(starts)
    for o in gold["outline"]:
        assert text.startswith(o["marker"], o["start"])
        assert text[: o["heading_end"]].endswith(o["heading"])
        assert o["path"].rpartition("/")[0] in paths | {""}
    for i in gold["issues"]:
        assert text[i["start"] : i["end"]] == i["quote"] and {i["path"], i["category"] or i["path"]} <= paths
    for t in gold["totals"]:
        assert text.startswith(t["text"], t["start"])
        assert sum(t["parts"].values()) <= t["total"]


def test_no_number_and_no_title_is_left_unannotated(sample: Any) -> None:
    assert annotate.uncovered(sample) == []


def test_the_metadata_is_printed_in_the_text(sample: Any) -> None:
    meta, squeezed = sample.gold["metadata"], re.sub(r"\s", "", sample.text)
    inspection = meta["inspection"]
    for value in (meta["title"], meta["issuer"], *meta["signers"], inspection["team"], inspection["round"]):
        assert value is None or value in squeezed
    dates = {day for f in sample.gold["facts"] for day in str(f["value"]).split("/")}
    for key in ("started_on", "ended_on", "feedback_on"):
        assert inspection[key] is None or inspection[key] in dates
    assert meta["signed_on"] in dates


def test_a_sample_is_long_and_has_look_alikes(sample: Any) -> None:
    assert 1500 <= len(sample.text) <= 5000
    assert len(sample.gold["traps"]) >= 8


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_shows_the_expected_text(path: Path) -> None:
    sample = annotate.compile_file(path)
    from bs4 import BeautifulSoup

    page = BeautifulSoup((SAMPLES / "texts" / sample.source).read_bytes(), "html.parser")
    article = page.find("div", "article")
    assert article is not None
    assert re.sub(r"\s", "", article.get_text()) == re.sub(r"\s", "", sample.text)


# --- the score ------------------------------------------------------------


def perfect_parts(gold: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The gold outline, nested: each part ends where the next one that is not below it begins."""
    parts: dict[str, dict[str, Any]] = {"": {"children": []}}
    for n, o in enumerate(gold["outline"]):
        after = (p["start"] for p in gold["outline"][n:] if not f"{p['path']}/".startswith(f"{o['path']}/"))
        end = o["heading_end"]
        heading = {"text": o["heading"], "span": [end - len(o["heading"]), end]} if o["heading"] else None
        parts[o["path"]] = {
            "eid": o["path"],
            "num": {"text": o["marker"], "ordinal": o["ordinal"]},
            "role": o["role"],
            "heading": heading,
            "span": [o["start"], next(after, len(text))],
            "children": [],
        }
        parts[o["path"].rpartition("/")[0]]["children"].append(parts[o["path"]])
    return parts[""]["children"]


def perfect_fact(f: dict[str, Any]) -> dict[str, Any]:
    counted = f["counted"][0] if isinstance(f["counted"], list) else f["counted"]
    dated = f["kind"] in ("date", "period")
    return {
        "kind": f["kind"],
        "span": [f["start"], f["end"]],
        "text": f["text"],
        "value": None if dated else f["value"],
        "edtf": f["value"] if dated else None,
        "unit": f["unit"],
        "counted": counted,
    }


def perfect_output(gold: dict[str, Any], text: str) -> dict[str, Any]:
    """What a parser that makes no mistake prints, in the contract's shape."""
    meta = gold["metadata"]
    issues = [
        {k: i[k] for k in ("quote", "category", "status")}
        | {"part": i["path"], "topics": [{"code": i["topic"]}]}
        for i in gold["issues"]
    ]
    totals = [
        {"span": [t["start"], t["start"] + len(t["text"])], "total": t["total"], "parts": t["parts"]}
        for t in gold["totals"]
    ]
    return {
        "source": {"text": text},
        "is_notice": gold["is_notice"],
        "genre": gold["genre"],
        **meta,
        "signatories": meta["signers"],
        "parts": perfect_parts(gold, text),
        "facts": [perfect_fact(f) for f in gold["facts"] if not f["optional"]],
        "issues": issues,
        "totals": totals,
    }


def test_the_scorer_gives_full_marks_to_the_gold_itself(sample: Any) -> None:
    """The gold contradicts neither itself nor the scorer: parents, categories, values, traps."""
    shared = os.environ.get("NOTICEPARSE_EVAL")
    if not shared:
        pytest.skip("NOTICEPARSE_EVAL does not name the folder of the scorer")
    score = load(Path(shared) / "score" / "score.py")
    output = perfect_output(sample.gold, sample.text)
    s, _, misses = score.score_notice(sample.gold, sample.text, output, {"all"})
    row = score.table(s)
    assert misses == []
    assert row["traps"] == row["invalid"] == 0
    for key, value in row.items():
        if key not in ("traps", "invalid") and value is not None:
            assert (value[2] if isinstance(value, tuple) else value) == 1.0, key
