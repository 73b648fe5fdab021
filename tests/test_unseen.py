"""Layouts met in notices outside the samples, each in the fewest invented lines that show it."""

from __future__ import annotations

import pytest

from noticeparse import parse
from noticeparse.model import Notice, Part

_TITLE = "中共柏原县水务局党组关于巡察整改进展情况的通报\n"
_OPENING = "2023年3月6日至4月28日,县委第二巡察组对县水务局党组开展了巡察,6月9日反馈了巡察意见。现将整改进展情况予以公布。\n"


def _part(notice: Notice, path: str) -> Part:
    return next(part for part in _walk(notice.parts) if part.path == path)


def _walk(parts: tuple[Part, ...]) -> list[Part]:
    return [found for part in parts for found in (part, *_walk(part.children))]


def _issues(text: str) -> list[tuple[str, str | None]]:
    return [(issue.quote, issue.status) for issue in parse(text).issues]


def test_title_below_a_block_of_fields() -> None:
    title = "中共柏原县水务局党组关于巡察整改情况的通报"
    page = f"信息索引号:\nBY-2023-0117\n文件名称:\n{title}\n发布机构:\n县水务局\n公开方式:\n主动公开\n{title}\n日期:2023-09-05 08:46 来源:县水务局\n{_OPENING}一、整改情况\n(一)提高站位。"
    notice = parse(page)
    assert notice.title == title
    assert notice.parts[0].num is None and notice.parts[0].span[0] == page.index("2023年3月6日")


def test_a_bracketed_date_below_the_title_is_no_title() -> None:
    notice = parse(
        "柏原县2022年度审计查出问题整改结果公告\n(2023年12月20日公告)\n截至11月底,审计反映的8个问题已整改7个。\n一、整改情况\n1.关于预算不细化的问题。已整改。"
    )
    assert notice.title == "柏原县2022年度审计查出问题整改结果公告"


def test_problems_numbered_through_all_sections_and_begun_with_a_number() -> None:
    text = (
        "柏原县审计查出问题整改情况的公告\n一、财政管理审计查出问题整改情况\n1.关于预算编制不细的问题。已压减预算。\n2.关于收入未缴库的问题。已全部缴库。\n"
        "3.关于结余未清理的问题。已收回资金。\n二、部门审计查出问题整改情况\n4.3个部门无预算支出12万元的问题。3个部门均已调账。\n三、资产审计查出问题整改情况\n5.房产闲置的问题。已盘活2处。"
    )  # fmt: skip
    notice = parse(text)
    assert [part.path for part in _walk(notice.parts) if part.num] == [
        "一",
        "一/1.",
        "一/2.",
        "一/3.",
        "二",
        "二/4.",
        "三",
        "三/5.",
    ]
    assert [issue.quote for issue in notice.issues][3:] == ["3个部门无预算支出12万元", "房产闲置"]


@pytest.mark.parametrize("signatory", ["柏原日报社党委会", "柏原县妇联", "柏原县大柳村", "柏原县公路中队"])
def test_signatories_of_many_shapes(signatory: str) -> None:
    notice = parse(
        f"{_TITLE}{_OPENING}一、整改情况\n(一)提高站位。\n(二)压实责任。\n{signatory}\n2023年12月5日"
    )
    assert notice.signatories == (signatory,)


def test_when_calls_are_taken_belongs_to_the_contacts() -> None:
    notice = parse(
        f"{_TITLE}{_OPENING}一、整改情况\n(一)关于“巡河不勤”的问题\n1.巡河31次。\n监督电话:0573-82811234\n受理时间:2023年12月5日至12月12日\n中共柏原县水务局党组\n2023年12月5日"
    )
    assert [child.role for child in _part(notice, "一/(一)").children] == ["measure"]


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("落实河长制责任不到位", True), ("聚焦主责主业不够", True), ("校园检查走形式", True), ("理论学习不系统", True),
        ("加强水质监测", False), ("着力解决学习不深入", False),
    ],
)  # fmt: skip
def test_problems_that_begin_like_a_deed(words: str, stated: bool) -> None:
    text = f"{_TITLE}{_OPENING}一、整改组织情况\n局党组高度重视。\n二、整改落实情况\n(一){words}\n一是巡查31次。\n二是通报2起。"
    assert [issue.quote for issue in parse(text).issues] == ([words] if stated else [])


