"""The heading of a part: alone on its line, run in before the text, or none."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.model import Span
from noticeparse.outline.numbering import HAN

_STOP: Final = re.compile(r"[。!?“”‘’《》()]")
_OUTSIDE, _INSIDE = r"[^。!?“”‘’《》()]*+", r"[^“”‘’《》()]*+"
_FLAT: Final = re.compile(rf"{_OUTSIDE}(?:[“‘《(]{_INSIDE}(?:[“‘《(]{_INSIDE}[”’》)]{_INSIDE})*+[”’》)]{_OUTSIDE})*+")
"""Words without the end of a sentence, and marks closed again that hold others at most one deep."""
_FEEDBACK: Final = re.compile(
    r"(?:针对|对|对于)?(?:巡[视察]组)?(?:反馈|指出|提出)?的?[^。“”]{0,12}?关于(?:[“‘\"][^。]{2,120}?[”’\"](?=的?问题|等|的?整改|方面|[,。:]|$)|(?:[^。“]|“[^”。]{1,20}”){2,90}?(?:问题|方面))"
    r"|在[“‘][^”]*[”’]方面|[“‘][^”]*[”’](?:的?问题|方面)"
)
_FIGURE: Final = re.compile(
    rf"[\d《{HAN}两百](?:(?<=[\d《])|[{HAN}两百]*(?:个|项|次|名|人|家|件|起|份|期|场|条|处|户|万|亿|年|月|日|天)(?!形态|方面|面向|规定|本领|能力|意识|自信|维护|责任|到位|层面|环节|基本|清单|机制))"
)
_MANNER: Final = r"(?:积极|认真|定期|及时|先后|专题|多次|集中|迅速|立即|已|已经|再次|共|累计|按期|按时|全面|进一步|主动|严格|专门|分别|联合|重新|新)*"
_DEED: Final = re.compile(
    rf"^{_MANNER}(?:组织(?!领导|建设|保障|实施|力|体系|功能|生活|路线|推动|部署|整改|落实)|召开|印发|下发|制定|制订|修订|出台|参加|举办|邀请|成立|学习了|"
    rf"完成|建立了|开展了|聘请|选派|约谈|立案|给予|清退|追缴|收缴|转发|签订|编制|制作|购买|投入|安排|梳理|将|把|对|于|经|由|通过|每)"
)
_ACTOR: Final = re.compile(
    r"^(?:省|市|区|县|局|院|校|委|镇|乡|街道|公司|集团|中心|学校|学院|大学|医院|机关|我|本|该|各)*(?:党组|党委|党总支|党支部|党工委|纪委|纪检组|领导班子|领导小组)"
    r"(?:书记|成员|班子|主要负责(?:人|同志))?(?!班子成员|建设|成员|自身|会|战斗|工作|责任|理论|中心组|领导)(?=\w)"
    r"|^(?:20\d\d|今年|去年|目前|截至|巡[视察](?:期间|以来)|整改(?:期间|以来))"
)
NEGATIVE: Final = re.compile(
    r"不(?:够|到位|力|足|深|实|严|强|高|规范|完善|健全|及时|扎实|彻底|全面|明显|充分|牢|紧|细|准|精|清|大|多|平衡|透|浓|畅|优|密切|合理|主动|敢|愿|会|能|符|严格|严肃|落实|作为|担当|重视|经常|一致|配套|匹配|积极|坚决|坚定|自觉|突出|聚焦|统一|准确|真实|完整|齐全|科学|明确|当|认真|坚强|协调|稳|系统|达标|精细|充足|透明|公开|同步|公平|均衡|连续|具体|鲜明|便|熟|尽|周|妥|佳|足)"
    r"|缺(?:乏|失|位|少|陷|项)|薄弱|滞后|弱化|淡化|虚化|边缘化|流于形式|差距|短板|偏差|欠缺|落差|弱项|不足|问题(?:突出|依然|仍|时有|较)|隐患|漏洞|"
    r"未(?:按|能|及时|严格|落实|建立|有效|开展|完全|制定|履行|完成|经|纳入|形成|充分|足额|到位|公开|执行|全面|组织|收回|清理|入账|上缴|缴|办理|签|对|进行|报|批|将|在|根据|取得|安装|配|实现|达|做到)"
    r"|没有|违规|违反|违法|违纪|超(?:标准|范围|编|职数|期|限|预算|支)|拖欠|挪用|截留|套取|打折扣|宽松软|乏力|偏(?:松|软|弱|差|低|慢)|松懈|松弛|懈怠|迟缓|缓慢|慢|"
    r"存在.{0,20}(?:问题|短板|差距|不足|薄弱|风险|隐患|现象|漏洞|弱项|偏差)|有(?:差距|短板|偏差|欠缺|不足|温差|漏洞|死角|盲区|缺陷|落差)|"
    r"重.{1,8}轻|轻.{1,6}重|一(?:刀切|阵风)|走过场|走形式|浮于表面|停留在|悬空|空泛|空洞|照搬照抄|失真|失实|失控|失职|渎职|优亲厚友|吃拿卡要|缺口|形式主义|官僚主义|不作为|慢作为|空转|闲置|沉淀|混乱|随意|敷衍|推诿|缺斤少两|老化|失范|失管|失察|亏损|流失|损失|浪费|超负荷|直排|偷排|积压|滞留|挂账|久拖|拖延|倒挂|下滑|反弹|回潮|虚高|虚报|冒领|弄虚作假|造假|漏报|瞒报|挤占|侵占|私分|克扣|摊派|盲区|死角|拖沓|低下|低效|水平低|脱岗|生硬|突出$|多发|频发|时有发生|依然存在|未决|屡[改查审]|逾期|黑臭|断档|难$|差$|弱$|散$|乱$|少$|浅$|虚$|松$|软$|粗$|低$|偏$|长$|脱节|两张皮|断层|空缺|不正之风|腐败"
)
"""Words in which problems are stated: what is not done, not enough, missing or wrong. Every branch begins with a
character, by which the matcher skips ahead."""
_ANSWERED: Final = re.compile(r"[ *_]*(?:目前,?|现)?(?:该|此|本|上述)(?:项|个)?(?:问题|任务)|(?:整改|落实|完成)(?:落实|进展|完成)?(?:情况|措施|进展|成效):|(?:已|正在|基本|全部|尚未)(?:经)?(?:完成)?(?:整改|推进)")
RUN_IN: Final = 30
"""Longest run-in heading, in characters; the contract's "about 25" with room for quotation marks."""
ALONE: Final = 90
_IN_MARKS: Final = re.compile(r"[“‘\"][^“”‘’\"]*[”’\"]")
_SHORT: Final = 12  # so short a sentence names a deed rather than tells it


