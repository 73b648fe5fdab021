"""Label Studio: tasks out, gold back; a region that is not where its words stand is refused."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from noticeparse import parse, read_label_studio
from noticeparse.cli import main
from noticeparse.errors import UnreadableError
from noticeparse.export import export
from noticeparse.export.label_studio import INTERFACE, KINDS
from noticeparse.model import Notice
from tests.reviewed import TEXT

SAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "corpora/samples/texts").glob("*") if ".expected" not in path.name
)


def tasks(*notices: Notice) -> list[dict[str, Any]]:
    out = io.StringIO()
    export(notices, out, to="label-studio")
    made: list[dict[str, Any]] = json.loads(out.getvalue())
    return made


def accepted(*notices: Notice) -> list[dict[str, Any]]:
    """The tasks as a project exports them when an annotator accepts everything."""
    made = tasks(*notices)
    for n, task in enumerate(made, 1):
        task |= {"id": n, "annotations": [{"id": 9, "was_cancelled": False, "result": task.pop("predictions")[0]["result"]}]}
    return made


def regions(task: dict[str, Any], name: str = "label") -> list[dict[str, Any]]:
    return [item for item in task["annotations"][0]["result"] if item["from_name"] == name]


def test_every_control_and_label_of_a_task_is_in_the_interface() -> None:
    interface = etree.fromstring(INTERFACE)
    controls = {node.get("name"): {label.get("value") for label in node} for node in interface if node.get("toName")}
    (task,) = tasks(parse(TEXT))
    for item in task["predictions"][0]["result"]:
        assert item["from_name"] in controls and item["to_name"] == "text"
        assert set(item["value"].get("labels", ())) <= controls[item["from_name"]]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_gold_of_accepted_tasks_is_the_notice(path: Path) -> None:
    notice = parse(path)
    (gold,) = read_label_studio(json.dumps(accepted(notice), ensure_ascii=False))
    text = notice.source.text
    facts = [fact for fact in notice.facts if fact.kind in KINDS]
    assert [(f["kind"], f["start"], f["end"]) for f in gold["facts"]] == [(f.kind, *f.span) for f in facts]
    for fact, made in zip(facts, gold["facts"], strict=True):
        assert made["text"] == text[made["start"] : made["end"]]
        assert made["value"] == (fact.edtf if fact.kind in ("date", "period") else fact.value)  # type: ignore[union-attr]
        assert made["unit"] == getattr(fact, "unit", None)
    parts = [part for part in notice.walk() if part.num and part.layer == "body"]
    assert [(p["path"], p["style"], p["ordinal"], p["marker"], p["start"], p["heading"], p["role"], p["restored"]) for p in gold["outline"]] == [
        (p.path, p.num.style, p.num.ordinal, p.num.text, p.span[0], p.heading.text if p.heading else "", p.role, p.num.lost)
        for p in parts if p.num
    ]  # fmt: skip
    paths = {part.eid: part.path for part in notice.walk()}
    assert [(i["path"], i["quote"], i["status"]) for i in gold["issues"]] == [
        (paths[i.part], i.quote, i.status) for i in notice.issues
    ]
    totals = [(t["noun"], t["total"], t["parts"]) for t in gold["totals"]]
    assert sorted(totals, key=str) == sorted(((t.noun, t.total, t.parts) for t in notice.totals), key=str)
    assert gold["metadata"]["signed_on"] == notice.signed_on


def test_what_annotators_change_counts() -> None:
    made = accepted(parse(TEXT))
    label = next(item for item in regions(made[0]) if item["value"]["labels"] == ["money"])
    field = next(item for item in regions(made[0], "fields") if item["id"] == label["id"])
    field["value"]["text"] = ["value=99", "unit=元", "optional=true"]
    at = TEXT.index("2023年12月20日")
    made[0]["annotations"][0]["result"].append(
        {"id": "new", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": at, "end": at + 5, "text": "2023年", "labels": ["trap"]}}
    )  # fmt: skip
    (gold,) = read_label_studio(json.dumps(made))
    (money,) = [fact for fact in gold["facts"] if fact["kind"] == "money"]
    assert (money["value"], money["optional"], money["counted"]) == (99, True, None)
    assert gold["traps"] == [{"start": at, "end": at + 5, "text": "2023年", "why": ""}]


def test_relations_and_other_controls_of_a_project_do_not_disturb() -> None:
    made = accepted(parse(TEXT))
    plain = read_label_studio(json.dumps(made))
    made[0]["annotations"][0]["result"] += [
        {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right"},
        {"id": "c", "type": "choices", "from_name": "quality", "to_name": "text", "value": {"choices": ["good"]}},
    ]
    assert read_label_studio(json.dumps(made)) == plain


def test_ground_truth_comes_before_the_last_and_cancelled_ones_do_not_count() -> None:
    made = accepted(parse(TEXT))
    (annotation,) = made[0]["annotations"]
    empty = annotation | {"result": []}
    for several, expected in (
        ([annotation, empty], 0),
        ([annotation | {"ground_truth": True}, empty], 1),
        ([annotation, empty | {"was_cancelled": True}], 1),
    ):
        (gold,) = read_label_studio(json.dumps([made[0] | {"annotations": several}]))
        assert bool(gold["facts"]) == bool(expected)
    assert read_label_studio(json.dumps([made[0] | {"annotations": []}])) == []


def test_offsets_in_utf16_units_are_told_by_their_words() -> None:
    text = "𠮷𠮷县通报\n一、整改情况\n召开会议6次。\n"
    made = accepted(parse(text))
    older = copy.deepcopy(made)
    for item in older[0]["annotations"][0]["result"]:
        for end in ("start", "end"):
            item["value"][end] = len(text[: item["value"][end]].encode("utf-16-le")) // 2
    assert older != made
    assert read_label_studio(json.dumps(older)) == read_label_studio(json.dumps(made))


def _moved(item: dict[str, Any]) -> None:
    item["value"]["start"] += 1


def _no_offsets(item: dict[str, Any]) -> None:
    del item["value"]["start"]


@pytest.mark.parametrize(
    ("spoil", "says"), [(_moved, "does not stand at"), (_no_offsets, "KeyError")], ids=["moved", "no offsets"]
)
def test_a_region_out_of_place_is_refused(spoil: Callable[[dict[str, Any]], None], says: str) -> None:
    made = accepted(parse(TEXT))
    spoil(regions(made[0])[0])
    with pytest.raises(UnreadableError, match=f"gold.json: task 1: .*{says}"):
        read_label_studio(json.dumps(made), name="gold.json")


@pytest.mark.parametrize("lines", [["value=viele"], ["value"], "unit"], ids=str)
def test_fields_that_say_nothing_are_refused(lines: Any) -> None:
    made = accepted(parse(TEXT))
    label = next(item for item in regions(made[0]) if item["value"]["labels"] == ["count"])
    next(i for i in regions(made[0], "fields") if i["id"] == label["id"])["value"]["text"] = lines
    with pytest.raises(UnreadableError, match=f"task 1: region {label['id']}"):
        read_label_studio(json.dumps(made))


@pytest.mark.parametrize("content", ["", "{}", "[1]", '[{"annotations": [{"result": [{}]}]}]', b"\xff"])
def test_what_is_no_export_is_refused(content: str | bytes) -> None:
    with pytest.raises(UnreadableError, match=r"x\.json"):
        read_label_studio(content, name="x.json")


def test_the_command_writes_a_file_a_notice(tmp_path: Path) -> None:
    exported, folder = tmp_path / "export.json", tmp_path / "gold"
    exported.write_text(json.dumps(accepted(parse(TEXT, name="a.txt"), parse(TEXT, name="a.txt"))), "utf-8")
    result = CliRunner().invoke(main, ["gold", str(exported), "-o", str(folder)])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == ["a-2.json", "a.json"]
    assert json.loads((folder / "a.json").read_text("utf-8"))["facts"]
    lines = CliRunner().invoke(main, ["gold", str(exported)]).stdout.splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["a.txt", "a.txt"]


def test_the_command_prints_the_interface_and_names_a_wrong_file(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["gold", "--interface"]).stdout.strip() == INTERFACE.strip()
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", "utf-8")
    result = CliRunner().invoke(main, ["gold", str(wrong)])
    assert result.exit_code == 2 and "wrong.json" in result.stderr