def test_a_single_problem_is_one_where_those_of_its_level_are() -> None:
    text = (
        f"{_TITLE}{_OPENING}一、整改落实情况\n1.学习走过场\n(1)计划不周全。一是补充计划。二是学习9次。\n(2)研讨流于形式。一是研讨2次。二是通报1起。\n"
        "2.防汛责任有漏洞\n(1)堤防维护不够。加固堤防3公里,已清理杂物。"
    )
    assert [quote for quote, _ in _issues(text)] == ["计划不周全", "研讨流于形式", "堤防维护不够"]


def test_the_heading_of_a_section_is_no_problem() -> None:
    text = f"{_TITLE}{_OPENING}一、党的建设方面存在的问题及整改情况\n1、存在问题:党费收缴不及时。\n整改情况:已补缴3128元。"
    notice = parse(text)
    assert [(issue.quote, issue.part) for issue in notice.issues] == [("党费收缴不及时", "1.1")]
    assert [child.role for child in _part(notice, "一/1").children] == ["field", "field"]


def test_a_label_before_a_problem_is_not_among_its_words() -> None:
    text = f"{_TITLE}{_OPENING}1、问题:村级财务混乱。已审计21个村。\n2、问题:作风不实。已通报批评8人。"
    assert [quote for quote, _ in _issues(text)] == ["村级财务混乱", "作风不实"]


def test_a_record_that_begins_with_its_field() -> None:
    text = (
        "县卫生局主题教育检视问题整改情况公示\n一、理论武装方面\n1.问题表现:学习不系统。\n整改措施:研讨6次。\n整改时限:2019年10月底\n整改进展:已完成。\n"
        "二、为民服务方面\n1.问题表现:设备老旧。\n整改措施:更新设备9台。\n整改时限:2020年6月底\n整改进展:正在推进。"
    )
    notice = parse(text)
    assert [(issue.part, issue.quote, issue.status) for issue in notice.issues] == [
        ("1.1", "学习不系统", "done"),
        ("2.1", "设备老旧", "ongoing"),
    ]


def test_fields_that_state_the_problems_of_an_aspect_one_by_one() -> None:
    fields = "问题:议事范围不清晰。\n措施:修订规则。\n结果:已完成。\n"
    text = f"{_TITLE}{_OPENING}一、整改任务完成情况\n(一)关于党的领导方面的问题\n{fields}问题:会议质量不高。\n措施:开展批评。\n结果:部分完成。\n(二)关于经费管理方面的问题\n{fields}"
    notice = parse(text)
    assert [(issue.quote, issue.status) for issue in notice.issues] == [
        ("议事范围不清晰", "done"),
        ("会议质量不高", "ongoing"),
        ("议事范围不清晰", "done"),
    ]
    assert _part(notice, "一/(一)").role == _part(notice, "一/(二)").role == "category"


def test_a_field_behind_a_list_speaks_of_the_issue() -> None:
    text = (
        f"{_TITLE}{_OPENING}一、整改情况\n1、关于“学习不及时”的问题\n(1)专题学习10次。\n(2)轮训干部2期。\n是否完成:已完成\n整改时限:2023年底\n"
        "2、关于“审核不严”的问题\n(1)复核对象243户。\n是否完成:未完成\n整改时限:2024年底"
    )
    notice = parse(text)
    assert [child.role for child in _part(notice, "一/1").children] == [
        "measure",
        "measure",
        "field",
        "field",
    ]
    assert [child.role for child in _part(notice, "一/2").children] == ["measure", "field", "field"]
    assert [issue.status for issue in notice.issues] == ["done", "not_done"]


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("已完成,长期坚持", "done"),
        ("整改完成。", "done"), ("基本完成,持续推进", "mostly_done"), ("(已完成)健全制度3项。", "done"), ("(未完成)检查学校9家。", "not_done"),
    ],
)  # fmt: skip
def test_what_a_field_says_of_the_state(field: str, status: str) -> None:
    text = f"{_TITLE}{_OPENING}一、整改情况\n(一)巡河不勤的问题\n整改措施:巡河31次。\n整改状态:{field}"
    assert [issue.status for issue in parse(text).issues] == [status]


