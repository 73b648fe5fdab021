"""N: numbers, dates as printed, sums, rates, and what is said twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from noticeparse.check.phrases import places
from noticeparse.check.review import Flaw, Review, listed
from noticeparse.check.skeleton import DATE, HEAD, ISSUE, ISSUES, TAIL, notice
from noticeparse.entries import Rule, rule
from noticeparse.facts.calendar import Moment
from noticeparse.model import STATUSES_ZH, Span, Total


def _issue(body: str) -> str:
    return notice("1.关于“甲项工作不实”的问题\n" + body + "\n")


# --------------------------------------------------------------------------- as printed


@rule(
    "N01",
    "lost-unit",
    "error",
    zh="数字缺少单位",
    text_zh="没有“件、个、次”，就不知道数的是什么。可能的单位不止一个，因此不提建议。",
    source="GB/T 15835-2011 §3: a measured number has its unit",
    bad=(_issue("共督办群众投诉⟦35⟧，做到接件即办。"),),
    good=(_issue("共督办群众投诉35件，做到接件即办。"),),
)
def lost_unit(review: Review) -> Iterator[Flaw]:
    """A number is followed by a mark where its unit should stand.

    Without 件, 个 or 次 nobody knows what was counted. No unit is suggested: several would fit.
    """
    for start, end in _bare_numbers(review):
        if not "\u4e00" <= review.folded[start - 1] <= "\u9fff" or 1900 <= int(review.folded[start:end]) <= 2100 or _NAMES_A_NUMBER.search(review.folded, max(0, start - 2), start):
            continue
        facts = [f for f in review.facts_in(start - 40, end) if f.span[1] > start]
        if all(f.kind == "count" and f.text[-1:].isdigit() for f in facts):
            span = facts[0].span if facts and facts[0].span[1] == end else (start, end)
            words = _around(review, span)
            yield Flaw(span, f"“{words}”: the number has lost its unit.", origin=review.cause, zh=f"“{words}”：数字后面缺少单位。")


def _bare_numbers(review: Review) -> Iterator[Span]:
    """The numbers of the body, at most four digits of each, that a mark follows; a comma between thousands is none."""
    first, last = review.body
    for start, end in review.marks.numbers:
        if first <= start and end < last and review.folded[end] in ",。;" and not _THOUSANDS.match(review.folded, end):
            yield max(start, end - 4), end


_THOUSANDS = re.compile(r",\d{3}")
_NAMES_A_NUMBER = re.compile(r"(?:[第线路栋座室型版表图楼转件款条层]|(?<!账)号)$")


_YEARS_FUSED = re.compile(r"((?:19|20)\d\d)((?:19|20)\d\d)年")


@rule(
    "N02",
    "fused-date",
    "error",
    zh="日期数字粘连或脱字",
    text_zh="“20241220日”不是落款会写的日期。按历法试出所有读法，保留与前后日期相符的；只剩一种时作为建议，多种时全部列出，不代为选择。",
    source="GB/T 9704-2012 §7.3.5: year, month and day in full",
    bad=(HEAD + ISSUE + TAIL.replace(DATE, "⟦20241220日⟧\n"),),
    good=(HEAD + ISSUE + TAIL,),
)
def fused_date(review: Review) -> Iterator[Flaw]:
    """The characters between the digits of a date are gone.

    20241220日 is no date anybody signs. The parser tries every split the calendar allows and keeps those in step with
    the dates around it; one survivor is the suggestion, several are listed and none is chosen.
    """
    for fact in review.facts:
        if fact.kind not in ("date", "period") or fact.origin != "repaired" or _is_year_range(fact):
            continue
        yield _repaired(review, fact, "date", "日期")


@rule(
    "N03",
    "fused-year-range",
    "error",
    zh="年份区间粘连",
    text_zh="“20222030年”不是年份，建议补上两个年份之间的连接号。",
    source="GB/T 15835-2011: ranges are joined by — or ~",
    bad=(_issue("完成⟦20212023年⟧供水管网巡查12次。"), _issue("落实《全县供水规划（⟦20222030年⟧）》，巡查12次。")),
    good=(_issue("完成2021—2023年供水管网巡查12次。"),),
)
def fused_year_range(review: Review) -> Iterator[Flaw]:
    """Two years of a range are printed without the dash between them.

    20222030年 is no year. The suggestion puts the dash back.
    """
    seen = set()
    for fact in review.facts:
        if fact.kind == "period" and fact.origin == "repaired" and _is_year_range(fact):
            seen.add(fact.span[0])
            yield _repaired(review, fact, "range of years", "年份区间")
    for at in (start for start, end in review.marks.numbers if end - start == 8):
        match = _YEARS_FUSED.match(review.folded, at)
        if match is None or at in seen:
            continue
        first, last = int(match[1]), int(match[2])
        if first < last:
            span = match.span()
            printed = review.text[slice(*span)]
            message, zh = f"“{printed}” is {first} to {last} without its dash.", f"“{printed}”是{first}年至{last}年，中间脱落连接号。"
            yield Flaw(span, message, (f"{first}—{last}年", span), review.cause, zh=zh)


def _is_year_range(fact: Any) -> bool:
    return fact.kind == "period" and fact.edtf is not None and re.fullmatch(r"\d{4}/\d{4}", fact.edtf) is not None


def _repaired(review: Review, fact: Any, what: str, zh: str) -> Flaw:
    printed = review.text[fact.span[0] : fact.span[1]]
    values = [value for value in (fact.edtf, *fact.readings) if value]
    written = [_written(value) for value in values]
    if len(written) == 1 and written[0]:
        message = f"“{printed}” is no {what}; it can only be {written[0]}."
        return Flaw(fact.span, message, (written[0], fact.span), review.cause, zh=f"“{printed}”不是完整的{zh}，只能是{written[0]}。")
    several = [text for text in written if text]
    message = f"“{printed}” is no {what}; it may be {' or '.join(several) or 'nothing the calendar allows'}."
    may_be = f"可能是{'或'.join(several)}" if several else "没有历法允许的读法"
    return Flaw(fact.span, message, None, review.cause, zh=f"“{printed}”不是完整的{zh}，{may_be}。")


def _written(edtf: str) -> str | None:
    """An EDTF date or period as an official document prints it: 2024年3月14日至4月27日."""
    start, _, end = edtf.partition("/")
    if start in ("", "..") or end == "..":
        return None
    if not end:
        return _day(start)
    if len(start) == 4 and len(end) == 4:
        return f"{start}—{end}年"
    last = _day(end)
    return f"{_day(start)}至{last.partition('年')[2] if end[:4] == start[:4] else last}"


def _day(edtf: str) -> str:
    return "".join(f"{int(number)}{unit}" for number, unit in zip(edtf.split("-"), "年月日", strict=False))


_MONTH_DAY = re.compile(r"(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})年$")
_DASHED = re.compile(r"(?P<y>(?:19|20)\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?![\d.])")


def _printed_days(review: Review) -> Iterator[tuple[Span, Moment]]:
    """Every month, or day with its month, as digits print it."""
    folded = review.folded
    for month in places(folded, "月"):
        start = month
        while start > 0 and month - start < 3 and "0" <= folded[start - 1] <= "9":
            start -= 1
        match = _MONTH_DAY.match(folded, start)
        if match is None or match.end("m") != month:
            continue
        year = _YEAR_BEFORE.search(folded, max(0, start - 6), start)
        if match["d"] is None and (year is None or folded[match.end() : match.end() + 1] in ("度", "均")):
            continue
        moment = Moment(int(year[1]) if year else None, int(match["m"]), int(match["d"]) if match["d"] else None)
        yield (year.start() if year else start, match.end()), moment
    for at in (start for start, end in review.marks.numbers if end - start == 4 and folded[end : end + 1] in ("-", ".", "/")):
        if match := _DASHED.match(folded, at):
            yield match.span(), Moment(int(match["y"]), int(match["m"]), int(match["d"]))


@rule(
    "N04",
    "impossible-date",
    "error",
    zh="日期不存在",
    text_zh="日历上没有这一天。会议可能确实开过，但日期写错了。",
    source="the calendar",
    bad=(_issue("⟦2024年2月30日⟧开展检查3次。"), _issue("⟦6月31日⟧开展检查3次。")),
    good=(_issue("2024年2月29日开展检查3次。"),),
)
def impossible_date(review: Review) -> Iterator[Flaw]:
    """The calendar has no such day.

    A 31 June was never held; the meeting it dates may still have been.
    """
    repaired = [fact.span for fact in review.facts if fact.origin == "repaired"]
    for (start, end), moment in _printed_days(review):
        fused = review.folded[start - 1 : start].isdigit() and any(s < end and start < e for s, e in repaired)
        if not moment.exists and not fused:
            printed = review.text[start:end]
            yield Flaw((start, end), f"The calendar has no {printed}.", origin="unknown", zh=f"日历上没有{printed}。")


# --------------------------------------------------------------------------- sums and rates

_LONGEST = 160
"""Characters a statement of totals may take; a longer one was read across the cells of a table."""
_OF_OTHERS = re.compile("满意|合格|达标|覆盖|知晓|参与|优良|通过")
"""A rate of something else than of what was put right."""
_STATED_RATE = re.compile(r"(?P<about>近|约|超过?|将近)?(?P<rate>\d+(?:\.\d+)?)%")
_DONE_RATE = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2,4})率(?:为|达到?|约为|约)?(?P<about>近|约|超过?)?$")


@rule(
    "N05",
    "wrong-rate",
    "error",
    zh="比率与数字不符",
    text_zh="允许末位四舍五入，“近、约”放宽；“基本完成”按计入和不计入各算一遍。比率和数字必有一处有误，因此不提建议。",
    source="arithmetic; 基本完成 may or may not be counted as done",
    bad=(
        _issue("反馈问题25个，已完成整改19个，正在整改6个，完成率⟦78%⟧。"),
        _issue("排查漏点137处，已修复129处，修复率⟦97.4%⟧。"),
    ),
    good=(
        _issue("反馈问题25个，已完成整改19个，正在整改6个，完成率76%。"),
        _issue("排查漏点137处，已修复129处，修复率94.2%。"),
        _issue("反馈问题697个，已完成整改688个，基本完成4个，正在推进5个，完成率98.71%。"),
        _issue("细化为52项整改任务。截至目前，已完成整改47项，正在推进5项，完成率90.4%。"),
        _issue("代编事项由61项压减为23项，代编金额压减9.37亿元，压减率52.6%。"),
        _issue("52个问题中，已完成整改41个，持续推进9个，需长期坚持2个；已落实整改措施178条，占比93.2%。"),
    ),
)
def wrong_rate(review: Review) -> Iterator[Flaw]:
    """A stated rate is not the share its own numbers give.

    The rate may be rounded in its last digit, and 近 or 约 allow more; 基本完成 is tried both as done and as not. Either
    the rate or one of the numbers is wrong, so none is suggested.
    """
    seen: set[Span] = set()
    for total in review.notice.totals:
        if total.rate is not None and total.total and total.parts and total.span[1] - total.span[0] <= _LONGEST:
            span, about, digits = _printed_rate(review, total)
            shares = [part / total.total for part in _done(total)]
            if span and _tells_of(review, total, span) and not _OF_OTHERS.search(review.folded, max(0, span[0] - 12), span[0]) and not any(_agrees(total.rate, share, digits, about) for share in shares):
                seen.add(span)
                done, share = _done(total)[0], f"{100 * shares[0]:.{digits}f}%"
                message = f"{total.rate:g}% is stated, but {done:g} of {total.total:g} is {share}."
                yield Flaw(span, message, zh=f"所写比率为{total.rate:g}%，而{total.total:g}之中的{done:g}是{share}。")
    for rate in review.facts:
        if rate.kind == "rate" and rate.span not in seen and rate.value is not None and rate.unit == "%" and rate.change is None:
            yield from _verb_rate(review, rate)


def _done(total: Total) -> list[float]:
    """The numbers that may be meant as done, the plainest first."""
    parts = total.parts
    done = parts.get("done", 0)
    if "done" not in parts:
        return [float(part) for part in parts.values()]
    mostly, lasting = parts.get("mostly_done", 0), parts.get("long_term", 0)
    return list(dict.fromkeys(float(n) for n in (done, done + mostly, done + mostly + lasting, done + lasting)))


def _tells_of(review: Review, total: Total, rate: Span) -> bool:
    """Whether the number the rate stands behind is one of the total; else it is the rate of that other number."""
    counts = [fact.value for fact in review.facts_in(total.span[0], rate[0]) if fact.kind == "count"]
    return not counts or counts[-1] in {total.total, *total.parts.values()}


def _printed_rate(review: Review, total: Total) -> tuple[Span | None, bool, int]:
    for match in _STATED_RATE.finditer(review.folded, *total.span):
        if float(match["rate"]) == total.rate:
            return (match.start("rate"), match.end()), match["about"] is not None, len(match["rate"].partition(".")[2])
    return None, False, 0


def _agrees(rate: float, share: float, digits: int, about: bool) -> bool:
    tolerance = 0.5 * 10**-digits + 1e-9 if not about else 3.0
    return abs(rate - 100 * share) <= tolerance or abs(int(100 * share * 10**digits) / 10**digits - rate) < 1e-9


def _verb_rate(review: Review, rate: Any) -> Iterator[Flaw]:
    """…发现137处,已修复129处,修复率94.2%: the rate names the verb of the second count, and the first is the whole."""
    before = _DONE_RATE.search(review.folded[max(0, rate.span[0] - 14) : rate.span[0]])
    if before is None:
        return
    start = review.sentence(rate.span[0])[0]
    verb = before["verb"][-2:]
    counts = [f for f in review.facts_in(start, rate.span[0]) if f.kind == "count" and f.value and f.bound is None]
    if len(counts) != 2 or "%" in review.folded[start : rate.span[0]]:
        return
    whole, part = counts
    if any(fact.kind == "money" for fact in review.facts_in(part.span[1], rate.span[0])):
        return  # then the rate is the money's
    own = rate.span[0] - len(before[0])
    said_of_part = verb in review.folded[whole.span[1] : min(part.span[1] + 6, own)]
    if whole.unit != part.unit or part.value > whole.value or part.unit is None or not said_of_part or verb in review.folded[start : whole.span[0]]:
        return
    digits = len(rate.text.rstrip("%％").partition(".")[2])
    if not _agrees(rate.value, part.value / whole.value, digits, before["about"] is not None or rate.bound is not None):
        share = f"{100 * part.value / whole.value:.{digits}f}%"
        message = f"{verb}率 is stated as {rate.text}, but {part.text} of {whole.text} is {share}."
        yield Flaw(rate.span, message, zh=f"{verb}率写为{rate.text}，而{whole.text}之中的{part.text}是{share}。")


_OTHER_CUT = re.compile("[;除]|其余|其他")
"""Behind these the words may go on with another whole, or with what is left of this one."""
_LISTED = ("其中", "分别为", "分别是", "包括")
_REST = re.compile(r"其他|其余|剩余|另有|余下")
_LEFT = re.compile(",(?:尚余|尚有|尚未|仍有|还有|还剩)")
"""What is still to be done is no part of what was."""


@rule(
    "N06",
    "wrong-sum",
    "error",
    zh="分项之和与总数不符",
    text_zh="问题总数应等于各状态之和；“其中”之后的分项不得超过总数，列有“其他、其余”的应当等于总数。没有余项的列举可能不全，不报告。",
    source="arithmetic",
    bad=(
        _issue("⟦反馈问题25个，已完成整改19个，正在整改5个⟧。"),
        _issue("排查隐患⟦286项⟧，其中高处作业97项、临时用电73项、起重吊装45项、其他72项。"),
        _issue("追缴资金⟦30万元⟧，其中甲村12万元、乙村11.5万元、其他7万元。"),
    ),
    good=(
        _issue("反馈问题25个，已完成整改19个，正在整改6个。"),
        _issue("排查隐患286项，其中高处作业97项、临时用电73项、起重吊装45项、其他71项。"),
        _issue("开展检查9次，其中夜间检查3次。"),
        _issue("累计消化12,406.5万元，其中甲区9,997.5万元、乙县2,409万元，尚余8,733万元列入三年计划。"),
        _issue("给予党纪政务处分19人（其中班子成员4人），诫勉15人，批评教育33人。"),
    ),
)
def wrong_sum(review: Review) -> Iterator[Flaw]:
    """The parts do not add up to the whole.

    Of a count of issues the states (完成, 推进 …) must make up the total where two or more are named; of a list behind
    其中 the members may not exceed the whole, and with 其他 or 其余 among them must reach it. Part lists without a rest
    may be incomplete and are left alone.
    """
    seen: list[Span] = []
    for total in review.notice.totals:
        if total.total is None or not total.parts:
            continue
        added = sum(total.parts.values())
        if _OTHER_CUT.search(review.folded, *total.span):
            continue
        if added > total.total or (len(total.parts) > 1 and added < total.total and not re.search("其中|主要", review.folded[slice(*total.span)])):
            seen.append(total.span)
            states = ", ".join(f"{key} {value:g}" for key, value in total.parts.items())
            parts = "、".join(f"{STATUSES_ZH.get(key, key)}{value:g}" for key, value in total.parts.items())
            message = f"The parts ({states}) add up to {added:g}, not to the stated {total.total:g}."
            yield Flaw(total.span, message, zh=f"各分项（{parts}）合计{added:g}，与总数{total.total:g}不符。")
    for at, behind in sorted((at, at + len(word)) for word in _LISTED for at in places(review.folded, word)):
        yield from _listed_sum(review, at, behind, seen)


def _listed_sum(review: Review, at: int, behind: int, seen: list[Span]) -> Iterator[Flaw]:
    """The members that follow the word at `at` against the whole before it."""
    start, end = review.sentence(at)
    end = _bracket_end(review.folded, start, at) or end
    if left := _LEFT.search(review.folded, behind, end):
        end = left.start()
    before = [f for f in review.facts_in(start, at) if f.kind in ("count", "money") and f.value]
    if not before or any(s <= at < e for s, e in seen):
        return
    whole = before[-1]
    members = []
    for fact in review.facts_in(behind, end):
        if fact.kind != whole.kind or fact.unit != whole.unit or fact.value is None:
            break
        members.append(fact)
    other = re.search(r"其中|,(?!其他|其余)[^,]*总|共", review.folded[behind : members[-1].span[0]]) if members else None
    if len(members) < 2 or other or whole.bound or any(m.bound for m in members):
        return
    added = round(sum(m.value for m in members), 4)
    rest = _REST.search(review.folded, behind, members[-1].span[0])
    if (added > whole.value + 1e-6 and len(members) <= 12) or (rest and abs(added - whole.value) > 1e-6):
        sum_of = " + ".join(m.text for m in members)
        yield Flaw(whole.span, f"{sum_of} do not make up the stated {whole.text}.", zh=f"{sum_of}，与所写总数{whole.text}不符。")


def _bracket_end(folded: str, start: int, at: int) -> int | None:
    """Where the bracket closes that is open at `at`; None where none is, or it does not close in its line nearby."""
    opened = folded.rfind("(", start, at)
    if opened < 0 or ")" in folded[opened:at]:
        return None
    closed = _TO_BRACKET.match(folded, at)
    return closed.end() if closed else None


_TO_BRACKET = re.compile(r"[^)\n]{0,200}(?=\))")


# --------------------------------------------------------------------------- totals of the issues

_TALLIED = re.compile("问题|任务|事项|措施")
_CLASSES = re.compile(r"(?:已经?完成|基本完成|尚未完成|未完成|正在推进|需要?长期)[^,。;]{0,10}(?:事项|问题|任务)")


@rule(
    "N07",
    "no-total",
    "warning",
    zh="未说明问题总数和完成情况",
    text_zh="没有这两个数，读者无法判断整改是否完成，也不知道问题是否全部公开。",
    source="statistics sheet of an inspection office: 问题总数, 已整改, 完成率",
    bad=(HEAD.replace("截至目前，反馈的1个问题，已完成整改1个。", "").replace(ISSUES, "⟦二、反馈问题整改落实情况⟧\n") + ISSUE + TAIL,),
    good=(HEAD + ISSUE + TAIL,),
)
def no_total(review: Review) -> Iterator[Flaw]:
    """The notice never says how many problems there were and how many are done.

    Without the two numbers a reader cannot tell a finished rectification from an unfinished one, nor whether all
    problems were published. Reported where the notice speaks of finished and unfinished items without numbers, else
    at the heading above the first problem.
    """
    parsed = review.notice
    if not parsed.is_notice or not review.profile.states_totals or not (parsed.issues or parsed.measures):
        return
    if any(_TALLIED.search(total.noun) for total in parsed.totals):
        return
    if _counts_problems(review):
        unsaid, zh = "how many of the problems are done", "问题的完成数"
    else:
        unsaid, zh = "how many problems there were and how many are done", "问题总数和完成数"
    if match := _CLASSES.search(review.folded, review.results[-1][1] if review.results else 0):
        words = review.quote(match.span())
        message = f"“{words}” names a class of items, but the notice never says {unsaid}."
        yield Flaw(match.span(), message, zh=f"“{words}”只提到一类事项，全文没有写明{zh}。")
        return
    top = list(review.ancestors(review.first_issue))
    part = next((p for p in reversed(top) if p.heading), None)
    span = (part.span[0], part.heading.span[1]) if part and part.heading else parsed.spans.get("title", (0, 0))
    yield Flaw(span, f"The notice never says {unsaid}.", zh=f"全文没有写明{zh}。")


def _counts_problems(review: Review) -> bool:
    """Whether a number of problems stands before the first of them, though not as a total with its parts."""
    before = review.facts_in(0, review.first_issue)
    return any(fact.kind == "count" and fact.counted is not None and _PROBLEMS.search(fact.counted.text) for fact in before)


_PROBLEMS = re.compile("(?:反馈|指出|查摆|存在|具体)的?问题|问题(?:清单|台账)")


_FED_BACK = re.compile(r"反馈|指出|查出|移交|梳理")


@rule(
    "N08",
    "total-unlike-issues",
    "warning",
    zh="问题总数与所列问题数不一致",
    text_zh="可能是合规的：涉密、正在查办等事项可以不公开。也可能是漏写了问题，或两个问题混在一起。",
    source="county opinion on disclosure: five lawful grounds for withholding an item",
    bad=(HEAD.replace("反馈的1个问题，已完成整改1个", "⟦反馈的4个问题，已完成整改4个⟧") + ISSUE + TAIL,),
    good=(HEAD + ISSUE + TAIL,),
)
def total_unlike_issues(review: Review) -> Iterator[Flaw]:
    """The stated number of problems is not the number of problems listed.

    That can be lawful: state secrets, open cases and other sensitive items may be withheld from the public text. It can
    also mean that a problem was left out or run into another.
    """
    issues = len(review.notice.issues)
    stated = [t for t in review.notice.totals if t.noun.endswith("问题") and t.noun not in ("信访问题", "举报问题") and t.span[0] < review.body[1]]
    stated = [t for t in stated if _FED_BACK.search(review.folded, review.sentence(t.span[0])[0], t.span[1])]
    if not issues or not stated or any(t.total == issues for t in stated):
        return
    for total in stated:
        message = f"{total.total:g} problems are stated, {issues} are listed. Withheld items are lawful; say so if there are any."
        zh = f"所写问题为{total.total:g}个，正文列出{issues}个。依规不公开的可以不列，但应当说明。"
        yield Flaw(total.span, message, origin="unknown", zh=zh)


# --------------------------------------------------------------------------- said twice


@rule(
    "N09",
    "counts-of-one-noun",
    "note",
    zh="同一事项数字不一",
    text_zh="口径可能不同（全局、某一下属单位），那就应当在数字旁注明。每处都列出其余各处。",
    source="editorial practice: 统计口径 is stated",
    bad=(_issue("一是排查廉政风险点⟦46项⟧。\n二是梳理廉政风险点⟦9项⟧。"),),
    good=(_issue("一是排查廉政风险点46项。\n二是维修供水管网9处。"),),
)
def counts_of_one_noun(review: Review) -> Iterator[Flaw]:
    """One thing is counted several times with different results.

    The counts may have different scopes (the bureau, one of its institutes); then the scope belongs beside the number.
    Each place is reported with the others.
    """
    groups: dict[tuple[str, str], list[tuple[str, list[Any]]]] = defaultdict(list)
    for fact in review.result_facts:
        if fact.kind != "count" or fact.value is None or fact.counted is None or fact.unit in _ACTS_COUNTED:
            continue
        noun = _LED.sub("", _NO_HAN.sub("", fact.counted.text))
        if not 4 <= len(noun) <= 12:
            continue
        alike = groups[fact.unit, noun[-1]]
        group = next((g for g in alike if _same_noun(g[0], noun)), None)
        if group is None:
            alike.append((noun, [fact]))
        else:
            group[1].append(fact)
    for _, facts in (group for alike in groups.values() for group in alike):
        if len({fact.value for fact in facts}) > 1 and len({fact.part for fact in facts}) > 1:
            for fact in facts:
                others = [(o.text, review.line_number(o.span[0])) for o in islice(facts, 5) if o is not fact]
                noun = fact.counted.text
                message = f"“{noun}” is counted {fact.text} here, {', '.join(f'{text} in line {n}' for text, n in others)}: say what each count covers."
                zh = f"“{noun}”此处为{fact.text}，{'，'.join(f'第{n}行为{text}' for text, n in others)}：请注明各自的统计口径。"
                yield Flaw(fact.span, message, origin="unknown", zh=zh)


_ACTS_COUNTED = (None, "次", "人次", "场", "天")
_NO_HAN = re.compile(r"[^\u4e00-\u9fff]")
_LED = re.compile(r"^(?:[一二三四五六七八九十]是)?(?:全面|深入|共)?(?:(?:排查|梳理|查找|发现|组织|开展|建立|完善|整改)(?:出|了)?)*")


def _same_noun(one: str, other: str) -> bool:
    """Whether the nouns are one, or the longer only puts words into the shorter (廉政风险点, 廉政风险隐患点)."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if long.endswith(short) and len(long) - len(short) <= 3:
        return True
    if len(short) < 5 or short[:3] != long[:3] or short[-1] != long[-1]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


