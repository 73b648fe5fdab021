"""T: marks, blanks and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from noticeparse.check.marks import PAIRS
from noticeparse.check.phrases import places
from noticeparse.check.review import BODIES, Flaw, Line, Review, listed
from noticeparse.check.skeleton import notice
from noticeparse.entries import Rule, rule
from noticeparse.model import Span

_OPENING = {pair[1]: pair[0] for pair in PAIRS}
_CLOSING = {pair[0]: pair[1] for pair in PAIRS}
_MARK = re.compile(f"[{''.join(PAIRS)}]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def _paragraph(body: str) -> str:
    return notice("1.关于“甲项工作不实”的问题\n" + body + "\n")


@rule(
    "T01",
    "unpaired-mark",
    "error",
    zh="标点不成对",
    text_zh="书名号缺右半，书名就与后文相连；引号缺右半，就分不清哪些是引文。“1)”一类序号的括号除外。书名的结尾能确定时，给出补齐的建议。",
    source="GB/T 15834-2011: paired marks",
    bad=(_paragraph("修订⟦《⟧巡查办法，检查3次。"), _paragraph("落实⟦“⟧一岗双责要求，修订巡查办法⟦》⟧，检查3次。")),
    good=(_paragraph("修订《巡查办法》（试行），落实“一岗双责”，检查3次。"),),
)
def unpaired_mark(review: Review) -> Iterator[Flaw]:
    """A bracket, quotation mark or book-title mark has no partner in its paragraph.

    A title without 》 runs into the words behind it, a quotation without ” into the author's own. The marks of list
    numbers such as 1) are left out. Where the end of a title is certain, the suggestion adds its mark.
    """
    repaired = {fact.span[0]: fact.span for fact in review.documents if fact.origin == "repaired"}
    for start, end in _unbalanced(review):
        yield from _unpaired(review, start, end, repaired)


def _unbalanced(review: Review) -> Iterator[Span]:
    """The paragraphs whose marks do not cancel out pair by pair."""
    start, end = _whole(review)
    start = review.line_starts[review.line_number(start) - 1]
    unpaired = review.marks.unpaired_lines(start, end)
    if not unpaired:
        return
    first = review.line_number(start)
    for number, one_bracket in unpaired:
        begin = review.line_starts[first + number - 1]
        if not (one_bracket and review.folded.find(")", begin) in review.number_ends):
            stop = review.folded.find("\n", begin)
            yield begin, stop if stop >= 0 else len(review.folded)


def _unpaired(review: Review, start: int, end: int, repaired: dict[int, Span]) -> Iterator[Flaw]:
    open_marks: list[re.Match[str]] = []
    for match in _MARK.finditer(review.folded, start, end):
        at = match.start()
        mark = match[0]
        if mark in "()" and review.in_number(at):
            continue
        opening = _OPENING.get(mark)
        if opening is None:
            open_marks.append(match)
        elif open_marks and open_marks[-1][0] == opening:
            open_marks.pop()
        elif any(m[0] == opening for m in open_marks):
            while open_marks[-1][0] != opening:
                yield from _unclosed(review, [open_marks.pop()], repaired)
            open_marks.pop()
        elif not (mark == "’" and review.folded[at - 1 : at].isascii()) and not _numbers(review, at):
            words, printed = _around(review, at), review.text[at]
            message = f"“{words}”: {printed} closes nothing in this paragraph."
            yield Flaw((at, at + 1), message, origin=review.cause, zh=f"“{words}”：本段没有与“{printed}”配对的前一半。")
    yield from _unclosed(review, open_marks, repaired)


def _whole(review: Review) -> Span:
    spans = [*review.notice.spans.values(), review.body]
    return min(s[0] for s in spans), max(s[1] for s in spans)


def _unclosed(review: Review, marks: list[re.Match[str]], repaired: dict[int, Span]) -> Iterator[Flaw]:
    for match in marks:
        at = match.start()
        closing = {"(": "）" if review.text[at] == "（" else ")"}.get(match[0], _CLOSING[match[0]])
        words, printed, certain = _around(review, at), review.text[at], repaired.get(at)
        message = f"“{words}”: {printed} is never closed in this paragraph; {closing} is missing."
        suggestion = (closing, (certain[1], certain[1])) if certain else None
        yield Flaw((at, at + 1), message, suggestion, review.cause, zh=f"“{words}”：本段“{printed}”没有配对，缺“{closing}”。")


def _numbers(review: Review, at: int) -> bool:
    """Whether a lone ) numbers an item that is no part, as in “1)…2)…” inside a sentence."""
    return review.folded[at] == ")" and at > 0 and (review.folded[at - 1].isdigit() or review.folded[at - 1] in "一二三四五六七八九十")


def _around(review: Review, at: int) -> str:
    line = review.line_starts[review.line_number(at) - 1]
    return review.quote((max(line, at - 4), at + 16), 20).split("\n")[0]


_ENDS = "。?!;:…."
_DATED = re.compile(r"(?:\d{4}年\d{1,2}月\d{1,2}|年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3})日$")
_BEHIND_END = "”’》)」』】 "


@rule(
    "T02",
    "unfinished-paragraph",
    "warning",
    zh="段末缺少标点",
    text_zh="标题、联系方式、落款和表格单元格不是句子，不在此列。中断的段落可能不止缺一个标点。",
    source="GB/T 15834-2011: marks at the end of a sentence",
    bad=(_paragraph("组织排查供水管网86公里，修复漏点12处。发现问题及时提出并监督整⟦改⟧"),),
    good=(_paragraph("组织排查供水管网86公里，修复漏点12处。"),),
)
def unfinished_paragraph(review: Review) -> Iterator[Flaw]:
    """A paragraph of the body ends without 。？！ or ；.

    Headings, contacts, signatures and table cells are no sentences. A paragraph that breaks off may have lost more
    than its mark.
    """
    headings = {part.heading.span[1] for part in review.parts if part.heading}
    contacts = [contact.span for contact in review.notice.contacts]
    cells = {cell[1] for table in review.notice.source.tables for row in table for cell in row}
    start, end = review.body
    for line in (line for line in review.lines if review.folded[line.end - 1] not in _ENDS):
        last = line.end
        while last > line.start and review.folded[last - 1] in _BEHIND_END:
            last -= 1
        if review.folded[last - 1] in _ENDS or last in headings or line.end in headings or line.end in cells:
            continue
        if not start <= line.start < end or not _is_sentence(review, line):
            continue
        if any(line.start <= s < line.end for s, _ in contacts) or review.folded[last - 1] in "*|" or "\t" in review.text[line.start : line.end]:
            continue
        if _DATED.search(review.folded, max(line.start, last - 12), last):  # the signature of a notice flattened into one line
            continue
        broken = review.folded[last - 1] in ",、"
        why, zh = ("breaks off after a comma", "在逗号处中断") if broken else ("ends without a mark", "末尾没有标点")
        words = review.quote((max(line.start, line.end - 12), line.end), 14)
        message = f"The paragraph that ends “{words}” {why}; words may be missing."
        yield Flaw((last - 1, last), message, origin=review.cause, zh=f"以“{words}”结尾的段落{zh}，可能有缺字。")


def _is_sentence(review: Review, line: Line) -> bool:
    """Whether a line is long enough, and marked enough, to be a sentence rather than a label, a date or a heading."""
    part = review.part_at(line.start)
    if part is None or part.layer != "body" or part.role in ("field", "annex"):
        return False
    words = review.folded[line.start : line.end]
    if part.heading is not None and part.heading.span[1] >= line.end:
        return False
    return "。" in words or (line.end - line.start >= 26 and "," in words)


_POSTURE = (
    "强化|加强|开展|建立|健全|完善|推进|推动|制定|修订|组织|落实|深化|严格|规范|召开|成立|印发|督促|提升|压实|优化|细化|明确|坚持|聚焦|针对|"
    "进一步|持续|全面|同时|切实|积极|认真|及时|定期|整改期间"
)  # fmt: skip
_VERB = re.compile(_POSTURE)
_RATE_BEFORE = re.compile(r"(?:率|度|达到?|为|至|到|占比?) ?\d+(?:\.\d+)?%$")
_THEN = re.compile(r"第一时间|立即|随即|先后|多次|及时|定期|召开|制定|研究|印发|开展|组织(?!实施)|审议|听取")
_FOUNDED = re.compile(r"(?:成立|组建|设立|调整)了?[^,。;:\n]{1,40}$")
_MAKING = ("修订", "制定", "印发", "出台", "修改", "制订", "了")
_MADE_BEFORE = re.compile(r"(?:修订|制定|印发|出台|修改|制订)了?$")
_REGULATED = re.compile(
    r"(?:规范|完善|健全|强化|加强|优化|细化|明确|压实|严格|深化|提升|改进)[^,。;:\n《》]{2,16}?"
    r"(?:流程|机制|体系|责任|意识|水平|能力|职责|程序|管理|监督|监管|台账|环节|行为|秩序)$"
)
_LED_IN = re.compile(r"^ *(?:[一二三四五六七八九十]+是)?(?:结合|针对|围绕|按照|根据|依据|对照|为|就|对|通过|聚焦|依托|立足|从|在|以|将|把|参照|督促)")
_DETAILS = re.compile(r"(?:相关|有关|部分)(?:细则|条款|内容|规定|章节)(?=细化|规范|明确|强化|完善|健全|优化|严格|加强|提升|压实)")
_NEXT_MEMBER = re.compile(
    r"(?!等|的|和|及|与|以及|或|中|里|第|所|之|为|是|相关|有关|规定|要求|精神|文件|配套|实施|这|两|三|四|一|各|共|并|已|将|以|对|在|由|经|"
    r"制度|办法|细则|条例|方案|清单|内容|修订|制定|印发|规范|明确|学习|贯彻|落实|宣[传讲贯]|培训|专题|开展|组织)"
    r"[\u4e00-\u9fff]{2,12}(?:汇编|文件|制度|规定|办法|细则|条例|法规)(?:[,。;、和及]|等)"
)


@rule(
    "T03",
    "glued-clauses",
    "warning",
    zh="分句之间缺少标点",
    text_zh="百分数之后、规范的对象与印发的文件之间、成立的机构之后、并列的书名之间脱落了逗号或句号，读者会把前一件事的对象当成后一件事的主语。",
    source="GB/T 15834-2011: commas and stops between clauses",
    bad=(
        _paragraph("开展测评，群众满意度达到100⟦%⟧强化日常监管，检查3次。"),
        _paragraph("规范报销审批流⟦程⟧修订《财务管理办法》，检查3次。"),
        _paragraph("成立整改工作领导小⟦组⟧第一时间召开会议3次。"),
        _paragraph("学习《招标投标法》《政府采购法⟦》⟧采购政策文件汇编和典型案例3次。"),
        _paragraph("修订《财务管理办法》相关细⟦则⟧细化审批程序，检查3次。"),
    ),
    good=(
        _paragraph("覆盖率达到100%以上，成立整改工作领导小组并召开会议3次，结合工作实际制定《财务管理办法》。"),
        _paragraph("学习《政府采购法》等制度文件3次，完成率由80%提高到95%。"),
    ),
)
def glued_clauses(review: Review) -> Iterator[Flaw]:
    """Two clauses run into each other without a mark.

    A comma or full stop has vanished: behind a percentage, between what was regulated and the document that was
    issued, behind a body that was founded, between two titles of a list. The reader takes the object of one deed for
    the subject of the next.
    """
    for at, (why, zh) in sorted(_glued(review)):
        start = review.line_starts[review.line_number(at) - 1]
        words = review.quote((max(start, at - 9), at + 9), 20)
        yield Flaw((at, at + 1), f"“{words}”: {why}.", origin=review.cause, zh=f"“{words}”：{zh}。")


_MARKER = re.compile(r" *(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d+[.、)])")
"""The number of a heading, whose words run into the text where line breaks are lost."""
_BEHIND_RATE = "a percentage ends one clause and a verb begins the next", "百分数之后即接动词，中间缺少标点"
_BEHIND_BODY = "a body is founded and what it did follows without a mark", "成立机构与机构所做的事之间缺少标点"
_BEHIND_OBJECT = "the object of one clause and the verb of the next touch", "前一分句的宾语与后一分句的动词相连，缺少标点"
_BEHIND_DETAILS = "what was revised and what that regulates touch", "所修订的内容与其作用相连，缺少标点"
_BEHIND_TITLE = "behind the title the next member of the list follows without 、 or 和", "书名号之后紧接下一个并列项，缺少“、”或“和”"


def _glued(review: Review) -> Iterator[tuple[int, tuple[str, str]]]:
    """The last character of each clause that another runs into, and how it does, in English and Chinese."""
    folded = review.folded
    for at in places(folded, "%"):
        if _VERB.match(folded, at + 1) and _RATE_BEFORE.search(folded, max(0, at - 10), at + 1):
            yield at, _BEHIND_RATE
    for at in (at + len(body) for body in BODIES for at in review.places(body)):
        if _THEN.match(folded, at) and _FOUNDED.search(folded, review.clause(at)[0], at):
            yield at - 1, _BEHIND_BODY
    for at in places(folded, "《"):
        if not folded.endswith(_MAKING, max(0, at - 3), at):
            continue
        made = _MADE_BEFORE.search(folded, max(0, at - 3), at)
        if made is None:
            continue
        start = review.clause(at)[0]
        if _REGULATED.search(folded, start, made.start()) and not _LED_IN.match(folded, start) and not _MARKER.match(folded, start):
            yield made.start() - 1, _BEHIND_OBJECT
    for at in places(folded, "》"):
        if folded[at + 1 : at + 2] in "《、,。;和等的\n":
            continue
        details = _DETAILS.match(folded, at + 1)
        if details and _opened_by_verb(folded, at):
            yield details.end() - 1, _BEHIND_DETAILS
        elif _NEXT_MEMBER.match(folded, at + 1) and "《" in folded[max(0, at - 60) : at]:
            yield at, _BEHIND_TITLE


def _opened_by_verb(folded: str, at: int) -> bool:
    opening = folded.rfind("《", max(0, at - 60), at)
    return opening >= 0 and re.search(r"(?:制定|修订|印发|出台|修改|制订|完善)了?$", folded[max(0, opening - 4) : opening]) is not None


_HALF = re.compile(r"[,;:?!(](?<=[\u4e00-\u9fff”》)].)(?=[\u4e00-\u9fff“《(])")


@rule(
    "T04",
    "half-width-punctuation",
    "note",
    zh="中文之间使用半角标点",
    text_zh="全文只报告一次并分别计数：若逗号全是半角，多为转换所致，而非作者之误。",
    source="GB/T 15834-2011: Chinese marks take the width of a character",
    bad=(_paragraph("组织排查供水管网⟦,⟧修复漏点12处。"),),
    good=(_paragraph("组织排查供水管网，修复漏点12处。"),),
)
def half_width_punctuation(review: Review) -> Iterator[Flaw]:
    """Commas, colons or brackets between Chinese characters are half width.

    Reported once with the count of each mark: where every comma is half width a conversion did it, not the author.
    """
    start, end = review.body
    first = _HALF.search(review.text, start, end)
    if first is None:
        return
    count = Counter(_HALF.findall(review.text, first.start(), end))
    full = sum(review.text.count(mark, start, end) for mark in "，；：（")
    by_count = sorted(count.items(), key=lambda item: -item[1])
    many, zh = ", ".join(f"{n} “{mark}”" for mark, n in by_count), "、".join(f"“{mark}”{n}处" for mark, n in by_count)
    mixed = f"; {full} marks are full width" if full else "; no such mark is full width, so a conversion is the likelier cause"
    zh += f"；另有{full}处为全角" if full else "；全文没有全角标点，更可能是转换所致"
    message = f"Half-width marks stand between Chinese characters: {many}{mixed}."
    yield Flaw(first.span(), message, origin="author" if full else "extraction", zh=f"中文之间使用半角标点：{zh}。")


_BLANK = re.compile(r"[ \u00a0\u3000](?<=[\u4e00-\u9fff,，。;；:：、”》)）].)[ \u00a0\u3000]*(?=[\u4e00-\u9fff“《])")


@rule(
    "T05",
    "stray-blank",
    "note",
    zh="句中多余空格",
    text_zh="多为换行或删去批注后的残留，会使检索断开。",
    source="GB/T 15834-2011; Chinese words are not set apart by blanks",
    bad=(_paragraph("组织排查供水管网，⟦ ⟧修复漏点12处。"),),
    good=(_paragraph("组织排查供水管网，修复漏点12处。\n联系人 王工"),),
    at_most=12,
)
def stray_blank(review: Review) -> Iterator[Flaw]:
    """A blank stands inside a sentence.

    It is left over from a line break or a removed note, and splits the sentence for every search.
    """
    title = review.notice.spans.get("title", (0, 0))[0]
    for match in _BLANK.finditer(review.text, *review.body):
        at = match.start()
        line = review.line_starts[review.line_number(at) - 1]
        end = review.folded.find("\n", at)
        whole = review.folded[line : end if end >= 0 else len(review.folded)].strip()
        if not ("。" in whole or len(whole) > 40) or not review.folded[line:at].strip(" #*>-•"):
            continue
        if review.in_number(at - 2) or at < title or review.folded[at - 1] in "号楼室层":  # an address and its room or reader
            continue
        words = review.quote((max(line, at - 8), at + 9), 18)
        yield Flaw(match.span(), f"A blank stands inside the sentence “{words}”.", ("", match.span()), "unknown", zh=f"“{words}”句中有多余空格。")


_WITHOUT_BY = re.compile(r"坚持(?![以把将用])(?:(?![以把将用作,。;、:])[\u4e00-\u9fff“”]){2,20}(?<!作)为(?:统领|指导|引领|主线|核心|根本|导向|中心)(?!地位|作用)")


@rule(
    "T06",
    "misspelt-phrase",
    "warning",
    zh="错别字或固定用语有误",
    text_zh="固定提法应照原文引用，不作改写；写错一字，读者最先看到。",
    source="data/phrases.json, each record with its own source",
    bad=(_paragraph("建立问题⟦台帐⟧3份。"), _paragraph("⟦坚持党的建设为统领⟧，检查3次。")),
    good=(_paragraph("建立问题台账3份，坚持以党的建设为统领。"),),
)
def misspelt_phrase(review: Review) -> Iterator[Flaw]:
    """A word is misspelt, or a fixed phrase is not the one that was fixed.

    Set phrases of Party documents are quoted, not rephrased; a slip in one is the first thing a reader notices.
    """
    for at, phrase in review.misprints:
        if phrase.kind == "typo":
            span = (at, at + len(phrase.wrong))
            message = f"“{phrase.wrong}” should read “{phrase.right}” ({phrase.source})."
            yield Flaw(span, message, (phrase.right, span), zh=f"“{phrase.wrong}”应为“{phrase.right}”。")
    for at in places(review.folded, "坚持"):
        match = _WITHOUT_BY.match(review.folded, at)
        if match is None:
            continue
        words = review.text[match.start() : match.end()]
        suggestion = (f"坚持以{words[2:]}", match.span())
        yield Flaw(match.span(), f"“{words}” lacks 以: the phrase is 坚持以…为….", suggestion, zh=f"“{words}”缺“以”字，应为“坚持以……为……”。")


@rule(
    "T07",
    "variant-spelling",
    "note",
    zh="同一词语写法不一",
    text_zh="两种写法都说得通，但检索一种会漏掉另一种，读者也会疑心是两件事。报告较少的一种。",
    source="data/phrases.json; 《第一批异形词整理表》",
    bad=(_paragraph("清理应缴款项3笔，上缴应缴税金2万元，补缴⟦应交⟧资金1笔。"),),
    good=(_paragraph("清理应缴款项3笔，补缴应缴资金1笔。"),),
)
def variant_spelling(review: Review) -> Iterator[Flaw]:
    """One notice spells one term in two ways.

    Both may pass, but a search for one misses the other, and the reader wonders whether two things are meant. The
    rarer spelling is reported.
    """
    for phrase in dict.fromkeys(phrase for _, phrase in review.misprints if phrase.kind == "variant"):
        one, other = phrase.wrong, phrase.right
        if other not in review.text:
            continue
        rarer, usual = sorted((list(places(review.text, one)), list(places(review.text, other))), key=len)
        word, kept = (one, other) if review.text.startswith(one, rarer[0]) else (other, one)
        lines = ", ".join(str(n) for n in dict.fromkeys(review.line_number(at) for at in usual[:4]))
        message = f"“{word}” here, “{kept}” in line {lines}: one notice keeps to one spelling."
        zh = f"此处作“{word}”，第{listed(lines)}行作“{kept}”：同一通报写法应当一致。"
        for at in rarer:
            yield Flaw((at, at + len(word)), message, zh=zh)


RULES: tuple[Rule, ...] = (
    unpaired_mark,
    unfinished_paragraph,
    glued_clauses,
    half_width_punctuation,
    stray_blank,
    misspelt_phrase,
    variant_spelling,
)
