"""Names of organs as they are printed: where one begins and ends, and what its pieces are.

A name is read from its end: a head (局, 公司, 委员会 …), the field before it, the place or level before that
(临川区, or 区 alone). Only what is sure is a name: without a place before it, or with words before it that may or may
not belong to it, it is left to the other names of the same organ (`noticeparse.link.names`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from noticeparse.facts.lexicon import verbs

PARTY: Final = "党委"
"""The wing of the Party committee of a place; that of an office, firm or school counts as the organ itself."""

_HAN: Final = "\u4e00-\u9fff"
_N = "一二三四五六七八九十0-9"
_COMMITTEE: Final = r"(?:纪律检查委员会|总支部委员会|支部委员会|工作委员会)"
_TAIL: Final = r"(?:党组|党委|党总支(?:委员会)?|党支部(?:委员会)?|党工委|纪委|纪检组)"
_TEAM_TAIL: Final = rf"(?:(?:第?[{_N}]{{1,3}})?组(?![长织])|办)"
_HEADS: Final = (
    rf"局(?:[{_HAN}]{{2,4}}分局)?|公司|部(?<=组织部|宣传部|统战部|工作部|武装部)(?![门署分长队])|"
    rf"委(?:员会)?(?![员托派任以内外])(?!(?:第?[{_N}]{{1,3}})?(?:提级|专项|交叉|机动)?(?:巡[视察]|督[察查])[{_N}第]{{0,3}}[组办]|组织部|宣传部|统战部|社会工作部|政法委|教育工委)|"
    r"党(?:组|校|总支|支部(?!书记))|中(?:学|心(?![组校城工任小区位]))|学(?<!中小学)[院校]|院|校(?:(?=[党纪]委)|(?<=我校))|"
    rf"巡[视察]{_TEAM_TAIL}|督[察查]{_TEAM_TAIL}|集团(?:(?:股份|控股)?(?:有限)?(?:责任)?公司)?|大[学队]|小(?<!中小)学|政府(?!采购|购买|性|信息|部门|工作)|"
    r"所(?<=研究所|派出所|管理所|监督所|监察所|卫生所|检测所)|站(?<=监测站|管理站|服务站|监督站|推广站|卫生站)|"
    r"厅|管(?:委会|理处)|办事处|总(?:工会|队)|联(?:合会|社)|支队|工商联|银行|幼儿园"
)
"""Every branch begins with a plain character: the matcher skips ahead to those."""
_HEAD: Final = re.compile(rf"(?P<head>{_HEADS}){_TAIL}?")
_FOREIGN_CORE: Final = re.compile(
    r"[的了是在向被把将等各其该此每这那已未并且而使让着个次召听及届]|不(?!动产)|领导|干部|部门|单位|问题|整改|要求|开展|责任|会议|意见|有关|移交|反馈|"
    r"相关|主要|负责|书记|落实|推动|加强|组织(?!$)|下属|所属|直属|党员|群众|制度|主任|委员|党工委|任务|情况|建立|成立|设立|巡[视察]|督察|合作|共建|标杆|示范"
)
LEVELS: Final[dict[str, tuple[str, str]]] = {
    "省": ("节", "级直部"),
    "市": ("超上夜股菜全", "场民容域级区直县长政"),
    "区": ("社园片校小景库辖灾市郊街战特治全分", "级域内间"),
    "县": ("", "级域直乡"),
    "旗": ("红", "帜舰"),
    "州": ("", ""),
    "盟": ("联", "员"),
    "镇": ("城乡街小集古村", "长域"),
    "乡": ("城家老故下", "村镇土"),
}
"""Last characters of places, with what may not stand before or behind them: 社区, 市场 and 城乡 are no places."""
_LEVEL_WORDS: Final = ("自治区", "自治州", "开发区", "高新区", "新区")
_BOUND: Final = frozenset("对由向驻经与和及在从到按将被把给为让使等报是至的了并或赴受请据以我本称届号")
_BOUND_WORDS: Final = frozenset(
    ("会同", "抄送", "报送", "呈报", "转送", "致函", "约请", "根据", "按照", "其中", "以及", "目前", "完成", "通过", "接受", "有关", "关于", "商请", "经过", "依托", "主动", "积极", "同时", "共同", "及时", "加强", "成立",
     "分别", "同意", "来源", "来自", "现将", "此前", "下属", "所属", "原", "全部", "全额", "根据", "期间", "联合", "落实", "提请", "部署", "要求", "中共", "第一", "严格", "配合")
)  # fmt: skip
_NOT_ONE: Final = "全各该两每某几多其他外级"
"""Before a level they make it none or many: 全区, 各县."""
_NONE_OR_MANY: Final = re.compile(f"[{_NOT_ONE}]")
LONGEST: Final = 40
"""Characters a name reaches back from its head."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name and its pieces: ``place`` + ``core`` + ``head`` and, apart from them, the wing of the organ.

    `place` is empty, a level alone (区) or a chain (云州市青禾区); `level` its last level. `head` is the kind that two
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


