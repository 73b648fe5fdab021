"""The rows of the 整改台账 of a notice: one for each measure, in text order, as `LedgerRow`s.

A cell holds the notice's own words (blank lines and the layout's indents taken out) or what the parser read from them;
what the notice does not say stays None. 责任领导, 责任部门, 整改目标 and the like are filled only from a field the notice
prints under that name. Measures of the next-steps part answer no issue and are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from noticeparse.export.ledger_columns import LedgerRow, column_of
from noticeparse.export.places import Places
from noticeparse.link.topics import code_book
from noticeparse.model import (
    STATUSES_ZH,
    CountFact,
    EventFact,
    Fact,
    Finding,
    Issue,
    Measure,
    MoneyFact,
    Notice,
    Part,
    Span,
)

_MADE = re.compile(r"制定|制订|修订|修改|修正|出台|印发|下发|颁布|发布|新建|建立|健全|完善|形成|编制|审议通过|研究通过")
_HELD_TO_ACCOUNT = re.compile(
    r"问责|追责|处分|诫勉|批评教育|通报批评|约谈|谈话|警告|记过|撤职|开除|立案|留置|组织处理|移送|函询|免职"
)
_PERSONS = ("人", "名", "人次", "位")
_RECOVERED = re.compile(r"追缴|清退|退缴|退还|退回|收缴|追回|追收|挽回|补缴|上缴|扣回|收回|归还|清缴|清收|退赔")
_PROGRESS = ("progress", "status")
_BEHIND_QUOTE = re.compile(r"[”’\"'」』)]*(?:的?(?:整改)?(?:问题|情况|方面))*[”’\"]?[\s,。;:、.]*")  # in folded text
_SENTENCE_END = "。;!?\n"
_DIGIT = re.compile(r"[\d〇一二三四五六七八九十百千万亿]")
_NEAR = 14  # code points between a number and the verb or thing it belongs to


def rows_of(notice: Notice, unit: str | None = None) -> list[LedgerRow]:
    """The ledger of one notice; `unit` fills the column 单位. An issue without a measure has a row of its own."""
    return list(_Ledger(notice, unit).rows())


def rows_of_all(notices: Sequence[Notice]) -> list[LedgerRow]:
    """The ledger of several notices one after the other, each row naming its unit; of one notice, without units."""
    if len(notices) == 1:
        return rows_of(notices[0])
    return [row for notice in notices for row in rows_of(notice, unit_of(notice))]


def unit_of(notice: Notice) -> str:
    """Whose ledger it is: the issuer, else the first signatory, else the title, else the file's name."""
    signed = notice.signatories[0] if notice.signatories else None
    return notice.issuer or signed or notice.title or notice.source.name


def plain(words: str) -> str | None:
    """Words of the text for a cell: each line without its outer blanks, no empty lines; None where nothing is left."""
    return "\n".join(line for part in words.split("\n") if (line := part.strip(" \t\u3000\xa0"))) or None


def rule_titles() -> dict[str, str]:
    """Chinese titles of the rules by code."""
    from noticeparse.check import rules

    return {rule.code: rule.title_zh for rule in rules()}


def phrase(text: str, fact: Fact) -> str:
    """A number with the verb and the thing it belongs to, as far as they stand close by."""
    start, end = fact.span
    for field in ("verb", "counted", "scope"):
        quote = getattr(fact, field, None)
        if quote is None:
            continue
        if quote.span[1] <= start and _close(text[quote.span[1] : start]):
            start = min(start, quote.span[0])
        elif quote.span[0] >= end and _close(text[end : quote.span[0]]):
            end = max(end, quote.span[1])
    return (plain(text[start:end]) or "").replace("\n", "")


def _close(between: str) -> bool:
    """Whether two things so far apart read as one phrase: near, and no other number between them."""
    return len(between) <= _NEAR and not _DIGIT.search(between)


def number_text(number: int | float | Decimal) -> str:
    """A number in plain digits, without a needless fraction."""
    made = format(Decimal(str(number)), "f")
    return made.rstrip("0").rstrip(".") if "." in made else made


def is_accountability(fact: Fact) -> bool:
    """Whether a fact counts persons held to account."""
    if isinstance(fact, EventFact):
        return fact.kind == "accountability" and fact.persons is not None
    if not isinstance(fact, CountFact) or fact.unit not in _PERSONS:
        return False
    return any(quote and _HELD_TO_ACCOUNT.search(quote.text) for quote in (fact.verb, fact.counted))


def is_recovered(fact: Fact) -> bool:
    """Whether a fact is an amount of money that was got back."""
    return isinstance(fact, MoneyFact) and bool(fact.action and _RECOVERED.search(fact.action))


