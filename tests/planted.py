"""Faults planted by program: for each rule a way to spoil an annotated notice at a random place.

`plant(code, base, rng)` returns the spoilt text and the stretch in which the rule must report something, or None where
the notice offers no place for the fault. Numbers and headings come from the gold outline; sentences are added at the
end of gold measures. What is planted is the fault the rule is named after, in the forms its norm knows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.gold_texts import GoldText, Item, load_all

Span = tuple[int, int]


@dataclass(frozen=True)
class Fault:
    text: str
    span: Span
    """Where the finding must lie (it may reach beyond)."""
    also: tuple[Span, ...] = field(default=())
    """Other places a finding is as good."""


Plant = Callable[[GoldText, random.Random], Fault | None]
PLANTS: dict[str, Plant] = {}
HAN = "零一二三四五六七八九十"


def plants(code: str) -> Callable[[Plant], Plant]:
    def entry(plant: Plant) -> Plant:
        PLANTS[code] = plant
        return plant

    return entry


def faults(code: str, count: int = 20) -> list[tuple[GoldText, Fault]]:
    """`count` faults of a rule at random places, the notices in turn; fewer where there are fewer distinct places."""
    bases = load_all()
    found: list[tuple[GoldText, Fault]] = []
    seen: set[tuple[str, str]] = set()
    for attempt in range(12 * count):
        rng = random.Random(f"{code} {attempt}")
        base = bases[attempt % len(bases)]
        fault = PLANTS[code](base, rng)
        if fault is not None and (base.name, fault.text) not in seen and fault.text != base.text:
            seen.add((base.name, fault.text))
            found.append((base, fault))
        if len(found) == count:
            break
    return found


# --------------------------------------------------------------------------- places


def _replace(base: GoldText, start: int, end: int, words: str, grow: int = 1) -> Fault:
    return Fault(base.text[:start] + words + base.text[end:], (start - grow, start + len(words) + grow))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _leaves(base: GoldText) -> list[Span]:
    """The last line of each measure or action of the results that is not divided: from its number to its full stop."""
    parents = {item.parent for item in base.items}
    found = []
    for place, item in enumerate(base.items):
        if place in parents or item.role not in ("measure", "action") or not _under_issue(base, place):
            continue
        following = [other.start for other in base.items[place + 1 :]]
        limit = following[0] if following else _line_end(base.text, item.start)
        stop = base.text.rfind("。", item.start, limit)
        if stop > item.start and base.text[stop + 1 : stop + 2] in ("\n", ""):
            found.append((item.start, stop + 1))
    return found


def _under_issue(base: GoldText, place: int | None) -> bool:
    while place is not None:
        if base.items[place].role in ("issue", "category"):
            return True
        place = base.items[place].parent
    return False


def _append(base: GoldText, rng: random.Random, sentence: str, marked: str | None = None) -> Fault | None:
    """The sentence at the end of a random measure; `marked` are the words of it the finding must touch."""
    leaves = _leaves(base)
    if not leaves:
        return None
    _, end = rng.choice(leaves)
    at = end + (sentence.index(marked) if marked else 0)
    return Fault(base.text[:end] + sentence + base.text[end:], (at, at + len(marked or sentence)))


def _append_two(base: GoldText, rng: random.Random, first: tuple[str, str], second: tuple[str, str]) -> Fault | None:
    """Two sentences at the ends of two measures; a finding at either of their words is good."""
    leaves = _leaves(base)
    if len(leaves) < 2:
        return None
    (_, one), (_, two) = sorted(rng.sample(leaves, 2))
    text = base.text[:one] + first[0] + base.text[one:two] + second[0] + base.text[two:]
    a = one + first[0].index(first[1])
    b = two + len(first[0]) + second[0].index(second[1])
    return Fault(text, (b, b + len(second[1])), ((a, a + len(first[1])),))


def _lists(base: GoldText, *styles: str) -> list[list[Item]]:
    runs = [[base.items[i] for i in run] for run in base.lists()]
    return [run for run in runs if len(run) > 1 and run[0].style in styles and not any(i.restored or i.optional for i in run)]


def _renumbered(item: Item, ordinal: int) -> str:
    if re.search(r"\d", item.marker):
        return re.sub(r"\d+", str(ordinal), item.marker, count=1)
    return re.sub(f"[{HAN}]+", HAN[ordinal] if ordinal <= 10 else "十" + HAN[ordinal - 10], item.marker, count=1)


# --------------------------------------------------------------------------- S


@plants("S01")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """An item further down a list of three and more gets the number of the item before or behind it."""
    runs = [r for r in _lists(base, "一、", "(一)", "1.", "1)", "(1)", "一是") if len(r) > 2 and r[-1].ordinal < 10]
    runs = [r for r in runs if all(base.at_line_head(base.items.index(i)) for i in r)]
    if not runs:
        return None
    run = rng.choice(runs)
    item = rng.choice(run[1:])
    wrong = item.ordinal + (1 if item is run[-1] else rng.choice((-1, 1)))
    if wrong == 1:
        wrong = item.ordinal + 1
    end = item.start + len(item.marker)
    fault = _replace(base, item.start, end, _renumbered(item, wrong))
    later = [i for i in run if i.start > item.start]
    return Fault(fault.text, fault.span, tuple((i.start - 1, i.start + len(i.marker) + 1) for i in later[:1]))


@plants("S02")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    items = [i for run in _lists(base, "一是") for i in run[1:] if base.at_line_head(base.items.index(i))]
    if not items:
        return None
    item = rng.choice(items)
    return _replace(base, item.start, item.start + len(item.marker), "是")


@plants("S03")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The （一） of a whole section become 1., while other sections keep both levels."""
    runs = [r for r in _lists(base, "(一)") if r[0].parent is not None and base.items[r[0].parent].style == "一、"]
    both = {i.parent for i in base.items if i.style == "1." and i.parent is not None and base.items[i.parent].style == "(一)"}
    keepers = [r for r in runs if any(base.items.index(i) in both for i in r)]
    runs = [r for r in runs if not any(base.items.index(i) in both for i in r)]
    if not runs or not keepers:
        return None
    run = rng.choice(runs)
    text = base.text
    for item in reversed(run):
        text = text[: item.start] + f"{item.ordinal}." + text[item.start + len(item.marker) :]
    return Fault(text, (run[0].start, run[0].start + 3))


