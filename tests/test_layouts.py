"""Small notices of invented organs, each with a trait of layout that once read wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeparse import parse

TITLE = "中共栗川县水利局党组关于县委巡察整改进展情况的通报\n"


def _issues(body: str) -> list[tuple[str, str | None]]:
    return [(issue.quote, issue.status) for issue in parse(TITLE + body).issues]


@pytest.mark.parametrize(
    ("body", "issues"),
    [
        pytest.param(
            "一、问题整改情况\n(一)聚焦基层党建方面\n1.学习抓得不紧。\n(1)学习计划落实不到位。\n整改情况:集中学习12次。\n"
            "(2)政策宣讲面窄。\n整改情况:宣讲9场次。\n2.档案管理薄弱。\n(1)水文档案缺页。\n整改情况:补齐27卷。",
            [("学习计划落实不到位", None), ("政策宣讲面窄", None), ("水文档案缺页", None)],
            id="problems below problems, each above the field that answers it",
        ),
        pytest.param(
            "一、集中整改期内完成的事项\n1.关于巡河不勤的问题\n(1)巡河36次。\n2.关于闸门失修的问题\n(1)维修闸门4座。\n3.关于台账不全的问题\n(1)补录台账15本。\n"
            "二、需长期坚持的事项\n4.关于队伍老化的问题\n整改进展:招录3名。",
            [("巡河不勤", None), ("闸门失修", None), ("台账不全", None), ("队伍老化", None)],
            id="problems numbered on through all sections",
        ),
        pytest.param(
            "一、问题整改情况\n1.灌区收费不规范(已完成)\n(1)退费32户。\n2.“三重一大”决策不规范(基本完成)\n(1)修订规则1项。\n3.泵站值守松懈(持续整改)\n(1)抽查18次。",
            [("灌区收费不规范", "done"), ("“三重一大”决策不规范", "mostly_done"), ("泵站值守松懈", "long_term")],
            id="the state in brackets behind the problem",
        ),
        pytest.param(
            "(一)工程招标把关不严。整改成效:已完成。\n(二)渠道清理不到位,管护有漏洞。整改成效:长期坚持。\n(三)用水计量不准。整改成效:已完成。",
            [("工程招标把关不严", "done"), ("渠道清理不到位,管护有漏洞", "long_term"), ("用水计量不准", "done")],
            id="what was reached, as a field",
        ),
    ],
)  # fmt: skip
def test_issues(body: str, issues: list[tuple[str, str | None]]) -> None:
    assert _issues(body) == issues


def test_decimals_of_four_levels() -> None:
    notice = parse(TITLE + "1.整改情况\n1.1党建方面\n1.1.1关于学习不深的问题\n1.1.1.1集中学习6次。\n1.1.1.2讲党课2次。\n1.1.2关于会议空泛的问题\n1.1.2.1精简会议4个。")
    parts = {part.path.rsplit("/", 1)[-1]: part for part in notice.walk()}
    assert [child.num.text for child in parts["1.1.1"].children if child.num] == ["1.1.1.1", "1.1.1.2"]
    assert parts["1.1.2"].role == "issue"


@pytest.mark.parametrize(
    ("sentence", "totals"),
    [
        ("对照反馈的37项问题,制定措施126条。目前,37项问题已完成31项,基本完成4项,正在推进2项。", [(37, {"done": 31, "mostly_done": 4, "ongoing": 2})]),
        ("截至9月30日,38 个问题已整改完成 33 个,正在推进 5 个。", [(38, {"done": 33, "ongoing": 5})]),
        ("反馈的29个问题完成整改27个,2个转入长期整改。", [(29, {"done": 27, "long_term": 2})]),
        ("移交信访件5全部办结。", [(5, {"done": 5})]),
        ("反馈的9个问题,除1个正在推进外,其余均已完成整改。", [(9, {"ongoing": 1})]),
        ("已落实整改措施178条,占比93.2%。", []),
        ("12345工单办结486件。", []),
    ],
)
def test_totals(sentence: str, totals: list[tuple[int, dict[str, int]]]) -> None:
    notice = parse(f"{TITLE}一、总体情况\n{sentence}")
    assert [(total.total, total.parts) for total in notice.totals] == totals


@pytest.mark.parametrize(
    ("below", "signatories", "signed_on"),
    [
        ("(2022年11月18日)\n", (), "2022-11-18"),
        ("中共栗川县水利局党组\n2022年11月18日\n", ("中共栗川县水利局党组",), "2022-11-18"),
        ("2022年11月18日\n", (), None),
    ],
)
def test_signed_below_the_title(below: str, signatories: tuple[str, ...], signed_on: str | None) -> None:
    """A bare date below a title is when the page was published."""
    notice = parse(f"{TITLE}{below}一、问题整改情况\n1.关于“学习不深”的问题。集中学习6次。\n欢迎监督。")
    assert (notice.signatories, notice.signed_on) == (signatories, signed_on)


def test_a_place_is_no_issuer_where_an_organ_signs() -> None:
    notice = parse("栗川市2022年度市本级预算执行审计查出问题整改情况的公告\n一、整改情况\n1.关于台账不全的问题。补录15本。\n栗川市审计局\n2023年9月1日")
    assert notice.issuer == "栗川市审计局"


def test_fields_inside_the_line_of_an_issue() -> None:
    """完成时限 behind inline deeds speaks of the issue; 问题的整改情况: names no field."""
    notice = parse(
        f"{TITLE}一、问题整改情况\n(一)在落实主体责任方面\n(1)对“水政执法不严”问题的整改情况:\n"
        "①对采砂监管有盲区的问题。一是巡查82次;二是立案6件。完成时限:2023年10月底。整改状态:已完成。\n"
        "②对取水许可超期的问题。注销41件。完成时限:长期坚持。整改状态:基本完成。"
    )
    assert [(issue.quote, issue.status, issue.deadline and issue.deadline.text) for issue in notice.issues] == [
        ("采砂监管有盲区", "done", "2023年10月底"), ("取水许可超期", "mostly_done", "长期坚持"),
    ]  # fmt: skip


def test_bold_marks_disturb_nothing() -> None:
    plain = f"{TITLE}发布日期:2023-05-06\n一、总体情况\n反馈的24个问题已整改20个,整改完成率83.3%。\n二、整改情况\n1.关于“学习不深”的问题。修订规则3项。"
    bold = plain.replace("发布日期", "**发布日期**").replace("24个", "**24个**").replace("20个", "**20个**").replace("83.3%", "**83.3%**")
    one, other = parse(plain), parse(bold)
    assert one.published_on == other.published_on == "2023-05-06"
    assert [(total.total, total.parts, total.rate) for total in one.totals] == [(total.total, total.parts, total.rate) for total in other.totals]
    assert [fact.text for fact in one.facts] == [fact.text for fact in other.facts]


def test_an_inspection_told_in_months() -> None:
    notice = parse(TITLE + "县委第二巡察组于2023年3月至5月对县水利局党组进行了巡察,检查了2019年1月至2022年12月期间的项目,7月14日反馈意见。\n一、问题整改情况\n1.关于“学习不深”的问题。集中学习6次。")
    assert (notice.inspection.started_on, notice.inspection.ended_on, notice.inspection.feedback_on) == ("2023-03", "2023-05", "2023-07-14")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("免职2人、降级1人、警告2人。", [("免职", "免职"), ("降级", "降级"), ("警告", "警告")]),
        ("修订实施细则2部。", [("实施细则", "修订")]),
        ("召开碰头会议11次、专题会议23次研究推进。", [("碰头会议", "召开"), ("会议", "召开")]),
        ("全年安排专题12个。", [("专题", "安排")]),
    ],
)
def test_what_is_counted_and_by_which_verb(sentence: str, told: list[tuple[str, str]]) -> None:
    counts = [fact for fact in parse(f"{TITLE}一、整改情况\n{sentence}").facts if fact.kind == "count"]
    assert [(fact.counted and fact.counted.text, fact.verb and fact.verb.text) for fact in counts] == told


def test_a_deed_in_the_sentence_of_its_problem_is_its_measure() -> None:
    notice = parse(f"{TITLE}一、问题整改情况\n1.关于灌区收费不规范的问题,县水利局向32户退还多收水费4.6万元,已完成整改。\n2.关于“台账缺页”问题的整改情况")
    assert [issue.measures for issue in notice.issues] == [("1.1",), ()]


def test_a_ledger_on_a_page_tells_its_cell_as_the_measure(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>{problem}</td><td>{deed}</td><td>机关党委</td><td>已完成</td></tr>"
        for n, problem, deed in [(1, "学习不够深入", "举办读书班,参加34人"), (2, "调研不实", "提出对策21条")]
    )
    page = tmp_path / "page.html"
    page.write_text(
        f"<p>{TITLE}</p><table><tr><th>序号</th><th>问题</th><th>整改措施</th><th>责任科室</th><th>完成情况</th></tr>{rows}</table>", "utf-8"
    )
    notice = parse(page)
    parts = {part.eid: part for part in notice.walk()}
    told = [notice.source.text[slice(*parts[eid].span)] for issue in notice.issues for eid in issue.measures]
    assert told == ["举办读书班,参加34人", "提出对策21条"]
    assert [fact.counted and fact.counted.text for fact in notice.facts if fact.kind == "count"] == [None, "对策"]