def heading(
    text: str, start: int, end: int, *, cut: bool, followed: bool, leaf_line: bool, loose: bool
) -> Span | None:
    """The heading in text[start:end], the printed words between a marker and the end of its line or the next marker.

    `cut`: a child's marker follows at once on the same line; `followed`: words or parts of its own follow the line;
    `leaf_line`: it is a whole line and nothing of its own follows; `loose`: a style whose items are often plain
    sentences (一是). Returns None where there is no heading.
    """
    while start < end and text[start] in " ,:":
        start += 1
    while end > start and text[end - 1] in " *_":
        end -= 1
    if start >= end:
        return None
    stop = sentence_end(text, start, end)
    if stop is None:
        return _unstopped(text, start, end, cut=cut, followed=followed, leaf_line=leaf_line, loose=loose)
    if stop == start:
        return None
    first = text[start:stop]
    if not loose and not followed and _ANSWERED.match(text, stop + 1, end) and (
        is_titular(first, 60, 3) or (NEGATIVE.search(first) and not _FIGURE.search(first) and not _DEED.match(first))
    ):
        return start, stop
    rest = stop + 1 < end and bool(text[stop + 1 : end].strip(" ”’。*_"))
    if states_feedback(first):
        return (start, stop) if rest or followed or cut or not loose else None
    if rest or cut or (followed and loose):
        return (start, stop) if is_titular(first, RUN_IN, 1) else None
    if followed:  # alone on its line with a full stop
        return (start, stop) if is_titular(first, 60, 3, figures=True) or _states_plainly(first, loose) else None
    return None


def _states_plainly(sentence: str, loose: bool) -> bool:
    """Whether a sentence alone on its line above what was done says what is wrong: 党委对公益性把握不准."""
    return not loose and len(sentence) <= ALONE and NEGATIVE.search(sentence) is not None and not _DEED.match(sentence)


def _unstopped(
    text: str, start: int, end: int, *, cut: bool, followed: bool, leaf_line: bool, loose: bool
) -> Span | None:
    words = text[start:end]
    last = words[-1]
    if last in ":;,、":
        if last == ":" and (states_feedback(words) or (followed and not loose and is_titular(words[:-1], RUN_IN, 1))):
            return start, end - 1
        return None
    if cut or followed:
        if states_feedback(words) or not loose:
            return (start, end) if len(words) <= ALONE or states_feedback(words) else None
        return (start, end) if len(words) <= 60 and _commas(words) <= 2 and not _FIGURE.search(words) else None
    if leaf_line:
        named = not loose and len(words) <= RUN_IN and words.endswith(("情况", "方面", "问题"))  # (三)党委书记履行责任情况
        return (start, end) if named or is_titular(words, 60 if not loose else RUN_IN, 1, figures=not loose) or states_feedback(words) else None
    return None


def sentence_end(text: str, start: int, end: int) -> int | None:
    """Offset of the first 。！？ outside quotation marks and brackets, None where there is none."""
    flat = _FLAT.match(text, start, end)
    at = flat.end() if flat else start
    if at >= end:
        return None
    if text[at] in "。!?":
        return at
    depth = 0
    first = None
    for match in _STOP.finditer(text, start, end):
        c = match[0]
        if c in "“‘《(":
            depth += 1
        elif c in "”’》)":
            depth = max(depth - 1, 0)
        elif depth == 0:
            return match.start()
        elif first is None:
            first = match.start()
    return first if depth else None  # an unclosed mark must not swallow the paragraph


def states_feedback(words: str) -> bool:
    """Whether the words open like a fed-back problem: 关于…问题, 在“…”方面."""
    return ("关于" in words or words.startswith(("在", "“", "‘"))) and _FEEDBACK.match(words) is not None


def _outside_marks(words: str) -> str:
    return _IN_MARKS.sub("", words) if "“" in words or "‘" in words or '"' in words else words


def _commas(words: str) -> int:
    return words.count(",") + words.count(";")


def is_titular(words: str, longest: int, commas: int, figures: bool = False) -> bool:
    """Whether a sentence reads as a heading: short, few commas, no figure or title, no deed, no acting organ."""
    return (
        len(words) <= longest
        and _commas(words) <= commas
        and (figures or not _FIGURE.search(_outside_marks(words)))
        and (len(words) <= _SHORT or not _DEED.match(words) or bool(NEGATIVE.search(words)))
        and not _ACTOR.match(words)
    )