_GRADES = "ⅠⅡⅢⅣⅤ"
_DATED = re.compile("\\d{4}年|《|》")
_MADE = re.compile(r"制定|修订|出台|印发|建立|制订")


@rule(
    "N10",
    "deed-reported-twice",
    "note",
    zh="同一工作重复报送",
    text_zh="数量和对象相同、印发的文件相同、结果逐字相同：写在两个问题之下，一件工作就算成了两件。每处都列出另一处。",
    source="editorial practice; double counting of results",
    bad=(_issue("一是对⟦三个⟧基层水厂进行审计。\n二是聘请第三方对⟦三个⟧基层水厂开展审计。"), _issue("一是制定⟦《供水管网巡查办法》⟧。\n二是制定⟦《供水管网巡查办法》⟧。")),
    good=(_issue("一是对三个基层水厂进行审计。\n二是制定《供水管网巡查办法》。\n三是落实《供水管网巡查办法》，检查4次。"),),
)
def deed_reported_twice(review: Review) -> Iterator[Flaw]:
    """One deed is reported in two places.

    The same number of the same things, the same document issued, the same result word for word: told under two
    problems, one deed counts as two. Each place is reported with the other.
    """
    deeds: dict[object, list[Span]] = defaultdict(list)
    counts: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for fact in review.result_facts:
        if fact.kind == "count":
            if fact.counted is not None and len(fact.counted.text) >= 4 and fact.value is not None:
                counts[fact.value, fact.unit, fact.counted.text].append(fact)
        elif fact.kind == "document" and len(fact.value) >= 6 and _issued(review, fact.span[0]):
            deeds["document", fact.value].append(fact.span)
        elif fact.kind == "rank" and fact.value:
            start, end = review.clause(*fact.span)
            deeds["rank", review.folded[max(start, end - 14) : end]].append(fact.span)
        elif fact.kind == "money" and fact.value and fact.value % 10_000:
            deeds["money", fact.value].append(fact.span)
    for same in counts.values():
        for fact in same if len(same) > 1 else ():
            act = "" if len(fact.counted.text) >= 7 else _act(review, fact)
            if act is not None:
                deeds["count", fact.value, fact.unit, fact.counted.text, act].append(fact.span)
    for span, tail in _telling_clauses(review):
        deeds["clause", tail].append(span)
    told: set[tuple[int, ...]] = set()
    for told_at in (spans for spans in deeds.values() if len(spans) > 1):
        lines = tuple(dict.fromkeys(review.line_number(span[0]) for span in told_at))
        if len(lines) < 2 or lines in told:
            continue
        told.add(lines)
        for span in told_at:
            others = review.other_lines(lines, span[0])
            words = _around(review, span)
            message = f"“{words}” is also reported in line {others}: one deed, told twice."
            yield Flaw(span, message, origin="unknown", zh=f"“{words}”又见第{listed(others)}行：同一工作报送了两次。")