@plants("S04")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """Every (1) of the notice becomes 1), and one measure more is added at random so that places differ."""
    items = [i for i in base.items if i.style == "(1)"]
    if not items:
        return None
    text = base.text
    for item in reversed(items):
        text = text[: item.start] + f"{item.ordinal})" + text[item.start + len(item.marker) :]
    cut = rng.randrange(1, 20)
    return Fault(text + "\n" * cut, (items[0].start, items[0].start + 3))


@plants("S05")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    by_style: dict[str, list[Item]] = {}
    for item in base.items:
        if item.style in ("一、", "(一)", "1.", "1)", "(1)", "一是") and base.at_line_head(base.items.index(item)):
            by_style.setdefault(item.style, []).append(item)
    tight = [items for items in by_style.values() if len(items) > 3 and all(i.marker == i.marker.strip() and not base.text[i.start + len(i.marker)].isspace() for i in items)]
    if not tight:
        return None
    item = rng.choice(rng.choice(tight))
    end = item.start + len(item.marker)
    return _replace(base, item.start, end, item.marker + " ")


@plants("S06")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The second and later items of a list of 一是 are cut out."""
    places = {item.start: place for place, item in enumerate(base.items)}
    runs = [r for r in _lists(base, "一是") if all(base.at_line_head(places[i.start]) and not base.children(places[i.start]) for i in r)]
    if not runs:
        return None
    run = rng.choice(runs)
    end = _line_end(base.text, run[-1].start)
    first = run[0]
    return Fault(base.text[: run[1].start].rstrip() + base.text[end:], (first.start, first.start + 3))


@plants("S07")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """Everything under the heading of an issue is cut out."""
    found = []
    for place, item in enumerate(base.items):
        if item.role != "issue" or not item.heading or not base.at_line_head(place):
            continue
        end = _next_outside(base, place)
        body = base.text[item.heading_end : end]
        if len(body.strip(" ，,。的问题整改情况\n")) > 20:
            found.append((item, end))
    if len(found) < 2:
        return None
    item, end = rng.choice(found)
    return Fault(base.text[: item.heading_end] + "\n" + base.text[end:], (item.start, item.heading_end))


def _next_outside(base: GoldText, place: int) -> int:
    """Where the next part that is no descendant begins."""
    inside = {place}
    for i in range(place + 1, len(base.items)):
        if base.items[i].parent not in inside:
            return base.items[i].start
        inside.add(i)
    return _line_end(base.text, base.items[place].start)


@plants("S08")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The body under a measure whose heading stands alone is cut out."""
    found = []
    for place, item in enumerate(base.items[:-1]):
        alone = item.heading and base.text[item.heading_end : item.heading_end + 1] == "\n" and item.role == "measure"
        siblings = [i for i in base.items if i.role == "measure" and i.heading and base.text[i.heading_end : i.heading_end + 1] == "\n"]
        if alone and len(siblings) > 2:
            found.append((item, _next_outside(base, place)))
    if not found:
        return None
    item, end = rng.choice(found)
    return Fault(base.text[: item.heading_end] + "\n" + base.text[end:], (item.start, item.heading_end))


