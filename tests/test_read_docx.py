"""The DOCX reader: Word's automatic numbers as Word shows them, everything visible once, nothing unsafe."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from hypothesis import given, settings, strategies as st

from noticeparse.read.archive import MAX_ENTRIES, MAX_TAGS
from noticeparse.read.docx import MEDIA_TYPE, read_docx
from noticeparse.read.reading import Reading, RefusedError
from noticeparse.read.word_number_formats import FORMATS, written

W = nsdecls("w")
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>{}</w:body></w:document>'
)
DOCUMENT = "word/document.xml"


# --------------------------------------------------------------------------- building files


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """The package with some parts replaced, added, or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_body(xml: str) -> bytes:
    """A DOCX whose body is `xml`."""
    return with_parts(saved(Document()), {DOCUMENT: BODY.format(xml).encode()})


def p(text: str = "", inside: str = "", properties: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inside}</w:p>"


def level(at: int, fmt: str, text: str, *, start: int | None = 1, suffix: str = "", more: str = "") -> str:
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    gap = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    number = f'<w:numFmt w:val="{fmt}"/>{more}{gap}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{begin}{number}</w:lvl>'


class Numbered:
    """A document under construction whose numbering part is written here."""

    def __init__(self) -> None:
        self.document = Document()
        self.numbering = self.document.part.numbering_part.element
        for element in list(self.numbering):
            self.numbering.remove(element)
        self.expected: list[str] = []

    def abstract(self, key: int, levels: str, more: str = "") -> None:
        xml = f'<w:abstractNum {W} w:abstractNumId="{key}">{more}{levels}</w:abstractNum>'
        place = len(self.numbering.findall(parse_xml(xml).tag))
        self.numbering.insert(place, parse_xml(xml))  # abstract definitions stand before the lists

    def list(self, key: int, abstract: int, overrides: str = "") -> None:
        xml = f'<w:num {W} w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        self.numbering.append(parse_xml(xml))

    def style(self, style_id: str, properties: str, *, based_on: str = "", kind: str = "paragraph") -> None:
        base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
        xml = (
            f'<w:style {W} w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{style_id}"/>{base}'
            f"<w:pPr>{properties}</w:pPr></w:style>"
        )
        self.document.styles.element.append(parse_xml(xml))

    def say(self, shown: str, properties: str, text: str = "加强学习。") -> None:
        """A paragraph with these properties, and what must stand in front of it."""
        self.document.element.body.insert_element_before(
            parse_xml(p(text, properties=properties).replace("<w:p>", f"<w:p {W}>", 1)), "w:sectPr"
        )
        self.expected.append(shown + text)

    def read(self) -> Reading:
        return read_docx(saved(self.document))


def in_list(key: int, at: int | None = 0) -> str:
    ilvl = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return f'<w:numPr>{ilvl}<w:numId w:val="{key}"/></w:numPr>'


