"""Dates and periods: every way a notice prints a day, month, year or stretch of time, as EDTF.

A kind's pattern finds where a date begins; its builder reads on from there, bounded in length, so that the
cost is linear. What the text left out (8月29日, 当日, 去年) or lost (20243月144月27日, two readings) stays in
``Claim.pending`` for `noticeparse.link.settle`.

以来 and 截至 stay outside the span and set `relation`; 前 of a deadline (年底前) is inside, the value is
one-ended. Lists with a shared unit (3、4月; 15、16日; 2021、2022年) are one date each.

Every pattern begins with a character class, so that the matcher can drop it by the first character; what may
stand before that character is asked behind it.
"""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.calendar import Moment, Reading, complete_end
from noticeparse.facts.damaged_dates import damaged_readings
from noticeparse.facts.date_claims import (
    ENDS_DATE,
    EVENT,
    JOINT_AT,
    claim_of,
    damaged_claim,
    damaged_from,
    open_claim,
    range_or_moment,
    shared_unit,
    single,
)
from noticeparse.facts.leaning_dates import EVERY, bare_day, leaning
from noticeparse.facts.printed_dates import (
    ARABIC_YEAR,
    CHINESE_YEAR,
    DAY,
    NIAN,
    NUMBER_CHARS,
    ONES,
    B,
    J,
    Piece,
    moment_in,
    read_piece,
    read_tail,
)
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

# --------------------------------------------------------------------------- printed with 年 月 日


def marked(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """Dates, periods and lists that kept their marks; a run that lost some goes to the damaged reader."""
    folded, at = scan.folded, match.start()
    if at and _is_look_alike(folded, at):
        return []
    piece = read_piece(folded, at)
    if piece is None:
        return shared_unit(folded, at) or damaged_claim(folded, at)
    if folded[piece.end : piece.end + 1] in NUMBER_CHARS:
        # A number without its unit follows: 8月15-18日, 2024年828日 — or only a count: 2024年12人.
        claims = shared_unit(folded, at) or damaged_from(folded, at, piece.end)
        if claims:
            return claims
    elif folded.startswith(" ", piece.end) and folded[piece.end + 1 : piece.end + 2] in NUMBER_CHARS:
        return shared_unit(folded, at) or range_or_moment(folded, piece)  # 2017 年 1—9 月
    return range_or_moment(folded, piece)


def _is_look_alike(folded: str, at: int) -> bool:
    """Whether the digits at `at` are decimals (2.5月) or name every year's month (每年6月)."""
    before = folded[at - 1]
    if before == ".":
        return not _ENUMERATOR.search(folded, max(0, at - 8), at) and folded[at - 2 : at - 1].isdigit()
    return before in "年的度于在每逢" and EVERY.search(folded, max(0, at - 5), at) is not None


_ENUMERATOR: Final = re.compile(r"(?:^|[\n 。;:,、*(目])(?:\d{1,2}\.){1,3}$")


# --------------------------------------------------------------------------- digits and separators

_CLOCK: Final = r"(?: {1,3}\d{1,2}:\d{2}(?::\d{2}(?P<fraction>\.\d{1,6})?)?)?"
_FIGURES: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<sep> ?[./-] ?)(?P<month>1[0-2]|0?[1-9])"
    r"(?:(?P<sep2> ?[./-] ?)(?P<day>3[01]|[12]\d|0?[1-9]))?(?!\d)" + _CLOCK
)
_FIGURES_END: Final = re.compile(
    r"(?:(?P<month>1[0-2]|0?[1-9])\.)?(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.年月%万亿元])"
)


