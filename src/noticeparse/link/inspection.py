"""The inspection a notice answers: kind, authority, team, round, its dates and the feedback date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from noticeparse.link.identity import Identity
from noticeparse.model import Claim, Span

_HAN: Final = "一二三四五六七八九十"
_TEAM_WORD: Final = rf"(?:巡视|巡察|督察|督查)(?:第?[{_HAN}\d]+)?组"
_ANY_TEAM: Final = re.compile(rf"{_TEAM_WORD}(?!长|织)")
"""What every team is called: it is found far faster than the words before it."""
_TEAM: Final = re.compile(
    rf"(?P<authority>中央|(?:[\u4e00-\u9fff]{{1,10}}?)?(?:省|市|区|县|旗|州|盟|校|院|厅|局|集团|公司|学校|大学|镇|乡)?(?:党委|委|党组)|省|市|自治区|(?:院|校|局|厅|集团|公司)(?=第))?"
    rf"(?P<rest>(?:第[{_HAN}\d]*)?(?:生态环境保护|生态环保|环境保护|环保|提级|专项|交叉|联合|机动)?{_TEAM_WORD})(?!长|织)"
)
ROUND: Final = re.compile(
    rf"(?P<round>(?:(?:第?[{_HAN}]+届)?(?:中共)?(?:[\u4e00-\u9fff]{{0,6}}?)(?:中央|省委|市委|区委|县委|旗委|州委|自治区党委|校党委|党委|党组|委)?)第[{_HAN}\d]+轮(?:第[{_HAN}\d]+批)?)"
    rf"(?=[\u4e00-\u9fff“”、()（）]{{0,12}}?(?:巡视|巡察|督察|集中巡|专项巡))"
)
_ORGAN_ROUND: Final = re.compile(
    rf"(?:第?[{_HAN}]+届(?:中央|[\u4e00-\u9fff]{{0,6}}?(?:党委|委|党组))?|中央|(?:省|市|区|县|旗|州|盟|自治区党|校党|学校党|集团党|公司党|大学党|党)委)?"
    rf"第[{_HAN}\d]+轮(?:第[{_HAN}\d]+批)?$"
)
_AUTHORITY: Final = re.compile(r"(中央|自治区党委|[\u4e00-\u9fff]{0,6}?(?:省委|市委|区委|县委|旗委|州委|盟委|校党委|学校党委|大学党委|集团党委|公司党委|党委|党组))")
_BARE_TEAM: Final = re.compile(r"(?:生态环境保护|生态环保|环境保护|环保|提级|专项|交叉|联合|机动)?(?:巡视|巡察|督察|督查)组")
_FEEDBACK: Final = re.compile(r"反馈")
_ELSE: Final = re.compile(r"整改|会后|以来|之后|方案|(?:进行|开展)了?[^,。]{0,12}(?:巡[视察]|督察)|(?:巡[视察]|督察)(?=,)|进驻")
"""Between a date and 反馈: the date is that of something else."""
_INSPECTED: Final = re.compile(r"巡视|巡察|督察|审计|检查|进驻")
_SENTENCE_END: Final = re.compile(r"[。!?\n]")
_KINDS: Final = {"巡视", "巡察", "环保督察", "审计"}

_CARRIED_OUT: Final = re.compile(r",?(?:[\u4e00-\u9fff]{2,24}组)?对|,?[\u4e00-\u9fff]{2,24}组(?:派驻|进驻|开展)")
"""Behind a period of months that an inspection took; 2017年1月至2019年12月期间… are the months looked into."""
_MONTH: Final = len("2024-06")
_DAY_PERIOD: Final = len("2024-03-14/2024-04-27")
OPENING: Final = 3000
"""Characters of the body in which the inspection is introduced; dates behind them tell what was done about it."""


@dataclass(slots=True)
class Inspected:
    """The values of `model.Inspection` and the span each was read from."""

    values: dict[str, str | None] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)

    def put(self, name: str, value: str | None, span: Span | None) -> None:
        """Keep a value unless there is one already."""
        if value and self.values.get(name) is None:
            self.values[name] = value
            if span:
                self.spans[f"inspection.{name}"] = span


def inspection_of(text: str, folded: str, identity: Identity, body: Span, dates: list[Claim]) -> Inspected:
    """What the title and the first `OPENING` characters of the body say of the inspection; empty where they do not."""
    found = Inspected()
    if not identity.is_notice:
        return found
    if identity.genre in _KINDS:
        found.put("kind", identity.genre, None)
    start, end = body[0], min(body[1], body[0] + OPENING)
    if identity.genre in ("巡视", "巡察", "环保督察"):
        _team(text, folded, start, end, found)
        _round(text, folded, identity, start, end, found)
        _authority(text, folded, identity, start, end, found)
    if identity.genre != "主题教育":
        _dates(folded, start, end, dates, found)
    return found


def _team(text: str, folded: str, start: int, end: int, found: Inspected) -> None:
    if _ANY_TEAM.search(folded, start, end) is None:
        return
    # a bare 巡察组 (4个巡察组, 该巡察组) names no team
    match = next((m for m in _TEAM.finditer(folded, start, end) if m["authority"] or not _BARE_TEAM.fullmatch(m[0])), None)
    if match is None:
        return
    s, e = match.span()
    while (cut := _glued(folded[s:e])) > 0:
        s += cut
    found.put("team", text[s:e], (s, e))
    owner = _AUTHORITY.match(folded, s, e)
    if owner:
        found.put("authority", text[slice(*owner.span())], owner.span())


_GLUE: Final = re.compile(r"^.*?(?:由|按照|根据|经|对|向|派出|日|月|底|间|期间|的|与|和|,|、|要求|安排|部署|统一|接受|配合|派驻|年)(?=[\u4e00-\u9fff\d]{3,})")


def _glued(words: str) -> int:
    """How many characters before an organ's name the pattern took from the words before it."""
    match = _GLUE.match(words)
    return match.end() if match else 0