_ACTS = re.compile(r"审计|检查|培训|排查|清理|整治|修复|维修|更换|建成|新建|改造|安装|处置|约谈|谈话|问责|处分|追缴|清退|追回|退还|督办|督导|调研|宣讲|招聘|引进|选派|聘请|轮岗|提醒|办理|化解|立案|查处|移送|通报|培养|发展|换届|评估|监测|评审")


def _act(review: Review, fact: Any) -> str | None:
    """What was done with the things counted, as the clause says it; None where it names no act."""
    start, end = review.clause(*fact.span)
    behind = _ACTS.search(review.folded, fact.span[1], end) or _ACTS.search(review.folded, start, fact.span[0])
    return behind[0] if behind else None


def _issued(review: Review, at: int) -> bool:
    """Whether the notice says that the document was made, not that it was read or obeyed."""
    start = review.clause(at)[0]
    return _MADE.search(review.folded, max(start, at - 30), at) is not None


def _telling_clauses(review: Review) -> Iterator[tuple[Span, str]]:
    """The clauses of the results that end in a figure, with their last ten characters."""
    figures = [fact.span[0] for fact in review.result_facts if fact.kind in ("count", "rate", "duration")]
    grades = [at for grade in _GRADES for at in places(review.folded, grade) if review.in_results(at)]
    reached = -1
    for at in sorted(figures + grades):
        if at < reached:
            continue
        start, end = review.clause(at)
        if end - at <= 10 <= end - start:
            reached = end
            tail = review.folded[end - 10 : end]
            if not _DATED.search(tail):
                yield (start, end), tail