_KINDS: Final = (
    ("有限责任公司", "公司"), ("有限公司", "公司"), ("公司", "公司"), ("集团", "公司"), ("管理委员会", "管委会"), ("管委会", "管委会"), ("委员会", "委"),
    ("委", "委"), ("政府", "政府"), ("大学", "校"), ("学院", "校"), ("中学", "校"), ("小学", "校"), ("学校", "校"), ("党校", "校"), ("医院", "医院"),
    ("中心", "中心"), ("办公室", "办"), ("办事处", "办事处"), ("银行", "行"),
)  # fmt: skip
_COMMON: Final = re.compile(r"集团(?=股份|控股|$)|股份|控股|有限|责任|人民|[和与]")
_LONG_TAIL: Final = re.compile(rf"(?P<ccp>中共|中国共产党)?(?P<base>.+?)(?P<tail>{_COMMITTEE}|{_TAIL}|(?<!管理)委员会)?(?:\(盖章\))?", re.S)
_TEAM: Final = re.compile(rf"(巡视|巡察|督察|督查)(?:第?([{_N}]{{1,3}}))?组$")


@lru_cache(maxsize=4096)
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
    if base.endswith(("纪", "纪委")):
        base, wing = base.removesuffix("委").removesuffix("纪"), "纪委"
    place, level, rest = _split_place(base)
    if not rest:
        return Name(words, place, level, "", "", wing or PARTY)
    if rest in ("委", "委员会") and place:
        return Name(words, place, level, "", "", PARTY)
    if tail == "工作委员会" or rest.endswith("工委"):  # 区委教育工委
        return Name(words, place, level, rest.removesuffix("工委"), "工委", wing)
    if team := _TEAM.search(rest):
        return Name(words, place, level, rest[: team.start()] + (team[2] or ""), team[1] + "组", wing)
    for ending, kind in _KINDS:
        if rest.endswith(ending):
            core = rest[: -len(ending)] + (ending[0] if kind == "校" and ending != "学校" else "")
            return Name(words, place, level, _COMMON.sub("", core), kind, wing)
    return Name(words, place, level, _COMMON.sub("", rest[:-1]), rest[-1], wing)


_COMMON_WORDS: Final = {
    "市": r"(?!(?<=城市)(?:(?<=\A.市)|管理|建设|更新|规划|综合|发展|运营|公用|供水|供热|道路|投资|绿化))(?!(?<=都市)(?<![成昌江丰]都市))",
    "区": r"(?!(?<=[城山湖矿林地牧]区)(?:(?<=\A.区)|(?<=[老主心旧困远丘革的在和对有].区)))",
}
"""A level that ends a common word is none: 城市 before 管理, 老城区, 边远山区; 盐城市 and 东城区 are places."""


def _level_pattern() -> str:
    """The levels, without those that the characters beside them make part of another word."""
    branches = []
    for level, (before, behind) in LEVELS.items():
        sure = (f"(?<![{before}]{level})" if before else "") + (f"(?![{behind}])" if behind else "")
        if level == "市":
            sure = f"(?:(?=政[府协])|{sure})"
        branches.append(level + sure + _COMMON_WORDS.get(level, ""))
    return "|".join([*branches, "街道", "中央", "国家"])


_FARTHEST: Final = 21
"""Characters from the end of the words within which their last level ends."""
_LAST_LEVEL: Final = re.compile(rf".*(?P<level>{_level_pattern()})", re.DOTALL)


def _last_level(words: str) -> tuple[int, int]:
    """(start, end) of the last level printed in the words, (-1, -1) where there is none."""
    lowest = len(words) - _FARTHEST
    match = _LAST_LEVEL.match(words, lowest - 1 if lowest > 1 else 0)
    if match is None or match.end() <= lowest:
        return -1, -1
    start, end = match.span("level")
    if words[start] in "区州" and words.endswith(_LEVEL_WORDS, 0, end):
        longer = next(word for word in _LEVEL_WORDS if words.endswith(word, 0, end))
        return end - len(longer), end
    return start, end


def _split_place(base: str) -> tuple[str, str, str]:
    """(place, its last level, the rest): 云州市青禾区水务局 → 云州市青禾区, 区, 水务局."""
    start, end = _last_level(base)
    return (base[:end], base[end - 1] if base[start:end] in _LEVEL_WORDS else base[start:end], base[end:]) if end > 0 else ("", "", base)


_MAY_BEGIN: Final = re.compile("省|市|区|县|旗|州|盟|镇|乡|街道|中央|国家|中共")
_CLOSE: Final = 24
"""Characters before its head within which the lowest level of a sure name, or 中共, begins."""