_POSTURES = (
    "进一步提高思想认识，切实增强责任感和紧迫感，不断提升工作水平。",
    "持续压实各级责任，强化过程管控，确保各项要求落到实处。",
    "坚持问题导向，举一反三，健全长效机制，推动工作常态化规范化。",
)


@plants("S09")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    leaves = [(s, e) for s, e in _leaves(base) if base.text.find("\n", s, e) < 0]
    items = {i.start: i for i in base.items}
    leaves = [(s, e) for s, e in leaves if not items[s].heading and base.at_line_head(base.items.index(items[s]))]
    if not leaves:
        return None
    start, end = rng.choice(leaves)
    begin = start + len(items[start].marker)
    words = rng.choice(_POSTURES)
    return Fault(base.text[:begin] + words + base.text[end:], (start, begin + len(words)))


_REQUIRED = (
    re.compile(r"(?:联系|咨询|监督|举报)电话[\s\S]{0,200}?(?=\n|$)"),
    re.compile(r"\n[ \u3000]*\d{4}年\d{1,2}月\d{1,2}日[ \u3000]*(?=\n|$)"),
)


@plants("S10")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The contacts, the date, or the signature with its date are cut out."""
    if not re.search("巡[视察]", base.text[:200]):
        return None
    text = base.text
    dates = list(_REQUIRED[1].finditer(text))
    if not dates:
        return None
    kind = rng.choice(("date", "signature", "contact"))
    if kind == "date":
        text = text[: dates[-1].start()] + text[dates[-1].end() :]
    elif kind == "signature":
        line = text.rfind("\n", 0, text.rstrip().rfind("\n", 0, dates[-1].start() + 1))
        text = text[: dates[-1].start()].rstrip()
        text = text[: text.rfind("\n", 0, len(text))]
        del line
    else:
        numbers = list(re.finditer(r"欢迎[^\n]*监督[\s\S]*?(?=\n[ \u3000]*(?:中共|附件)|\Z)", text))
        if not numbers:
            return None
        text = text[: numbers[-1].start()] + "特此通报。" + text[numbers[-1].end() :]
    return Fault(text, (0, len(text) + 1))


@plants("S11")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    alone = [i for i in base.items if i.heading and i.role in ("measure", "action") and base.text[i.heading_end : i.heading_end + 1] in ("\n", "。")]
    pairs = [(a, b) for a in alone for b in alone if a.start < b.start and a.parent != b.parent and a.heading != b.heading and len(a.heading) > 3]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    return _replace(base, other.heading_start, other.heading_end, one.heading)


@plants("S12")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    headed = [i for i in base.items if i.role in ("issue", "category") and i.heading]
    quoted = [i for i in headed if re.search("[“‘]", i.heading)]
    if len(quoted) < 4 or len(quoted) < 0.75 * len(headed):
        return None
    item = rng.choice([i for i in quoted if i.role == "issue"] or quoted)
    return _replace(base, item.heading_start, item.heading_end, re.sub("[“”‘’]", "", item.heading))


# --------------------------------------------------------------------------- T


@plants("T01")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    body = range(base.items[0].start, _leaves(base)[-1][1]) if _leaves(base) else range(0)
    marks = [m.start() for m in re.finditer("[》”]", base.text) if m.start() in body]
    if not marks:
        return None
    at = rng.choice(marks)
    line = base.text.rfind("\n", 0, at) + 1
    return Fault(base.text[:at] + base.text[at + 1 :], (line, _line_end(base.text, at)))


@plants("T02")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    ends = [e for s, e in _leaves(base) if e - base.text.rfind("\n", 0, e) > 28]
    if not ends:
        return None
    at = rng.choice(ends) - 1
    return Fault(base.text[:at] + base.text[at + 1 :], (at - 2, at + 1))


@plants("T03")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    rate = f"{rng.randint(60, 99)}.{rng.randint(1, 9)}%"
    noun, verb = rng.choice(("满意度", "覆盖率", "办结率")), rng.choice(("强化日常监管", "健全长效机制", "组织专题培训", "开展专项检查"))
    act = rng.choice(("规范合同审批流程", "健全资金监管机制", "压实项目管理责任", "完善采购管理程序"))
    made = rng.choice(("修订《合同管理办法》", "制定《资金监管细则》", "印发《项目管理规定》"))
    body = rng.choice(("专项整改领导小组", "清欠工作专班", "档案核查工作组"))
    then = rng.choice(("第一时间召开会议", "立即开展排查", "先后研究3次"))
    sentence, mark = rng.choice(
        (
            (f"评议{noun}达到{rate}{verb}。", "%"),
            (f"{act}{made}。", act[-1] + made[0]),
            (f"成立{body}{then}。", body[-1] + then[0]),
            (f"{made}相关条款明确审批权限。", "款明"),
        )
    )
    return _append(base, rng, sentence, mark)


@plants("T04")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    body = (base.items[0].start, base.items[-1].start)
    commas = [m.start() for m in re.finditer(r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", base.text) if body[0] < m.start() < body[1]]
    if not commas or re.search(r"[\u4e00-\u9fff],[\u4e00-\u9fff]", base.text):
        return None
    at = rng.choice(commas)
    return _replace(base, at, at + 1, ",")


@plants("T05")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    places = [m.end() for s, e in _leaves(base) for m in re.finditer(r"[\u4e00-\u9fff][,，、](?=[\u4e00-\u9fff])", base.text[s + 3 : e])]
    starts = [(s + 3 + m.end()) for s, e in _leaves(base) for m in re.finditer(r"[\u4e00-\u9fff][,，、](?=[\u4e00-\u9fff])", base.text[s + 3 : e])]
    if not places:
        return None
    at = rng.choice(starts)
    return Fault(base.text[:at] + " " + base.text[at:], (at, at + 1))


@plants("T06")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """A phrase the notice holds is misspelt; else a sentence with a misspelling is added."""
    from noticeparse.check.phrases import phrases

    held = [p for p in phrases("typo") if p.right in base.text and p.wrong not in base.text]
    if held:
        phrase = rng.choice(held)
        at = rng.choice([m.start() for m in re.finditer(re.escape(phrase.right), base.text)])
        return _replace(base, at, at + len(phrase.right), phrase.wrong, grow=0)
    phrase = rng.choice([p for p in phrases("typo") if not p.wrong.endswith("《")])
    return _append(base, rng, f"做好{phrase.wrong}等工作。", phrase.wrong)


@plants("T07")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    from noticeparse.check.phrases import phrases

    phrase = rng.choice([p for p in phrases("variant") if p.wrong not in base.text and p.right not in base.text and p.right not in p.wrong])
    return _append_two(base, rng, (f"核对{phrase.wrong}情况3次。", phrase.wrong), (f"复查{phrase.right}情况2次。", phrase.right))


# --------------------------------------------------------------------------- N


@plants("N01")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The unit behind a number at the end of a clause is cut out."""
    places = [m for s, e in _leaves(base) for m in re.finditer(r"(?<=[\u4e00-\u9fff])(?<!第)\d{1,4}([个件项条次份人名处家场户篇起])(?=[，,。；;])", base.text[s:e])]
    spans = [(s + m.start(), s + m.end(1)) for s, e in _leaves(base) for m in re.finditer(r"(?<=[\u4e00-\u9fff])(?<!第)\d{1,4}([个件项条次份人名处家场户篇起])(?=[，,。；;])", base.text[s:e])]
    if not places:
        return _append(base, rng, f"共办理群众来信{rng.randint(11, 99)}，做到件件有答复。", None)
    start, end = rng.choice(spans)
    return Fault(base.text[: end - 1] + base.text[end:], (start, end))


