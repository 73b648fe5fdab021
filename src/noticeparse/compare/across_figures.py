"""Comparisons of figures and contacts: the same counts, the same telephone, how much can be checked (X02, X07, X08)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from noticeparse.compare.across_examples import told
from noticeparse.compare.across_gather import EVIDENCE, Gathered, Row
from noticeparse.compare.across_reuse import FORMULA, shared_characters
from noticeparse.corpus.columns import Column
from noticeparse.entries import corpus_comparison

_COUNTS = """
SELECT notice, part, verb, counted, value, unit,
       least(span_start, verb_start, counted_start) AS span_start,
       greatest(span_end, verb_end, counted_end) AS span_end
FROM facts
WHERE kind = 'count' AND value >= $least AND verb IS NOT NULL AND counted IS NOT NULL
ORDER BY notice, n
"""
_TELLING = 10
"""Smaller numbers agree by chance: every second body held two meetings."""
_CERTAIN = 100
"""A number of three digits is a fingerprint by itself; of smaller ones two must agree."""
Triple = tuple[str, str, float]


@corpus_comparison(
    "X02",
    "same-counts",
    Column("bodies", "strings", "the two bodies", True),
    Column("notices", "strings", "ids of their notices", True),
    Column("shared", "int", "how many triples they share", True),
    Column("triples", "strings", "verb, what is counted, number", True),
    zh="不同单位数字雷同",
    text_zh="由别的文本改成的通报，往往留下原来的数字。这里比较做了什么、对什么、数字多少（两位数以上）；两份通报有两处全同，或有一处三位数以上的全同，即列出。",
    source=f"copied passages keep their numbers; triples that {FORMULA} or more bodies share are set by somebody else and do not count",
    shows=(
        (
            told("云溪县水务局", "（一）⟦约谈责任人126名⟧。"),
            told("南屏县教育局", "（一）全年共⟦约谈责任人126名⟧。"),
        ),
        (
            told("云溪县水务局", "（一）⟦约谈责任人26名⟧，⟦排查风险点35个⟧。"),
            told("南屏县教育局", "（一）⟦排查风险点35个⟧，⟦约谈责任人26名⟧。"),
        ),
    ),
    silent=(
        (told("云溪县水务局", "（一）约谈责任人26名。"), told("南屏县教育局", "（一）约谈责任人26名。")),
        (told("云溪县水务局", "（一）约谈责任人126名。"), told("南屏县教育局", "（一）约谈责任人127名。")),
        (told("云溪县水务局", "（一）约谈责任人126名。"), told("云溪县水务局", "（一）约谈责任人126名。")),
    ),
)
def same_counts(gathered: Gathered) -> Iterator[Row]:
    """Two bodies report the same numbers of the same things.

    Where one text was made from another the figures often stayed. A triple is what was done, what is counted and the
    number (of two digits at least); a pair of notices is shown when two triples agree, or one whose number has three
    digits.
    """
    held: defaultdict[Triple, list[Row]] = defaultdict(list)
    for row in gathered.rows(_COUNTS.replace("$least", str(_TELLING))):
        held[row["verb"], row["counted"], row["value"]].append(row)
    agreeing: defaultdict[tuple[str, str], list[tuple[Triple, Row, Row]]] = defaultdict(list)
    for triple in sorted(held):
        if 1 < len({row["body"] for row in held[triple]}) < FORMULA:
            for first, second in combinations(held[triple], 2):
                if first["body"] != second["body"]:
                    agreeing[first["notice"], second["notice"]].append((triple, first, second))
    for notices in sorted(agreeing):
        if _is_fingerprint(triples := dict.fromkeys(triple for triple, _, _ in agreeing[notices])):
            yield {
                "bodies": [gathered.body(notice) for notice in notices],
                "notices": list(notices),
                "shared": len(triples),
                "triples": [f"{verb} {counted} {value:g}" for verb, counted, value in triples],
                "evidence": gathered.places(row for _, *rows in agreeing[notices] for row in rows),
            }


def _is_fingerprint(triples: dict[Triple, None]) -> bool:
    return len(triples) > 1 or any(value >= _CERTAIN for _, _, value in triples)


# --------------------------------------------------------------------------- contacts

_DIGITS_OF_A_LINE = 7  # 12388 and 12380 are everybody's


@corpus_comparison(
    "X07",
    "same-contact",
    Column("kind", "string", "phone or email", True),
    Column("value", "string", "the number without signs, the address in lower case", True),
    Column("bodies", "strings", "the bodies that print it", True),
    zh="不同单位联系方式相同",
    text_zh="或为合署办公，或为沿用别单位文本时忘了改，群众意见会打到别处。",
    source="a notice names its own contact for comments (opinions on publishing rectification: contact details must be published)",
    shows=(
        (
            told("云溪县水务局", contact="联系电话：⟦0999-1234567⟧。"),
            told("南屏县教育局", contact="联系电话：⟦（0999）1234567⟧。"),
        ),
        (
            told("云溪县水务局", contact="电子邮箱：⟦jd@example.cn⟧。"),
            told("南屏县教育局", contact="电子邮箱：⟦JD@example.cn⟧。"),
        ),
    ),
    silent=(
        (told("云溪县水务局", contact="举报电话：12388。"), told("南屏县教育局", contact="举报电话：12388。")),
        (told("云溪县水务局", contact="联系电话：0999-1234567。"), told("云溪县水务局", contact="联系电话：0999-1234567。")),
    ),
)
def same_contact(gathered: Gathered) -> Iterator[Row]:
    """Different bodies print the same telephone number or e-mail address.

    Either the bodies share an office, or the contact was left standing from the text the notice was made from, and
    comments go to somebody else.
    """
    found: defaultdict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
    for notice in gathered.signed:
        for contact in notice.contacts:
            if value := _comparable(contact["kind"], contact["value"]):
                place = gathered.evidence(notice.id, contact["span_start"], contact["span_end"])
                found[contact["kind"], value].append((notice.body or "", place))
    for kind, value in sorted(found):
        bodies = sorted({body for body, _ in found[kind, value]})
        if len(bodies) > 1:
            evidence = [place for _, place in found[kind, value]][:EVIDENCE]
            yield {"kind": kind, "value": value, "bodies": bodies, "evidence": evidence}


def _comparable(kind: str, value: str) -> str:
    """A contact as it compares; empty where it is none of one body's own."""
    if kind == "email":
        return value.lower()
    digits = "".join(c for c in re.sub("转.*", "", value) if c.isdecimal()) if kind == "phone" else ""
    return "".join(str(int(c)) for c in digits) if len(digits) >= _DIGITS_OF_A_LINE else ""


