"""Number styles: how parts are numbered in print.

`STYLES` is the visible table; adding a style is adding one entry. Patterns match folded text (half-width
punctuation and digits, every blank a space). The usual ladder is that of GB/T 9704-2012 §7.3.3, 一、 (一) 1. (1);
`rank` says where a style usually stands in it and only breaks ties.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import Final

from noticeparse.entries import NumberStyle
from noticeparse.tables import ACTIVE, per_extension

HAN: Final = "一二三四五六七八九十"
DIGITS: Final = "0123456789"
_HAN_VALUES: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def han_ordinal(text: str) -> int:
    """Chinese ordinal up to 999 as an integer: 十二 → 12, 二十 → 20, 一百零三 → 103; 0 where it is none."""
    short = _SHORT_ORDINALS.get(text)
    return _read_han(text) if short is None else short


def _read_han(text: str) -> int:
    total, digit = 0, 0
    for c in text:
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif c in _HAN_VALUES:
            digit = digit * 10 + _HAN_VALUES[c]
        else:
            return 0
    return total + digit


_SHORT_ORDINALS: Final = {numeral: _read_han(numeral) for a in HAN for numeral in (a, *(a + b for b in HAN))}
"""The ordinals of one and two characters, which are nearly all."""


def _series(first: str, last: str) -> dict[str, int]:
    return {chr(code): place for place, code in enumerate(range(ord(first), ord(last) + 1), 1)}


_SINGLE: Final = {
    c: place
    for first, last in ("①⑳", "⑴⒇", "㈠㈩", "⒈⒛", "❶❿", "➀➉", "㊀㊉", "ⅠⅫ")
    for c, place in _series(first, last).items()
}


def single(text: str) -> int:
    """Ordinal of a number that is one character: ③ ⑶ ㈢ ⒊ Ⅲ → 3."""
    return _SINGLE[text]


_SEQUENCE: Final = ("首先", "其次", "再次", "然后", "最后")


def sequence_word(text: str) -> int:
    """首先 1, 其次 2, 再次 3 …; the ladder renumbers them by their place among siblings."""
    return _SEQUENCE.index(text) + 1


def last_number(text: str) -> int:
    """The last number of a composite one: 1.1.2 → 2, (三) → 3; a scanned l or I is read as 1; 1 where there is none."""
    last = re.split(r"[.\-]", text.strip("(). "))[-1].replace("l", "1").replace("I", "1")
    return int(last) if last.isdigit() else han_ordinal(last) or 1


def letter(text: str) -> int:
    """a → 1, B → 2."""
    return ord(text.lower()) - 96


def place(_: str) -> int:
    """Styles whose marks do not count (labels): the ladder gives each its place among its siblings."""
    return 1


LABELS: Final = (
    "反馈问题", "反馈意见", "问题描述", "具体问题", "主要问题", "存在问题", "存在的问题", "问题表现", "具体表现", "问题",
    "整改任务", "任务内容", "整改目标", "整改要求", "整改措施", "主要措施", "具体措施", "整改举措", "整改落实措施",
    "整改时限", "完成时限", "整改期限", "完成时间", "整改完成时间", "时限要求", "整改时间", "销号时间", "销号时限",
    "责任单位", "责任部门", "责任领导", "责任人", "牵头单位", "牵头部门", "牵头领导", "配合单位", "整改责任单位",
    "整改责任人", "督导单位", "公示时间", "公示期", "公示期限", "公示单位", "督办单位", "验收单位", "责任科室", "包保领导", "督导领导",
    "整改进展", "整改进展情况", "整改情况", "整改完成情况", "整改落实情况", "完成情况", "落实情况", "进展情况",
    "整改成效", "整改结果", "整改状态", "工作进展", "整改及完成情况", "销号情况", "验收情况", "核查情况",
    "整改措施及成效", "整改措施及完成情况", "整改措施及进展", "整改措施及落实情况", "整改措施及整改情况", "整改情况及成效", "整改落实情况及成效",
    "整改进展及成效", "整改举措及成效", "整改进度", "是否完成", "是否完成整改", "是否整改到位",
    "下一步措施", "下一步工作", "下一步工作措施", "下一步工作安排", "下一步工作打算", "下一步打算", "下一步计划", "后续措施",
)  # fmt: skip
"""Field labels met in plans, lists and 销号 notices; printed with a colon behind them."""

_LABEL: Final = "|".join(sorted(LABELS, key=len, reverse=True))
_SHORT_LABEL: Final = "整改|措施|举措|成效|结果|进展"  # labels only at the head of a line
_H = f"[{HAN}]{{1,3}}"
# "1.2024年以来" is item 1, "2.5微米" and "10.1万元" are figures.
_NO_FIGURE: Final = r"(?!\d{1,3}(?!\d))(?!\d{4}(?!\d*年))(?!\d{5})"
# Nothing is counted in tenths of these, so "4.3个部门" is item 4.
_WHOLE: Final = r"(?:[家户名起笔宗座辆]|个(?:部门|单位|乡|镇|街道|村|社区|区|县|市|项目|学校|企业|支部))"
_NO_FIGURE_AT_HEAD: Final = _NO_FIGURE.replace(r"(?!\d))", rf"(?!\d)(?!{_WHOLE}))", 1)
# What makes a number with a point a quantity: 2.5微米, 3.6万元, 1.2倍.
_NO_UNIT: Final = r"(?![\d.]| ?[%‰万亿元千百个名人次项户米公毫厘微吨亩倍级度版年月日℃mMkKgG)])"
# Behind a bare number and a blank these make it a figure.
_MEASURE: Final = r"[%‰万亿元千百个名人次项条件起家户台辆处份期场米公毫厘微吨亩倍级度分版年月日天周时届轮批类种篇册本张套间所座支门节笔位余多]"
_IS_ITEM: Final = r"(?![一二三]|否)"

STYLES: Final[tuple[NumberStyle, ...]] = (
    NumberStyle(
        "第一章", "第", rf"第({_H}|\d{{1,2}})(?:章|篇|编|部分)[、:. ]*", last_number, 0.0,
        examples={"第一章 总则": 1, "第二部分 整改落实情况": 2, "第3部分:下一步打算": 3},
        counterexamples=("第一责任人带头领办", "第二中学党总支"),
        inline=rf"第({_H})部分(?![的中,。、是将为])[、:. ]*",
    ),
    NumberStyle(
        "第一节", "第", rf"第({_H})节[、:. ]*", last_number, 1.2,
        examples={"第一节 组织领导": 1}, counterexamples=("第三方机构评估",),
    ),
    NumberStyle(
        "第一条", "第", rf"第({_H}|\d{{1,2}})条[、:. ]+", last_number, 3.0,
        examples={"第十二条 建立台账": 12}, counterexamples=("第一条河道清淤完成",),
    ),
    NumberStyle(
        "第一,", "第", rf"第({_H})[,、:] *", han_ordinal, 5.4,
        examples={"第一,强化学习": 1, "第二、完善制度": 2}, counterexamples=("第一书记", "第一时间"),
        inline=rf"第({_H})[,、:](?!第)",
    ),
    NumberStyle(
        "一、", HAN, rf"({_H}) ?(?:、|[.,:](?!\d)|(?= {{2}}))", han_ordinal, 1.0,
        examples={"一、组织整改情况": 1, "十二、其他事项": 12, "三.下一步工作": 3, "二 、问题整改": 2, "四,下一步": 4},
        counterexamples=("一体推进", "十四五时期", "二十大精神"),
        inline=rf"({_H})、(?![{HAN}两]{{1,2}}(?:等|、|级|类|号|楼|期|批|季|年|月))",
    ),
    NumberStyle(
        "一是", HAN, rf"({_H})(?:是|要(?![求点素件因])){_IS_ITEM}[,:]? *", han_ordinal, 5.5,
        examples={"一是强化领导": 1, "十一是完善制度": 11, "二要压实责任": 2},
        counterexamples=("一是一,二是二", "三是否到位", "一要求"),
        inline=rf"({_H})(?:是|要(?![求点素件因])){_IS_ITEM}",
    ),
    NumberStyle(
        "(一)", "([〔" + HAN, rf"[(〔\[]? ?({_H}) ?[)〕\]] ?[、.,:]?", han_ordinal, 2.0,
        examples={"(一)提高站位": 1, "(十三)其他": 13, "( 二 )压实责任": 2, "(三)、强化督导": 3, "四)落实": 4},
        counterexamples=("(试行)", "(一期)工程"),
        inline=rf"[(] ?({_H}) ?[)](?![项条款、至和及,.;:)号等])",
    ),
    NumberStyle(
        "㈠", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", r"([㈠-㈩㊀-㊉])[、.]?", single, 2.0,
        examples={"㈠提高站位": 1, "㈢、强化督导": 3}, counterexamples=("(甲)类",), inline="([㈠-㈩㊀-㊉])",
    ),
    NumberStyle(
        "项目N.M", "整反重具项任问事清措",
        rf"(?:整改|反馈|重点|具体)?(?:项目|任务|问题|事项|清单|措施) ?"
        rf"([\dlI]{{1,3}}(?:[.\-][\dlI]{{1,2}}){{0,3}}|{_H}|[(] ?(?:{_H}|\d{{1,2}}) ?[)])(?: ?[:、]| ?\.(?!\d)| +(?=\S))",
        last_number, 2.5,
        examples={"项目1.1:理论学习不深入": 1, "项目l.2:检查不到位": 2, "整改任务三:河道治理": 3, "问题12:台账不全": 12,
                  "反馈问题(二):监管不力": 2},
        counterexamples=("项目1159个全部开工", "问题3个", "措施一抓到底"),
        inline=rf"(?:整改|反馈|重点|具体)?(?:项目|任务|问题|事项|措施)"
        rf"([\dlI]{{1,3}}(?:[.\-][\dlI]{{1,2}}){{0,3}}|{_H}|[(](?:{_H}|\d{{1,2}})[)]):",
    ),
    NumberStyle(
        "label", "".join(dict.fromkeys(label[0] for label in LABELS)) + "措举成结进【[", rf"[【\[]?({_LABEL}|{_SHORT_LABEL})(?:[】\]]? ?: *|[】\]] *)", place, 2.8,
        examples={"整改时限:2021年12月底前": 1, "【整改措施】:": 1, "【责任单位】县林业局": 1, "责任单位: 县农业农村局": 1,
                  "措施:修订制度": 1, "整改措施及成效:清理欠款": 1, "是否完成:已完成": 1},
        counterexamples=("责任单位要认真落实", "联系电话:022-12345678"),
        inline=rf"({_LABEL}):",
    ),
    NumberStyle(
        "1.", DIGITS, rf"(\d{{1,2}})(?: ?\\?(?:、|\.{_NO_FIGURE_AT_HEAD}|:(?!\d)(?=\S))(?! *\[) *| +(?=“|[\u4e00-\u9fff]{{2}})(?! *{_MEASURE}))", int, 3.0,
        examples={"1.关于学习不深的问题": 1, "12、强化监督": 12, "1.2024年以来": 1, "4.3个部门超预算支出": 4, "5.12家单位未公开": 5, r"3\.规范公车管理": 3, "2 .压实责任": 2, "3 下一步工作": 3},
        counterexamples=("2.5微米颗粒物", "2024.05.20", "3.6%的比例", "10.1万元", "4.3个百分点", "3.5个月", "1. [首页]", "5 个村", "12 月底前"),
        inline=rf"(\d{{1,2}})\\?(?:\.{_NO_FIGURE}|、(?!\d))",
    ),
    NumberStyle(
        "⒈", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", r"([⒈-⒛])", single, 3.0,
        examples={"⒊规范管理": 3}, counterexamples=("①规范",), inline="([⒈-⒛])",
    ),
    NumberStyle(
        "1.1", DIGITS, rf"(\d{{1,2}}\.\d{{1,2}})\.?{_NO_UNIT} *", last_number, 3.4,
        examples={"1.1健全制度": 1, "2.13 强化督导": 13},
        counterexamples=("2.5微米颗粒物", "3.6万元", "1.1.2健全", "1.5%", "5.20日"),
    ),
    NumberStyle(
        "1.1.1", DIGITS, rf"(\d{{1,2}}(?:\.\d{{1,2}}){{2}})\.?{_NO_UNIT} *", last_number, 3.7,
        examples={"1.1.2健全制度": 2}, counterexamples=("1.1健全制度", "2024.05.20", "1.1.2.1健全制度"),
    ),
    NumberStyle(
        "1.1.1.1", DIGITS, rf"(\d{{1,2}}(?:\.\d{{1,2}}){{3}})\.?{_NO_UNIT} *", last_number, 3.9,
        examples={"1.1.2.3健全制度": 3}, counterexamples=("1.1.2健全制度", "10.0.0.1.5"),
    ),
    NumberStyle(
        "(1)", "(", r"[(] ?(\d{1,2}) ?[)] ?[、.,:]?", int, 4.0,
        examples={"(1)建立台账": 1, "( 12 )加强培训": 12}, counterexamples=("(2024)12号", "(3人)"),
        inline=r"[(] ?(\d{1,2}) ?[)](?![项条款、至和及,.;:)号])",
    ),
    NumberStyle(
        "⑴", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", r"([⑴-⒇])[、.]?", single, 4.0,
        examples={"⑵加强培训": 2}, counterexamples=("(2)",), inline="([⑴-⒇])",
    ),
    NumberStyle(
        "1)", DIGITS, r"(\d{1,2}) ?\\?[)] ?[、.]?", int, 4.2,
        examples={"1)持续深入学习": 1, "2 )强化": 2}, counterexamples=("(1)建立台账", "3年)"),
        inline=r"(\d{1,2})\\?[)](?![、,.;:])",
    ),
    NumberStyle(
        "①", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉", r"([①-⑳❶-❿➀-➉])[、.]?", single, 5.0,
        examples={"①建立台账": 1, "⑫加强培训": 12}, counterexamples=("一是",), inline="([①-⑳❶-❿➀-➉])",
    ),
    NumberStyle(
        "a.", "abcdefghijABCDEFGHIJ", r"([A-Ja-j]) ?(?:[)、]|\.(?![A-Za-z\d.@])) *", letter, 6.0,
        examples={"a.强化培训": 1, "B、完善制度": 2, "c)开展自查": 3}, counterexamples=("PM2.5", "A级企业", "e.g@x"),
    ),
    NumberStyle(
        "Ⅰ.", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", r"([Ⅰ-Ⅻ]) ?[、.]", single, 1.0,
        examples={"Ⅱ、整改落实": 2}, counterexamples=("Ⅴ类水体",),
    ),
    NumberStyle(
        "其一,", "其", rf"其({_H})[,、:] *", han_ordinal, 5.5,
        examples={"其一,学习不深": 1}, counterexamples=("其他", "其一贯作风"), inline=rf"其({_H})[,、:]",
    ),
    NumberStyle(
        "首先", "首其再然最", r"(首先|其次|再次|然后|最后)[,、:] *", sequence_word, 5.6,
        examples={"首先,强化学习": 1, "其次、压实责任": 2}, counterexamples=("首先要从政治上看", "最后一公里"),
        inline="(首先|其次|再次|最后),",
    ),
    NumberStyle(
        "annex", "附", rf"附[件表录] ?({_H}|\d{{1,2}}|)(?: *[:、.]| +|$)", last_number, 0.0,
        examples={"附件1": 1, "附件2:整改清单": 2, "附件": 1}, counterexamples=("附件所列事项", "附近居民"),
    ),
)


class _Named(dict[str, NumberStyle]):
    """Styles by name; a name the package does not have is one of the user's (`noticeparse.extend`)."""

    def __missing__(self, name: str) -> NumberStyle:
        return next(style for style in styles() if style.name == name)