@plants("N02")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """One or two of 年 月 日 between the digits of a full date are cut out."""
    dates = list(re.finditer(r"(?<![\d《])(20\d\d)年(\d{1,2})月(\d{1,2})日", base.text))
    dates = [m for m in dates if base.text.rfind("《", 0, m.start()) <= base.text.rfind("》", 0, m.start())]
    if not dates:
        return None
    match = rng.choice(dates)
    year, month, day = match.groups()
    form = rng.choice(("{}{}月{}日", "{}年{}{}日", "{}{}{}日"))
    return _replace(base, match.start(), match.end(), form.format(year, month, day))


@plants("N03")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    first = rng.randint(2015, 2021)
    fused = f"{first}{first + rng.randint(1, 9)}年"
    sentence = rng.choice((f"完成{fused}项目核查任务。", f"印发《乡村供水规划（{fused}）》。"))
    return _append(base, rng, sentence, fused)


@plants("N04")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    dates = list(re.finditer(r"(?<![\d年月])(\d{1,2})月(\d{1,2})日|(?<=年)(\d{1,2})月(\d{1,2})日", base.text))
    if not dates:
        return None
    match = rng.choice(dates)
    return _replace(base, match.start(), match.end(), rng.choice(("2月30日", "6月31日", "11月31日", "13月5日", "9月31日")), grow=5)


