"""The facts stage: every entry's examples, sentences, laws for any text, the evaluation notices."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given, settings, strategies as st

from noticeparse.facts import KINDS, facts
from noticeparse.facts.contacts import CONTACT_KINDS
from noticeparse.facts.counts import COUNT_KINDS
from noticeparse.facts.documents import DOCUMENT_KINDS
from noticeparse.facts.durations import DURATION_KINDS
from noticeparse.facts.lexicon import records
from noticeparse.facts.money import MONEY_KINDS
from noticeparse.facts.ranks import RANK_KINDS
from noticeparse.facts.rates import RATE_KINDS
from noticeparse.model import Claim, Node, Source, Span

OWN_KINDS = (
    *DOCUMENT_KINDS, *CONTACT_KINDS, *RANK_KINDS, *RATE_KINDS, *MONEY_KINDS, *DURATION_KINDS, *COUNT_KINDS
)  # fmt: skip
SENTENCES = json.loads((pathlib.Path(__file__).parent / "facts_sentences.json").read_text("utf-8"))


def source(text: str, furniture: tuple[Span, ...] = ()) -> Source:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(
        name="t", media_type="text/plain", encoding="utf-8", sha256=digest, text=text, furniture=furniture
    )


def marked(example: str) -> tuple[str, list[Span]]:
    """The text without ⟦ ⟧, and the spans they marked."""
    text, spans = "", []
    for piece in re.split("(⟦[^⟧]*⟧)", example):
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(piece) - 2))
        text += piece.strip("⟦⟧")
    return text, spans


def spoken(text: str, span: Span | None) -> str | None:
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("kind", "printed", "value"), [(kind.name, e, v) for kind in OWN_KINDS for e, v in kind.examples.items()]
)
def test_kind_reads_its_examples(kind: str, printed: str, value: object) -> None:
    text, spans = marked(printed)
    found = {(c.start, c.end): (c.kind, c.value) for c in facts(source(text))}
    for span in spans:
        assert found.get(span) == (kind, value)


@pytest.mark.parametrize("text", [e for kind in OWN_KINDS for e in kind.counterexamples])
def test_kind_leaves_its_counterexamples(text: str) -> None:
    assert [text[c.start : c.end] for c in facts(source(text)) if c.kind not in ("date", "period")] == []


@pytest.mark.parametrize("record", SENTENCES, ids=lambda record: record["text"][:20])
def test_sentence(record: dict[str, object]) -> None:
    """Sentences of many kinds of organ with all their facts but dates: span, kind, value, unit, thing."""
    text, spans = marked(str(record["text"]))
    claims = [c for c in facts(source(text)) if c.kind not in ("date", "period")]
    assert [(c.start, c.end) for c in claims] == spans
    for claim, (kind, value, unit, counted) in zip(claims, record["facts"], strict=True):  # type: ignore[call-overload]
        assert (claim.kind, claim.value, claim.unit) == (kind, value, unit)
        if counted is not None:
            assert spoken(text, claim.counted) == counted


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("走访群众近500户", "nearly"), ("走访群众约500户", "about"), ("走访群众500户左右", "about"),
        ("走访群众500余户", "over"), ("走访群众超500户", "over"), ("走访群众500户以上", "at_least"),
        ("走访群众不少于500户", "at_least"), ("走访群众不超过500户", "at_most"), ("走访群众500户", None),
        ("走访群众上百户", "over"), ("以上500户", None), ("至少走访500户", "at_least"),
    ],
)  # fmt: skip
def test_bound(text: str, bound: str | None) -> None:
    (claim,) = facts(source(text))
    assert claim.bound == bound
    assert not text[claim.start : claim.end].startswith(("近", "约", "超", "不", "上", "以", "至"))


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("重复信访同比减少9件", "decrease"), ("投诉量下降12%", "decrease"), ("投诉量下降至12%", None),
        ("满意度提高3.2个百分点", "increase"), ("合格率提高到97%", None), ("新增床位420张", "increase"),
        ("减少审批环节5个", "decrease"), ("听取汇报至少1次", None),
    ],
)  # fmt: skip
def test_change(text: str, change: str | None) -> None:
    (claim,) = facts(source(text))
    assert claim.change == change


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("清退违规发放农机补贴28.6万元", "清退"), ("津贴补贴23.56万元全部予以清退", "清退"),
        ("挽回集体经济损失5万余元", "挽回"), ("对商户罚款800元", "罚款"), ("应缴租金已上缴12万元", "上缴"),
    ],
)  # fmt: skip
def test_action_of_money(text: str, action: str) -> None:
    (claim,) = facts(source(text))
    assert spoken(text, claim.action) == action


@pytest.mark.parametrize(
    ("text", "actions", "states"),
    [
        ("制定《甲办法》《乙细则（试行）》", ["制定", "制定"], [None, "试行"]),
        ("出台《甲办法》、《乙制度》和《丙目录》等12项制度", ["出台"] * 3, [None] * 3),
        ("对《甲办法》《乙规定》进行了修订", ["修订", "修订"], [None, None]),
        ("《甲通知》已印发", ["印发"], [None]),
        ("组织学习《案例汇编（2023年版）》", ["组织学习"], ["2023年版"]),
        ("印发《甲通知》（清办发〔2021〕12号）", ["印发", "印发"], [None, None]),
        ("修订《用车管理暂行办法》", ["修订"], ["暂行"]),
        ("根据《审计法》要求", [None], [None]),
    ],
)
def test_action_and_state_of_documents(
    text: str, actions: list[str | None], states: list[str | None]
) -> None:
    claims = [c for c in facts(source(text)) if c.kind == "document"]
    assert [spoken(text, c.action) for c in claims] == actions
    assert [c.state for c in claims] == states


def test_contacts_in_one_paragraph_and_in_lines() -> None:
    text = (
        "联系电话：0771-5850012、5850013转806；传真（0771）5850014；地　址：清河市民乐路3号农业局105室，"
        "邮政编码：５３００１２，电子邮箱：jjz ＠ example.gov.cn。\n"
        "通讯地址: 清河市青年大道88号\n邮编:110000\n手机:13900000000 举报热线:12388"
    )
    assert [(c.contact, c.value) for c in facts(source(text))] == [
        ("phone", "0771-5850012"), ("phone", "5850013转806"), ("phone", "（0771）5850014"),
        ("address", "清河市民乐路3号农业局105室"), ("postcode", "530012"), ("email", "jjz@example.gov.cn"),
        ("address", "清河市青年大道88号"), ("postcode", "110000"), ("phone", "13900000000"),
        ("phone", "12388"),
    ]  # fmt: skip


def test_printed_numbers_of_parts_are_no_facts() -> None:
    text = "3.5个站点完成改造"
    assert [c.value for c in facts(source(text))] == [3.5]
    assert [c.value for c in facts(source(text), [Node(0, len(text), "1.", 3, num_end=2)])] == [5]


def test_furniture_gives_dates_only() -> None:
    text = "2024年3月1日 浏览 35次\n召开会议12次"
    inside = [c for c in facts(source(text, ((0, 16),))) if c.start < 16]
    assert [c.kind for c in inside] == ["date"]
    assert any(c.value == 12 for c in facts(source(text, ((0, 16),))))


_PROSE = st.text(
    st.sampled_from(
        "完成整改项次个名家问题制度0123456789一二三十百万亿余近约超%元月年日天第"
        "《》〈〉“”、，。,;（）()\n 共达的等"
    ),
    max_size=120,
)


@settings(max_examples=150, deadline=None)
@given(_PROSE)
@example("《" * 50)
@example("一二三四五六七" * 20)
@example("“" + "3、" * 60)
@example("百分之百分之百")
def test_claims_stand_in_the_text_in_order(text: str) -> None:
    claims = facts(source(text))
    assert all(0 <= c.start < c.end <= len(text) for c in claims)
    assert all(a.end <= b.start for a, b in pairwise(claims))
    for claim in claims:
        for span in (claim.counted, claim.verb, claim.action, claim.scope):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        assert claim.counted is None or not _overlap(claim, claim.counted)


def _overlap(claim: Claim, span: Span) -> bool:
    return span[0] < claim.end and claim.start < span[1]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_scanned(text: str) -> None:
    facts(source(text.replace("\ud800", "")))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("units", "unit"), ("verbs", "verb"), ("nouns", "noun"), ("money_nouns", "noun"),
        ("slogans", "phrase"), ("fixed_words", "word"), ("function_words", "word"),
    ],
)  # fmt: skip
def test_word_lists_are_sorted_and_explained(name: str, key: str) -> None:
    words = [record[key] for record in records(name)]
    assert words == sorted(set(words))
    assert all(record["examples"] and record["source"] for record in records(name))
    assert all(record[key] in record["examples"][0] for record in records(name))
    for record in records(name):
        assert all(record[key] in longer for longer in record.get("except", ()))


@pytest.mark.parametrize("record", records("slogans"), ids=lambda record: record["phrase"])
def test_slogans_count_nothing(record: dict[str, object]) -> None:
    text = f"要认真{record['examples'][0]}要求"  # type: ignore[index]
    assert [text[c.start : c.end] for c in facts(source(text)) if c.kind not in ("date", "period")] == []


@pytest.mark.parametrize("record", records("units"), ids=lambda record: record["unit"])
def test_unit_is_read_from_its_example(record: dict[str, object]) -> None:
    text = record["examples"][0]  # type: ignore[index]
    units = [c.unit for c in facts(source(text)) if c.kind in ("count", "duration")]
    if record["class"] == "none":
        assert units == []
    else:
        assert units in ([record["unit"]], [f"个{record['unit']}"])


def test_import_loads_no_segmenter() -> None:
    code = "import sys, noticeparse.facts; print(sorted({'jieba', 'rjieba', 'spacy'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


EVAL = os.environ.get("NOTICEPARSE_EVAL")


@pytest.mark.skipif(not EVAL, reason="NOTICEPARSE_EVAL does not name the evaluation folder")
@pytest.mark.parametrize("name", ["binhai-eco-2025", "nankai-univ-2022"], ids=["reference notice A", "B"])
def test_counts_of_reference_notices(name: str) -> None:
    """Every fact of the gold that is not optional, dates apart, with its span and value."""
    folder = pathlib.Path(str(EVAL))
    gold = json.loads((folder / "gold" / f"{name}.json").read_text("utf-8"))
    text = (folder / "notices" / gold["source"]).read_text("utf-8")
    found = {(c.start, c.end): c.value for c in facts(source(text))}
    wanted = [f for f in gold["facts"] if not f.get("optional") and f["kind"] not in ("date", "period")]
    right = {(f["start"], f["end"]): (f["value"], *f.get("accept", [])) for f in wanted}
    missed = [text[slice(*span)] for span, values in right.items() if found.get(span) not in values]
    assert missed == []


def test_every_kind_is_asked() -> None:
    assert all(kind in KINDS for kind in OWN_KINDS)
