"""Who was held to account, on which step of the ladder: 给予党内警告处分3人, 对2名责任人进行诫勉谈话, 问责党组织3个."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.lexicon import records
from noticeparse.link.events.outcomes import case
from noticeparse.link.events.surroundings import Surroundings, end_of_counted, event, field_of
from noticeparse.model import Claim
from noticeparse.tables import per_extension

REACH: Final = 30
"""Characters between the measure and the number of those it met."""


@per_extension
def _levels() -> dict[str, str | None]:
    """Each printed wording of the ladder with the name of its step; None for 问责, which names no step."""
    return {word: record["level"] for record in records("accountability") for word in record["words"]}


def _words() -> str:
    """The wordings, longest first, grouped by their first character: the matcher drops a group by it."""
    groups: dict[str, list[str]] = {}
    for word in sorted(_levels(), key=len, reverse=True):
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


def pattern() -> str:
    """Regular-expression source for one wording of the ladder or several joined (批评教育、诫勉谈话)."""
    word = f"(?:{_words()})(?:处分|处理|谈话)?"
    joint = r"(?:[、和及或与]|以及|并)?"
    return f"(?:{word}(?:{joint}{word}){{0,3}}|(?:给予|予以|作出)(?:了|相应|严肃|相关)?(?:处理|处分))"


def heads() -> frozenset[str]:
    """The two characters that a wording may begin with."""
    return frozenset(word[:2] for word in (*_levels(), "给予", "予以", "作出"))


@per_extension
def _one() -> re.Pattern[str]:
    return re.compile(f"({_words()})(?:处分|处理|谈话)?")


_NOT_MEANT: Final = re.compile(
    r"条例|制度|机制|办法|规定|力度|利剑|方式|手段|影响期|决定|建议|规则|流程|意识|压力|联动|工作|情况|期"
)
_LIGHT: Final = re.compile(
    r"(?:给予|予以|进行|作出|做出|实施|受到|被|采取|分别|开展|运用|落实|已|移送|并|均|及时|依规|依纪|依法|严肃)"
)
_TO: Final = re.compile(r"[对将给向]|责令|由")
_DONE_TO: Final = re.compile(
    r"(?:对|给予?|将)[^,。;:\n]{0,40}?(?:责任人|人员|干部|负责人|同志|党员|当事人|单位|部门|组织|书记|主任|局长|站长|校长|院长|经理|职工)[^,。;:\n]{0,12}?(?:给予|予以|进行|作出|实施|采取|分别|已)[^,。;:\n]{0,10}\Z|(?:受到|被给予|被处以|被)\Z"
)
_COVERING: Final = frozenset(["涉及", "共有", "达", "达到", "给予", "组织", "覆盖"])


def held_to_account(around: Surroundings, match: re.Match[str]) -> Claim | None:
    """One event for a measure with the numbers of persons and organisations it met, printed behind it or before it."""
    folded, start, end = around.folded, match.start(), match.end()
    clause, stop = around.clause(start)
    if not around.is_done(start):
        return None
    levels = list(dict.fromkeys(_levels()[word] for word in _one().findall(match[0])))
    if len(levels) > 1 and None in levels:
        levels.remove(None)
    level = "、".join(name for name in levels if name) or None
    numbers = _behind(around, end, stop)
    if numbers:
        begin = start
    else:
        numbers = _before(around, start, clause)
        if numbers:
            begin = numbers[-1][1].start
    if not numbers and level == "移送司法":
        return case(around, match)
    if not numbers:
        if match[0].endswith("处理") and level is None:
            return None
        if (
            _NOT_MEANT.match(folded, end)
            or folded.startswith(("的", "人员", "对象", "干部"), end)
            or around.is_heading(start)
            or _DONE_TO.search(folded, max(clause, start - 50), start) is None
            or around.is_norm(clause, start)
        ):
            return None
        begin = start
    elif around.is_habit(clause, start):
        return None
    fields = {name: number.value for name, number in reversed(numbers)}
    last = max(
        [end, *(end_of_counted(number) if number.start >= end else number.end for _, number in numbers)]
    )
    kind = "case" if level == "移送司法" and fields.keys() == {"count"} else "accountability"
    return event(kind, begin, last, around, clause, level=level, **fields)


def _behind(around: Surroundings, at: int, stop: int) -> list[tuple[str, Claim]]:
    """约谈⟦6个⟧部门⟦12人次⟧: the numbers behind the measure, up to the next measure or the end of the clause."""
    folded = around.folded
    limit = min(stop, at + REACH)
    following = _one().search(folded, at, limit)
    if following:
        limit = following.start()
    found: list[tuple[str, Claim]] = []
    for number in around.after(at, limit):
        if number.kind != "count" or number.value is None:
            if number.kind in ("document", "money"):
                break
            continue
        before = found[-1][1].end if found else at
        between = folded[before : number.start]
        if number.verb and number.verb[0] >= before and folded[slice(*number.verb)] not in _COVERING:
            break
        if _NOT_MEANT.match(folded, at) or ("、" in between and not found):
            break
        name = field_of(number, between, folded)
        if name == "count" and number.unit not in ("次", "起", "件", "例"):
            break
        if any(name == earlier for earlier, _ in found):
            break
        found.append((name, number))
    return found


def _before(around: Surroundings, at: int, clause: int) -> list[tuple[str, Claim]]:
    """对⟦3名⟧工作人员进行通报批评, ⟦2人⟧受到党纪处分: the number before the measure."""
    folded = around.folded
    for number in around.before(at, max(clause, at - 2 * REACH)):
        if number.kind != "count":
            continue
        between = folded[number.end : at]
        name = field_of(number, between, folded)
        if name == "count" or _one().search(between):
            return []
        light = _LIGHT.search(between) is not None
        to = _TO.search(folded, clause, number.start) is not None
        if not between or light or (to and len(between) < 24):
            return [(name, number)]
        return []
    return []
