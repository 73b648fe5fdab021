"""Numbers told out to several things at once: 接待费、会议费分别下降23.5%、18%."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.scan import Scan
from noticeparse.model import Claim, Span

_SEVERALLY: Final = re.compile(r"分别[\u4e00-\u9fff]{0,4}\Z")
_JOINT: Final = re.compile(r" ?[、和及与] ?")
_THINGS: Final = re.compile(r"(?:(?:同比|环比|较|比)[^,;、]{0,10})?分别")
_MEMBER: Final = re.compile(r"[\u4e00-\u9fff“”]{2,12}\Z")


def share_out(scan: Scan) -> None:
    """Give each number behind 分别 its own thing, where there are as many things as numbers."""
    if "分别" not in scan.folded:
        return
    claims = scan.claims
    for index, claim in enumerate(claims):
        lowest = max(0, claim.start - 8)
        if claim.kind not in ("rate", "money", "count") or not _SEVERALLY.search(scan.folded, lowest, claim.start):
            continue
        group = _group(scan, index)
        if len(group) < 2:
            continue
        things = _listed(scan, claim, len(group)) or _counted_before(scan, index, len(group))
        for member, thing in zip(group, things, strict=False):
            member.counted = thing


def _group(scan: Scan, index: int) -> list[Claim]:
    """The numbers of one kind that only joints stand between."""
    group = [scan.claims[index]]
    for following in scan.claims[index + 1 :]:
        joint = _JOINT.fullmatch(scan.folded, group[-1].end, following.start)
        if following.kind != group[0].kind or joint is None:
            break
        group.append(following)
    return group


def _listed(scan: Scan, claim: Claim, size: int) -> list[Span]:
    """The things listed before 分别 in its clause, if they are `size`."""
    start = scan.clause_start(claim.start)
    behind = _THINGS.search(scan.folded, start, claim.start)
    if behind is None:
        return []
    pieces: list[Span] = []
    at = start
    for joint in [*_JOINT.finditer(scan.folded, start, behind.start()), None]:
        member = _MEMBER.search(scan.folded, at, joint.start() if joint else behind.start())
        if member is None:
            return []
        pieces.append(member.span())
        at = joint.end() if joint else at
    return pieces if len(pieces) == size else []


def _counted_before(scan: Scan, index: int, size: int) -> list[Span]:
    """What the last `size` numbers of the sentence counted, if each counted its own."""
    earlier = [c for c in scan.claims[max(0, index - size) : index] if c.counted is not None]
    things = [c.counted for c in earlier if c.counted is not None]
    if len(things) != size or len(set(things)) != size:
        return []
    between = scan.folded[earlier[0].start : scan.claims[index].start]
    return [] if "。" in between or "\n" in between else things
