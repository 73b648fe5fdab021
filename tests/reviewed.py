"""A notice with findings made by hand, for the tests of what a check puts out."""

from __future__ import annotations

from noticeparse import parse
from noticeparse.entries import Rule
from noticeparse.model import Finding, Notice, Suggestion

TEXT = """中共青河市水务局党组关于市委第三轮巡察整改进展情况的通报

2023年3月5日至4月28日,市委第二巡察组对市水务局党组开展了常规巡察,并于2023年6月12日反馈意见。

一、组织整改情况
一是强化领导。成立专班,召开会议6次。
是加强督导。印发《水务局巡察整改方案》。

二、反馈问题整改情况
(一)关于“学习不深入”的问题
1.完善学习制度。开展培训12场,覆盖350余人次,追缴违规资金3.2万元,办结率96.5%。

联系电话:0575-65360000
中共青河市水务局党组
2023年12月20日
"""


def found(text: str, words: str, rule: str = "S02", **fields: object) -> Finding:
    """A finding on the first place of `words`."""
    start = text.index(words)
    given: dict[str, object] = {
        "rule": rule,
        "name": "lost-ordinal",
        "level": "error",
        "message": "reads as item 2",
        "span": (start, start + len(words)),
    }
    return Finding.model_validate(given | fields)


def reviewed(*findings: Finding, text: str = TEXT, name: str = "notice.txt") -> Notice:
    """The notice `text` with `findings`; three of all levels where none are given."""
    notice = parse(text, name=name)
    start = text.index("是加强") if "是加强" in text else 0
    suggested = Suggestion(text="二是", span=(start, start + 1))
    usual = findings or (
        found(text, "是加强", span=(start, start + 1), suggestion=suggested, origin="extraction"),
        found(text, "办结率96.5%", "N11", name="rate-alone", level="note", message="96.5 % of what?"),
        found(text, "成立专班,召开会议6次", "S09", name="no-fact", level="warning", message="甲:乙,丙 100%\n第二行"),
    )
    return notice.model_copy(update={"findings": tuple(usual)})


RULE = Rule(
    code="S02", name="lost-ordinal", level="error", title="An item has lost its ordinal", title_zh="序号缺失",
    text=("A bare 是 behind 一是 reads as {the next} item.",), source="house style", bad=("⟦是⟧加强督导。",), good=("二是加强督导。",),
    find=lambda review: iter(()),
)  # fmt: skip