def candidates(folded: str) -> list[tuple[int, int, int]]:
    """Where heads stand, in order: (start of the name, start of the head, end); the start is -1 where it is not sure.

    One walk over the text, at each head looking back at most `LONGEST` characters and not beyond the name before it.
    """
    heads: list[tuple[int, int, int]] = []
    behind = 0
    seen: dict[str, int] = {}
    may_begin = _MAY_BEGIN.search
    for match in _HEAD.finditer(folded):
        at, end = match.span()
        start = -1
        # Without a level or 中共 close before it, or with a mark between, the head is not that of a sure name.
        close = at - _CLOSE if at - _CLOSE > behind else behind
        if may_begin(folded, close, at) is not None:
            first = _letters_before(folded, at, at - LONGEST if at - LONGEST > behind else behind)
            if first <= close or may_begin(folded, first, at) is not None:
                window = folded[first:end]
                back = seen.get(window)
                if back is None:
                    back = seen[window] = _reach(folded[first:at], match["head"])
                if back >= 0:
                    start, behind = at - back, end
        heads.append((start, at, end))
    return heads


def _letters_before(folded: str, at: int, lowest: int) -> int:
    """Where the letters directly before `at` begin."""
    mark = _LAST_MARK.match(folded, lowest, at)
    first = mark.end() if mark is not None else lowest
    while first < at and not folded[first:at].isalpha():  # a numeral that counts as part of a word, ① or 〇
        first += 1
    return first


_LAST_MARK: Final = re.compile(r".*[\W\d_]", re.DOTALL)


def _reach(run: str, head: str) -> int:
    """How many characters of the run before the head belong to the name, -1 where that is not sure."""
    if (ccp := run.rfind("中共")) >= 0:
        return len(run) - ccp
    start, end = _last_level(run + head[:2])
    if start < 0 or end > len(run):
        return -1
    core = run[end:]
    if len(core) > 18 or not _fits(core, head, run[start:end]) or _FOREIGN_CORE.search(core):
        return -1
    first = _place_start(run[:start], run[start:end])
    return len(run) - first if first >= 0 else -1


_NO_BUREAU: Final = frozenset("大格布全结开")  # 大局, 格局 …


def _fits(core: str, head: str, level: str) -> bool:
    """Whether such a field may stand between the level and the head."""
    if head == "委":
        return not core or core.endswith(("纪", "党", "党工", "改", "健", "国资", "政法", "教育工", "农工", "经信", "住建", "健康", "改革"))
    if head.startswith("党"):
        return head == "党校"
    if head == "政府":
        return core in ("", "人民")
    if head == "管委会":
        return True
    if head == "办事处":
        return level in ("街道", "镇", "乡") or len(core) >= 2
    if head == "部":
        return core in ("委组织", "委宣传", "委统战", "委社会工作", "人民武装")
    if head in ("站", "所"):
        return True
    if head.endswith(("组", "办")):
        return core.startswith("委") or bool(core and core[0] == "第") or not core or "党" in core
    if (head == "中心" and level == "国家") or (head == "局" and core[-1:] in _NO_BUREAU):
        return False
    if head in ("中心", "委员会", "学校", "院") or head.endswith(("公司", "集团")):
        return len(core) >= 2
    return bool(core)


_SIZES: Final = {"县": (2, 3, 4, 5, 1), "州": (1, 2, 3, 4), "开发区": (2, 3, 4, 5, 6, 7, 8)}
"""How long the names of places are, the likeliest first: 沛县 has one character before its level, 滨州 likewise, others two and more."""


def _place_start(lead: str, level: str) -> int:
    """Where the place's own name begins in the words before its level, -1 where it cannot be told."""
    if level in ("中央", "国家"):
        return len(lead)
    if lead and lead[-1] in _NOT_ONE:
        return -1
    if not lead or _is_bound(lead):
        return len(lead)
    if lead[-1] in LEVELS and (len(lead) == 1 or _is_bound(lead[:-1])):
        return -1  # 区县, 省市: several
    last: tuple[int, int] | None = None
    for size in _SIZES.get(level, (2, 3, 4, 5)):
        first = len(lead) - size
        if first < 0 or lead.startswith("经济", first - 1):
            continue
        if _NONE_OR_MANY.search(lead, first) is not None:
            return -1
        if not first or _is_bound(lead[:first]):
            return first
        if last is None:
            last = _last_level(lead)
        start, end = last
        if end == first and (higher := _place_start(lead[:start], lead[start:end])) >= 0:
            return higher
    return -1


def _is_bound(words: str) -> bool:
    """Whether a name may begin behind these words: they end with a preposition, a conjunction or a verb."""
    return (
        words[-1] in _BOUND
        or words[-2:] in _BOUND_WORDS
        or verbs().ending(words, max(0, len(words) - 4), len(words)) is not None
    )