@pytest.mark.parametrize(
    ("bracket", "status"), [("已完成", "done"), ("正在整改", "ongoing"), ("未完成,计划明年完成", "not_done")]
)
def test_state_in_brackets_behind_the_problem(bracket: str, status: str) -> None:
    assert _issues(
        f"{_TITLE}{_OPENING}(一)关于“巡河不勤”的问题({bracket})\n巡河31次。\n(二)关于“监管不严”的问题\n检查9次。"
    )[0] == ("巡河不勤", status)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("审计指出问题6项,部分整改4项,已整改2项。", {"ongoing": 4, "done": 2}),
        ("制定整改措施41项,其中立行立改9项,限期整改24项。", {"立行立改": 9, "限期整改": 24}),
        ("反馈问题97个,已完成整改88个,基本完成取得阶段性成果并持续整改9个。", {"done": 88, "mostly_done": 9}),
        ("发现隐患58个,已整改51个,7个限期整改中。", {"done": 51, "ongoing": 7}),
    ],
)
def test_totals(sentence: str, parts: dict[str, int]) -> None:
    assert [total.parts for total in parse(f"{_TITLE}{_OPENING}{sentence}").totals] == [parts]


@pytest.mark.parametrize(
    "text",
    [
        "7月7日下午,机械学院党委召开巡察整改情况通报会,通报了整改情况。\n学校党委对学院开展了巡察,学院根据反馈意见制定了整改方案,大部分问题已经整改到位,其余问题年底前整改到位。书记表示,将继续整改。",
        "第七轮巡视整改进展情况全部公布\n2022-04-18 07:10\n11个单位公布了巡视整改进展情况。巡视组于2021年9月反馈了意见。",
    ],
)
def test_news_are_no_notices(text: str) -> None:
    assert not parse(text).is_notice


@pytest.mark.parametrize(
    "text",
    [
        f"关于公布柏原县水务局党组巡察整改进展情况的通知\n各科室:\n{_OPENING}一、整改情况\n(一)提高站位。",
        "市审计局局长 林某某\n主任、各位委员:\n受市政府委托,报告2022年度预算执行审计查出问题的整改情况,请予审议。\n一、审计查出问题的整改情况\n(一)预算不细化问题。已细化预算,已整改。",
    ],
)
def test_notices_handed_on_or_read_out(text: str) -> None:
    assert parse(text).is_notice


def test_inspection_with_unnamed_teams_and_a_month_of_feedback() -> None:
    notice = parse(
        f"{_TITLE}2022年4月至6月,县委派出的4个巡察组对县水务局等单位开展了巡察,并于2022年8月反馈了巡察意见。现将整改情况予以公布。"
    )
    assert (notice.inspection.team, notice.inspection.feedback_on) == (None, "2022-08")
    notice = parse(f"{_TITLE}2022年7月对县水务局进行了巡察,反馈问题如下。现将整改情况予以公布。")
    assert notice.inspection.feedback_on is None


def test_headings_that_name_who_acts() -> None:
    notice = parse(
        f"{_TITLE}{_OPENING}一、整改组织情况\n(一)提高站位\n(二)党组书记履行第一责任人责任情况\n二、整改情况\n(一)关于“巡河不勤”的问题\n1.巡河31次。"
    )
    heading = _part(notice, "一/(二)").heading
    assert heading is not None and heading.text == "党组书记履行第一责任人责任情况"


def test_later_sections_of_plans_by_a_short_name() -> None:
    notice = parse(
        f"{_TITLE}{_OPENING}一、整改情况\n(一)关于“巡河不勤”的问题\n1.巡河31次。\n二、下步打算\n一是常态巡河。\n二是健全制度。"
    )
    assert [child.role for child in _part(notice, "二").children] == ["plan", "plan"]


def test_cells_merged_over_several_rows_and_a_column_that_tells_the_state() -> None:
    rows = "".join(
        f"<tr>{'<td rowspan=2>党的领导</td>' if first else ''}<td>{problem}</td><td>{measure}</td><td>{state}</td></tr>"
        for first, problem, measure, state in [
            (True, "引领作用不够", "讲座12场", "已完成"),
            (False, "组织覆盖率低", "新建工会31家", "正在推进"),
        ]
    )
    page = f"<html><body><h1>柏原县总工会巡察整改情况的通报</h1><div id=zoom><p>{_OPENING}</p><table><tr><th>类别</th><th>具体问题</th><th>整改措施</th><th>整改情况</th></tr>{rows}</table></div></body></html>"
    assert [(i.quote, i.status) for i in parse(page.encode()).issues] == [
        ("引领作用不够", "done"),
        ("组织覆盖率低", "ongoing"),
    ]


