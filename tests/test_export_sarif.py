"""SARIF 2.1.0: valid by its schema, and its regions say what the findings say."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from noticeparse import parse
from noticeparse.export.filed import Filed
from noticeparse.export.sarif import sarif, uri
from tests.reviewed import RULE, TEXT, found, reviewed

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/vendor/sarif-2.1.0-rtm.4.json").read_text("utf-8"))


def _log(*notices, path: str = "notices/a b.txt", rules=(RULE,)):
    log = json.loads(json.dumps(sarif([Filed(notice, path) for notice in notices], rules), ensure_ascii=False))
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    return log


def test_the_schema_refuses_what_is_not_sarif() -> None:
    log = _log(reviewed())
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_rules_describe_themselves_and_results_point_at_them() -> None:
    (run,) = _log(reviewed())["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["S02", "N11", "S09"]
    assert rules[0]["name"] == "LostOrdinal"
    assert rules[0]["defaultConfiguration"]["level"] == "error"
    assert "{{the next}}" in rules[0]["fullDescription"]["text"]  # §3.11.5: braces are doubled
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_regions_by_offset_and_by_line_and_column_are_the_same_words() -> None:
    notice = reviewed()
    (run,) = _log(notice)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    lines = TEXT.split("\n")
    for finding, result in zip(notice.findings, run["results"], strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        words = TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]]
        assert words == TEXT[slice(*finding.span)] == region["snippet"]["text"]
        assert region["startLine"] == region["endLine"]
        assert lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == words


def test_a_suggestion_is_a_fix() -> None:
    result = _log(reviewed())["runs"][0]["results"][0]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    fixed = TEXT[: region["charOffset"]] + replacement["insertedContent"]["text"]
    fixed += TEXT[region["charOffset"] + region["charLength"] :]
    assert fixed == TEXT.replace("\n是加强", "\n二是加强")


def test_a_page_is_not_fixed_by_offset_and_carries_its_text() -> None:
    notice = reviewed()
    page = notice.model_copy(update={"source": notice.source.model_copy(update={"media_type": "text/html"})})
    (run,) = _log(page)["runs"]
    assert all("fixes" not in result for result in run["results"])
    assert run["artifacts"][0]["contents"]["text"] == TEXT


def test_fingerprints_survive_a_move_and_tell_repeats_apart() -> None:
    def prints(text: str) -> list[str]:
        start = text.rindex("是加强")
        spans = [(text.index("6次"), text.index("6次") + 2), (start, start + 1), (start, start + 1)]
        notice = reviewed(*(found(text, "是加强", span=span) for span in spans), text=text)
        return [r["partialFingerprints"]["ruleAndWords/v1"] for r in _log(notice)["runs"][0]["results"]]

    before, after = prints(TEXT), prints("新的一行\n\n" + TEXT)
    assert before == after
    assert len(set(before)) == 3


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("数据/a b.txt", "%E6%95%B0%E6%8D%AE/a%20b.txt"),
        ("c:d,#?%.txt", "c%3Ad%2C%23%3F%25.txt"),
        ("/tmp/甲.txt", "file:///tmp/%E7%94%B2.txt"),
        ("\udcff.txt", "%FF.txt"),
        ('"><img src=x>.txt', "%22%3E%3Cimg%20src%3Dx%3E.txt"),
    ],
)
def test_paths_become_uris(path: str, expected: str) -> None:
    assert uri(path) == expected
    assert unquote(uri(path), errors="surrogateescape").removeprefix("file://") == path
    assert _log(reviewed(), path=path)["runs"][0]["artifacts"][0]["location"]["uri"] == expected


def test_messages_hold_no_placeholder_and_no_link() -> None:
    finding = found(TEXT, "6次", message="{0} [甲](javascript:x) }")
    message = _log(reviewed(finding))["runs"][0]["results"][0]["message"]["text"]
    assert message == "{{0}} [甲\\](javascript:x) }}"


def test_several_files_are_one_run_and_none_is_an_empty_one() -> None:
    (run,) = _log(reviewed(), parse("没有编号的一段。"), reviewed(text=TEXT + "完\n"))["runs"]
    indexes = [r["locations"][0]["physicalLocation"]["artifactLocation"]["index"] for r in run["results"]]
    assert indexes == [0, 0, 0, 2, 2, 2]
    assert _log()["runs"][0]["results"] == []


def test_a_file_given_twice_is_one_artifact() -> None:
    (run,) = _log(reviewed(), reviewed())["runs"]
    assert len(run["artifacts"]) == 1
    assert len(run["results"]) == 6
