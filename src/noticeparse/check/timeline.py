"""D: the order of events and the intervals between them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from noticeparse.check.review import Flaw, Review, day_of, once
from noticeparse.check.skeleton import DATE, HEAD, ISSUE, TAIL, TITLE, notice
from noticeparse.entries import Rule, rule
from noticeparse.facts.calendar import Day, days_between
from noticeparse.model import Level, Span


class Event(NamedTuple):
    """Something the notice dates to the day."""

    name: str
    day: Day
    span: Span


_PLAN = re.compile(r"(?:整改|实施|落实)(?:工作)?方案|方案")
_PLAN_MADE = re.compile(r"审议|通过|印发|制定|出台|研究")
_EVENTS = (("mobilisation", re.compile("动员(?:部署)?(?:大)?会|(?:整改)?部署会")), ("民主生活会", re.compile("民主生活会")))


@once
def _events(review: Review) -> dict[str, Event]:
    """What the notice dates before its first problem: plan, mobilisation, 民主生活会; the earliest of each."""
    found: dict[str, Event] = {}
    feedback = day_of(review.notice.inspection.feedback_on)
    for fact, first, _ in review.days:
        if fact.span[0] >= review.first_issue or len(fact.edtf or "") != 10 or review.in_title(fact.span[0]):
            continue
        if (feedback and first == feedback) or fact.relation:
            continue
        end = review.sentence(fact.span[0])[1]
        following = next((f.span[0] for f in review.facts_in(fact.span[1], end) if f.kind in ("date", "period") and f.text != "当日"), end)
        words = review.folded[fact.span[1] : following]
        if (plan := _PLAN.search(words)) and _PLAN_MADE.search(words[: plan.end() + 8]) and "民主生活会" not in words[: plan.end() + 4]:
            found.setdefault("plan", Event("plan", first, fact.span))
        for name, pattern in _EVENTS:
            if pattern.search(words):
                found.setdefault(name, Event(name, first, fact.span))
    return found


@once
def _frame(review: Review) -> dict[str, Event]:
    """The dates the parser settled: the inspection, its feedback, the signature, the page."""
    parsed = review.notice
    named = {
        "beginning of the inspection": (parsed.inspection.started_on, "inspection.started_on"),
        "end of the inspection": (parsed.inspection.ended_on, "inspection.ended_on"),
        "feedback": (parsed.inspection.feedback_on, "inspection.feedback_on"),
        "signature": (parsed.signed_on, "signed_on"),
        "page": (parsed.published_on, "published_on"),
    }
    events = {}
    for name, (edtf, key) in named.items():
        day = day_of(edtf)
        if day is not None:
            span = parsed.spans.get(key) or (parsed.spans.get("signed_on", (0, 0)) if name == "page" else (0, 0))
            events[name] = Event(name, day, span)
    return events


_ZH = {
    "beginning of the inspection": "巡视巡察开始",
    "end of the inspection": "巡视巡察结束",
    "feedback": "反馈",
    "plan": "整改方案",
    "mobilisation": "动员部署",
    "民主生活会": "民主生活会",
    "signature": "落款日期",
    "page": "网页发布日期",
}
"""What the events are called in Chinese."""


def _iso(day: Day) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*day)


@rule(
    "D01",
    "events-out-of-order",
    "error",
    zh="时间先后矛盾",
    text_zh="巡察应先开始后结束，反馈在巡察之后，方案、动员和民主生活会在反馈之后，落款在这些之后，网页发布又在落款之后。方案与动员孰先孰后均可。",
    source="the course of an inspection: 巡察 → 反馈 → 整改方案、动员、民主生活会 → 落款 → 发布",
    bad=(
        HEAD + ISSUE + TAIL.replace(DATE, "⟦2024年4月20日⟧\n"),
        HEAD.replace("于2024年6月10日审议", "于⟦2024年5月10日⟧审议") + ISSUE + TAIL,
    ),
    good=(HEAD + ISSUE + TAIL,),
)
def events_out_of_order(review: Review) -> Iterator[Flaw]:
    """An event is dated before one it must follow.

    The inspection ends after it begins, feedback comes after the inspection, plan, mobilisation and 民主生活会 come
    after the feedback, the signature after all of them and the page after the signature. Plan and mobilisation may come
    in either order; both are found.
    """
    frame, events = _frame(review), _events(review)
    frame_order = [frame[n] for n in ("beginning of the inspection", "end of the inspection", "feedback") if n in frame]
    between = list(events.values())
    closing = [frame[n] for n in ("signature", "page") if n in frame]
    reported: set[Span] = set()
    for earlier, later in [
        *itertools.pairwise(frame_order),
        *((frame["feedback"], event) for event in between if "feedback" in frame),
        *((event, frame["signature"]) for event in (frame_order[-1:] + between) if "signature" in frame),
        *itertools.pairwise(closing),
    ]:
        if later.day < earlier.day and later.span not in reported:
            reported.add(later.span)
            message = f"The {later.name} ({_iso(later.day)}) is dated before the {earlier.name} ({_iso(earlier.day)})."
            zh = f"{_ZH[later.name]}（{_iso(later.day)}）早于{_ZH[earlier.name]}（{_iso(earlier.day)}）。"
            yield Flaw(later.span, message, origin="unknown", zh=zh)


@rule(
    "D02",
    "late-plan",
    "warning",
    zh="整改方案超期",
    text_zh="整改方案形成的时间超过规范集所定的期限。各地规定不同，可以使用自己的规范集。",
    source="profile: one month after the feedback in municipal practice of 2024",
    bad=(HEAD.replace("于2024年6月10日审议", "于⟦2024年8月28日⟧审议") + ISSUE + TAIL,),
    good=(HEAD + ISSUE + TAIL,),
)
def late_plan(review: Review) -> Iterator[Flaw]:
    """The rectification plan was adopted later after the feedback than the profile allows."""
    norm, plan, feedback = review.profile.plan_within, _events(review).get("plan"), _frame(review).get("feedback")
    if norm is None or plan is None or feedback is None:
        return
    days = days_between(feedback.day, plan.day)
    if days > norm.days:
        line = review.line_number(feedback.span[0])
        name = review.profile.name
        message = f"The plan came {days} days after the feedback (line {line}); the profile {name} allows {norm.days} ({norm.source})."
        yield Flaw(plan.span, message, zh=f"整改方案在反馈（第{line}行）之后{days}天形成，规范集“{name}”为{norm.days}天以内（{norm.source_zh or norm.source}）。")


@rule(
    "D03",
    "late-publication",
    "warning",
    zh="公开超期",
    text_zh="达到规范集的下限为提示，超过上限为警告。这些天数来自少数已公开的通报，不是规定。",
    source="profile: intervals measured on published notices",
    bad=(HEAD + ISSUE + TAIL.replace(DATE, "⟦2025年5月20日⟧\n"),),
    good=(HEAD + ISSUE + TAIL,),
)
def late_publication(review: Review) -> Iterator[Flaw]:
    """The notice was published later after the feedback than others are.

    From the profile's lower bound on it is a note, above the upper a warning. The numbers are measured on few notices,
    not a norm.
    """
    norm, frame = review.profile.published_within, _frame(review)
    published, feedback = frame.get("signature") or frame.get("page"), frame.get("feedback")
    if norm is None or published is None or feedback is None:
        return
    days = days_between(feedback.day, published.day)
    if days > (norm.note_days or norm.days):
        level: Level = "warning" if days > norm.days else "note"
        name, most = review.profile.name, norm.days if level == "warning" else norm.note_days
        message = f"{days} days lie between feedback and publication; the profile {name} expects {most} at most ({norm.source})."
        yield Flaw(published.span, message, level=level, zh=f"从反馈到公开相隔{days}天，规范集“{name}”为{most}天以内（{norm.source_zh or norm.source}）。")


@rule(
    "D04",
    "page-date-apart",
    "note",
    zh="落款日期与发布日期不符",
    text_zh="通报一般在落款后几天内发布；相差较大，可能是发布迟了、日期未改或写错数字。",
    source="profile: page_within_days",
    bad=(TITLE + "发布日期：2025-01-15 来源：县水务局\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL.replace(DATE, "⟦2024年12月20日⟧\n"),),
    good=(TITLE + "发布日期：2024-12-21 来源：县水务局\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL,),
)
def page_date_apart(review: Review) -> Iterator[Flaw]:
    """The page is dated days away from the signature.

    Usually a notice is signed and put on the page within days; a wide gap means a late page, an old date left in the
    text, or a wrong digit.
    """
    frame = _frame(review)
    signed, page = frame.get("signature"), frame.get("page")
    if signed and page and abs(gap := days_between(signed.day, page.day)) > review.profile.page_within_days:
        side, zh = ("after", "晚") if gap > 0 else ("before", "早")
        message = f"The page is dated {_iso(page.day)}, {abs(gap)} days {side} the signature."
        yield Flaw(signed.span, message, origin="unknown", zh=f"网页发布日期为{_iso(page.day)}，比落款日期{zh}{abs(gap)}天。")


@rule(
    "D05",
    "deed-before-feedback",
    "warning",
    zh="成效早于反馈时间",
    text_zh="巡察期间立行立改的，应当写明；巡察开始之前做的事，不可能是整改的结果。",
    source="what was done before the feedback is no answer to it",
    bad=(notice("1.关于“甲项工作不实”的问题\n⟦2024年1月底⟧已将款项上缴完毕，检查3次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n2024年8月已将款项上缴完毕，对2023年1月以来的台账检查3次。\n"),),
)
def deed_before_feedback(review: Review) -> Iterator[Flaw]:
    """A deed reported as rectification is dated before the feedback.

    It may have been done at once while the inspectors were there (立行立改), and then the notice should say so; before
    the inspection began it cannot be its result.
    """
    frame = _frame(review)
    feedback = frame.get("feedback")
    if feedback is None:
        return
    began = frame.get("beginning of the inspection")
    for fact, _, last in review.days:
        if last >= feedback.day or fact.relation or not review.in_results(fact.span[0]) or review.in_title(fact.span[0]):
            continue
        if _dates_an_object(review, fact.span) or (fact.origin == "repaired" and fact.readings):
            continue
        early = began is not None and last < began.day
        day = _iso(began.day if began and early else feedback.day)
        message = f"{fact.text} lies before the {'inspection began' if early else 'feedback'} ({day}): what was done then is no answer to it."
        zh = f"{fact.text}早于{'巡视巡察开始' if early else '反馈'}之日（{day}），当时所做的事不能算作整改。"
        yield Flaw(fact.span, message, origin="unknown", zh=zh)


_OBJECT_BEHIND = re.compile(r" ?(?:以来|起|至|到|—|-|~|以前|之前|前|以后|后|建成|购|发生|成立|任|的|度|同期|末)")


def _dates_an_object(review: Review, span: Span) -> bool:
    """Whether the date tells which things were dealt with (2019年1月购置的设备), not when."""
    if _OBJECT_BEHIND.match(review.folded, span[1]):
        return True
    return review.folded[span[0] - 1 : span[0]] in ("至", "对", "自", "从", "由", "将", "比", "较", "以", "(")


@rule(
    "D06",
    "year-left-out",
    "note",
    zh="日期省略年份",
    text_zh="年份按前后日期推定，在此记录，以便使用者知道是推定的。",
    source="GB/T 9704-2012 §7.3.5: the year in full",
    bad=(HEAD.replace("审议通过整改方案。", "审议通过整改方案。⟦8月29日⟧，召开整改推进会。") + ISSUE + TAIL,),
    good=(HEAD + ISSUE + TAIL,),
    at_most=12,
)
def year_left_out(review: Review) -> Iterator[Flaw]:
    """A date leaves out its year; the parser took it from the dates around it.

    Recorded so that whoever relies on the date knows that it was inferred.
    """
    for fact in review.facts:
        if fact.kind in ("date", "period") and "year" in fact.inherited and fact.edtf and review.folded[fact.span[0]].isdigit():
            yield Flaw(fact.span, f"{fact.text} has no year; it was read as {fact.edtf}.", zh=f"“{fact.text}”没有年份，按上下文读作{fact.edtf}。")


_FUTURE = re.compile(r"下一?步|下一?阶段|接下来|今后将|拟于|计划于|力争|后续将|即将|将(?:于\d|进一步|继续|持续|适时|尽快|按照|结合)")


@rule(
    "D07",
    "plan-among-results",
    "warning",
    zh="整改成效中出现下一步计划",
    text_zh="还有“下一步”的问题，无论前面怎么写，都没有整改完成。",
    source="status of an item: what is still to be done is not done",
    bad=(notice("1.关于“甲项工作不实”的问题\n检查3次。⟦下一步⟧，将扩大检查范围。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n检查3次，并将检查结果纳入考核。\n"),),
)
def plan_among_results(review: Review) -> Iterator[Flaw]:
    """Among the results of a problem stands what is still to be done.

    A problem with a 下一步 is not finished, whatever the sentence before it says.
    """
    for match in _FUTURE.finditer(review.folded):
        at = match.start()
        if not review.in_results(at) or review.in_title(at):
            continue
        part = review.part_at(at)
        if part is None or any(p.role in ("plan", "field") for p in review.ancestors(at)):
            continue
        if part.heading is not None and part.heading.span[0] <= at < part.heading.span[1]:
            continue
        start, end = review.clause(at)
        words = review.quote((max(start, at - 6), min(end, at + 18)))
        message = f"“{words}” announces work among the results: the problem is not finished."
        yield Flaw(match.span(), message, zh=f"“{words}”是在整改成效中写下一步打算：该问题尚未整改完成。")


RULES: tuple[Rule, ...] = (
    events_out_of_order,
    late_plan,
    late_publication,
    page_date_apart,
    deed_before_feedback,
    year_left_out,
    plan_among_results,
)
