"""Comparisons of wording: passages, document titles and texts that turn up again (X01, X09, X10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from noticeparse.compare import across_reuse
from noticeparse.compare.across_examples import told
from noticeparse.compare.across_gather import EVIDENCE, Gathered, Publication, Row
from noticeparse.corpus.columns import Column
from noticeparse.corpus.shingles import mask, shingle_sets
from noticeparse.corpus.similar import resemblance
from noticeparse.entries import corpus_comparison
from noticeparse.model import Span

SAME_TEXT = 0.5
"""Jaccard similarity from which on two texts under one title are one notice, published twice."""

_COPIED = "⟦梳理风险岗位清单并逐项明确防控措施，由分管领导每季度带队检查，检查结果纳入各科室年度考核并向全体干部通报⟧"
_CHANGED = "⟦梳理风险岗位清单并逐项明确防控措施，由分管领导每半年带队检查，检查结果纳入各科室年度考核并向全体干部通报⟧"


@corpus_comparison(
    "X01",
    "reused-wording",
    Column("group", "int", "number of the passage", True),
    Column("bodies", "strings", "the bodies that have it", True),
    Column("places", "int", "in how many places it stands", True),
    Column("characters", "int", "how many of its characters agree, in the place where they are fewest", True),
    Column("formula", "bool", f"{across_reuse.FORMULA} or more bodies have it, or each phrase of it", True),
    zh="不同单位使用相同表述",
    text_zh="抄自别单位通报的措施，说明不了自己做了什么。比较时不看数字、日期和机构名称，换了单位名称也能找到；每行是一段至少十六个字的相同表述及其全部出处，可并排对照，中间改动过的仍算一段。只有几个单位共有的，或为照抄，或出自同一范本；许多单位都有的是套话。",
    source="Schleimer, Wilkerson and Aiken 2003, Winnowing; observed: a formula about the leaders' duties stands in notices of different bodies",
    shows=(
        (told("云溪县水务局", f"1.{_COPIED}。"), told("南屏县教育局", f"1.{_CHANGED}。")),
        (told("云溪县水务局", f"1.{_COPIED}。"), told("南屏县教育局", f"1.召开会议。{_CHANGED}；另行通报。")),
    ),
    silent=(
        (told("云溪县水务局", f"1.{_COPIED}。"), told("云溪县水务局", f"1.{_COPIED}。")),
        (told("云溪县水务局", "1.清退津贴。"), told("南屏县教育局", "1.清退津贴。")),
    ),
)
def reused_wording(gathered: Gathered) -> Iterator[Row]:
    """Different bodies tell what they did in the same words.

    A measure copied from another body's notice says little about what was done. Numbers, dates and the names of organs
    are masked before texts are compared, so a copy under another name is found; each row is one passage of at least sixteen
    letters with all the places it stands in, to be read side by side. A copy changed in the middle is one passage, with
    the change in it.

    A passage of few bodies is copied or has a common model; one that many have (`formula`) is a set phrase.
    """
    yield from across_reuse.rows(gathered)


_MADE = "制定|修订|出台|印发|下发|发布|建立|健全|完善|起草|编制|汇编|新建|新增|废止"
_TITLES = f"""
SELECT notice, part, span_start, span_end, words AS title
FROM facts
WHERE kind = 'document' AND starts_with(text, '《') AND regexp_matches(coalesce(action, ''), '{_MADE}')
ORDER BY notice, n
"""
_SHORTEST_TITLE = 5


@corpus_comparison(
    "X09",
    "shared-document-title",
    Column("title", "string", "the title without organs and numbers", True),
    Column("bodies", "strings", "the bodies that made one of this title", True),
    Column("documents", "int", "in how many places", True),
    zh="不同单位制定同名文件",
    text_zh="一次巡察后许多单位出台同名制度，可能出自同一范本。只计通报中说明制定、修订或印发的，不计引用的；标题中的机构名称和序号不计。",
    source="observed in published notices: the same internal rules turn up in body after body",
    shows=(
        (
            told("云溪县水务局", "1.修订⟦《云溪县水务局公务用车管理细则》⟧。"),
            told("南屏县教育局", "1.制定⟦《公务用车管理细则》⟧。"),
        ),
    ),
    silent=(
        (told("云溪县水务局", "1.修订《公务用车管理细则》。"), told("南屏县教育局", "1.学习《公务用车管理细则》。")),
        (told("云溪县水务局", "1.修订《章程》。"), told("南屏县教育局", "1.修订《章程》。")),
    ),
)
def shared_document_title(gathered: Gathered) -> Iterator[Row]:
    """Different bodies made or revised an internal document of the same title.

    Rules that many bodies issue under one title in one inspection may come from one model. Only documents the notice
    says were made, revised or issued count, not those it cites; organs and numbers in the title are left out.
    """
    found: defaultdict[str, list[Row]] = defaultdict(list)
    rows = list(gathered.rows(_TITLES))
    for row, title in zip(rows, _bare_titles(gathered, rows), strict=True):
        if len(title) >= _SHORTEST_TITLE:
            found[title].append(row)
    for title in sorted(found):
        bodies = sorted({row["body"] for row in found[title]})
        if len(bodies) > 1:
            evidence = gathered.places(found[title])
            yield {"title": title, "bodies": bodies, "documents": len(found[title]), "evidence": evidence}


def _bare_titles(gathered: Gathered, rows: Sequence[Row]) -> list[str]:
    """The titles without punctuation, numbers and organs."""
    masked = mask([row["title"] for row in rows], [gathered.by_id[row["notice"]].names for row in rows])
    titles = [""] * len(rows)
    for owner, code in zip(masked.owner.tolist(), masked.codes.tolist(), strict=True):
        if chr(code).isalpha():
            titles[owner] += chr(code)
    return titles


@corpus_comparison(
    "X10",
    "republished",
    Column("body", "string", "whose notice it is", True),
    Column("title", "string", "its title", True),
    Column("first", "string", "id of the earlier one", True),
    Column("second", "string", "id of the later one", True),
    Column("alike", "number", "Jaccard similarity of the two texts, 0 to 1", True),
    Column("changes", "int", "lines or runs of lines that differ; 0 where only the pages around the text do", True),
    zh="同一通报重新发布",
    text_zh="一般以后发布的为更正稿；改了什么，可看出原来错在哪里或不宜公开什么。两份文本至少一半片段相同才算同一通报；依据为不同之处，新旧对照。",
    source="observed: notices are put on the site again, corrected, under the same title",
    shows=(
        (
            told("云溪县水务局", f"1.{_COPIED[1:-1]}。\n⟦2.清退津贴3万元。⟧"),
            told("云溪县水务局", f"1.{_COPIED[1:-1]}。\n⟦2.清退津贴5万元。⟧"),
        ),
    ),
    silent=(
        (told("云溪县水务局", "1.清退津贴3万元。"), told("南屏县教育局", "1.清退津贴5万元。")),
        (told("云溪县水务局", f"1.{_COPIED[1:-1]}。"), told("云溪县水务局", f"1.{_COPIED[1:-1]}。")),
    ),
)
def republished(gathered: Gathered) -> Iterator[Row]:
    """A body published a notice again under the same title, and the two files differ.

    The later text is the corrected one, as a rule; what changed shows what was wrong or was not to be read. Two texts
    count as one notice where at least half of their shingles are the same; the evidence is what differs, old beside new.
    """
    same: defaultdict[tuple[str, str], list[Publication]] = defaultdict(list)
    for notice in gathered.signed:
        if title := "".join((notice.title or "").split()):
            same[notice.body or "", title].append(notice)
    for body, title in sorted(key for key, notices in same.items() if len(notices) > 1):
        for first, second in pairwise(sorted(same[body, title], key=_published)):
            if first.sha256 != second.sha256 and (alike := _alike(first, second)) >= SAME_TEXT:
                changes = _changes(first, second)
                evidence = [gathered.evidence(notice.id, *span) for notice, span in changes if span[0] < span[1]]
                yield {
                    "body": body, "title": title, "first": first.id, "second": second.id, "alike": round(alike, 3),
                    "changes": len(changes) // 2, "evidence": evidence[:EVIDENCE],
                }  # fmt: skip


def _published(notice: Publication) -> tuple[str, str]:
    return notice.dates.get("published_on") or notice.dates.get("signed_on") or "", notice.file


def _alike(first: Publication, second: Publication) -> float:
    return resemblance(*shingle_sets([first.text, second.text], [first.names, second.names]))


def _changes(first: Publication, second: Publication) -> list[tuple[Publication, Span]]:
    """Runs of lines that differ in more than blanks, as pairs one after the other: where in the first, where in the second."""
    old, new = (notice.text.split("\n") for notice in (first, second))
    bare_old, bare_new = (["".join(line.split()) for line in lines] for lines in (old, new))
    changes: list[tuple[Publication, Span]] = []
    for _, a, b, c, d in SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes():
        if "".join(bare_old[a:b]) != "".join(bare_new[c:d]):
            changes += [(first, _of_lines(old, a, b)), (second, _of_lines(new, c, d))]
    return changes


def _of_lines(lines: Sequence[str], first: int, last: int) -> Span:
    """The span of some lines of a text, the last line end left out."""
    start = sum(map(len, lines[:first])) + first
    return start, max(start, start + sum(map(len, lines[first:last])) + last - first - 1)
