"""A small invented notice the examples of the rules are built from: HEAD + issues + TAIL is without fault."""

from __future__ import annotations

TITLE = "中共青禾县水务局党组关于五届县委第三轮巡察整改进展情况的通报\n"
PREAMBLE = (
    "2024年3月4日至4月20日，县委第一巡察组对县水务局党组开展了常规巡察。2024年5月30日，"
    "县委第一巡察组反馈了巡察意见。现将整改进展情况予以公布。\n"
)
ORGANISATION = (
    "一、巡察整改组织落实情况\n"
    "县水务局党组于2024年6月10日审议通过整改方案。截至目前，反馈的1个问题，已完成整改1个。\n"
)
ISSUES = "二、反馈问题整改落实情况\n"
ISSUE = "1.关于“供水管网巡查不到位”的问题\n（1）开展管网排查\n组织排查供水管网86公里，修复漏点12处。\n"
NEXT_STEPS = "三、下一步工作安排\n持续抓好后续整改，巩固整改成果。\n"
CONTACT = "欢迎广大干部群众对巡察整改落实情况进行监督。联系电话：0888-6512345。\n"
SIGNER = "中共青禾县水务局党组\n"
DATE = "2024年12月20日\n"

HEAD = TITLE + PREAMBLE + ORGANISATION + ISSUES
TAIL = NEXT_STEPS + CONTACT + SIGNER + DATE


def notice(issues: str = ISSUE) -> str:
    """The notice with these issues in its second part."""
    return HEAD + issues + TAIL