BY_NAME: Final = _Named((style.name, style) for style in STYLES)


def is_own(style: NumberStyle) -> bool:
    """Whether a style is one of the package's, not a user's."""
    return dict.__contains__(BY_NAME, style.name)


StylesAt = dict[str, tuple[tuple[NumberStyle, re.Pattern[str]], ...]]
"""First character of a line → the styles that may begin so, with their compiled patterns."""


def labels() -> tuple[str, ...]:
    """The field labels in use, the user's with them."""
    extension = ACTIVE.get()
    return LABELS if extension is None else (*LABELS, *extension.labels)


@per_extension
def styles() -> tuple[NumberStyle, ...]:
    """The styles in use: the user's first, then those of `STYLES`, with the user's labels among the labels."""
    extension = ACTIVE.get()
    if extension is None:
        return STYLES
    own = STYLES
    if extension.labels:
        longest = "|".join(map(re.escape, sorted({*LABELS, *extension.labels}, key=len, reverse=True)))
        own = tuple(_with_labels(style, longest, extension.labels) if style.name == "label" else style for style in STYLES)
    return (*extension.styles, *own)


def _with_labels(style: NumberStyle, longest: str, labels: tuple[str, ...]) -> NumberStyle:
    return replace(
        style,
        first=style.first + "".join(label[0] for label in labels),
        pattern=style.pattern.replace(_LABEL, longest),
        inline=(style.inline or "").replace(_LABEL, longest),
    )