def _round(text: str, folded: str, identity: Identity, start: int, end: int, found: Inspected) -> None:
    spans = [identity.title_span] if identity.title_span else []
    for s, e in [*spans, (start, end)]:
        for match in ROUND.finditer(folded, s, e):
            begin, stop = match.span("round")
            kept = _ORGAN_ROUND.search(folded[begin:stop])
            if kept:
                begin += kept.start()
                while (cut := _glued(folded[begin:stop])) > 0:
                    begin += cut
                found.put("round", text[begin:stop], (begin, stop))
                return


def _authority(text: str, folded: str, identity: Identity, start: int, end: int, found: Inspected) -> None:
    """中央 or the committee that sent the team: in the round's name, else before 巡视/巡察 in title or opening."""
    if identity.genre == "环保督察":
        return
    if (span := found.spans.get("inspection.round")) and (owner := _AUTHORITY.search(folded, *span)):
        s, e = owner.span()
        if cut := re.match(rf"第?[{_HAN}]+届", folded[s:e]):
            s += cut.end()
        found.put("authority", text[s:e], (s, e))
    for s, e in [*([identity.title_span] if identity.title_span else []), (start, end)]:
        for owner in re.finditer(r"(中央|(?:省|市|区|县|旗|州|盟|自治区党|校党|学校党|集团党|公司党|大学党)委)(?=[^,。;]{0,16}?(?:巡视|巡察))", folded[s:e]):
            found.put("authority", owner[1], (s + owner.start(), s + owner.end()))
            return


def _dates(folded: str, start: int, end: int, dates: list[Claim], found: Inspected) -> None:
    """The period before 开展…巡察 and the date before 反馈, each in its own sentence; the first of each.

    A period of days before one of months: the months may be those looked into.
    """
    inside = [c for c in dates if start <= c.start < end and c.edtf and c.kind in ("date", "period")]
    periods: list[tuple[str, Span]] = []
    for claim, following in zip_longest(inside, inside[1:]):
        stop = _SENTENCE_END.search(folded, claim.end, end)
        tail = folded[claim.end : min(stop.start() if stop else end, following.start if following else end)]
        edtf = claim.edtf or ""
        if claim.kind == "period" and "/" in edtf:
            if _INSPECTED.search(tail[:90]) and (len(edtf) == _DAY_PERIOD or _CARRIED_OUT.match(tail)):
                periods.append((edtf, (claim.start, claim.end)))
        elif len(edtf) >= _MONTH and (match := _FEEDBACK.search(tail[:60])):
            before = tail[: match.start()]
            if not _ELSE.search(before) and not re.match(r"反馈(?:会)?(?:后|以来|之后)", tail[match.start():]):
                found.put("feedback_on", edtf, (claim.start, claim.end))
    if periods:
        edtf, span = next((p for p in periods if len(p[0]) == _DAY_PERIOD), periods[0])
        begun, ended = edtf.split("/")
        found.put("started_on", begun.strip("."), span)
        found.put("ended_on", ended.strip("."), span)
