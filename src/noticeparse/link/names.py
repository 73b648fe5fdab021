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
from typing import Any, Final

from noticeparse.link.organs import LEVELS, Name, candidates, read_name
from noticeparse.model import Span
from noticeparse.outline.lines import fold
from noticeparse.tables import ACTIVE

_CALLED: Final = re.compile(r"[(](?:以下|下文|以下统一|后文)?(?:统一)?简称(?:为)?[:：]?[“\"‘《]?([^()“”\"‘’《》,。;\n]{2,16})[”\"’》]?(?:或[“\"]?([^()“”\",。]{2,16})[”\"]?)?[)]")
_KINDS: Final = {"局": "局", "厅": "厅", "委": "委", "校": "校", "学校": "校", "院": "院", "医院": "医院", "行": "行", "公司": "公司", "集团": "公司", "集团公司": "公司", "中心": "中心", "联社": "社"}
"""How a notice calls its own organ (我局, 学校党委) → the head of that organ."""
_NOT_OWN: Final = frozenset("各级属两三他另该支层分总子每原某乡城街中小大有学本下")
"""Before 局党组, 学校党委 …: the words speak of other organs."""
_PARTY_WORDS: Final = ("党组", "党委", "党总支", "党支部")
_GENERIC: Final = frozenset(("党委", "党组", "集团", "公司", "学校", "医院", "学院", "中心", "街道", "委员会", "大学", "银行", "省委", "市委", "政府"))

@dataclass(slots=True)
class Organ:
    """One organ while its names are gathered; `name` is the fullest one read so far."""

    name: Name
    forms: set[str] = field(default_factory=set)


def organisations_of(
    text: str, folded: str, issuer: str | None, signatories: Iterable[str] = (), known: Iterable[tuple[str, tuple[str, ...]]] = ()
) -> list[dict[str, Any]]:
    """The organs a notice names, as plain values of `model.Organisation`, by first mention.

    Args:
        text: The text as printed.
        folded: The same folded; spans are offsets of both.
        issuer: The organ whose notice it is; with the `signatories` the organ that 局党组, 我局 may stand for.
        known: Organs a user knows, each a full name and its short ones; only those that are printed are told.
    """
    own = list(dict.fromkeys(_own_names([issuer or "", *signatories])))
    heads = candidates(folded)
    organs = _gather([*own, *(folded[start:end] for start, _, end in heads if start >= 0)], own)
    forms = {form: organ for organ in organs for form in organ.forms}
    for full, short in known:
        organ = next((forms[form] for form in (full, *short) if form in forms), None) or Organ(read_name(full))
        forms |= dict.fromkeys((full, *short), organ)
    apart = set(_defined(folded, forms)).union(*((full, *short) for full, short in known))
    unsure = [(at, end) for start, at, end in heads if start < 0]
    _initials(folded, unsure, list({id(o): o for o in forms.values()}.values()), forms)
    _own_forms(folded, unsure, own, forms)
    return _values(text, _mentions(folded, heads, forms, apart), forms)