# --------------------------------------------------------------------------- how much can be checked

_OF_MEASURES = """
SELECT measures.notice, measures.n, measures.part, measures.span_start, measures.span_end, list_contains(measures.kinds, '追责问责')
           OR count(facts.n) FILTER (facts.kind = 'accountability') > 0 AS accountability,
       count(facts.n) FILTER (facts.kind IN ('count', 'money', 'rate', 'rank', 'document')) > 0 AS checkable
FROM measures
LEFT JOIN facts
    ON facts.notice = measures.notice
   AND facts.span_start >= measures.span_start
   AND facts.span_end <= measures.span_end
WHERE NOT measures.planned
GROUP BY measures.notice, measures.n, measures.part, measures.span_start, measures.span_end, measures.kinds
ORDER BY measures.notice, measures.n
"""
_FIGURES = """
SELECT notice, part, span_start, span_end
FROM facts
WHERE kind IN ('count', 'money', 'rate', 'rank', 'document')
ORDER BY notice, n
"""


@corpus_comparison(
    "X08",
    "checkable-figures",
    Column("body", "string", "whose notices they are", True),
    Column("notices", "int", "how many", True),
    Column("characters", "int", "length of their texts", True),
    Column("figures", "int", "counts, sums, rates, ranks and documents", True),
    Column("per_thousand", "number", "figures per thousand characters", True),
    Column("measures", "int", "measures told as done", True),
    Column("quantified_share", "number", "share of them with a figure or a document; null where there are none"),
    Column("accountability_share", "number", "share of them that call somebody to account; null where there are none"),
    Column("reused_share", "number", "share of the text that one to three other bodies have too", True),
    Column("formula_share", "number", f"share of the text that {FORMULA} or more bodies have", True),
    zh="可核查数据密度",
    text_zh="没有数字的通报无从核对。每个单位一行，列出其数字和文件；没有的，列出所述已做的事。宜在同轮次单位之间比较；有的问题依规不公布，也请考虑。",
    source="observed: bodies differ widely in how many figures they tell; readers ask for the share that can be checked",
    shows=(
        (told("云溪县水务局", "1.约谈责任人⟦12名⟧。\n2.修订⟦《资金管理办法》⟧。\n3.加强监督。"),),
    ),
    silent=(("招聘启事\n云溪县水务局招聘工作人员。",),),
)
def checkable_figures(gathered: Gathered) -> Iterator[Row]:
    """How much of what a body tells can be checked: figures and documents, and who was called to account.

    Notices without figures cannot be held against anything. One row for each body, its figures as evidence, or where it
    has none what it tells as done; compare bodies of one round, and mind that a notice may lawfully withhold issues.
    """
    measures = _grouped(gathered.rows(_OF_MEASURES))
    figures = _grouped(gathered.rows(_FIGURES))
    reused = shared_characters(gathered.shared)
    notices: defaultdict[str, list[str]] = defaultdict(list)
    for notice in gathered.signed:
        notices[notice.body or ""].append(notice.id)
    for body in sorted(notices):
        characters = sum(len(gathered.by_id[notice].text) for notice in notices[body])
        few, many = (sum(reused.get(notice, (0, 0))[n] for notice in notices[body]) for n in (0, 1))
        told_done = measures.get(body, [])
        yield {
            "body": body,
            "notices": len(notices[body]),
            "characters": characters,
            "figures": len(figures.get(body, ())),
            "per_thousand": round(1000 * len(figures.get(body, ())) / characters, 2) if characters else 0.0,
            "measures": len(told_done),
            "quantified_share": _share(told_done, "checkable"),
            "accountability_share": _share(told_done, "accountability"),
            "reused_share": round(few / characters, 3) if characters else 0.0,
            "formula_share": round(many / characters, 3) if characters else 0.0,
            "evidence": gathered.places(figures.get(body) or told_done),
        }


def _grouped(rows: Iterator[Row]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["body"]].append(row)
    return found


def _share(rows: Sequence[Row], name: str) -> float | None:
    return round(sum(bool(row[name]) for row in rows) / len(rows), 3) if rows else None