def restart(at: int, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


# --------------------------------------------------------------------------- automatic numbers

SHOWN = {  # the first three and the tenth to twelfth numbers of each format the reader must know
    "decimal": "1 2 3 10 11 12",
    "decimalZero": "01 02 03 10 11 12",
    "decimalFullWidth": "１ ２ ３ １０ １１ １２",
    "decimalFullWidth2": "１ ２ ３ １０ １１ １２",
    "decimalEnclosedCircle": "① ② ③ ⑩ ⑪ ⑫",
    "decimalEnclosedCircleChinese": "① ② ③ ⑩ ⑪ ⑫",
    "decimalEnclosedParen": "⑴ ⑵ ⑶ ⑽ ⑾ ⑿",
    "decimalEnclosedFullstop": "⒈ ⒉ ⒊ ⒑ ⒒ ⒓",
    "chineseCounting": "一 二 三 十 十一 十二",
    "chineseCountingThousand": "一 二 三 十 十一 十二",
    "chineseLegalSimplified": "壹 贰 叁 壹拾 壹拾壹 壹拾贰",
    "ideographDigital": "一 二 三 一〇 一一 一二",
    "ideographTraditional": "甲 乙 丙 癸 11 12",
    "ideographZodiac": "子 丑 寅 酉 戌 亥",
    "ideographEnclosedCircle": "㊀ ㊁ ㊂ ㊉ 11 12",
    "ideographLegalTraditional": "壹 貳 參 壹拾 壹拾壹 壹拾貳",
    "japaneseCounting": "一 二 三 十 十一 十二",
    "taiwaneseCounting": "一 二 三 十 十一 十二",
    "taiwaneseCountingThousand": "一 二 三 十 十一 十二",
    "taiwaneseDigital": "一 二 三 一○ 一一 一二",
    "lowerLetter": "a b c j k l",
    "upperLetter": "A B C J K L",
    "lowerRoman": "i ii iii x xi xii",
    "upperRoman": "I II III X XI XII",
    "ordinal": "1st 2nd 3rd 10th 11th 12th",
    "cardinalText": "One Two Three Ten Eleven Twelve",
    "ordinalText": "First Second Third Tenth Eleventh Twelfth",
}
LATE = {  # where the systems part
    ("chineseCounting", 21): "二十一",
    ("chineseCounting", 105): "一〇五",
    ("chineseCountingThousand", 105): "一百零五",
    ("chineseCountingThousand", 110): "一百一十",
    ("chineseCountingThousand", 1005): "一千零五",
    ("chineseCountingThousand", 20_013): "二万零一十三",
    ("chineseLegalSimplified", 20): "贰拾",
    ("japaneseCounting", 111): "百十一",
    ("decimalEnclosedCircle", 20): "⑳",
    ("decimalEnclosedCircle", 21): "21",
    ("lowerLetter", 27): "aa",
    ("lowerLetter", 54): "bbb",
    ("upperRoman", 49): "XLIX",
    ("ideographZodiacTraditional", 60): "癸亥",
    ("ordinal", 22): "22nd",
    ("ordinalText", 21): "Twenty-first",
    ("ordinalText", 30): "Thirtieth",
    ("hex", 31): "1F",
    ("decimal", 0): "0",
    ("upperRoman", 0): "0",
}


def test_every_number_of_every_format_is_read_as_word_shows_it() -> None:
    """Each format in a list of its own that counts from 1 to 3 and, in a restarted copy, from 10 to 12."""
    file = Numbered()
    for key, (fmt, shown) in enumerate(SHOWN.items(), 1):
        file.abstract(key, level(0, fmt, "%1、"))
        file.list(key, key)
        file.list(key + 100, key, restart(0, 10))
        for at, number in enumerate(shown.split()):
            file.say(f"{number}、 ", in_list(key if at < 3 else key + 100))
    reading = file.read()
    assert reading.text.split("\n") == file.expected
    assert len(reading.automatic) == 6 * len(SHOWN) >= 50
    assert [reading.text[start:end] for start, end in reading.automatic] == [
        f"{number}、" for shown in SHOWN.values() for number in shown.split()
    ]
    assert reading.doubts == []


@pytest.mark.parametrize(("fmt", "number"), LATE)
def test_formats_part_at_large_numbers(fmt: str, number: int) -> None:
    assert written(number, fmt) == LATE[fmt, number]


@given(st.sampled_from(sorted(FORMATS)), st.integers(-(10**9), 10**9))
def test_any_number_is_written_and_short(fmt: str, number: int) -> None:
    shown = written(number, fmt)
    assert shown is not None and len(shown) < 1300


def test_ladder_of_one_list_counts_and_restarts() -> None:
    file = Numbered()
    ladder = [
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimal", "%4）"),
    ]
    ladder.append(("decimalEnclosedCircleChinese", "%5"))
    file.abstract(1, "".join(level(at, fmt, text) for at, (fmt, text) in enumerate(ladder)))
    file.list(1, 1)
    shown = "0一、 1（一） 2 1. 2 2. 3 1） 3 2） 4① 4② 2 3. 3 1） 1（二） 2 1. 0二、 1（一） 4① 2 2. 0三、"
    steps = [
        (0, "一、"),
        (1, "（一）"),
        (2, "1."),
        (2, "2."),
        (3, "1）"),
        (3, "2）"),
        (4, "①"),
        (4, "②"),
        (2, "3."),
        (3, "1）"),
    ]
    steps += [(1, "（二）"), (2, "1."), (0, "二、"), (1, "（一）"), (4, "①"), (2, "2."), (0, "三、")]
    assert len(shown.split()) >= len(steps) - 4
    for at, number in steps:
        file.say(f"{number} ", in_list(1, at))
    assert file.read().text.split("\n") == file.expected


def test_level_texts_with_several_numbers() -> None:
    file = Numbered()
    legal = "<w:isLgl/>"
    file.abstract(
        1,
        level(0, "chineseCountingThousand", "第%1章", suffix="space")
        + level(1, "decimal", "%1.%2", more=legal, suffix="nothing")
        + level(2, "decimalZero", "%1.%2.%3", more=legal)
        + level(3, "decimal", "%1-%4"),
    )
    file.list(1, 1)
    for at, number in (
        (0, "第一章 "),
        (1, "1.1"),
        (2, "1.1.01 "),
        (0, "第二章 "),
        (1, "2.1"),
        (1, "2.2"),
        (2, "2.2.01 "),
        (3, "二-1 "),
    ):
        file.say(number, in_list(1, at))
    assert file.read().text.split("\n") == file.expected


def test_lists_of_one_definition_count_on_and_overrides_start_anew_once() -> None:
    file = Numbered()
    file.abstract(1, level(0, "decimal", "%1.") + level(1, "decimal", "(%2)"))
    file.list(1, 1)
    file.list(2, 1)
    file.list(3, 1, restart(0) + restart(1, 5))
    other_look = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1:", start=4)}</w:lvlOverride>'
    file.list(4, 1, other_look)
    steps = [
        (1, 0, "1."),
        (2, 0, "2."),
        (1, 0, "3."),
        (3, 0, "1."),
        (3, 1, "(5)"),
        (3, 1, "(6)"),
        (3, 0, "2."),
        (3, 1, "(5)"),
    ]
    steps += [(1, 0, "3."), (3, 0, "4."), (4, 0, "V:")]
    for key, at, number in steps:
        file.say(f"{number} ", in_list(key, at))
    assert file.read().text.split("\n") == file.expected


def test_level_restart_rules() -> None:
    file = Numbered()
    never, after_first = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'
    file.abstract(
        1,
        level(0, "decimal", "%1.")
        + level(1, "decimal", "(%2)", more=never)
        + level(2, "decimal", "%3)", more=after_first),
    )
    file.list(1, 1)
    for at, number in (
        (0, "1."),
        (1, "(1)"),
        (2, "1)"),
        (1, "(2)"),
        (2, "2)"),
        (0, "2."),
        (1, "(3)"),
        (2, "1)"),
    ):
        file.say(f"{number} ", in_list(1, at))
    assert file.read().text.split("\n") == file.expected


def test_numbers_borne_by_styles() -> None:
    """Through a style, one based on it, levels linked to styles; numId 0 switches numbering off."""
    file = Numbered()
    file.abstract(
        1,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="Yi"/>')
        + level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="Er"/>')
        + level(2, "decimal", "%3."),
    )
    file.list(1, 1)
    file.style("Yi", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    file.style("Er", '<w:numPr><w:ilvl w:val="7"/><w:numId w:val="1"/></w:numPr>')
    file.style("ErBold", "", based_on="Er")
    file.style("Quiet", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="Er")
    file.style("San", '<w:numPr><w:ilvl w:val="2"/></w:numPr>', based_on="Yi")
    for style, number in (
        ("Yi", "一、"),
        ("Er", "（一）"),
        ("ErBold", "（二）"),
        ("Quiet", ""),
        ("San", "1."),
        ("Yi", "二、"),
    ):
        file.say(f"{number} " if number else "", f'<w:pStyle w:val="{style}"/>')
    file.say("", f'<w:pStyle w:val="Er"/>{in_list(0)}')
    file.say("1. ", '<w:pStyle w:val="Yi"/><w:numPr><w:ilvl w:val="2"/></w:numPr>')
    file.say(
        "（二） ", f'<w:pStyle w:val="Er"/>{in_list(1, None)}'
    )  # the level passed over before counts as one
    assert file.read().text.split("\n") == file.expected


def test_numbers_through_a_numbering_style() -> None:
    file = Numbered()
    file.abstract(1, level(0, "decimalEnclosedCircle", "%1"), '<w:styleLink w:val="Rings"/>')
    file.abstract(2, "", '<w:numStyleLink w:val="Rings"/>')
    file.abstract(3, "", '<w:numStyleLink w:val="Nowhere"/>')
    for key in (1, 2, 3):
        file.list(key, key)
    file.style("Rings", in_list(1, None), kind="numbering")
    for key, number in ((1, "① "), (2, "② "), (3, "")):
        file.say(number, in_list(key))
    assert file.read().text.split("\n") == file.expected


def test_bullets_write_nothing_and_unknown_formats_are_doubted() -> None:
    file = Numbered()
    file.abstract(1, level(0, "bullet", "•") + level(1, "none", "附注："))
    file.abstract(2, level(0, "hindiVowels", "%1."))
    file.abstract(
        3, level(0, "custom", "%1.").replace('w:val="custom"', 'w:val="custom" w:format="001, 002, 003, ..."')
    )
    file.abstract(4, level(0, "decimal", "%1.", start=None, more="<w:rPr><w:vanish/></w:rPr>"))
    for key in (1, 2, 3, 4):
        file.list(key, key)
    for properties, number in (
        (in_list(1), ""),
        (in_list(1, 1), "附注： "),
        (in_list(2), "1. "),
        (in_list(3), "001. "),
        (in_list(4), ""),
        (in_list(77), ""),
        (in_list(1, 5), ""),
    ):
        file.say(number, properties)
    reading = file.read()
    assert reading.text.split("\n") == file.expected
    assert [(doubt.code, "hindiVowels" in doubt.message) for doubt in reading.doubts] == [
        ("unknown-number-format", True)
    ]


def test_empty_numbered_paragraphs_show_their_number_and_typed_markers_are_not_automatic() -> None:
    file = Numbered()
    file.abstract(1, level(0, "decimal", "%1."))
    file.list(1, 1)
    file.say("1. ", in_list(1))
    file.say("2. ", in_list(1), text="")
    file.say("", "", text="3.键入的编号")
    file.say("3. ", in_list(1))
    reading = file.read()
    assert reading.text.split("\n") == file.expected
    assert [reading.text[start:end] for start, end in reading.automatic] == ["1.", "2.", "3."]


# --------------------------------------------------------------------------- the words


def lines(xml: str) -> list[str]:
    return read_docx(with_body(xml)).text.split("\n")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


VISIBLE = {
    "runs are joined": (p(inside=run("5") + run("月3日")), ["5月3日"]),
    "empty paragraphs are no lines": (p("甲") + p() + p("　") + p("乙"), ["甲", "乙"]),
    "tabs and breaks": (
        p(inside="<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"),
        ["甲\t乙", "丙"],
    ),
    "no-break hyphen": (p(inside="<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>"), ["A-1"]),
    "line ends inside a text": (p(inside="<w:r><w:t>甲\n乙</w:t></w:r>"), ["甲 乙"]),
    "unpreserved blanks": (p(inside="<w:r><w:t> 甲 </w:t></w:r>"), ["甲"]),
    "hidden run": (p("甲", run("密", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>')), ["甲乙"]),
    "hidden paragraph": (
        p("甲") + p(inside=run("密", "<w:vanish/>"), properties="<w:rPr><w:vanish/></w:rPr>") + p("乙"),
        ["甲", "乙"],
    ),
    "style separator": (p("标题。", properties="<w:rPr><w:vanish/></w:rPr>") + p("正文。"), ["标题。正文。"]),
    "insertion and deletion": (
        p("甲", f"<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"),
        ["甲乙"],
    ),
    "moved text": (
        p(inside=f"<w:moveFrom>{run('甲')}</w:moveFrom>") + p(inside=f"<w:moveTo>{run('甲')}</w:moveTo>"),
        ["甲"],
    ),
    "deleted paragraph end": (p("甲", properties='<w:rPr><w:del w:id="1"/></w:rPr>') + p("乙"), ["甲乙"]),
    "hyperlink": (p("见", f"<w:hyperlink>{run('附件')}</w:hyperlink>"), ["见附件"]),
    "simple field": (p("共", f'<w:fldSimple w:instr="NUMPAGES">{run("9")}</w:fldSimple>'), ["共9"]),
    "complex field": (
        p(inside=mark("begin") + code("DATE") + mark("separate") + run("2024年") + mark("end") + run("起")),
        ["2024年起"],
    ),
    "nested field": (
        p(inside=mark("begin") + code("IF ") + mark("begin") + code("PAGE") + mark("separate") + run("3")
          + mark("end") + mark("separate") + run("甲") + mark("end")),
        ["甲"],
    ),
    "unclosed field": (p("甲", mark("begin") + code("DATE")) + p("乙"), ["甲", "乙"]),
    "enclosed number": (p(inside=mark("begin") + code("eq \\o\\ac(○,3)") + mark("end") + run("乙")), ["③乙"]),
    "content controls": (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
        + p("乙", f"<w:sdt><w:sdtContent>{run('丙')}</w:sdtContent></w:sdt>"),
        ["甲", "乙丙"],
    ),
    "smart tag and math": (
        p(inside=f"<w:smartTag>{run('甲')}</w:smartTag><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
        ["甲x"],
    ),
    "ruby": (
        p(inside=f"<w:r><w:ruby><w:rt>{run('jiǎ')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>"),
        ["甲"],
    ),
    "symbols": (
        p("甲", '<w:r><w:sym w:font="Wingdings" w:char="F082"/><w:sym w:char="2460"/><w:sym/></w:r>'),
        ["甲②①"],
    ),
    "text box once": (
        p("甲", "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
          f"{p('框')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
          f"{p('框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{run('乙')}"),
        ["甲乙", "框"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", VISIBLE)
def test_what_word_shows_is_read_once(what: str) -> None:
    xml, expected = VISIBLE[what]
    assert lines(xml) == expected


def test_styles_hide_text_and_runs_may_show_it_again() -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    secret = document.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    secret.font.hidden = True
    note = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.font.hidden = True
    below = document.styles.add_style("Below", WD_STYLE_TYPE.PARAGRAPH)
    below.base_style = note
    shown = document.add_paragraph("甲")
    shown.add_run("密", style="Secret")
    shown.add_run("乙")
    document.add_paragraph("密", style="Note")
    document.add_paragraph("密", style="Below").add_run("丙").font.hidden = False
    assert read_docx(saved(document)).text.split("\n") == ["甲乙", "丙"]


@pytest.mark.parametrize(
    "inside", ["<w:r>" + mark("begin") * 60_000 + "</w:r>", mark("begin") + code("DATE ") * 30_000]
)
def test_runaway_fields_cost_no_more_than_others(inside: str) -> None:
    """Sixty thousand fields that open and never close: linear, else this test takes minutes."""
    assert lines(p("甲", inside) + p("乙")) == ["甲", "乙"]


def test_tables_stand_in_order_and_merged_cells_are_written_once() -> None:
    document = Document()
    document.add_paragraph("前")
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "并列"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "并行"
    table.cell(1, 1).text = "一\n二"
    table.cell(1, 1).add_paragraph("三")
    document.add_paragraph("后")
    reading = read_docx(saved(document))
    assert reading.text.split("\n") == ["前", "并列", "02", "10", "一", "二", "三", "并行", "20", "21", "后"]
    cells = [[reading.text[start:end] for start, end in row] for row in reading.tables[0]]
    assert cells == [["并列", "并列", "02"], ["10", "一\n二\n三", "并行"], ["20", "21", "并行"]]
    assert reading.tables[0][0][0] == reading.tables[0][0][1]


def test_nested_empty_and_deleted_cells() -> None:
    def cell(inside: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(p('内1'))}{cell(p('内2'))}</w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell(p('删'))}</w:tr>"
    outer = f"<w:tbl><w:tr>{cell(p('甲') + inner + p())}{cell(p())}</w:tr>{gone}</w:tbl>"
    frame = f"<w:tbl><w:tr>{cell(p('版式'))}</w:tr></w:tbl>"
    reading = read_docx(with_body(outer + frame + p("尾")))
    assert reading.text.split("\n") == ["甲", "内1", "内2", "版式", "尾"]
    shown = [[[reading.text[s:e] for s, e in row] for row in table] for table in reading.tables]
    assert shown == [[["甲\n内1\n内2", ""]], [["内1", "内2"]]]


def test_a_claimed_span_of_millions_of_columns_stays_small() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>'
    reading = read_docx(
        with_body(f"<w:tbl><w:tr><w:tc>{wide}{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>")
    )
    assert reading.text == "甲\n乙" and len(reading.tables[0][0]) < 100


def test_contents_and_notes_are_furniture() -> None:
    contents = (
        p(inside=mark("begin") + code('TOC \\o "1-3"') + mark("separate") + run("一、目录项 1"))
        + p("二、目录项 2")
        + p(inside=mark("end"))
    )
    separator = f'<w:footnote w:type="separator">{p("线")}</w:footnote>'
    notes = f"<w:footnotes {W}>{separator}<w:footnote>{p('脚注')}</w:footnote></w:footnotes>"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="/word/footnotes.xml"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
        '<Relationship Id="r2" Target="http://example.org/styles.xml" TargetMode="External"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
    )
    data = with_parts(
        with_body(contents + p("一、正文")),
        {"word/_rels/document.xml.rels": rels.encode(), "word/footnotes.xml": notes.encode()},
    )
    reading = read_docx(data)
    assert reading.text.split("\n") == ["一、目录项 1", "二、目录项 2", "一、正文", "脚注"]
    assert [reading.text[s:e] for s, e in reading.furniture] == ["一、目录项 1", "二、目录项 2", "脚注"]


def test_header_and_footer_stay_out() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_paragraph("正文")
    assert read_docx(saved(document)).text == "正文"


def test_title_of_the_properties_counts_where_the_text_has_it() -> None:
    document = Document()
    document.add_paragraph("中共某某县水利局党组关于巡察整改进展情况的通报")
    document.core_properties.title = "关于巡察整改进展情况的通报"
    reading = read_docx(saved(document))
    assert (reading.page.title, reading.page.published) == ("关于巡察整改进展情况的通报", None)
    assert (reading.media_type, reading.encoding, reading.replaced) == (MEDIA_TYPE, None, 0)
    document.core_properties.title = "Word 模板（请勿删除）"
    assert read_docx(saved(document)).page.title is None


# --------------------------------------------------------------------------- variants and refusals


def test_macro_files_strict_names_utf16_and_other_part_names_are_read() -> None:
    data = with_body(p("甲乙"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml").decode()
        body = package.read(DOCUMENT).decode()
        rels = package.read("_rels/.rels").decode()
    macro = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    strict = body.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    renamed = {
        "_rels/.rels": rels.replace(DOCUMENT, "word/document2.xml").encode(),
        "word/document2.xml": body.encode(),
        DOCUMENT: None,
    }
    for parts in (
        {"[Content_Types].xml": macro.encode()},
        {DOCUMENT: strict.encode()},
        {DOCUMENT: f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode("utf-16")},
        {DOCUMENT: f'<?xml version="1.0" encoding="gb2312"?>{body}'.encode("gb18030")},
        renamed,
        {"_rels/.rels": None, "word/styles.xml": None},
        {DOCUMENT: None, "word\\document.xml": body.encode()},
    ):
        assert read_docx(with_parts(data, parts)).text == "甲乙"


def plain_zip(names: Iterable[str], content: bytes = b"<a/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, content)
    return out.getvalue()


def entity_bomb(encoding: str = "utf-8") -> bytes:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [{entities}]>' + BODY.format(p("&i;"))
    return text.encode(encoding)


def lying(data: bytes, name: str, size: int) -> bytes:
    """The package with the declared size of one part changed in the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        true = package.getinfo(name).file_size
    old, new = true.to_bytes(4, "little"), size.to_bytes(4, "little")
    at = data.rindex(name.encode())  # in the central directory the sizes stand 22 bytes before the name
    assert data[at - 22 : at - 18] == old
    return data[: at - 22] + new + data[at - 18 :]


BOMB = BODY.format(p("零" * 30_000_000)).encode()


def refusals() -> dict[str, tuple[bytes, str]]:
    sound = with_body(p("甲" * 500))
    bomb = with_parts(sound, {DOCUMENT: BOMB})
    encrypted = bytearray(sound)
    with zipfile.ZipFile(io.BytesIO(sound)) as package:
        place = sound.index(b"PK\x01\x02")
        while sound[place + 46 : place + 46 + len(DOCUMENT)] != DOCUMENT.encode():
            place = sound.index(b"PK\x01\x02", place + 1)
        assert DOCUMENT in package.namelist()
    encrypted[place + 8] |= 1
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    return {
        "encrypted by Office": (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        "old Word file": (ole, "old Office file"),
        "encrypted ZIP": (bytes(encrypted), "encrypted"),
        "empty": (b"", "broken ZIP"),
        "not a ZIP": (b"PK\x03\x04 and no more", "broken ZIP"),
        "cut short": (sound[: len(sound) // 2], "broken ZIP"),
        "Excel": (plain_zip(["xl/workbook.xml"]), "Excel"),
        "PowerPoint": (plain_zip(["ppt/presentation.xml"]), "PowerPoint"),
        "OFD": (plain_zip(["OFD.xml"]), "OFD"),
        "OpenDocument": (plain_zip(["content.xml"]), "OpenDocument"),
        "photographs": (plain_zip(["1.jpg"]), "a ZIP archive, not a Word document"),
        "broken XML": (with_parts(sound, {DOCUMENT: b"<w:document><w:body>"}), "well-formed"),
        "not a document": (with_parts(sound, {DOCUMENT: b"<a/>"}), "document"),
        "wrong encoding": (with_parts(sound, {DOCUMENT: BODY.format(p("甲")).encode("gb18030")}), "utf-8"),
        "odd encoding": (
            with_parts(sound, {DOCUMENT: b'<?xml version="1.0" encoding="UTF-7"?><a/>'}),
            "utf-7",
        ),
        "zip bomb": (bomb, "zip bomb"),
        "zip bomb that lies": (lying(bomb, DOCUMENT, 1000), "damaged"),
        "many entries": (plain_zip((str(n) for n in range(MAX_ENTRIES + 1)), b""), "zip bomb"),
        "many elements": (
            with_parts(sound, {DOCUMENT: BODY.format("<w:p/>" * (MAX_TAGS + 1)).encode()}),
            "bomb|elements",
        ),
        "entities": (with_parts(sound, {DOCUMENT: entity_bomb()}), "entities"),
        "entities in UTF-16": (with_parts(sound, {DOCUMENT: entity_bomb("utf-16")}), "entities"),
        "entities in the styles": (with_parts(sound, {"word/styles.xml": entity_bomb()}), "entities"),
        "entities in relationships": (with_parts(sound, {"_rels/.rels": entity_bomb()}), "entities"),
        "entities in properties": (with_parts(sound, {"docProps/core.xml": entity_bomb()}), "entities"),
        "deep nesting": (with_body("<w:sdt>" * 5000 + p("甲") + "</w:sdt>" * 5000), "well-formed"),
    }


REFUSALS = refusals()


@pytest.mark.parametrize("what", REFUSALS)
def test_refused_with_the_cause(what: str) -> None:
    data, cause = REFUSALS[what]
    with pytest.raises(RefusedError, match=cause):
        read_docx(data)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    import tracemalloc

    tracemalloc.start()
    try:
        for what in ("zip bomb", "zip bomb that lies", "entities"):
            with pytest.raises(RefusedError):
                read_docx(REFUSALS[what][0])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(BOMB) / 2


def test_an_embedded_document_is_doubted() -> None:
    reading = read_docx(with_body(p("甲") + "<w:altChunk/>"))
    assert reading.text == "甲" and [doubt.code for doubt in reading.doubts] == ["embedded-document"]


# --------------------------------------------------------------------------- laws

LADDER = Numbered()
LADDER.abstract(1, level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2"))
LADDER.list(1, 1)
for _at in (0, 1, 1, 0):
    LADDER.say("", in_list(1, _at))
LADDER.document.add_table(2, 2).cell(0, 0).merge(LADDER.document.tables[0].cell(1, 0)).text = "格"
SOUND = saved(LADDER.document)


def only_refusals(data: bytes) -> None:
    try:
        reading = read_docx(data)
    except RefusedError as error:
        assert str(error)
        return
    for start, end in [
        *reading.automatic,
        *reading.furniture,
        *(s for t in reading.tables for row in t for s in row),
    ]:
        assert 0 <= start <= end <= len(reading.text)


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_arbitrary_bytes_are_only_ever_refused(tail: bytes, head: bytes) -> None:
    only_refusals(head + tail)


@settings(deadline=None)
@given(
    st.integers(0, len(SOUND)),
    st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=8),
)
def test_damaged_files_are_read_or_refused(cut: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(SOUND)
    for place, byte in changes:
        damaged[place] = byte
    only_refusals(bytes(damaged))
    only_refusals(bytes(damaged[:cut]))


@settings(deadline=None)
@given(st.sampled_from(["word/numbering.xml", DOCUMENT, "word/styles.xml"]), st.data())
def test_damaged_parts_are_read_or_refused(name: str, data: st.DataObject) -> None:
    """Values inside well-packed parts go wrong: figures where words stood, words where figures stood."""
    with zipfile.ZipFile(io.BytesIO(SOUND)) as package:
        part = package.read(name).decode()
    quoted = part.split('"')
    for place in data.draw(st.lists(st.integers(2, len(quoted) // 2 - 1), max_size=6)):
        quoted[2 * place + 1] = data.draw(
            st.sampled_from(["", "-1", "0", "1", "9", "99999999999", "x", "%1", "decimal"])
        )
    only_refusals(with_parts(SOUND, {name: '"'.join(quoted).encode()}))


# --------------------------------------------------------------------------- a second opinion


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_shows_the_same_numbers(tmp_path: Path) -> None:
    """For the formats LibreOffice knows, and a ladder that restarts, its text export has the same lines."""
    file = Numbered()
    known = "decimal decimalZero decimalEnclosedCircle chineseCounting chineseCountingThousand"
    known += " chineseLegalSimplified taiwaneseCountingThousand ideographTraditional lowerLetter upperRoman"
    for key, fmt in enumerate(known.split(), 1):
        file.abstract(
            key, level(0, fmt, "%1、", suffix="space") + level(1, "decimal", "%1.%2", suffix="space")
        )
        file.list(key, key)
        file.list(key + 50, key, restart(0))
        for list_id, at in ((key, 0), (key, 1), (key, 1), (key, 0), (key, 1), (key + 50, 0), (key + 50, 1)):
            file.say("", in_list(list_id, at))
    source = tmp_path / "numbers.docx"
    source.write_bytes(saved(file.document))
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "txt:Text (encoded):UTF8",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180
    )
    shown = (tmp_path / "numbers.txt").read_text(encoding="utf-8-sig").splitlines()
    assert file.read().text.split("\n") == [line.lstrip() for line in shown]  # it shows the indent, too