def test_a_ledger_below_the_last_item_leaves_its_issue_one() -> None:
    lines = [
        "一、整改情况",
        "(一)选人用人方面",
        "1.档案审核不严。",
        "①审核档案87卷。",
        "2.培训计划不周。",
        "①培训9次。",
    ]
    cells = [("反馈问题", "整改措施", "完成情况"), ("巡河不勤", "巡河31次", "已完成")]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    page = f"<html><body><h1>柏原县水务局巡察整改情况的通报</h1><div id=zoom><p>{_OPENING}</p>{''.join(f'<p>{line}</p>' for line in lines)}<table>{table}</table></div></body></html>"
    assert [issue.quote for issue in parse(page.encode()).issues] == [
        "档案审核不严",
        "培训计划不周",
        "巡河不勤",
    ]


def test_numbered_headings_that_are_field_names() -> None:
    text = (
        "关于督察反馈第二十三项整改任务完成情况的公示\n按照省生态环境保护督察整改要求,现将整改任务完成情况公示如下:\n一、整改任务\n乡镇污水处理设施建设滞后,14个乡镇污水直排。\n"
        "二、整改目标\n设施全覆盖。\n三、整改措施\n(一)加快建设进度。\n四、整改时限\n2023年12月底前\n五、整改完成情况\n建成污水处理厂14座。已完成整改。\n六、公示时间\n2024年1月8日至1月19日"
    )
    notice = parse(text)
    assert [(i.quote, i.status, i.measures) for i in notice.issues] == [
        ("乡镇污水处理设施建设滞后,14个乡镇污水直排", "done", ("3.1",))
    ]
    assert notice.issues[0].deadline is not None and notice.issues[0].deadline.text == "2023年12月底前"


def test_the_time_of_publication_is_no_deadline() -> None:
    notice = parse(
        "柏原县环保督察问题整改情况公示\n反馈问题:污水直排龙河。\n责任单位:县水务局\n整改完成情况:已完成整改。\n公示时间:2024年1月8日至1月19日"
    )
    assert [(i.quote, i.deadline) for i in notice.issues] == [("污水直排龙河", None)]


def test_the_office_that_audits_may_itself_be_inspected() -> None:
    notice = parse(
        "柏原省审计厅党组关于十二届省委第三轮巡视整改进展情况的通报\n一、整改情况\n(一)关于“督办不力”的问题\n1.督办43项。"
    )
    assert (notice.genre, notice.inspection.round) == ("巡视", "十二届省委第三轮")


def test_issuer_whose_name_ends_in_a_meeting() -> None:
    notice = parse(
        f"中共柏原县委宣传部部务会关于落实县委巡察反馈意见整改情况的通报\n{_OPENING}一、整改情况\n(一)提高站位。"
    )
    assert notice.issuer == "中共柏原县委宣传部部务会"


def test_a_heading_that_answers_a_problem_without_saying_guanyu() -> None:
    text = f"{_TITLE}{_OPENING}一、整改情况\n1.针对巡河推进不够问题。一是印发指引。二是巡河12次。\n2.针对监测不充分的问题。一是建成平台。二是培训骨干86人。"
    assert [quote for quote, _ in _issues(text)] == ["巡河推进不够", "监测不充分"]


@pytest.mark.parametrize(
    ("sentences", "totals"),
    [
        (
            "反馈了意见,指出4个方面34个问题。截至1月31日,已完成整改30个,阶段性完成3个,正在推进1个。",
            [(34, {"done": 30, "mostly_done": 3, "ongoing": 1})],
        ),
        (
            "共反映215项问题。截至10月底,立行立改的152项中,已完成整改151项;分阶段整改的49项中,已完成整改31项。",
            [(152, {"done": 151}), (49, {"done": 31})],
        ),
    ],
)
def test_totals_over_two_sentences(sentences: str, totals: list[tuple[int, dict[str, int]]]) -> None:
    assert [(total.total, total.parts) for total in parse(f"{_TITLE}{sentences}").totals] == totals


def test_a_plan_whose_problems_are_told_by_their_fields() -> None:
    fields = "整改措施:扩建污水处理厂1座。\n责任单位:县水务局\n完成时限:2023年12月底\n"
    text = f"柏原县贯彻落实省生态环境保护督察反馈意见整改方案\n为做好整改工作,制定本方案。\n一、总体要求\n(一)指导思想。坚持绿色发展。\n二、重点整改任务\n1.部分项目盲目上马。\n{fields}2.园区污水溢流入河。\n{fields}3.推进岸线绿化。\n{fields}"
    notice = parse(text)
    assert notice.is_notice
    assert [issue.quote for issue in notice.issues] == ["部分项目盲目上马", "园区污水溢流入河"]
    assert all(measure.planned for measure in notice.measures)