class _Ledger:
    """One notice with what its rows look up."""

    def __init__(self, notice: Notice, unit: str | None) -> None:
        self.notice = notice
        self.unit = unit
        self.text = notice.source.text
        self.folded = notice.source.folded
        self.places = Places(self.text)
        self.parts: dict[str, Part] = {}
        self.parents: dict[str, Part] = {}
        for part in notice.walk():
            self.parts[part.eid] = part
            self.parents.update((child.eid, part) for child in part.children)
        self.measures = {measure.part: measure for measure in notice.measures}
        self.facts = sorted(notice.facts, key=lambda fact: fact.span)
        self.starts = [fact.span[0] for fact in self.facts]
        self.found = list(notice.findings)
        self.titles = rule_titles() if self.found else {}

    def rows(self) -> Iterator[LedgerRow]:
        entries: list[tuple[int, Issue | None, Measure | None]] = [
            (self.parts[issue.part].span[0], issue, None) for issue in self.notice.issues
        ]
        answered = {eid for issue in self.notice.issues for eid in issue.measures}
        entries += [
            (self.parts[measure.part].span[0], None, measure)
            for measure in self.notice.measures
            if measure.part not in answered and self.parts[measure.part].role != "plan"
        ]
        entries.sort(key=lambda entry: (entry[0], entry[1].span if entry[1] else (0, 0)))
        for number, (_, issue, measure) in enumerate(entries, 1):
            if issue is not None:
                yield from self._issue_rows(str(number), issue)
            elif measure is not None:
                yield self._free_row(str(number), measure)

    def _issue_rows(self, number: str, issue: Issue) -> Iterator[LedgerRow]:
        part = self.parts[issue.part]
        above = self._fields(part, issue.span)
        common: dict[str, str | None] = {
            "unit": self.unit,
            "number": number,
            "category": self._heading(self.parts.get(issue.category or "")),
            "subcategory": self._topic(issue),
            "issue": plain(issue.quote),
            **{key: above.get(key) for key in ("manifestation", "goal", "leader", "department", "closing")},
            "deadline": issue.deadline.text if issue.deadline else ("立行立改" if issue.mode == "immediate" else None),
        }
        eids = issue.measures or (None,)
        first = min((self.parts[eid].span[0] for eid in issue.measures), default=part.span[1])
        for n, eid in enumerate(eids):
            spans = [self._answer(issue)] if eid is None else self._spans(issue, self.parts[eid])
            # What stands between the issue's words and its first measure belongs to the first row.
            led = [(issue.span[0], max(first, issue.span[1]))] if n == 0 and not self._shared(issue) else []
            measure = self.measures.get(eid) if eid else None
            cells = common | (self._measure_cells(issue, self.parts[eid], above) if eid else self._answered(issue))
            yield self._row(cells, measure, issue, spans, led)

    def _free_row(self, number: str, measure: Measure) -> LedgerRow:
        part = self.parts[measure.part]
        category = next((p for p in self._above(part) if p.role == "category"), None)
        cells: dict[str, str | None] = {
            "unit": self.unit, "number": number, "category": self._heading(category), **self._told(part),
        }  # fmt: skip
        return self._row(cells, measure, None, [part.span], [])

    def _row(
        self, cells: dict[str, str | None], measure: Measure | None, issue: Issue | None, spans: list[Span], led: list[Span]
    ) -> LedgerRow:
        status = (measure.status if measure else None) or (issue.status if issue else None)
        facts = [fact for span in spans for fact in self._facts_in(span)]
        made = [f.text for f in facts if f.kind == "document" and f.action and _MADE.search(f.action)]
        shared = issue is not None and self._shared(issue)
        start = spans[0][0] if measure and not shared else (issue.span[0] if issue else spans[0][0])
        return LedgerRow.model_validate(
            cells
            | {
                "kinds": "、".join(measure.kinds) if measure and measure.kinds and not shared else None,
                "status": STATUSES_ZH[status] if status else None,
                "documents": _lines((plain(title) or "").replace("\n", "") for title in made),
                "accountability": self._accountability(facts),
                "recovered": self._recovered(facts),
                "figures": _lines(phrase(self.text, f) for f in facts if f.kind in ("count", "rate", "rank", "money")),
                "findings": self._findings(spans + led),
                "line": str(self.places.of(start).line),
            }
        )

    # ------------------------------------------------------------------ the words of a measure

    def _measure_cells(self, issue: Issue, part: Part, above: dict[str, str]) -> dict[str, str | None]:
        """整改措施 and 整改进展 with what the measure's own fields say."""
        if self._shared(issue) or part.eid == issue.part:
            start, end = self._answer(issue)
            return {"measure": plain(self.text[start:end].strip("\t").partition("\t")[0])}  # one cell of a ledger's row
        cells: dict[str, str | None] = dict(self._fields(part, issue.span))
        if part.num is not None and part.num.style == "label":
            words = plain(self.text[self._behind_number(part) : part.span[1]])
            told = column_of(part.num.text)
            if told is not None and told.key in _PROGRESS:
                return cells | {"progress": words}
            return cells | {"measure": words, "progress": above.get("progress") or above.get("status")}
        return cells | self._told(part)

    def _answered(self, issue: Issue) -> dict[str, str | None]:
        """What the notice says of an issue under which it sets out no measure."""
        start, end = self._answer(issue)
        return {"progress": plain(self.text[start:end])}

    def _told(self, part: Part) -> dict[str, str | None]:
        """A headed measure is its heading, with the words below as its progress; any other is all its words."""
        if part.heading is None:
            return {"measure": plain(self.text[self._behind_number(part) : part.span[1]])}
        behind = self.text[part.heading.span[1] : part.span[1]].lstrip(" \t\n\u3000\xa0。:：;；")
        return {"measure": plain(part.heading.text), "progress": plain(behind)}

    def _behind_number(self, part: Part) -> int:
        return part.span[0] + (len(part.num.text) if part.num and not part.num.lost else 0)

    def _shared(self, issue: Issue) -> bool:
        """Whether several issues stand in the part of this one."""
        return sum(other.part == issue.part for other in self.notice.issues) > 1

    def _answer(self, issue: Issue) -> Span:
        """The words behind an issue that is answered in its own part, up to the next issue of that part."""
        end = self.parts[issue.part].span[1]
        behind = [o.span[0] for o in self.notice.issues if o.part == issue.part and o.span[0] > issue.span[0]]
        if behind:
            end = max(self.folded.rfind(mark, issue.span[1], min(behind)) for mark in _SENTENCE_END) + 1 or min(behind)
        found = _BEHIND_QUOTE.match(self.folded, issue.span[1], end)
        return found.end() if found else issue.span[1], end

    def _spans(self, issue: Issue, part: Part) -> list[Span]:
        """Where the words of a row stand: the measure, and beside a field 整改措施 the field that tells the progress."""
        if self._shared(issue) or part.eid == issue.part:
            return [self._answer(issue)]
        if part.num is None or part.num.style != "label":
            return [part.span]
        beside = (sibling for sibling in self.parts[issue.part].children if sibling.eid != part.eid)
        return [part.span, *(sibling.span for sibling in beside if self._label(sibling) in _PROGRESS)]

    def _label(self, part: Part) -> str | None:
        if part.num is None or part.num.style != "label":
            return None
        column = column_of(part.num.text)
        return column.key if column else None

    def _fields(self, part: Part, quote: Span) -> dict[str, str]:
        """What the labelled fields below a part say, by column; the field that states the issue itself is left out."""
        found: dict[str, str] = {}
        for child in part.children:
            key = self._label(child)
            words = plain(self.text[self._behind_number(child) : child.span[1]])
            stated = child.span[0] <= quote[0] < child.span[1]
            if key and words and not stated and key not in ("unit", "number", "category", "issue", "measure"):
                found.setdefault(key, words.rstrip("。;；") if key in ("leader", "department", "deadline") else words)
        return found

    # ------------------------------------------------------------------ what is looked up

    def _heading(self, part: Part | None) -> str | None:
        if part is None:
            return None
        if part.heading is not None:
            return plain(part.heading.text)
        words = plain(self.text[self._behind_number(part) : part.span[1]]) or ""
        return words.split("\n", 1)[0] or None

    def _topic(self, issue: Issue) -> str | None:
        if not issue.topics:
            return None
        best = issue.topics[0].code
        name = code_book().names.get(best)
        return f"{best} {name}" if name else best

    def _above(self, part: Part) -> Iterator[Part]:
        while (above := self.parents.get(part.eid)) is not None:
            yield above
            part = above

    def _facts_in(self, span: Span) -> Sequence[Fact]:
        return self.facts[bisect_left(self.starts, span[0]) : bisect_left(self.starts, span[1])]

    def _accountability(self, facts: Sequence[Fact]) -> str | None:
        """How many persons were held to account and how, each statement once: the events, else the counts."""
        told = [fact for fact in facts if is_accountability(fact)]
        events = [fact for fact in told if isinstance(fact, EventFact)]
        return _lines(phrase(self.text, fact) for fact in events or told)

    def _recovered(self, facts: Sequence[Fact]) -> str | None:
        """In 万元: the one amount as a number; several each with its verb, for they may be parts of each other."""
        amounts = [f for f in facts if is_recovered(f) and isinstance(f, MoneyFact) and f.value is not None]
        shown = [(f.action or "", number_text(Decimal(str(f.value)) / 10000)) for f in amounts]
        return shown[0][1] if len(shown) == 1 else _lines(f"{action}{amount}" for action, amount in shown)

    def _findings(self, spans: list[Span]) -> str | None:
        return _lines(
            f"{finding.rule} {self.titles.get(finding.rule, finding.name)}"
            for finding in self.found
            if any(_within(finding, span) for span in spans)
        )


def _within(finding: Finding, span: Span) -> bool:
    return span[0] <= finding.span[0] < span[1]


def _lines(items: Iterable[str]) -> str | None:
    """The items a line each, each once."""
    return "\n".join(dict.fromkeys(item for item in items if item)) or None