@per_extension
def by_first() -> StylesAt:
    """First character of a line → the styles that may begin so, with their compiled patterns, in table order."""
    table: dict[str, list[tuple[NumberStyle, re.Pattern[str]]]] = defaultdict(list)
    for style in styles():
        compiled = re.compile(style.pattern)
        for c in dict.fromkeys(style.first):
            table[c].append((style, compiled))
    return {c: tuple(entries) for c, entries in table.items()}


Try = tuple[re.Pattern[str], tuple[NumberStyle, ...]]
"""A pattern and the styles it is of: its nth group is the number of the nth style."""


@per_extension
def tries() -> dict[str, tuple[Try, ...]]:
    """First character of a line → what `by_first` has for it, the package's own styles joined to one pattern.

    A user's pattern stays alone: it may hold what means something else among others (flags, names of groups).
    """
    return {c: tuple(_tries(list(entries))) for c, entries in by_first().items()}


def _tries(entries: list[tuple[NumberStyle, re.Pattern[str]]]) -> list[Try]:
    joined: list[Try] = []
    own: list[NumberStyle] = []
    for style, pattern in entries:
        if is_own(style):
            own.append(style)
        else:
            joined += _joined(own)
            joined.append((pattern, (style,)))
            own = []
    return joined + _joined(own)


def _joined(own: list[NumberStyle]) -> list[Try]:
    return [(re.compile("|".join(f"(?:{style.pattern})" for style in own)), tuple(own))] if own else []
