"""Comparisons along rounds of inspection: topics beside peers, issues that come back, dates, intervals (X03 to X06)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from noticeparse.compare.across_examples import told
from noticeparse.compare.across_gather import Gathered, Publication, Row
from noticeparse.corpus.columns import Column
from noticeparse.corpus.shingles import shingle_sets
from noticeparse.corpus.similar import cosine
from noticeparse.entries import corpus_comparison

if TYPE_CHECKING:
    from noticeparse.corpus.shingles import Hashes

_ISSUES = """
SELECT notice, part, span_start, span_end, quote, topic
FROM issues
ORDER BY notice, n
"""
_THIRD = "县委第三轮"
_IN_MARCH = "2023年3月6日至5月10日，县委第一巡察组开展了巡察，6月20日反馈了意见。"


@corpus_comparison(
    "X03",
    "topics-beside-peers",
    Column("round", "string", "the round of inspection", True),
    Column("body", "string", "whose issues they are", True),
    Column("topic", "string", "code of the code book", True),
    Column("issues", "int", "issues of the body under the topic", True),
    Column("share", "number", "their share of all its issues", True),
    Column("peer_share", "number", "that share for the other bodies of the round together", True),
    Column("difference", "number", "share less peer_share", True),
    Column("peers", "int", "how many other bodies the round has", True),
    zh="问题类别与同轮次单位比较",
    text_zh="占比远高于同轮次单位的，是本单位的短板；各单位占比都差不多的，更多反映这轮巡察的重点。各县轮次同名，按所在地区分。",
    source="the rounds and the code book; an issue counts once, under its best topic",
    shows=(
        (
            told("云溪县水务局", issue="⟦固定资产管理不规范⟧", round_=_THIRD),
            told("云溪县教育局", issue="⟦理论学习不够深入⟧", round_=_THIRD),
        ),
    ),
    silent=(
        (told("云溪县水务局", round_=_THIRD), told("南屏县教育局", round_=_THIRD)),
        (told("云溪县水务局"), told("云溪县教育局")),
    ),
)
def topics_beside_peers(gathered: Gathered) -> Iterator[Row]:
    """What a body was blamed for, beside the other bodies of the same round.

    A share far above the peers' is the body's own weakness; shares alike all over a round say more about the inspection
    than about the bodies. A county's rounds are told apart by the place the body is of.
    """
    issues = _issues(gathered)
    for round_, notices in gathered.rounds.items():
        of_body: defaultdict[str, list[Row]] = defaultdict(list)
        for notice in notices:
            of_body[notice.body or ""] += [row for row in issues.get(notice.id, ()) if row["topic"]]
        in_round = Counter(row["topic"] for rows in of_body.values() for row in rows)
        for body in sorted(of_body):
            for row in _beside(body, of_body[body], in_round):
                evidence = gathered.places(row.pop("rows"))
                yield {"round": round_, **row, "peers": len(of_body) - 1, "evidence": evidence}


def _issues(gathered: Gathered) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in gathered.rows(_ISSUES):
        found[row["notice"]].append(row)
    return found


def _beside(body: str, rows: Sequence[Row], in_round: Counter[str]) -> Iterator[Row]:
    """The topics of a body, each with its share and the share among its peers (0 where the peers have no issue)."""
    own = Counter(row["topic"] for row in rows)
    others = in_round.total() - own.total()
    for topic in sorted(own):
        share = own[topic] / own.total()
        peer_share = (in_round[topic] - own[topic]) / others if others else 0.0
        yield {
            "body": body, "topic": topic, "issues": own[topic], "share": round(share, 3), "peer_share": round(peer_share, 3),
            "difference": round(share - peer_share, 3), "rows": [row for row in rows if row["topic"] == topic],
        }  # fmt: skip


# --------------------------------------------------------------------------- issues that come back

SAME_ISSUE = 0.6
SAME_TOPIC_ISSUE = 0.3
"""Cosine of character pairs from which on two issues are one: under different topics, and under the same."""
_LATER = 180  # days from one feedback to the next, where the notices do not name their rounds


@corpus_comparison(
    "X04",
    "issue-recurs",
    Column("body", "string", "whose issue it is", True),
    Column("topic", "string", "code of the later issue; null where the code book has no word for it"),
    Column("earlier", "string", "id of the latest earlier notice that has it", True),
    Column("later", "string", "id of the later notice", True),
    Column("times", "int", "how many earlier notices have it", True),
    Column("days", "int", "between their feedbacks (else ends of inspection, signatures); null where not known"),
    Column("alike", "number", "cosine of the character pairs of the two statements, 0 to 1", True),
    Column("blamed", "bool", "the later notice has an issue about earlier rectification (topics D)", True),
    zh="同一单位问题重复出现",
    text_zh="已报告整改到位的问题再次出现。前后两处表述一并列出；后一份通报可能同时指出此前整改不力。",
    source="later rounds ask whether earlier findings were put right (落实巡视巡察等监督发现问题整改)",
    shows=(
        (
            told("云溪县水务局", issue="⟦公务用车管理不严格⟧", round_="县委第一轮", signed="2020年1月8日"),
            told("云溪县水务局", issue="⟦公务用车管理仍不严格⟧", round_=_THIRD),
        ),
        (
            told("云溪县水务局", issue="⟦往来款项长期挂账⟧", signed="2020年1月8日"),
            told("云溪县水务局", issue="⟦往来款项长期挂账未清理⟧"),
        ),
    ),
    silent=(
        (
            told("云溪县水务局", issue="往来款项长期挂账", round_="县委第一轮", signed="2020年1月8日"),
            told("云溪县水务局", issue="理论学习不够深入", round_=_THIRD),
        ),
        (told("云溪县水务局", issue="往来款项长期挂账"), told("云溪县水务局", issue="往来款项长期挂账", signed="2024年1月9日")),
        (told("云溪县水务局", issue="往来款项长期挂账"), told("南屏县教育局", issue="往来款项长期挂账", signed="2020年1月8日")),
    ),
)
def issue_recurs(gathered: Gathered) -> Iterator[Row]:
    """An issue of an earlier round was found again at the same body.

    It was reported as put right, and is there again. Both statements are shown; the later notice may itself say that
    earlier rectification was poor (`blamed`).
    """
    of_body: defaultdict[str, list[Publication]] = defaultdict(list)
    for notice in gathered.signed:
        of_body[notice.body or ""].append(notice)
    issues = _issues(gathered)
    for body in sorted(of_body):
        ordered = sorted(of_body[body], key=lambda notice: (notice.day, notice.file))
        stated = {notice.id: _stated(issues.get(notice.id, ())) for notice in ordered}
        for n, later in enumerate(ordered):
            before = [notice for notice in reversed(ordered[:n]) if _is_later_round(notice, later)]
            blamed = any((row["topic"] or "").startswith("D") for row, _ in stated[later.id])
            for row, words in stated[later.id]:
                again = [(notice, *found) for notice in before if (found := _likest(row, words, stated[notice.id]))]
                for earlier, first, alike in again[:1]:
                    yield {
                        "body": body, "topic": row["topic"], "earlier": earlier.id, "later": later.id, "times": len(again),
                        "days": _days(earlier.day, later.day), "alike": round(alike, 3), "blamed": blamed,
                        "evidence": gathered.places((first, row)),
                    }  # fmt: skip


_Stated = Sequence[tuple[Row, "Hashes"]]
"""Issues, each with the character pairs of its words."""


def _stated(rows: Sequence[Row]) -> _Stated:
    return list(zip(rows, shingle_sets([row["quote"] for row in rows], width=2), strict=True))


def _is_later_round(earlier: Publication, later: Publication) -> bool:
    if earlier.round and later.round:
        return earlier.round != later.round
    days = _days(earlier.day, later.day)
    return days is not None and days >= _LATER


def _likest(row: Row, words: Hashes, earlier: _Stated) -> tuple[Row, float] | None:
    """The issue of an earlier notice that is this one, and how alike they are; None where none is."""
    alike, n = max(((cosine(words, theirs), -n) for n, (_, theirs) in enumerate(earlier)), default=(0.0, 0))
    first = earlier[-n][0] if earlier else None
    same = first is not None and row["topic"] is not None and row["topic"] == first["topic"]
    return (first, alike) if first and alike >= (SAME_TOPIC_ISSUE if same else SAME_ISSUE) else None


def _days(first: str, second: str) -> int | None:
    """Days from one ISO date to another; None where one is missing or no day of the calendar."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:
        return None


