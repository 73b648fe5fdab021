"""schemas/ equals what the models say, and the output obeys it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import jsonschema
import pytest

import noticeparse
from noticeparse.schema import MODELS, json_schema
from tests.gold_texts import load_all

SCHEMAS = Path(__file__).parent.parent / "schemas"

NOTICE = """青禾县水务局党组关于县委第三轮巡察整改情况的通报
2023年3月1日至4月28日,县委第二巡察组对县水务局党组开展巡察,6月5日反馈意见。现将整改情况通报如下。
一、组织整改情况
反馈的2个问题,已完成整改1个,正在推进1个。
二、问题整改情况
1.关于“河道管护不到位”的问题
(1)清理河道12公里,追缴资金3.5万元,占应缴的96%。
是约谈2人。
2.关于“台账不全”的问题。该问题正在整改。
联系电话:0555-1234567
中共青禾县水务局党组
2023年12月3日
"""


@pytest.mark.parametrize("name", sorted(MODELS))
def test_schema_file_is_in_step_with_the_models(name: str) -> None:
    kept = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    assert kept == json_schema(name), "run `make schemas`"


@pytest.mark.parametrize("text", [NOTICE, "", "无关的一句话。"])
def test_output_obeys_the_schema(text: str) -> None:
    notice = noticeparse.parse(text)
    jsonschema.validate(json.loads(notice.model_dump_json()), json_schema("notice"))


def test_output_reads_back_as_the_same_notice() -> None:
    printed = noticeparse.parse(NOTICE).model_dump_json()
    assert noticeparse.Notice.model_validate_json(printed).model_dump_json() == printed


@pytest.mark.parametrize("text", [NOTICE, *(gold.text for gold in load_all())])
def test_what_a_parse_makes_without_validation_is_what_its_models_say(text: str) -> None:
    notice = noticeparse.parse(text)
    checked = noticeparse.Notice.model_validate(notice.model_dump(), strict=True)
    assert checked.model_dump_json() == notice.model_dump_json()  # the same fields in the same order, of the same types
    assert checked.model_dump() == notice.model_dump()


def test_a_copy_of_a_notice_changes_nothing_that_notices_share() -> None:
    notice = noticeparse.parse(NOTICE)
    said = set(notice.model_fields_set)
    changed = notice.model_copy(update={"findings": ()})
    assert "findings" in changed.model_fields_set and notice.model_fields_set == said
    assert noticeparse.parse(NOTICE).model_fields_set == said
    assert pickle.loads(pickle.dumps(notice)) == notice


def test_a_notice_is_immutable() -> None:
    with pytest.raises(ValueError, match="frozen"):
        noticeparse.parse(NOTICE).title = "x"  # type: ignore[misc]