@plants("N05")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    whole = rng.randint(20, 300)
    part = rng.randint(whole // 2, whole - 3)
    right = round(100 * part / whole, 1)
    wrong = f"{min(99.9, right + rng.choice((-7.3, -1.2, 0.4, 2.6))):.1f}%"
    verb = rng.choice(("整改", "修复", "清退", "化解"))
    sentence = rng.choice((f"排查问题{whole}个，已{verb}{part}个，{verb}率{wrong}。", f"反馈问题{whole}个，已完成整改{part}个，正在整改{whole - part}个，完成率{wrong}。"))
    return _append(base, rng, sentence, wrong)


@plants("N06")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    a, b, c = (rng.randint(3, 60) for _ in range(3))
    off = rng.choice((-2, -1, 1, 2, 10))
    sentence = rng.choice(
        (
            f"反馈问题{a + b}个，已完成整改{a}个，正在整改{b + off if b + off > 0 else b + 3}个。",
            f"排查隐患{a + b + c}项，其中消防类{a}项、用电类{b}项、其他{c + abs(off)}项。",
            f"追缴资金{a + b + c}万元，其中村级{a}万元、镇级{b}万元、其他{c + abs(off)}万元。",
        )
    )
    return _append(base, rng, sentence)


@plants("N07")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """Every sentence that says how many problems there were and how they stand is cut out."""
    import noticeparse

    notice = noticeparse.parse(base.text)
    if not notice.totals or notice.genre not in ("巡视", "巡察", "审计") or not (notice.issues or notice.measures):
        return None
    text = base.text
    for total in reversed(notice.totals):
        start = max(text.rfind(mark, 0, total.span[0]) for mark in "。\n；") + 1
        stop = min((at for at in (text.find("。", total.span[1] - 1), text.find("\n", total.span[1] - 1)) if at >= 0), default=len(text))
        text = text[:start] + text[stop + (text[stop : stop + 1] == "。") :]
    return Fault(text + "\n" * rng.randrange(1, 12), (0, len(text)))


@plants("N08")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The stated number of problems is no longer the number listed."""
    issues = sum(item.role == "issue" for item in base.items)
    places = [i for i in base.items if i.role == "section" and i.start < next((j.start for j in base.items if j.role == "issue"), 0)]
    if issues < 3 or not places or re.search(r"\d+个(?:具体)?问题[，,]", base.text):
        return None
    wrong = issues + rng.randint(1, 9)
    section = rng.choice(places)
    end = _line_end(base.text, section.start)
    sentence = f"\n巡察反馈的{wrong}个问题，已完成整改{wrong - 2}个，正在整改2个。"
    return Fault(base.text[:end] + sentence + base.text[end:], (end, end + len(sentence)))


@plants("N09")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    noun = rng.choice(("廉政风险点", "消防安全隐患", "信访积案", "违规收费项目"))
    one, two = rng.sample(range(5, 80), 2)
    return _append_two(base, rng, (f"共梳理{noun}{one}项。", f"{one}项"), (f"排查{noun}{two}项。", f"{two}项"))


@plants("N10")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    number = rng.randint(11, 97)
    sentence = rng.choice(
        (
            f"更换老旧供水管网{number}公里。",
            "制定《基层站所财务报销管理办法》。",
            f"清退违规发放补贴{number}.{rng.randint(1, 9)}万元。",
            f"全年综合考核位列全县第{HAN[rng.randint(2, 9)]}名。",
        )
    )
    return _append_two(base, rng, (sentence, sentence), (sentence, sentence))


@plants("N11")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    noun = rng.choice(("饮用水达标率", "设备完好率", "合同备案率", "台账建档率"))
    return _append(base, rng, f"{noun}达到100%。", "100%")


@plants("N12")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    sentence, words = rng.choice((("多次召开专题会议研究。", "多次"), ("处置一批闲置设备。", "一批"), ("整治若干突出问题。", "若干"), ("先后与多家单位座谈。", "多家"), ("已逐步完成岗位调整。", "逐步")))
    return _append(base, rng, sentence, words)


# --------------------------------------------------------------------------- D


def _signing(base: GoldText) -> re.Match[str] | None:
    found = list(re.finditer(r"\n[ \u3000]*(\d{4})年(\d{1,2})月(\d{1,2})日[ \u3000]*(?=\n|$)", base.text))
    return found[-1] if found else None


def _feedback(base: GoldText) -> tuple[int, int, int] | None:
    import noticeparse

    day = noticeparse.parse(base.text).inspection.feedback_on
    return (int(day[:4]), int(day[5:7]), int(day[8:])) if day and len(day) == 10 else None


@plants("D01")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The signature is dated years before the inspection."""
    match, feedback = _signing(base), _feedback(base)
    if match is None or feedback is None:
        return None
    year = feedback[0] - rng.randint(1, 3)
    fault = _replace(base, match.start(1), match.end(), f"{year}年{rng.randint(1, 6)}月{rng.randint(1, 28)}日")
    return Fault(fault.text, (0, len(fault.text)))


@plants("D02")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The plan is adopted two to nine months after the feedback."""
    feedback = _feedback(base)
    first = next((i.start for i in base.items if i.role in ("issue", "category", "measure")), None)
    sections = [i for i in base.items if i.role == "section"]
    if feedback is None or first is None or not sections or sections[0].start > first or "巡" not in base.text[:200]:
        return None
    end = base.text.find("\n", sections[0].heading_end)
    if end < 0 or end > first:
        return None
    year, month = divmod(feedback[0] * 12 + feedback[1] - 1 + rng.randint(2, 5), 12)
    date = f"{year}年{month + 1}月{rng.randint(1, 28)}日"
    sentence = f"\n{date}，党组会审议通过整改方案。"
    old = list(re.finditer(r"[^。\n]*方案[^。\n]*。", base.text[end:first]))
    text = base.text[:end] + sentence
    rest = base.text[end:first]
    for m in reversed(old):
        rest = rest[: m.start()] + rest[m.end() :]
    return Fault(text + rest + base.text[first:], (end, end + len(sentence)))


@plants("D03")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    match, feedback = _signing(base), _feedback(base)
    if match is None or feedback is None or "巡" not in base.text[:200]:
        return None
    year = feedback[0] + rng.randint(2, 4)
    return _replace(base, match.start(1), match.end(), f"{year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日")


@plants("D04")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """A page date weeks after the signature is put under the title."""
    match = _signing(base)
    title_end = base.text.find("\n", base.text.find("通报"))
    if match is None or title_end < 0 or title_end > 300 or re.search(r"(?:日期|时间)[：:]", base.text[:400]) or base.text.startswith("---"):
        return None
    year = int(match[1]) + 1
    line = f"\n发布日期：{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    shift = len(line)
    return Fault(base.text[:title_end] + line + base.text[title_end:], (match.start() + shift, match.end() + shift))


@plants("D05")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    feedback = _feedback(base)
    if feedback is None:
        return None
    date = f"{feedback[0] - 1}年{rng.randint(1, 12)}月"
    return _append(base, rng, f"{date}已将款项上缴国库。", date)


@plants("D06")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    return _append(base, rng, f"{month}月{day}日组织专题培训。", f"{month}月{day}日")


@plants("D07")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    words = rng.choice(("下一步", "下阶段", "力争", "计划于", "将进一步"))
    rest = {"下一步": "，扩大检查范围", "下阶段": "，扩大检查范围", "力争": "年内全部完成", "计划于": "年底前完成", "将进一步": "扩大检查范围"}[words]
    return _append(base, rng, f"{words}{rest}。", words)


# --------------------------------------------------------------------------- E


@plants("E01")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """Another organ's name stands in the place of the only signatory."""
    import noticeparse

    notice = noticeparse.parse(base.text)
    span = notice.spans.get("signatories.0")
    if span is None or len(notice.signatories) != 1 or not notice.title or (notice.issuer or "") not in notice.title.replace("\n", ""):
        return None
    other = rng.choice(("中共望山县统计局党组", "清远镇人民政府", "中共长宁区民政局委员会", "东陵市水利局"))
    return _replace(base, *span, other)


@plants("E02")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    match = re.search(r"来源[：:] ?([^\s　]+)", base.text[:600])
    source = rng.choice(("县统计局", "市水文局", "区民政局", "镇林业站", "省气象局"))
    if match:
        return _replace(base, match.start(1), match.end(1), source)
    title_end = base.text.find("\n", base.text.find("通报"))
    if title_end < 0 or title_end > 300 or base.text.startswith("---"):
        return None
    line = f"\n来源：{source}"
    return Fault(base.text[:title_end] + line + base.text[title_end:], (title_end, title_end + len(line)))


@plants("E03")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """One character of the organ's name is lost or wrong, in a sentence of a measure."""
    import noticeparse
    from noticeparse.check.identity import _bare

    issuer = _bare(noticeparse.parse(base.text).issuer or "")
    if len(issuer) < 6 or base.text.count(issuer) < 2:
        return None
    inner = [i for i in range(2, len(issuer) - 1) if issuer[i] not in "省市县区州旗镇乡中第院（）()"]
    at = rng.choice(inner)
    wrong = issuer[:at] + rng.choice(("", "兴")) + issuer[at + 1 :]
    if wrong == issuer:
        return None
    return _append(base, rng, f"{wrong}开展检查3次。", wrong)


@plants("E04")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    topic = rng.choice(("招标采购", "内部审计", "债务化解", "档案核查"))
    short = topic[:2] if rng.random() < 0.5 else topic
    one, two = f"{topic}工作领导小组", f"{short}领导小组"
    return _append_two(base, rng, (f"成立{one}。", one), (f"由{two}检查3次。", two))


@plants("E05")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    one, two = rng.choice(
        (
            ("《县水务局财务报销管理办法》", "《财务报销管理办法》"),
            ("《落实“三重一大”集体决策实施办法》", "《落实三重一大集体决策实施办法》"),
            ("《政府购买服务项目负面清单》", "《政府购买服务负面清单》"),
            ("《基层站所值班值守工作制度（试行）》", "《基层站所值班值守制度》"),
        )
    )
    return _append_two(base, rng, (f"制定{one}。", one), (f"执行{two}。", two))


@plants("E06")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    title = rng.choice(("《供水站点巡查办法》", "《公务接待审批细则》", "《合同归档管理规定》"))
    return _append_two(base, rng, (f"新出台{title}。", title), (f"修订{title}。", title))


@plants("E07")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    sentence, words = rng.choice((("落实《实施细则》要求。", "《实施细则》"), ("落实《工作方案》要求。", "《工作方案》"), ("指导环创院开展检查。", "环创院"), ("督促水工院开展自查。", "水工院"), ("赴海洋院开展检查。", "海洋院")))
    if words in base.text or re.search(f"[^《]{words[1:-1]}》", base.text):
        return None
    return _append(base, rng, sentence, words)


@plants("E08")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """The organisation part names another round than the title."""
    head = base.text[:400]
    match = re.search(r"([一二三四五六七八九十]{1,3}届)?([省市县区]委|中央)第([一二三四五六七八九十]{1,3})轮", head)
    first = next((i.start for i in base.items if i.role in ("issue", "category", "measure")), None)
    sections = [i for i in base.items if i.role == "section"]
    if match is None or first is None or not sections or sections[0].start > first:
        return None
    wrong = rng.choice([n for n in HAN[1:] if n != match[3]])
    end = _line_end(base.text, sections[0].start)
    sentence = f"\n召开{match[1] or ''}{match[2]}第{wrong}轮巡察整改部署会。"
    return Fault(base.text[:end] + sentence + base.text[end:], (end, end + len(sentence)))


@plants("E09")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    phones = list(re.finditer(r"(?<=[：:])0\d{2,3}-(\d{7,8})(?!\d)", base.text))
    mails = list(re.finditer(r"[\w.]+(@)[\w.]+", base.text, re.A))
    match = rng.choice([*phones, *mails]) if phones or mails else None
    if match is None:
        return None
    if match[1] == "@":
        return Fault(base.text[: match.start(1)] + base.text[match.end(1) :], (match.start(), match.end()))
    if rng.random() < 0.5:
        return Fault(base.text[: match.start()] + match[1] + base.text[match.end() :], (match.start(), match.start() + len(match[1])))
    return Fault(base.text[: match.end() - 3] + base.text[match.end() :], (match.start(), match.end()))


@plants("E10")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    one, two = rng.choice((("街乡吹哨、部门报到", "街乡吹哨机关报到"), ("以巡促改、以巡促建", "以巡促建、以巡促改"), ("最多跑一次", "只跑一次"), ("“阳光厨房看得见”", "“阳光厨房看得到”")))
    return _append_two(base, rng, (f"落实{one}要求。", one.strip("“”")), (f"推广{two}做法。", two.strip("“”")))


# --------------------------------------------------------------------------- P


@plants("P01")
def _(base: GoldText, rng: random.Random) -> Fault | None:
    """Lines of a page are put below the signature."""
    match = _signing(base)
    if match is None or base.text[match.end() :].strip():
        return None
    lines = "\n".join(rng.sample(("打印本页", "关闭窗口", "分享到微信", "网站地图", "友情链接", "上一篇", "扫一扫在手机打开当前页", "全国政府网站"), 3))
    text = base.text.rstrip() + "\n" + lines
    return Fault(text + "\n", (len(text) - len(lines), len(text)))