def known_organs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The organs a user knows (`noticeparse.extend`): full name and short names."""
    extension = ACTIVE.get()
    return extension.organisations if extension else ()


def _own_names(printed: Iterable[str]) -> Iterator[str]:
    """The names of issuer and signatories, folded, one by one; what is only a place is none."""
    for words in printed:
        for piece in re.split(r" {2,}|、", fold(words)):
            name = piece.replace("(盖章)", "").replace(" ", "")
            if len(name) > 3 and _ORGAN_END.search(name):
                yield name


_ORGAN_END: Final = re.compile(r"[^省市区县旗州盟镇乡]\Z")

# ------------------------------------------------------------------ which names are one organ


def _gather(names: list[str], own: list[str]) -> list[Organ]:
    """Names grouped into organs, longest first; a name that fits several is left out."""
    places = {name.level: name.place for name in map(read_name, reversed(own)) if name.place and not name.bare}
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


def same_organ(name: str, other: str) -> bool:
    """Whether two printed names of organs (issuers, signatories) may name one organ: 县水务局党组 and 青禾县水务局."""
    ours, theirs = (read_name(fold(words).replace(" ", "") or " ") for words in (name, other))
    alike = (ours.head, ours.wing) == (theirs.head, theirs.wing)
    return alike and (_same(ours, theirs, {}) or _same(theirs, ours, {}))


def _same(name: Name, other: Name, places: dict[str, str]) -> bool:
    """Whether a name may be one of the organ that `other` names in full."""
    if not _same_place(name, other, places):
        return False
    short, full = sorted((name.core, other.core), key=len)
    if not short:
        return not full or name.head.endswith("组")  # 中央巡视组
    return short[0] == full[0] and _in_order(short, full)


def _same_place(name: Name, other: Name, places: dict[str, str]) -> bool:
    if name.level != other.level:
        return False
    if name.bare and not other.bare:
        ours = places.get(name.level)
        return ours is None or other.place.endswith(ours) or ours.endswith(other.place)
    short, full = sorted((name.place, other.place), key=len)
    if full.endswith(short):
        return True
    return "开" in short and full.endswith("开发区") and short[0] == full[0] and _in_order(short, full)  # 临江经开区


def _in_order(short: str, full: str) -> bool:
    """Whether each character of `short` stands in `full`, in order."""
    rest = iter(full)
    return all(char in rest for char in short)


# ------------------------------------------------------------------ short forms


def _defined(folded: str, forms: dict[str, Organ]) -> Iterator[str]:
    """X（以下简称“Y”）: Y is the organ whose name ends where the bracket opens. Yields each Y."""
    if "简称" not in folded:
        return
    for match in _CALLED.finditer(folded):
        before = folded[max(0, match.start() - 60) : match.start()]
        organ = next((forms[form] for form in sorted(forms, key=len, reverse=True) if before.endswith(form)), None)
        if organ is None:
            continue
        for short in match.groups():
            if short and short not in _GENERIC:
                forms |= dict.fromkeys((short, *(short + tail for tail in _PARTY_WORDS)), organ)
                yield short


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
    bare: dict[str, str] = {}
    firsts = {named[0] for fulls in by_head.values() for named, _ in fulls}
    for start, end in heads:
        if start < 2 or not (folded[start - 2] in firsts or (start > 2 and folded[start - 3] in firsts)):
            continue
        words = folded[start:end]
        last = bare.get(words) or bare.setdefault(words, _PARTY_TAIL.sub("", words))
        fulls = by_head.get(last[-1:])
        if not fulls:
            continue
        for size in (3, 2):
            if start < size or folded[start - size] not in firsts:
                continue
            short = folded[start - size : start] + last
            if short not in asked:
                asked[short] = _abbreviated(short, last, fulls)
            if found := asked[short]:
                forms.setdefault(short, found)
                break


_PARTY_TAIL: Final = re.compile(r"(?:党组|党委|党总支|党支部|委员会)\Z")


def _abbreviated(short: str, head: str, fulls: list[tuple[str, Organ]]) -> Organ | None:
    fitting = {
        id(organ): organ
        for full, organ in fulls
        if short[0] == full[0] and full.endswith(head) and short not in full and _in_order(short, full)
    }
    return fitting.popitem()[1] if len(fitting) == 1 else None


def _own_forms(folded: str, heads: list[Span], own: list[str], forms: dict[str, Organ]) -> None:
    """局党组, 我局, 学校党委: the organ of the issuer and signatories that alone is of that kind."""
    ours = {id(forms[name]): forms[name] for name in own if name in forms}.values()
    asked: set[str] = set()
    for start, end in heads:
        words = folded[start:end]
        ahead = folded[start - 1] if start else ""
        if ahead in _NOT_OWN:
            continue
        words = "我" + words if ahead == "我" else words
        if words in asked:
            continue
        asked.add(words)
        called = _CALLS.fullmatch(words)
        if called is None or words in forms:
            continue
        kind, tail = called[1] or called[3], called[2] or called[4]
        fitting = [organ for organ in ours if _is_own(kind, tail, organ.name)]
        if len(fitting) == 1:
            forms[words] = fitting[0]
        elif not fitting and tail == "纪委" and len([organ for organ in ours if _is_own(kind, None, organ.name)]) == 1:
            forms[words] = next((forms[form] for form in ("校纪委", "学校纪委") if form in forms), None) or Organ(read_name(words), {words})


_CALLED_SO: Final = "(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + ")(党组|党委|党总支|纪委)"
_CALLS: Final = re.compile(f"{_CALLED_SO}|我{_CALLED_SO}?")


_FACULTY: Final = re.compile(r"(?:大学|学院).+(?:学院|系|部|中心)")


def _is_own(kind: str, tail: str | None, name: Name) -> bool:
    if (tail == "纪委") != (name.wing == "纪委"):
        return False
    if kind in ("校", "学校") and _FACULTY.search(name.words):
        return False
    return name.head in (_KINDS[kind], "医院" if kind == "院" else None) and bool(name.core)


# ------------------------------------------------------------------ mentions


def _values(text: str, mentions: list[tuple[int, int, str]], forms: dict[str, Organ]) -> list[dict[str, Any]]:
    """One record an organ, in order of first mention."""
    where: dict[int, list[Span]] = {}
    for start, end, form in mentions:
        organ = id(forms[form])
        if organ in where:
            where[organ].append((start, end))
        else:
            where[organ] = [(start, end)]
    values = []
    for n, spans in enumerate(where.values(), 1):
        printed = list(dict.fromkeys(text[start:end] for start, end in spans))
        full = max(printed, key=len)
        values.append(
            {"id": f"o{n}", "full": full, "short": [form for form in printed if form != full], "mentions": spans}
        )
    return values


def _mentions(folded: str, heads: list[tuple[int, int, int]], forms: dict[str, Organ], apart: set[str]) -> list[tuple[int, int, str]]:
    """Where the forms stand, the longest at each place, without overlaps: (start, end, form).

    Every form ends with a head, so only heads are asked; forms that a definition or a user gave (`apart`) need not.
    """
    by_end: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        by_end.setdefault(form[-2:], []).append(form)
    lasts = {form[-1] for form in forms}
    spans: list[tuple[int, int, str]] = []  # the ends negative: of two that begin together the longer comes first
    for start, at, end in heads:
        if start >= 0:
            if (words := folded[start:end]) in forms:
                spans.append((start, -end, words))
        elif (found := _ending(folded, at, end, by_end, lasts)) is not None:
            spans.append(found)
    for form in apart:
        spans += [(at, -at - len(form), form) for at in _places(folded, form)]
    spans.sort()
    mentions: list[tuple[int, int, str]] = []
    behind = 0
    for start, end, form in spans:
        if start >= behind:
            behind = -end
            mentions.append((start, behind, form))
    return mentions


def _ending(
    folded: str, at: int, end: int, by_end: dict[str, list[str]], lasts: set[str]
) -> tuple[int, int, str] | None:
    """The longest form that ends with the head at `at`, with or without the Party words behind it; its end negative.

    `by_end` has the forms by their last two characters, `lasts` the last ones alone.
    """
    stop = end
    while True:
        if folded[stop - 1] in lasts:
            for form in by_end.get(folded[stop - 2 : stop], ()):
                start = stop - len(form)
                # Its first character is compared before all of it: most forms end alike.
                if 0 <= start <= at and folded[start] == form[0] and folded.startswith(form, start) and _stands(folded, start):
                    return start, -stop, form
        tail = _PARTY_TAIL.search(folded, at + 1, stop) if stop - at > 2 else None
        if tail is None:
            return None
        stop = tail.start()


def _places(folded: str, form: str) -> Iterator[int]:
    at = folded.find(form)
    while at >= 0:
        yield at
        at = folded.find(form, at + len(form))


def _stands(folded: str, start: int) -> bool:
    """Whether a form is a name of its own here: 区委 is not, in 社区委员会, nor 局党组 in 各局党组."""
    if not start:
        return True
    level = LEVELS.get(folded[start])
    return folded[start - 1] not in ((level[0] + "全各两每某") if level else _NOT_OWN)