# --------------------------------------------------------------------------- dates of a round

_FIELDS = ("started_on", "ended_on", "feedback_on")


@corpus_comparison(
    "X05",
    "date-unlike-peers",
    Column("round", "string", "the round of inspection", True),
    Column("body", "string", "whose notice it is", True),
    Column("field", "string", "started_on, ended_on or feedback_on", True),
    Column("printed", "string", "the day in the notice", True),
    Column("usual", "string", "the day most of the round's notices have", True),
    Column("days", "int", "from the usual day to the printed one", True),
    Column("agreeing", "int", "notices with the usual day", True),
    Column("of", "int", "notices of the round that print the field", True),
    zh="日期与同轮次单位不一致",
    text_zh="可能是日期印错或网页丢字，也可能该单位单独安排。至少三份通报中过半数相同的日期算通常日期；许多轮次分几天反馈，则没有通常日期。",
    source="the teams of one round begin and end together; observed in notices of one round",
    shows=(
        (
            told("云溪县水务局", round_=_THIRD, inspected=_IN_MARCH),
            told("云溪县教育局", round_=_THIRD, inspected=_IN_MARCH),
            told("云溪县民政局", round_=_THIRD, inspected="⟦2023年3月8日至5月10日⟧，县委第二巡察组开展了巡察，6月20日反馈了意见。"),
        ),
    ),
    silent=(
        (
            told("云溪县水务局", round_=_THIRD, inspected=_IN_MARCH),
            told("云溪县教育局", round_=_THIRD, inspected=_IN_MARCH),
            told("南屏县民政局", round_=_THIRD, inspected="2022年3月8日至5月10日，县委第二巡察组开展了巡察，6月20日反馈了意见。"),
        ),
        (
            told("云溪县水务局", round_=_THIRD, inspected=_IN_MARCH),
            told("云溪县教育局", round_=_THIRD, inspected="2023年3月8日至5月11日，县委第二巡察组开展了巡察，6月28日反馈了意见。"),
        ),
    ),
)
def date_unlike_peers(gathered: Gathered) -> Iterator[Row]:
    """A notice gives another day for the inspection or the feedback than its round's other notices.

    Either the day is misprinted or the page lost a digit, or the body was inspected apart. A day is the usual one where
    more than half of at least three notices have it; feedback is given on several days in many rounds, then none is.
    """
    for round_, notices in gathered.rounds.items():
        for name in _FIELDS:
            days = Counter(notice.dates[name] for notice in notices if name in notice.dates)
            usual, agreeing = min(days.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
            if days.total() < 3 or 2 * agreeing <= days.total():
                continue
            for notice in notices:
                printed = notice.dates.get(name, usual)
                if printed != usual and (apart := _days(usual, printed)) is not None:
                    yield {
                        "round": round_, "body": notice.body, "field": name, "printed": printed, "usual": usual, "days": apart,
                        "agreeing": agreeing, "of": days.total(), "evidence": gathered.field(notice, name),
                    }  # fmt: skip


# --------------------------------------------------------------------------- intervals

REVISION = "2024-02-08"
_INTERVALS = {
    "on_site": ("started_on", "ended_on"),
    "to_feedback": ("ended_on", "feedback_on"),
    "to_notice": ("feedback_on", "published_on"),
}


@corpus_comparison(
    "X06",
    "interval-among-all",
    Column("regime", "string", f"before or since {REVISION}, by the feedback", True),
    Column("genre", "string", "巡视 巡察 …", True),
    Column("interval", "string", "on_site, to_feedback, or to_notice (from the feedback to the page, else the signature)", True),
    Column("body", "string", "whose notice it is; null where it does not say"),
    Column("days", "int", "how long it took", True),
    Column("percentile", "number", "share of the regime's and genre's intervals that are shorter, half of those equal, in per cent", True),
    Column("p10", "number", "days within which one in ten is done", True),
    Column("p50", "number", "median", True),
    Column("p90", "number", "days within which nine in ten are done", True),
    Column("of", "int", "intervals compared", True),
    zh="各环节时长分位",
    text_zh="进驻天数、结束至反馈、反馈至公布各用多久，在同类通报中排在何处；以2024年2月8日条例修订前后分列。只计年月日齐全的日期。",
    source=f"regulations on inspection as revised and issued on {REVISION}: the period of concentrated rectification went from two months to six",
    shows=(
        (
            told("云溪县水务局", inspected="⟦2023年3月6日至5月10日⟧，县委第一巡察组开展了巡察，⟦6月20日⟧反馈了意见。", signed="⟦2024年1月8日⟧"),
        ),
    ),
    silent=((told("云溪县水务局"),),),
)
def interval_among_all(gathered: Gathered) -> Iterator[Row]:
    """How long the steps took, among all notices under the same regulations.

    Days on site, from there to the feedback, and from the feedback to the published notice, with the place of each among
    the others of its genre: before the regulations were revised on 8 February 2024, or since. Only full dates count.
    """
    import numpy as np

    found: defaultdict[tuple[str, str, str], list[tuple[int, Publication]]] = defaultdict(list)
    for notice in gathered.notices:
        regime = _regime(notice)
        for interval, ends in _INTERVALS.items():
            days = _days(*(_day(notice, name) for name in ends))
            if regime and days is not None:
                found[regime, notice.genre, interval].append((days, notice))
    for regime, genre, interval in sorted(found):
        all_days = np.array([days for days, _ in found[regime, genre, interval]])
        p10, p50, p90 = np.percentile(all_days, (10, 50, 90)).round(1).tolist()
        for days, notice in found[regime, genre, interval]:
            below = np.mean((all_days < days) + (all_days == days) / 2)
            yield {
                "regime": regime, "genre": genre, "interval": interval, "body": notice.body, "days": days,
                "percentile": round(100 * float(below), 1), "p10": p10, "p50": p50, "p90": p90, "of": len(all_days),
                "evidence": gathered.field(notice, *_INTERVALS[interval], *_signature(notice, interval)),
            }  # fmt: skip


def _regime(notice: Publication) -> str | None:
    decisive = notice.dates.get("feedback_on") or notice.dates.get("ended_on")
    return None if decisive is None else "since" if decisive >= REVISION else "before"


def _day(notice: Publication, name: str) -> str:
    if name == "published_on":
        return notice.dates.get(name) or notice.dates.get("signed_on") or ""
    return notice.dates.get(name, "")


def _signature(notice: Publication, interval: str) -> Sequence[str]:
    return ("signed_on",) if interval == "to_notice" and "published_on" not in notice.dates else ()
