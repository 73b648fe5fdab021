"""Which part states a fed-back problem, and in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeparse.model import Node, Span
from noticeparse.outline.headings import sentence_end

_QUOTED = re.compile(
    r"(?:针对|对照|对于|对|就)?(?:中央|省|市|区|县|校|集团)?(?:[委纪]?巡[视察](?:[一二三四五六七八九十\d]*组)?|督察组?|审计)?(?:反馈|指出|提出|发现)?的?"
    r"(?:关于|在|存在)?的?(?P<open>[“‘〈「『\"])"
)
_ABOUT = re.compile(
    r"(?:针对|对照|对于|对|就)?(?:[\w]{0,10}?(?:反馈|指出|提出|发现))?的?关于(?P<words>[^。;]{2,}?)(?:的问题|问题|方面)"
)
_FED_BACK = re.compile(r"(?:反馈|指出|提出|移交|查出|发现|存在|相关|有关|上述|这些|以上)$|^(?:巡[视察]|反馈|苗头|这)")
_RESPONDS = re.compile(
    rf"(?:针对|对照|对于|对)(?P<words>[^。;,《]{{2,60}}?(?:,[^。;《]{{2,40}}?)?)(?:的问题|等问题|问题)[,:]"
)
_INNER = re.compile(
    r"(?:(?<=[。;!?\n])|(?<=[。;]”)) *(?:针对|关于|对于|对照|对)(?P<words>[^。;\n]{4,90}?)(?:的问题|等问题|问题)[,:]"
)
_ANSWERED = re.compile(
    r" *(?:目前,?|现)?(?:该|此|本|上述|以上)(?:项|个)?(?:问题|任务)|(?:整改|落实|完成|工作)(?:落实|进展|完成)?(?:情况|措施|进展|成效)[:,]|(?:已|正在|基本|全部|尚未)(?:经)?(?:完成)?(?:整改|推进)|一是|1[.、]|①"
)
_PLAIN_END = re.compile(r"(?:的)?问题(?:的?整改(?:落实)?(?:进展|完成)?情况)?$|(?:方面)?存在的?问题$")
_NEGATIVE = re.compile(
    r"不(?:够|到位|力|足|深|实|严|强|高|规范|完善|健全|及时|扎实|彻底|全面|明显|充分|牢|紧|细|准|精|清|大|多|平衡|透|浓|畅|优|密切|合理|主动|敢|愿|会|能|符|严格|严肃|落实|作为|担当|重视|经常|一致|配套|匹配|积极|坚决|坚定|自觉|突出|聚焦|统一|准确|真实|完整|齐全|科学|明确|当|认真|坚强|协调|稳)"
    r"|缺(?:乏|失|位|少|陷|项)|薄弱|滞后|弱化|淡化|虚化|边缘化|流于形式|差距|短板|偏差|欠缺|落差|弱项|不足|问题(?:突出|依然|仍|时有|较)|隐患|漏洞|"
    r"未(?:按|能|及时|严格|落实|建立|有效|开展|完全|制定|履行|完成|经|纳入|形成|充分|足额|到位|公开|执行|全面|组织|收回|清理|入账|上缴|缴|办理|签|对|进行|报|批|将|在|根据|取得|安装|配|实现|达|做到)"
    r"|没有|违规|违反|违法|违纪|超(?:标准|范围|编|职数|期|限|预算|支)|拖欠|挪用|截留|套取|打折扣|宽松软|乏力|偏(?:松|软|弱|差|低|慢)|松懈|松弛|懈怠|迟缓|缓慢|慢|"
    r"存在.{0,20}(?:问题|短板|差距|不足|薄弱|风险|隐患|现象|漏洞|弱项|偏差)|有(?:差距|短板|偏差|欠缺|不足|温差|漏洞|死角|盲区|缺陷|落差)|"
    r"重.{1,8}轻|轻.{1,6}重|一(?:刀切|阵风)|走过场|形式主义|官僚主义|不作为|慢作为|空转|闲置|沉淀|混乱|随意|敷衍|推诿|缺斤少两|老化|失范|失管|失察|脱节|两张皮|断层|空缺|不正之风|腐败"
)
_REMEDY = re.compile(
    r"^(?:着力|坚决|有效|切实|持续|深入|全面|进一步|大力|积极|严格|认真|重点)*"
    r"(?:防止|杜绝|解决|整治|纠正|纠治|克服|避免|补齐|弥补|消除|治理|破解|查处|打击|完善|健全|加强|强化|推动|推进|提升|提高|建立|规范|压实|落实|开展|坚持|聚焦|抓好|做好|优化|深化|排查|清理|整改|督促|堵塞|防范|化解|严查|严肃|督导|组织|召开|制定|修订|增强|夯实|巩固|构建|细化|明确|统筹|实施|紧盯|立足|针对)"
)
_REMEDIED = re.compile(r"(?:整改|解决|整治|纠治|处置|排查|清理|化解|办理|梳理)[^。]{0,40}(?:问题|隐患|风险|短板|漏洞)")
_PAIRS = {"“": "”", "‘": "’", "〈": "〉", "「": "」", "『": "』", '"': '"'}


@dataclass(slots=True)
class Problem:
    """The problem a part states: `quote` is the span of its own words; `quoted` if the notice prints them in marks."""

    node: Node
    quote: Span
    quoted: bool
    aspect: bool  # 在“…”方面: a group rather than a problem
    firm: bool = True  # printed as a problem, not merely read as one
    scope: Span | None = None  # for one of several in a paragraph: from its words to the next problem


def stated_problem(folded: str, node: Node) -> Problem | None:
    """The problem in the first sentence of a part, if it is printed as one (关于“…”的问题 or 关于…问题)."""
    start, end = opening(folded, node)
    match = _QUOTED.match(folded, start, end)
    if match:
        close = _closing(folded, match.end(), end, match["open"])
        if close > 0:
            after = folded[close + 1 : close + 22]
            about = "关于" in match[0] or "针对" in match[0] or "反馈" in match[0] or "指出" in match[0]
            if re.match(r"(?:等)?(?:的|方面|方面的|方面存在的)?问题|(?:等)?方面", after) or (about and re.match(r"(?:的)?(?:整改|等|$)|[,。:;]", after)):
                aspect = bool(re.match(r"(?:等)?方面(?!.{0,6}问题)", after))
                return Problem(node, (match.end(), close), True, aspect)
    match = _ABOUT.match(folded, start, end)
    if match:
        return Problem(node, match.span("words"), False, match[0].endswith("方面"))
    match = _RESPONDS.match(folded, start, end)
    if match and not _REMEDY.match(match["words"]) and not _FED_BACK.search(match["words"]):
        return Problem(node, match.span("words"), False, False, firm=False)
    return None


def inner_problems(folded: str, node: Node) -> list[Problem]:
    """The problems a paragraph answers one after the other: 对A的问题,… 。对B的问题,… (audit style)."""
    start = node.heading[1] if node.heading else node.start
    found = [
        Problem(node, match.span("words"), False, False)
        for match in _INNER.finditer(folded, start, node.end)
        if not _REMEDY.match(match["words"]) and not _FED_BACK.search(match["words"])
    ]
    for problem, following in zip(found, [*found[1:], None], strict=True):
        problem.scope = (problem.quote[0], following.quote[0] if following else node.end)
    return found


def plain_problem(folded: str, node: Node) -> Problem | None:
    """The problem a part states as a plain sentence: its heading (or only first sentence) in negative words."""
    start, end = node.heading or opening(folded, node)
    words = folded[start:end]
    if not 4 <= len(words) <= 160 or _REMEDY.match(words) or _REMEDIED.search(words):
        return None
    if tail := _PLAIN_END.search(words):
        kept = tail.start()
        if kept >= 4 and (_NEGATIVE.search(words) or tail[0].startswith(("的问题", "问题"))):
            return Problem(node, (start, start + kept), False, False)
    behind = folded[end + 1 : end + 40]
    if _NEGATIVE.search(words) or (_ANSWERED.match(behind) and not behind.startswith(("一是", "1", "①"))):
        return Problem(node, (start, end), False, False)
    return None


def opening(folded: str, node: Node) -> Span:
    """The first sentence of a part's own words, without its marker."""
    start = node.num_end
    limit = node.children[0].start if node.children else node.end
    newline = folded.find("\n", start, limit)
    end = newline if newline >= 0 else limit
    while start < end and folded[start] in " ,:*_":
        start += 1
    stop = sentence_end(folded, start, end)
    end = stop if stop is not None else end
    while end > start and folded[end - 1] in " *_;:":
        end -= 1
    return start, end


def _closing(folded: str, start: int, end: int, opener: str) -> int:
    """Offset of the mark that closes `opener`, nested ones of its own kind skipped; 0 where there is none."""
    closer, depth = _PAIRS[opener], 1
    for at in range(start, end):
        c = folded[at]
        if c == closer:
            depth -= 1
            if depth == 0:
                return at
        elif c == opener:
            depth += 1
    return 0