# --------------------------------------------------------------------------- vague and absolute

_GENERIC_RATE = re.compile(r"办结|完成|整改|销号|处置|答复|回复|化解|满意|办理|落实|清零|回访|合格|通过")


@rule(
    "N11",
    "whole-without-base",
    "note",
    zh="百分之百没有基数",
    text_zh="三件的百分之百与三千件的百分之百不同。基数可以在同一句中；别的事物的数量不是基数。",
    source="editorial practice; a share without its whole cannot be checked",
    bad=(_issue("2024年全县农村饮用水达标率⟦100%⟧。"),),
    good=(_issue("邀请16名群众代表进行满意度测评，满意度100%。"), _issue("受理信访件12件，办结率100%。")),
)
def whole_without_base(review: Review) -> Iterator[Flaw]:
    """A claim of 100 % does not say of how many.

    All of three is not all of three thousand. The number may stand in the same sentence; a number of other things is
    no base.
    """
    for rate in review.result_facts:
        if rate.kind != "rate" or rate.value != 100 or rate.unit != "%":
            continue
        start, _ = review.sentence(rate.span[0])
        if not any(_is_base(review, fact, rate, start) for fact in review.facts_in(start, rate.span[0])):
            words = _around(review, rate.span)
            yield Flaw(rate.span, f"“{words}”: 100 % of how many is not said.", zh=f"“{words}”：没有写明100%的基数是多少。")


