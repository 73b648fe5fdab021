"""Telephone numbers, e-mail and postal addresses, postcodes; and Latin words, whose digits count nothing."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim, ContactKind

_PHONE_LABEL: Final = re.compile(r"(?:电 ?话|热 ?线|手 ?机|传 ?真|座机|专线|[Tt]el|TEL)[^。\n]{0,40}\Z")
_POSTCODE_LABEL: Final = re.compile(r"(?:邮 ?编|邮政编码|邮码|邮政编号)(?:为|是)? ?[(:]? ?\Z")
_ADDRESS_LABEL: Final = re.compile(r"(?:地 ?址|信 ?箱|邮 ?寄|寄至?|来信|地 ?点)\Z")
_ADDRESS_END: Final = re.compile(
    r"[;。\n,(!?]| {2}|(?<!\d)(?:邮 ?编|邮政编码|(?:联系|举报|监督)?电 ?话|电子邮|邮箱|联系人|收件人|传真"
    r"|E-?mail|网址)"
)
_PLACE: Final = re.compile(r"[省市县区镇乡村路街道号楼室院座巷弄栋幢]|信箱")
_LABEL_TAIL: Final = re.compile(r"(?:来信|来访|邮寄|联系|通讯|通信|办公|单位|接待)?(?:地址|信箱)?[:为是]? ?\Z")


def _contact(start: int, end: int, value: str, kind: ContactKind) -> list[Claim]:
    return [Claim("contact", start, end, value=value, contact=kind)]


def _emails(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """name@example.cn, also with ＠ or blanks around it; the value is printed without the blanks."""
    return _contact(match.start(), match.end(), match[0].replace(" ", ""), "email")


def _nothing(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """A Latin word, an address of a page, a hash, a long number: nothing in it counts."""
    return []


def _phones(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """A number with an area code or of a mobile telephone, wherever it stands."""
    return _contact(match.start(), match.end(), scan.text[match.start() : match.end()], "phone")


def _labelled_phones(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """A local number or a short hotline number, only behind a word for telephone."""
    lookback = scan.folded[max(0, match.start() - 60) : match.start()]
    return _phones(scan, match) if _PHONE_LABEL.search(lookback) else []


def _postcodes(scan: Scan, match: re.Match[str]) -> list[Claim]:
    if _POSTCODE_LABEL.search(scan.folded, max(0, match.start() - 8), match.start()):
        return _contact(match.start(), match.end(), match[0], "postcode")
    return []


def _addresses(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """What stands behind 地址: or 邮政信箱: up to the next field."""
    folded, start = scan.folded, match.end()
    if not _ADDRESS_LABEL.search(folded, max(0, match.start() - 4), match.start() + 1):
        return []
    stop = _ADDRESS_END.search(folded, start, start + 80)
    end = stop.start() if stop else min(start + 80, len(folded))
    end = start + len(folded[start:end].rstrip(" 、"))
    address = scan.text[start:end]
    if end - start < 6 or not _PLACE.search(address) or "@" in address:
        return []
    return _contact(start, end, address, "address")


_LATIN: Final = "".join(map(chr, [*range(65, 91), *range(97, 123)]))
_MAIL_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}+"
_EXTENSION: Final = r"(?: ?(?:转|-|—) ?\d{1,6}(?!\d))?"

CONTACT_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "contact", "0123456789" + _LATIN,
        rf"{_MAIL_NAME} ?@ ?[A-Za-z0-9-]{{1,63}}+(?: ?\. ?[A-Za-z0-9-]{{1,63}}+){{1,5}}", _emails,
        examples={
            "邮箱:⟦xcb2019@example.gov.cn⟧": "xcb2019@example.gov.cn",
            "电子邮箱:⟦jcs @ example.edu.cn⟧。": "jcs@example.edu.cn",
            "E-mail:⟦12345＠example.com⟧": "12345@example.com",
        },
    ),
    FactKind(
        "contact", "0(148", r"(?:\(0\d{2,3}\)|0\d{2,3}) ?[-—–]{0,2} ?\d{7,8}(?!\d)" + _EXTENSION
        + r"|1[3-9]\d{9}(?!\d)|[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)", _phones,
        examples={
            "联系电话:⟦022-65360000⟧": "022-65360000", "电话⟦（0771）5880000⟧": "（0771）5880000",
            "电话:⟦0731-84880000转8012⟧": "0731-84880000转8012", "手机⟦13800000000⟧": "13800000000",
        },
        counterexamples=("系数为0.5",),
    ),
    FactKind(
        "contact",
        "0123456789",
        r"(?:\d{7,8}(?!\d)" + _EXTENSION + r"|\d{3,4}-\d{4}(?!\d)|1\d{4}(?!\d))",
        _labelled_phones,
        examples={"举报电话:⟦12388⟧": "12388", "电话:⟦65360001⟧": "65360001"},
        counterexamples=("代码12345",),
    ),
    FactKind(
        "contact", "0123456789", r"\d{6}(?!\d)", _postcodes,
        examples={"邮编:⟦300450⟧": "300450", "邮政编码⟦530000⟧": "530000"},
        counterexamples=("编号300450",),
    ),
    FactKind(
        "contact", "址箱寄点", r"(?:址|箱|点(?=[:]))(?: ?[:为是])? ?\n? ?|寄(?:至|到)? ?: ?", _addresses,
        examples={
            "通讯地址:⟦清河市文化路18号农业农村局305室⟧,邮编": "清河市文化路18号农业农村局305室",
            "邮政信箱：⟦青山省清河市建设路6号⟧；电话": "青山省清河市建设路6号",
        },
        counterexamples=("网址:example.cn", "搬迁地址已经确定", "保险箱:完好"),
    ),
    FactKind(
        "contact",
        _LATIN,
        r"[A-Z]{2,5}(?=\d{1,4}[台套个部张架辆只][,。;、)\n])|(?:https?://|www\.)[!-~]{1,2000}+|[A-Za-z][A-Za-z0-9.#_/·+-]{0,200}+",
        _nothing,
        counterexamples=("PM2.5监测", "http://example.cn/2023/12/t_5人.html", "A4纸"),
    ),
    FactKind(
        "contact",
        "0123456789",
        r"\d{12,}+|\d{1,11}+[a-f][0-9a-f]{6,64}+",
        _nothing,
        counterexamples=("账号6228480000000000123", "3bbf677d05f447021a个"),
    ),
)  # fmt: skip
"""The last two only consume what would otherwise be mistaken for numbers of things; CT|1台, is none of it."""
