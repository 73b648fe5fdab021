"""A notice and a later one made of it by program, with what was done to it.

The later notice keeps title, opening and closing of the first and tells its issues anew: some dropped, the others in
another order and reworded by the table of `synonyms`, some added from other notices, some figures changed. Sentences
below an issue are reworded too, and told in another order where asked.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from noticeparse import parse, read
from noticeparse.model import CountFact, Fact, MoneyFact, Notice, RateFact, Span
from tests.synonyms import reworded

CORPORA = Path(__file__).parents[1] / "corpora"
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Change:
    """A figure of the first notice and the number the later one has in its place."""

    span: Span
    old: str
    new: str


@dataclass(frozen=True)
class Planted:
    """`kept`: quotes of the first notice's issues and what the later one calls them."""

    name: str
    first: Notice
    later: Notice
    kept: dict[str, str]
    changes: tuple[Change, ...]


@cache
def notices() -> dict[str, Notice]:
    """The samples and held-back notices by name."""
    files = [path for kind in ("samples", "heldback") for path in sorted((CORPORA / kind / "texts").iterdir()) if "expected" not in path.name]
    return {f"{path.parent.parent.name}/{path.stem}": parse(read(path)) for path in files}


def with_issues() -> list[str]:
    return [name for name, notice in notices().items() if len(notice.issues) > 1]


def planted(name: str, seed: int, *, share: float = 1.0, added: int = 2, dropped: float = 0.25, changed: float = 0.3, told: bool = True) -> Planted:
    """A pair made from the notice called `name`.

    Args:
        name: one of `with_issues`.
        seed: what the chances are drawn from.
        share: how many of the words the table knows are replaced.
        added: issues taken from other notices.
        dropped: share of the issues left out.
        changed: share of the figures with another number.
        told: whether what is told of each issue stands below it; else the later notice only names the issues.
    """
    rng = random.Random(f"{name} {seed}")
    first = notices()[name]
    blocks = issue_blocks(first)
    order = list(range(len(blocks)))
    rng.shuffle(order)
    order = order[: max(2, round(len(order) * (1 - dropped)))]
    kept, changes, paragraphs = {}, [], []
    for n in order:
        quote, span = blocks[n]
        body, altered = _altered(first, span, rng, changed if told else 0)
        kept[quote] = reworded(quote, rng, share=share)
        changes += altered
        paragraphs.append((kept[quote], reworded(body, rng, share=share / 2) if told else "该问题已完成整改。"))
    others = rng.sample([other for other in with_issues() if other != name], added)
    for other in others:
        quote, span = rng.choice(issue_blocks(notices()[other]))
        paragraphs.append((quote, notices()[other].source.text[slice(*span)] if told else "该问题正在整改。"))
    rng.shuffle(paragraphs)
    return Planted(name, first, parse(_composed(first, paragraphs, rng), name="later.txt"), kept, tuple(changes))


def issue_blocks(notice: Notice) -> list[tuple[str, Span]]:
    """The quote of each issue and the span of what is told of it, up to the next issue or the end of its part."""
    parts = {part.eid: part for part in notice.walk()}
    starts = sorted(issue.span[0] for issue in notice.issues)
    blocks = []
    for issue in notice.issues:
        end = parts[issue.part].span[1]
        end = min([end, *(start for start in starts if issue.span[1] <= start < end)])
        blocks.append((issue.quote, (min(issue.span[1], end), end)))
    return blocks


def _altered(notice: Notice, span: Span, rng: random.Random, share: float) -> tuple[str, list[Change]]:
    """The words of `span` with some of its figures changed."""
    text, at, pieces, changes = notice.source.text, span[0], [], []
    for fact in notice.facts:
        if not (span[0] <= fact.span[0] and fact.span[1] <= span[1] and at <= fact.span[0]) or rng.random() >= share:
            continue
        if change := _changed(fact, rng):
            start = fact.span[0] + fact.text.index(change.old)
            pieces += [text[at:start], change.new]
            at = start + len(change.old)
            changes.append(change)
    return "".join([*pieces, text[at : span[1]]]), changes


def _changed(fact: Fact, rng: random.Random) -> Change | None:
    """Another number for a figure printed in plain digits; a rate stays below 100."""
    if not isinstance(fact, CountFact | MoneyFact | RateFact) or fact.unit in ("岁", "人次") or "," in fact.text:
        return None
    if len(numbers := _DIGITS.findall(fact.text)) != 1 or not numbers[0].isascii():
        return None
    old = numbers[0]
    places = len(old.partition(".")[2])
    value = float(old)
    while True:
        new = f"{value * rng.uniform(0.4, 1.9) + rng.choice((-1, 1, 2, 3)):.{places}f}"
        if new != old and float(new) > 0 and (fact.kind != "rate" or float(new) < 100):
            return Change(fact.span, old, new)


def _composed(first: Notice, paragraphs: list[tuple[str, str]], rng: random.Random) -> str:
    """Opening of the first notice, the issues, a closing and the signature of a later day."""
    inspection = first.inspection
    opening = f"{first.title}\n{inspection.authority or '上级'}派出{inspection.team or '工作组'}"
    if inspection.started_on and inspection.ended_on:
        opening += f"于{_day(inspection.started_on)}至{_day(inspection.ended_on)}开展检查,"
    if inspection.feedback_on:
        opening += f"并于{_day(inspection.feedback_on)}反馈意见。"
    issues = "\n".join(f"{n}.关于“{_nested(quote)}”的问题。{_flat(body)}" for n, (quote, body) in enumerate(paragraphs, 1))
    year = int((first.signed_on or "2024")[:4]) + 1
    signed = f"{first.issuer}\n{year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    return f"{opening}现将整改情况通报如下。\n一、反馈问题整改情况\n{issues}\n二、下一步打算\n持续巩固整改成果。\n{signed}\n"


def _day(edtf: str) -> str:
    return "{}年{}月{}日".format(*(int(number) for number in edtf.split("-"))) if edtf.count("-") == 2 else edtf


def _nested(quote: str) -> str:
    return quote.translate({ord("“"): "‘", ord("”"): "’"})


def _flat(body: str) -> str:
    """The words below an issue as sentences of one paragraph, without the marks that closed its heading."""
    body = re.sub(r"^(?:[”’〉]|的|问题|整改|落实|进展|情况|方面|[::。,，、（）()\s])+", "", body)
    return re.sub(r"\s*\n\s*", "", body) or "该问题已完成整改。"