def _is_base(review: Review, fact: Any, rate: Any, start: int) -> bool:
    if fact.kind != "count" or not fact.value:
        return False
    of = review.folded[max(start, rate.span[0] - 12) : rate.span[0]]
    if _GENERIC_RATE.search(of):
        return True
    clause = review.folded[slice(*review.clause(*fact.span))]
    words = re.sub(r"[^\u4e00-\u9fff]|率|达到|达|为|度", " ", re.split("[,。;]", of)[-1])
    return any(pair in clause for word in words.split() for pair in map("".join, pairwise(word)))


_VAGUE = re.compile(
    r"多(?<![\d十百千万余几许].)[次项个名场家起件批轮份处篇人](?![\u4e00-\u9fff]?(?:标|部门联))|一(?<![第首一].)批(?!次)|若干|"
    r"数(?<![复多].)[次项十百](?!据)|大量(?!程)|逐步"
)
_SO_FAR = re.compile(r"已[^,。;\n]{0,16}$")


@rule(
    "N12",
    "vague-quantity",
    "note",
    zh="数量表述含糊",
    text_zh="做过的事，次数是知道的。只看写成效的部分，不看计划。",
    source="GB/T 15835-2011 §3: 概数 where the number is known; editorial practice",
    bad=(_issue("⟦多次⟧召开会议研究，调整处置⟦一批⟧设备，检查3次。"),),
    good=(_issue("第一批水表已更换，先后5次召开会议研究，处置设备9台。"),),
)
def vague_quantity(review: Review) -> Iterator[Flaw]:
    """A result is counted with 多次, 一批 or 若干.

    Whoever reports a deed knows how often it was done. Only the parts that report results are read, not the plans.
    """
    organised = [part.span for part in review.parts if part.role == "organisation"]
    for match in _VAGUE.finditer(review.folded, *review.body):
        at = match.start()
        if match[0] == "逐步" and not (review.folded.startswith("完成", match.end()) or _SO_FAR.search(review.folded, max(0, at - 18), at)):
            continue
        if (review.in_results(at) or any(s <= at < e for s, e in organised)) and not review.in_title(at):
            words = _around(review, match.span())
            yield Flaw(match.span(), f"“{words}” gives no number.", zh=f"“{words}”没有具体数字。")


def _around(review: Review, span: Span) -> str:
    start, end = review.clause(*span)
    return review.quote((max(start, span[0] - 12), min(end, span[1] + 10)), 30)


RULES: tuple[Rule, ...] = (
    lost_unit,
    fused_date,
    fused_year_range,
    impossible_date,
    wrong_rate,
    wrong_sum,
    no_total,
    total_unlike_issues,
    counts_of_one_noun,
    deed_reported_twice,
    whole_without_base,
    vague_quantity,
)
