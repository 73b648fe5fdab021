"""Names of organs as they are printed: where one begins and ends, and what its pieces are.

A name is read from its end: a head (局, 公司, 委员会 …), the field before it, the place or level before that
(临川区, or 区 alone). Only what is sure is a name: without a place before it, or with words before it that may or may
not belong to it, it is left to the other names of the same organ (`noticeparse.link.names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noticeparse.facts.lexicon import verbs

PARTY = "党委"
"""The wing of a Party committee that leads a place; that of an office, firm or school counts as the organ itself."""

_HAN = "\u4e00-\u9fff"
_N = "一二三四五六七八九十0-9"
_COMMITTEE = r"(?:纪律检查委员会|总支部委员会|支部委员会|工作委员会)"
_TAIL = r"(?:党组|党委|党总支(?:委员会)?|党支部(?:委员会)?|党工委|纪委|纪检组)"
_HEADS = (
    rf"局(?:[{_HAN}]{{2,4}}分局)?|厅|(?:集团)?(?:股份|控股)?有限(?:责任)?公司|集团公司|公司|集团|大学|学院|中学|小学|学校|幼儿园|党校|"
    r"医院|研究院|法院|检察院|设计院|卫生院|科学院|工程院|银行|人民政府|政府(?!采购|购买|性|信息|部门|工作)|办事处|"
    rf"{_COMMITTEE}|委员会|管委会|委(?![员托派任以内外])|(?<=疾病预防控制)中心|中心(?![组校城工任小区位])|"
    rf"(?:巡视|巡察|督察|督查)(?:第?[{_N}]{{1,3}})?组(?![长织])|巡[视察]办|总工会|联合会|工商联|联社|"
    r"(?<=[支大总])队(?![伍长员])|(?<=[测理务督检作])站|(?<=[究出理督测察生])所|(?<=管理)处|(?<=建设|监督|管理|工程|环境|农村|财政|教育)部(?![门署分长队])|"
    r"党组|党总支|党支部(?!书记)"
)
_HEAD = re.compile(
    rf"(?=[局厅集股控有公大学中小幼党医研法检设卫科工银人政办纪总支委管巡督联队站所处部])(?P<head>{_HEADS})(?P<party>{_TAIL})?"
)
_FOREIGN_CORE = re.compile(
    r"[的了是在向被把将等各其该此每这那已未并且而使让着个次召听及]|不(?!动产)|领导|干部|部门|单位|问题|整改|要求|开展|责任|会议|意见|有关|"
    r"相关|主要|负责|书记|落实|推动|加强|组织(?!$)|下属|所属|直属|党员|群众|制度|主任|委员|党工委|任务|情况|建立|成立|设立"
)
_LEVEL = (
    r"自治区|自治州|街道|开发区|高新区|新区|中央(?!企业)|国家(?=[税粮市金药监能统电][务食场融品督源计力])|(?<!节)省(?![级直])|(?<![城超上夜门股菜全])市(?![场民容域级区直县长]|政(?!府))|"
    r"(?<![社园片校小景库辖灾城市郊街地矿林山湖牧战特发新治全])区(?![级域内])|县(?![级域直乡城])|旗|(?<!治)州|盟(?!员)|(?<![城乡街小集古村])镇(?![长域])|(?<![城家老故下])乡(?![村镇土])"
)
_PLACED = re.compile(rf"(?P<lead>.*)(?P<level>{_LEVEL})(?P<core>.{{0,22}})\Z", re.S)
_RUN = re.compile(rf"[{_HAN}A-Za-z]*\Z")
_BOUND = frozenset("对由向经与和及在从到按将被把给为让使等报是至的了并或赴受请据以我本、")
_BOUND_WORDS = frozenset(
    ("会同", "根据", "按照", "其中", "以及", "目前", "完成", "通过", "接受", "有关", "关于", "商请", "经过", "依托", "主动", "积极", "同时", "共同", "及时", "加强", "成立",
     "分别", "同意", "来源", "来自", "现将", "此前", "下属", "所属", "原", "全部", "全额", "根据", "期间", "联合", "落实", "提请", "部署", "要求", "中共", "第一", "严格", "配合")
)  # fmt: skip
_NOT_ONE = frozenset("全各该两每某几多其他外级")
LONGEST = 40
"""Characters a name reaches back from its head."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name and its pieces: ``place`` + ``core`` + ``head`` and, apart from them, the wing of the organ.

    `place` is empty, a level alone (区) or a chain (天津市滨海新区); `level` its last level. `head` is the kind that two
    names of one organ share. `wing` tells the Party committee, the discipline commission and the organ itself apart.
    """

    words: str
    place: str
    level: str
    core: str
    head: str
    wing: str

    @property
    def bare(self) -> bool:
        """Whether the place is a level alone."""
        return self.place == self.level


_KINDS = (
    ("有限责任公司", "公司"), ("有限公司", "公司"), ("公司", "公司"), ("集团", "公司"), ("管理委员会", "管委会"), ("管委会", "管委会"), ("委员会", "委"),
    ("委", "委"), ("政府", "政府"), ("大学", "校"), ("学院", "校"), ("中学", "校"), ("小学", "校"), ("学校", "校"), ("党校", "校"), ("医院", "医院"),
    ("中心", "中心"), ("办公室", "办"), ("办事处", "办事处"), ("银行", "行"),
)  # fmt: skip
_COMMON = re.compile(r"集团(?=股份|控股|$)|股份|控股|有限|责任|人民|[和与]")
_LONG_TAIL = re.compile(rf"(?P<ccp>中共|中国共产党)?(?P<base>.+?)(?P<tail>{_COMMITTEE}|{_TAIL}|(?<!管理)委员会)?(?:\(盖章\))?")
_TEAM = re.compile(rf"(巡视|巡察|督察|督查)(?:第?([{_N}]{{1,3}}))?组$")


def read_name(words: str) -> Name:
    """The pieces of a name known to be one, such as an issuer or signatory (folded)."""
    match = _LONG_TAIL.fullmatch(words)
    assert match is not None
    base, tail, wing = match["base"], match["tail"] or "", ""
    if tail.startswith("纪"):
        wing = "纪委"
    if tail == "委员会" and not match["ccp"]:
        base += tail  # 发展和改革委员会
    elif tail == "工作委员会" and not match["ccp"] and not base.endswith("街道"):
        base += tail
    if base.endswith("纪") or base.endswith("纪委"):
        base, wing = base.removesuffix("委").removesuffix("纪"), "纪委"
    place, level, rest = _split_place(base)
    if not rest:
        return Name(words, place, level, "", "", wing or PARTY)
    if rest in ("委", "委员会") and place:
        return Name(words, place, level, "", "", PARTY)
    if team := _TEAM.search(rest):
        return Name(words, place, level, rest[: team.start()] + (team[2] or ""), team[1] + "组", wing)
    for ending, kind in _KINDS:
        if rest.endswith(ending):
            core = rest[: -len(ending)] + (ending[0] if kind == "校" and ending != "学校" else "")
            return Name(words, place, level, _COMMON.sub("", core), kind, wing)
    return Name(words, place, level, _COMMON.sub("", rest[:-1]), rest[-1], wing)


_CHAIN = re.compile(rf"(?:[{_HAN}]{{0,7}}?(?:{_LEVEL}))+(?=(.*)\Z)")


def _split_place(base: str) -> tuple[str, str, str]:
    """(place, its last level, the rest): 天津市滨海新区生态环境局 → 天津市滨海新区, 区, 生态环境局."""
    match = _CHAIN.match(base)
    if not match:
        return "", "", base
    place = match[0]
    level = re.search(rf"(?:{_LEVEL})\Z", place)
    assert level is not None
    return place, _level(level[0]), base[match.end() :]


def _level(printed: str) -> str:
    return "区" if printed in ("新区", "开发区", "高新区") else printed


def candidates(folded: str) -> Iterator[tuple[int, int, str]]:
    """Where a name surely stands: (start, end, words); (head, end, "") where a head stands whose name is not sure.

    One walk over the heads, each looking back at most `LONGEST` characters and not beyond the name before it.
    """
    behind = 0
    seen: dict[str, int] = {}
    for match in _HEAD.finditer(folded):
        at, end = match.span()
        window = _RUN.search(folded, max(behind, at - LONGEST), at)
        run = window[0] if window else ""
        key = run + match[0]
        back = seen.get(key)
        if back is None:
            back = seen[key] = _reach(run, match["head"], match["party"] or "")
        if back < 0:
            yield at, end, ""
            continue
        behind = end
        yield at - back, end, folded[at - back : end]


_NEEDS_FIELD = frozenset(("局", "厅", "中心", "公司", "集团", "办事处", "队", "站", "所", "处", "部", "大学", "学院", "中学", "小学", "学校", "医院", "银行", "委员会"))


def _reach(run: str, head: str, party: str) -> int:
    """How many characters of the run before the head belong to the name, -1 where that is not sure."""
    if (ccp := run.rfind("中共")) >= 0 and len(run) - ccp <= LONGEST:
        return len(run) - ccp
    match = _PLACED.match(run)
    if not match:
        return -1
    core = match["core"]
    if _FOREIGN_CORE.search(core) or len(core) > 18 or not _fits(core, head, match["level"]):
        return -1
    start = _place_start(match["lead"], match["level"])
    return len(run) - start if start >= 0 else -1


def _fits(core: str, head: str, level: str) -> bool:
    if head == "委":
        return not core or core.endswith(("纪", "党", "党工", "改", "健", "国资", "政法", "育工", "农工", "经信", "住建", "计"))
    if head == "党组" or head.startswith("党"):
        return len(core) >= 1 and head == "党校"
    if head.endswith("政府"):
        return not core
    if head == "办事处":
        return not core and level in ("街道", "镇", "乡") or len(core) >= 2
    if head == "中心" or head.endswith(("公司", "集团")):
        return len(core) >= 2
    return head not in _NEEDS_FIELD or bool(core)


def _place_start(lead: str, level: str) -> int:
    """Where the place's own name begins in the words before its level, -1 where it cannot be told."""
    if level in ("中央", "国家"):
        return len(lead)
    if not lead or _is_bound(lead):
        return len(lead) if lead[-1:] not in _NOT_ONE else -1
    if lead[-1] in _NOT_ONE:
        return -1
    for size in (2, 3, 4, 5, 1):
        if size > len(lead):
            continue
        before = lead[: len(lead) - size]
        if not before or _is_bound(before):
            return len(before)
        above = re.search(rf"(?:{_LEVEL})\Z", before)
        if above and (start := _place_start(before[: above.start()], above[0])) >= 0:
            return start
    return -1


def _is_bound(words: str) -> bool:
    """Whether a name may begin behind these words: they end with a preposition, a conjunction or a verb."""
    return (
        words[-1] in _BOUND
        or words[-2:] in _BOUND_WORDS
        or verbs().ending(words, max(0, len(words) - 4), len(words)) is not None
    )
