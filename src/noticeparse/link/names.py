"""Organs under all the names a notice gives them: full form, short forms, mentions.

What counts: named organs (Party committees of places, governments, offices, firms, schools, hospitals, inspection
teams). What does not: kinds of organs (相关部门, 各单位, 党组), an organ's own rooms and working groups, places.
An office, firm or school and the Party group or committee that leads it are one organ, as notices use the names
(…局党组, 我局); the committee, the government and the discipline commission of a place are three.

A short form is resolved where the notice says so (以下简称…), or where exactly one organ fits: the same kind of head,
no other place, and a field that is the same or abbreviated (each character in order, the first one kept).
局党组, 我局, 学校党委 are the issuer, where issuer and signatories hold one organ of that kind. What several organs
fit is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from noticeparse.link.organs import PARTY, Name, candidates, read_name
from noticeparse.model import Span

_CALLED = re.compile(r"[(](?:以下|下文|以下统一|后文)?(?:统一)?简称(?:为)?[:：]?[“\"‘《]?([^()“”\"‘’《》,。;\n]{2,16})[”\"’》]?(?:或[“\"]?([^()“”\",。]{2,16})[”\"]?)?[)]")
_SELF = re.compile(
    r"(?:我(?:局|厅|委|校|院|行|公司|集团|中心)(?:党组|党委|党总支)?|(?:局|厅|镇|乡|集团|公司|学校|校|学院|医院|院|中心|街道|总行|联社)(?:党组|党委|党总支|党工委|纪委)|"
    r"(?:本|该)校党委)"
)
_SELF_HEADS = {"局": "局", "厅": "厅", "委": "委", "校": "校", "学校": "校", "学院": "校", "院": "院", "行": "行", "总行": "行", "公司": "公司", "集团": "公司", "中心": "中心", "医院": "医院", "联社": "社"}
_NOT_OWN = frozenset("各级属两三他另该本层支分总子每原某乡城街中小大有")
_GENERIC = frozenset(("党委", "党组", "集团", "公司", "学校", "医院", "学院", "中心", "街道", "委员会", "大学", "银行", "省委", "市委", "政府"))
_ORGAN_WORD = re.compile(r"(?:党组|党委|党总支|党支部|党工委|纪委|[局厅委院校所站办队社处会]|公司|集团|中心|政府|大学|中学|小学|银行|组)\Z")


@dataclass(slots=True)
class Organ:
    """One organ while its names are gathered; `name` is the fullest one read so far."""

    name: Name
    forms: set[str] = field(default_factory=set)


def organisations_of(
    folded: str, issuer: str | None, signatories: Iterable[str] = (), known: Iterable[tuple[str, tuple[str, ...]]] = ()
) -> list[dict[str, Any]]:
    """The organs a notice names, as plain values of `model.Organisation`, by first mention.

    Args:
        folded: The folded text; spans are its offsets.
        issuer: The organ whose notice it is; with the `signatories` the organ that 局党组, 我局 may stand for.
        known: Organs a user knows, each a full name and its short ones; only those that are printed are told.
    """
    own = list(dict.fromkeys(re.sub(r"\(盖章\)|\s", "", n) for n in [issuer or "", *signatories] if n.strip()))
    found, heads = _printed(folded)
    organs = _gather([*own, *found], own)
    forms = {form: organ for organ in organs for form in organ.forms}
    for full, short in known:
        organ = next((forms[form] for form in (full, *short) if form in forms), None) or Organ(read_name(full))
        if not any(organ is o for o in organs):
            organs.append(organ)
        forms |= dict.fromkeys((full, *short), organ)
    _defined(folded, forms)
    _initials(folded, heads, organs, forms)
    _own_forms(folded, own, forms)
    return _values(folded, organs, forms)


def _printed(folded: str) -> tuple[list[str], list[Span]]:
    """The sure names of the text, each once, and the heads that stand without one."""
    found: dict[str, None] = {}
    heads: list[Span] = []
    for start, end, words in candidates(folded):
        if words:
            found.setdefault(words)
        else:
            heads.append((start, end))
    return list(found), heads


# ------------------------------------------------------------------ which names are one organ


def _gather(names: list[str], own: list[str]) -> list[Organ]:
    """Names grouped into organs, longest first; a name that fits several is left out."""
    places = {name.level: name.place for name in map(read_name, own) if name.place and not name.bare}
    organs: dict[tuple[str, str], list[Organ]] = {}
    for name in sorted(map(read_name, dict.fromkeys(names)), key=lambda name: (name.bare, -len(name.words))):
        group = organs.setdefault((name.head, name.wing), [])
        fitting = [organ for organ in group if _same(name, organ.name, places)]
        exact = [organ for organ in fitting if organ.name.core == name.core]
        fitting = exact or fitting
        if not fitting:
            group.append(Organ(name, {name.words}))
        elif len(fitting) == 1:
            fitting[0].forms.add(name.words)
            if len(name.core) > len(fitting[0].name.core):
                fitting[0].name = name
    return [organ for group in organs.values() for organ in group]


def _same(name: Name, other: Name, places: dict[str, str]) -> bool:
    """Whether a name may be one of the organ that `other` names in full."""
    if not _same_place(name, other, places):
        return False
    short, full = sorted((name.core, other.core), key=len)
    return short == full or bool(short and short[0] == full[0] and _in_order(short, full))


def _same_place(name: Name, other: Name, places: dict[str, str]) -> bool:
    if name.level != other.level:
        return False
    if name.bare and not other.bare:
        ours = places.get(name.level)
        return ours is None or other.place.endswith(ours) or ours.endswith(other.place)
    return name.place.endswith(other.place) or other.place.endswith(name.place)


def _in_order(short: str, full: str) -> bool:
    """Whether each character of `short` stands in `full`, in order."""
    rest = iter(full)
    return all(char in rest for char in short)


# ------------------------------------------------------------------ short forms


def _defined(folded: str, forms: dict[str, Organ]) -> None:
    """X（以下简称“Y”）: Y is the organ whose name ends where the bracket opens."""
    if "简称" not in folded:
        return
    for match in _CALLED.finditer(folded):
        before = folded[max(0, match.start() - 60) : match.start()]
        organ = next((forms[form] for form in sorted(forms, key=len, reverse=True) if before.endswith(form)), None)
        if organ is None:
            continue
        for short in match.groups():
            if short and short not in _GENERIC and short not in forms:
                forms[short] = organ


def _initials(folded: str, heads: list[Span], organs: list[Organ], forms: dict[str, Organ]) -> None:
    """环创院 for 环境创新研究院: initials before a head that stands without a name of its own."""
    by_head: dict[str, list[tuple[str, Organ]]] = {}
    for organ in organs:
        name = organ.name
        for form in organ.forms:
            words = _PARTY_TAIL.sub("", form).removeprefix("中共")
            named = words[len(name.place) :] if words.startswith(name.place) else words
            if len(named) >= 6 and not name.wing:
                by_head.setdefault(named[-1], []).append((named, organ))
    if not by_head:
        return
    asked: dict[str, Organ | None] = {}
    for start, end in heads:
        last = _PARTY_TAIL.sub("", folded[start:end])
        fulls = by_head.get(last[-1:])
        if not fulls:
            continue
        for size in (3, 2):
            initials = folded[max(0, start - size) : start]
            short = initials + last
            if short not in asked:
                asked[short] = _abbreviated(short, last, fulls) if len(initials) == size else None
            organ = asked[short]
            if organ is not None:
                forms.setdefault(short, organ)
                break


_PARTY_TAIL = re.compile(r"(?:党组|党委|党总支|党支部|委员会)\Z")


def _abbreviated(short: str, head: str, fulls: list[tuple[str, Organ]]) -> Organ | None:
    fitting = {
        id(organ): organ
        for full, organ in fulls
        if short[0] == full[0] and full.endswith(head) and short not in full and _in_order(short, full)
    }
    return fitting.popitem()[1] if len(fitting) == 1 else None


def _own_forms(folded: str, own: list[str], forms: dict[str, Organ]) -> None:
    """局党组, 我局, 学校党委, 镇党委: the organ of the issuer and signatories that alone is of that kind."""
    ours: dict[int, Organ] = {id(forms[name]): forms[name] for name in own if name in forms}
    for words in dict.fromkeys(match[0] for match in _SELF.finditer(folded) if folded[match.start() - 1 : match.start()] not in _NOT_OWN):
        if words in forms:
            continue
        fitting = [organ for organ in ours.values() if _is_own(words, organ.name)]
        if len(fitting) == 1:
            forms[words] = fitting[0]
        elif words in ("镇纪委", "乡纪委", "校纪委", "学校纪委") and not fitting:
            forms[words] = Organ(read_name(words), {words})


_SPLIT = re.compile(r"(?:我|本|该)?(.+?)(党组|党委|党总支|党工委|纪委)?")


def _is_own(words: str, name: Name) -> bool:
    match = _SPLIT.fullmatch(words)
    assert match is not None
    kind, tail = match[1], match[2]
    if (tail == "纪委") != (name.wing == "纪委"):
        return False
    if kind in ("镇", "乡", "街道"):
        return name.level == kind and not name.core and name.wing in (PARTY, "纪委")
    return name.head in (_SELF_HEADS.get(kind), "医院" if kind == "院" else None) and bool(name.core)


# ------------------------------------------------------------------ mentions


def _values(folded: str, organs: list[Organ], forms: dict[str, Organ]) -> list[dict[str, Any]]:
    """One record an organ, in order of first mention."""
    where: dict[int, list[Span]] = {}
    for start, end in _mentions(folded, forms):
        where.setdefault(id(forms[folded[start:end]]), []).append((start, end))
    values = []
    for n, spans in enumerate(where.values(), 1):
        printed = list(dict.fromkeys(folded[slice(*span)] for span in spans))
        full = max(printed, key=len)
        values.append(
            {"id": f"o{n}", "full": full, "short": [form for form in printed if form != full], "mentions": spans}
        )
    return values


def _mentions(folded: str, forms: dict[str, Organ]) -> list[Span]:
    """Where the forms stand, the longest at each place, without overlaps."""
    by_pair: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        by_pair.setdefault(form[:2], []).append(form)
    mentions: list[Span] = []
    behind = 0
    for at in _places(folded, by_pair):
        if at < behind:
            continue
        for form in by_pair[folded[at : at + 2]]:
            end = at + len(form)
            if folded.startswith(form, at) and _stands(folded, at, end):
                mentions.append((at, end))
                behind = end
                break
    return mentions


def _places(folded: str, pairs: Iterable[str]) -> Iterator[int]:
    """Where one of the pairs of characters stands, in order; linear also for very many pairs."""
    pairs = set(pairs)
    if len(pairs) > 40:
        firsts = re.compile("[" + re.escape("".join({pair[0] for pair in pairs})) + "]")
        return (match.start() for match in firsts.finditer(folded) if folded[match.start() : match.start() + 2] in pairs)
    places: list[int] = []
    for pair in pairs:
        at = folded.find(pair)
        while at >= 0:
            places.append(at)
            at = folded.find(pair, at + 1)
    return iter(sorted(places))


_BEFORE_LEVEL = {
    "区": frozenset("社园片校小景库辖灾城市郊街地矿林山湖牧战特发新治全各两每"),
    "市": frozenset("城超上夜门股菜全各两每"),
    "县": frozenset("全各两每"),
    "省": frozenset("节全各两每"),
    "镇": frozenset("城乡街小集古村全各两每"),
    "乡": frozenset("城家老故下全各两每"),
}


def _stands(folded: str, start: int, end: int) -> bool:
    """Whether a form is a word of its own here: 区委 is not, in 社区委员会."""
    if start and folded[start - 1] in _BEFORE_LEVEL.get(folded[start], _NOT_OWN if _SELF.match(folded, start, end) else ()):
        return False
    if folded[end - 1] == "委" and folded[end : end + 1] in ("员", "托", "派", "任"):
        return False
    return not folded.startswith(("采购", "购买"), end) or folded[end - 2 : end] != "政府"