def figures(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """2024.05.20, 2024-5-20 11:25, 2024/5/20, 2021.3-2021.5, 2024.5.20-28."""
    folded, at = scan.folded, match.start()
    first = _FIGURES.match(folded, at)
    if first is None or (first["sep2"] and first["sep"].strip() != first["sep2"].strip()):
        return []
    if first["fraction"]:
        return []  # a machine's time stamp in front matter or a log, not a statement
    start = moment_in(first)
    joint = JOINT_AT.match(folded, first.end())
    if joint is not None:
        second = _FIGURES.match(folded, joint.end())
        if second is not None and (second["day"] is None) == (start.day is None):
            return [claim_of(folded, at, second.end(), Reading(start, moment_in(second)))]
        dotted = first["sep"].strip() == "." and start.day is not None
        short = _FIGURES_END.match(folded, joint.end()) if dotted else None
        if short is not None:
            reading = Reading(start, complete_end(start, moment_in(short)))
            if reading.edtf is not None:
                return [claim_of(folded, at, short.end(), reading)]
    return [single(folded, Piece(at, first.end(), start))]


_BLANKED: Final = re.compile(
    rf"(?P<y>[12] {{1,2}}[089] {{1,2}}\d {{1,2}}\d){B}年"
    rf"(?:{B}(?P<m>\d(?: {{1,2}}\d)?){B}月(?:{B}(?P<d>\d(?: {{1,2}}\d)?){B}日)?)?"
)


def blanked(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """2 0 2 4 年 5 月 2 0 日: digits that justified or distributed lines set apart."""
    found = _BLANKED.match(scan.folded, match.start())
    if found is None:
        return []
    year, month, day = (None if part is None else int(part.replace(" ", "")) for part in found.groups())
    moment = Moment(year, month, day)
    return [claim_of(scan.folded, found.start(), found.end(), Reading(moment))] if moment.exists else []


# --------------------------------------------------------------------------- damaged, without any mark


def damaged(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """A run that its first digits show to be damaged: 20243月144月27日, 3144月27日."""
    return damaged_claim(scan.folded, match.start())


def unmarked(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """Digits without any mark where only a date stands: alone on their line, behind 于, before 印发."""
    folded, start, end = scan.folded, match.start(), match.end()
    line = folded.rfind("\n", max(0, start - 200), start) + 1
    at_line_start = (line > 0 or start < 200) and not folded[line:start].strip()
    alone = at_line_start and folded[end : end + 1] in ("", "\n", " ")
    readings = {reading: lost for reading, lost in damaged_readings(match[0]).items() if reading.end is None}
    if not readings:
        return []
    if len(readings) == 1 and _COMPACT.fullmatch(match[0]):
        return [claim_of(folded, start, end, next(iter(readings)))]
    return [open_claim(folded, start, end, readings, alone=alone)]


_COMPACT: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


# --------------------------------------------------------------------------- parts of an unnamed year


def part_of_year(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """上半年, 第一季度, 前三季度 without their year: it is the sentence's or the notice's."""
    folded, at = scan.folded, match.start()
    if EVERY.search(folded, max(0, at - 5), at):
        return []
    piece = Piece(at, at, Moment())
    read_tail(folded, piece)
    if piece.until is None:
        return []
    return [claim_of(folded, at, piece.end, Reading(piece.moment, piece.until))]


# --------------------------------------------------------------------------- the kinds

_DIGITS: Final = "0123456789"
# The rest of a number whose first digit the class before has taken.
_YEAR_REST: Final = r"(?:(?<=1)[89]|(?<=2)0)\d\d"
_MONTH_REST: Final = r"(?:(?<=1)[0-2]|(?<=0)[1-9]|(?<=[1-9]))"
_DAY_REST: Final = r"(?:(?<=3)[01]|(?<=[12])\d|(?<=[1-9]))"
_FULL_MONTH, _FULL_DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH_END: Final = r"月(?!内|以[内上下]|[龄余多饼]|一(?!日)|1 ?[次报调研会通总汇查巡])"
_NOT_IN_WORD: Final = r"(?<![\dA-Za-z/_=&#%〔\[<>+].)"
_DAY_IN_FIGURES: Final = rf"{_FULL_DAY}(?![\d%号A-Za-z])"

DATE_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "calendar date",
        _DIGITS,
        r"[0-9](?<![\d近满约逾超第]\d)(?:"
        rf"{_YEAR_REST}{B}(?:{NIAN}|[春秋]季学期"
        rf"|(?:[{J}/]{{1,3}}{B}(?:{ARABIC_YEAR}|\d\d)|(?:[、,和及与]{B}{ARABIC_YEAR}{B}){{1,11}}){B}学?年)"
        rf"|{_MONTH_REST}(?:{B}[{J}、和及与]{B}{_FULL_MONTH}){{0,11}}{B}{_MONTH_END}"
        rf"|\d{B}年{B}{_FULL_MONTH}{B}月"
        r")",
        marked,
        examples={
            "并于⟦2023年6月7日⟧反馈意见": "2023-06-07",
            "⟦2020年 2 月 3日⟧召开": "2020-02-03",
            "完成⟦2023年度⟧考核": "2023",
            "⟦2022年11月底⟧办结": "2022-11",
            "⟦2022年4月上旬⟧": "2022-04",
            "⟦2022年5月8日至7月5日⟧": "2022-05-08/2022-07-05",
            "⟦5月8日—2022年7月5日⟧": "2022-05-08/2022-07-05",
            "⟦2022年12月20日-1月5日⟧": "2022-12-20/2023-01-05",
            "⟦2022年5月8—12日⟧": "2022-05-08/2022-05-12",
            "⟦2022年5月8⟧、9日": "2022-05-08",
            "⟦2021年3月至5月⟧": "2021-03/2021-05",
            "⟦2021年3~5月⟧": "2021-03/2021-05",
            "⟦2018-2022年⟧": "2018/2022",
            "⟦2022—2030年⟧": "2022/2030",
            "⟦2020年初至2021年3月底⟧": "2020/2021-03",
            "⟦2021年5月至年底⟧": "2021-05/2021-12",
            "⟦2023年上半年⟧": "2023-01/2023-06",
            "⟦2023年第三季度⟧": "2023-07/2023-09",
            "⟦2023年前三季度⟧": "2023-01/2023-09",
            "⟦2021年暑期⟧以来": "2021",
            "⟦2023-2024学年第一学期⟧": "2023/2024",
            "截至⟦2022年3月⟧": "2022-03",
            "⟦2025年底前⟧完成": "../2025-12-31",
            "⟦2025年6月底前⟧完成": "../2025-06-30",
            "⟦21年3月⟧": "2021-03",
            "⟦2024年828日⟧": "2024-08-28",
            "⟦2024年8月28⟧,召开": "2024-08-28",
            "⟦2024年2月30日⟧": None,
            "1.⟦2024年⟧以来": "2024",
        },
        counterexamples=(
            "每年6月开展",
            "轮换周期5年",
            "历时3个月",
            "近3月",
            "第4年",
            "上世纪1990年代",
            "历时2.5月",
            "1月1次",
        ),
    ),
    FactKind(
        "date in Chinese digits",
        f"元十{ONES}",
        rf"[元十{ONES}](?<![{ONES}十百千万〇○零两第].)(?:"
        rf"(?:(?<=一)[八九]|(?<=二)[〇○零Oo◯0])[〇○零Oo◯0{ONES}]{{2}}{B}"
        rf"(?:{NIAN}|(?:[{J}、和及]{B}{CHINESE_YEAR}{B}){{1,11}}年)"
        rf"|(?:(?<=十)[一二]|)月(?:{DAY}[日号]|份|[上中下]旬|底(?![子层色]))"
        r")",
        marked,
        examples={
            "⟦二〇二三年四月二十三日⟧": "2023-04-23",
            "⟦二○二三年⟧以来": "2023",
            "⟦二零二三年十二月三十一日前⟧": "../2023-12-31",
            "⟦二〇二一年元月⟧": "2021-01",
            "⟦二O二一年三月至五月⟧": "2021-03/2021-05",
        },
        counterexamples=("三月街市", "一二三四五六七", "十月怀胎", "三十年"),
    ),
    FactKind(
        "date in figures",
        "12",
        rf"[12]{_NOT_IN_WORD}(?:(?<=1)9|(?<=2)0)\d\d ?(?:"
        rf"\. ?{_FULL_MONTH} ?\. ?{_DAY_IN_FIGURES}(?!\.\d)"
        rf"|- ?{_FULL_MONTH} ?- ?{_DAY_IN_FIGURES}(?!/|-\d{{1,3}}(?!\d|\.\d))"
        rf"|/{_FULL_MONTH}/{_DAY_IN_FIGURES}(?!/)"
        rf"|[.-]{_FULL_MONTH}{B}[{J}]{{1,3}}{B}(?:19|20)\d\d[.-]{_FULL_MONTH}(?![\d.-])"
        rf"|\.{_FULL_MONTH}(?= {{0,3}}(?:[,。;、)\n]|\Z|以来|前|起|[至到]))"
        r")",
        figures,
        examples={
            "时间:⟦2024.05.20⟧": "2024-05-20",
            "⟦2024-5-20 11:25⟧ 来源": "2024-05-20",
            "⟦2024/5/20⟧印发": "2024-05-20",
            "(⟦2024.5⟧)": "2024-05",
            "⟦2021.3-2021.5⟧": "2021-03/2021-05",
            "⟦2023.1.1-2023.1.2⟧": "2023-01-01/2023-01-02",
            "⟦2023.5.20-28⟧": "2023-05-20/2023-05-28",
            "⟦2023.5.20至6.2⟧": "2023-05-20/2023-06-02",
            "⟦2023.5.31前⟧": "../2023-05-31",
        },
        counterexamples=(
            "GB18918-2002",
            "022-20240520",
            "v2024.5.20",
            "/2022/04/16/030.shtml",
            "2024-05-20-001",
            "2024.5万元",
            "1.1.2",
            "2.5微米",
            "6.5世界环境日",
        ),
    ),
    FactKind(
        "date with blanks between its digits",
        "12",
        rf"[12](?<!\d.) {{1,2}}[089] {{1,2}}\d {{1,2}}\d{B}年",
        blanked,
        examples={"⟦2 0 2 3 年 5 月 2 0 日⟧": "2023-05-20", "⟦2 0 2 3年⟧": "2023"},
        counterexamples=("2 0 2 3 个", "表1 2 3 4"),
    ),
    FactKind(
        "damaged date",
        "123456789",
        r"[1-9](?<![\d.].)(?:"
        r"(?:(?<=1)9|(?<=2)0)\d{3,10} {0,2}[年月日](?!元)"
        rf"|(?:(?<=1)9|(?<=2)0)\d{{3,6}}[至到—–](?:{_FULL_MONTH}{B}月|\d{{2,4}}(?:日|{ENDS_DATE}))"
        r"|(?:(?<=1)[0-2]|)\d{2,3} {0,2}月|(?<=[于至到年].)(?:(?<=1)[0-2]|)\d{2,3}日(?!内|以|起步)"
        r"|(?<=[。;,\n].)(?:(?<=1)[0-2]|)\d{2,3}日"
        rf"(?=[,上下]|{EVENT})"
        r")",
        damaged,
        examples={
            "⟦20233月154月28日⟧": "2023-03-15/2023-04-28",
            "⟦20212025年⟧": "2021/2025",
            "⟦202342日至820日⟧": "2023-04-02/2023-08-20",
            "⟦2022914日⟧": "2022-09-14",
            "⟦202316日⟧印发": "2023-01-06",
            "⟦20239月28日⟧": "2023-09-28",
            "⟦20239月28⟧召开": "2023-09-28",
            "⟦2023315至7月5日⟧": "2023-03-15/2023-07-05",
            "⟦3144月27日⟧": None,
            "于⟦1231日⟧": None,
        },
        counterexamples=("100日攻坚", "2024元", "20240人", "2023万元"),
    ),
    FactKind(
        "date without marks",
        "12",
        r"[12](?<![\d.].)(?:(?<=1)9|(?<=2)0)(?:"
        r"(?:(?<=\n\d\d)|(?<=\n \d\d)|(?<=  \d\d)|(?<![\s\S]..)|(?<=[组会局委府部院室队校厅司] \d\d))"
        r"\d{5,6}(?= {0,60}(?:\n|\Z))"
        r"|(?<=[于自从至到在]\d\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.%元万亿人件个户家])"
        r"|(?:(?<=日期:\d\d)|(?<=时间:\d\d)|(?<=日期: \d\d)|(?<=时间: \d\d))\d{5,6}(?!\d)"
        rf"|\d{{5,6}}(?={EVENT})|(?<=[。;\n]\d\d)\d{{4,6}}(?=,\D)"
        r")",
        unmarked,
        examples={
            "中共某县水务局党组\n\n⟦2023612⟧\n": "2023-06-12",
            "⟦20231229⟧印发": "2023-12-29",
            "于⟦20230612⟧召开": "2023-06-12",
            "成文日期:⟦20230612⟧": "2023-06-12",
        },
        counterexamples=("电话 20230612", "编号20230612号", "邮编300350", "20231299\n"),
    ),
    FactKind(
        "day of a month named before",
        f"123456789廿十{ONES}",
        rf"[1-9廿十{ONES}](?<=[和、及与,;于].)(?:{_DAY_REST}{B}|(?<=[十廿])[{ONES}]?|(?<=二)十[{ONES}]?|(?<=三)十一?"
        rf"|(?<=[{ONES}]))日(?![内以前后起游均常间限报益程])",
        bare_day,
        examples={"2023年8月17日和⟦30日⟧": None, "2023年8月17日召开党组会,⟦30日⟧召开动员会": None},
        counterexamples=("扣留7日,15日内办结", "5日、7日"),
    ),
    FactKind(
        "part of a year named before",
        "上下第前一二三四1234",
        rf"[上下第前一二三四1-4](?<![每个一以之晚半\d{ONES}].)(?:(?<=[上下])半年(?!一次|至少|度考核)"
        rf"|(?:(?<=第)[{ONES[:4]}1-4]|(?<=[{ONES[:4]}1-4])(?:[、至和][{ONES[:4]}1-4])?|(?<=前)[二两三23]个?)"
        r"季度(?!一|至少|召开|例会|分析))",
        part_of_year,
        examples={"⟦上半年⟧完成": None, "⟦第一季度⟧": None, "⟦前三季度⟧": None},
        counterexamples=("每半年", "每季度开展1次", "每一季度", "每年上半年"),
    ),
    FactKind(
        "date by reference",
        "上今去前明本同次翌当年",
        r"[上今去前明本同次翌当年](?:"
        r"(?<=[今去前明翌本同次上])年(?<![以之网线晚早会身加基成根资样版声说证文目共合每首多\d一二三].年)(?![龄级轮代段人])"
        r"(?<![前次]年(?=度))"
        r"|(?<=上)一年(?!级)"
        r"|(?<=当)年(?<!想..)(?=[度底末初上下前\d一二三四五六七八九十])"
        r"|(?<=年)(?:[底末初](?:前(?!后)|之前|以前|以来)(?<![\d年每今去前明本同次翌当近多往历来一二三四五六七八九十半学周]年..)"
        r"(?<![\d年每今去前明本同次翌当近多往历来一二三四五六七八九十半学周]年...)|底(?<=[到至]年.)(?![数线册]))"
        r"|(?<=[本上])月(?<![以之网线晚早会身加基成根资样版]..)"
        r"|(?<=[同当])月(?=[\d一二三])"
        r"|(?:(?<=[当同次翌])日|(?<=当)[天晚])(?<![应适相恰得共合多每首\d]..)(?![常益程历照志新久子期事清件毕]|办结|受理)"
        r")",
        leaning,
        examples={
            "⟦今年⟧以来": None,
            "⟦去年12月⟧": None,
            "⟦年底前⟧完成": None,
            "延续到⟦年底⟧": None,
            "⟦今年上半年⟧": None,
            "⟦上一年度⟧": None,
            "⟦本月⟧": None,
            "2023年5月8日研究,并于⟦当日⟧印发": None,
            "2023年5月8日研究,⟦次日⟧印发": None,
            "2022年5月立项,⟦同年9月⟧开工": None,
        },
        counterexamples=(
            "当日受理、当日办结",
            "应当日常巡查",
            "合同日期",
            "目前年度工作",
            "成本年均下降",
            "以上年龄",
            "想当年",
            "每年年底前",
            "同年级",
        ),
    ),
)
"""Every way a date is printed, the commonest first; the order matters where two could begin at one place."""
