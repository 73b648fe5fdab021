"""Masking the names of persons held to account: found in their frames, nothing else touched, spans kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import noticeparse
from noticeparse.export.persons import mask_persons, masked_name, name_spans
from tests.test_ledger import TEXT

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples" / "texts"

MASKED = {
    "给予张三党内警告处分。": "给予张某党内警告处分。",
    "给予李小四党内严重警告处分,给予王五政务记过处分。": "给予李某某党内严重警告处分,给予王某政务记过处分。",
    "对原党委书记张三进行诫勉谈话。": "对原党委书记张某进行诫勉谈话。",
    "时任办公室主任欧阳明因违规发放补贴受到党内警告处分。": "时任办公室主任欧阳某因违规发放补贴受到党内警告处分。",
    "对张三、李小四、王五等3人批评教育。": "对张某、李某某、王某等3人批评教育。",
    "张三同志受到党内警告处分,王五被诫勉谈话。": "张某同志受到党内警告处分,王某被诫勉谈话。",
    "约谈财务科科长赵一凡,责令作出书面检查。": "约谈财务科科长赵某某,责令作出书面检查。",
    "副局长陈建国（分管财务）被立案审查调查。": "副局长陈某某（分管财务）被立案审查调查。",
    "孙某某（时任出纳）、钱多多（时任会计）受到政务警告处分。": "孙某某（时任出纳）、钱某某（时任会计）受到政务警告处分。",
    "给予张三党内警告处分。张三已退缴补贴。": "给予张某党内警告处分。张某已退缴补贴。",
    "给予高峰党内警告处分,给予任建新诫勉谈话处理。": "给予高某党内警告处分,给予任某某诫勉谈话处理。",
    "该局原局长张三严重违纪违法问题已立案。": "该局原局长张某严重违纪违法问题已立案。",
    "对局长张三、副局长李小四给予诫勉谈话。": "对局长张某、副局长李某某给予诫勉谈话。",
    "张三被给予党内警告处分,责令李小四作出书面检查。": "张某被给予党内警告处分,责令李某某作出书面检查。",
    "对张三的违纪问题立案审查。": "对张某的违纪问题立案审查。",
    "原主任周明涉嫌受贿被移送司法机关。": "原主任周某涉嫌受贿被移送司法机关。",
    "对分管副局长林晓东、科室负责人黄海燕进行约谈提醒。": "对分管副局长林某某、科室负责人黄某某进行约谈提醒。",
    "责成马晓春同志在党组会上作出深刻检查。": "责成马某某同志在党组会上作出深刻检查。",
    "依规依纪对吴刚、郑爽、唐小芳三名同志予以诫勉谈话。": "依规依纪对吴某、郑某、唐某某三名同志予以诫勉谈话。",
    "李华明、王建军二人受到党纪处分。": "李某某、王某某二人受到党纪处分。",
    "驾驶员钟山被扣发绩效奖金。": "驾驶员钟某被扣发绩效奖金。",
    "对阿卜杜·热合曼作出政务警告处分。": "对阿某某·某某某作出政务警告处分。",
}
UNTOUCHED = (
    "给予党内警告处分2人,诫勉谈话3人。",
    "给予1人党内严重警告处分,对相关责任人批评教育。",
    "党委书记张三任整改工作领导小组组长。",
    "联系人:张三,联系电话:0555-1234567。",
    "书记、局长高度重视,主任全面安排部署,对严重违纪问题严肃问责。",
    "对全体干部开展警示教育,通报违纪违法典型案例4起。",
    "给予张某党内警告处分,对李某某诫勉谈话。",
    "对责任单位和有关人员约谈12人次,对项目负责人进行提醒谈话。",
    "对连续两年考核靠后的单位主要负责人进行约谈。",
    "纪检组组长和派驻机构负责人约谈6个部门。",
    "对党员干部违规吃喝问题立案3件,给予党纪处分4人。",
    "对周边的、范围的、许可的违规问题约谈,对任期内的、常规的违纪问题问责。",
    "对包庇、纵容等行为严肃追责,对常见问题通报批评。",
    "对安徽省、黄海路片区管理不到位的责任单位通报批评。",
    "严格执行问责条例,对履职不力的党组织和党员领导干部严肃问责。",
    "党委书记、工程师等8人被提醒谈话,公务员、驾驶员等岗位解聘2人。",
)


def mask_text(text: str) -> str:
    """The text of the notice `text` with its persons masked."""
    return mask_persons(noticeparse.parse(text)).source.text


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_names_in_their_frames_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize("text", UNTOUCHED)
def test_nothing_else_is_touched(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize("path", sorted(p for p in SAMPLES.glob("*") if ".expected" not in p.name), ids=lambda p: p.name)
def test_samples_name_nobody(path: Path) -> None:
    text = noticeparse.parse(path).source.text
    assert [text[start:end] for start, end in name_spans(text)] == []


@pytest.mark.parametrize(("name", "masked"), [("张三", "张某"), ("李小四", "李某某"), ("欧阳修", "欧阳某"), ("欧阳", "欧某")])
def test_the_surname_stays(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_a_masked_notice_keeps_every_span_and_the_notice_itself_is_unchanged() -> None:
    notice = noticeparse.parse(TEXT)
    before = notice.model_dump_json()
    masked = mask_persons(notice)
    assert notice.model_dump_json() == before
    printed = masked.model_dump_json()
    assert not any(name in printed for name in ("张三", "李小四", "王五"))
    assert len(masked.source.text) == len(notice.source.text)
    for fact in masked.facts:
        assert fact.text == masked.source.text[slice(*fact.span)]
    for issue, original in zip(masked.issues, notice.issues, strict=True):
        assert issue == original
    assert masked.source.sha256 == notice.source.sha256


def test_a_notice_that_names_nobody_stays_itself() -> None:
    notice = noticeparse.parse("给予2人党内警告处分。")
    assert mask_persons(notice) is notice


@given(st.text("给予对张三李四小明党内警告处分、,。书记主任同志等2人诫勉违纪\n", max_size=60))
def test_masking_keeps_the_length_and_is_done_once(text: str) -> None:
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert mask_text(masked) == masked
