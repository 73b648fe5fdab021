"""The PDF reader: printed lines back to paragraphs, marks where they are printed, furniture aside."""

from __future__ import annotations

import base64
import io
import logging
import random
import sys
import zlib
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from noticeparse.read import pdf
from noticeparse.read.pdf import read_pdf
from noticeparse.read.reading import RefusedError

pytest.importorskip("pdfplumber", reason="the extra [pdf] is not installed")
pytest.importorskip("reportlab", reason="reportlab, which makes the test files, is not installed")

FONT = "STSong-Light"
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT = 80, 515
CLOSERS = "，。、；：”）》"
TITLE = "中共某某县水利局党组关于十二届县委第四轮巡察整改进展情况的通报"


# --------------------------------------------------------------------------- building files


def canvas(buffer: io.BytesIO, **options: Any) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)


def width(text: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, FONT, size))


def units(text: str) -> list[str]:
    """What a line break may not divide: figures, Latin words, a character with its closing marks."""
    out: list[str] = []
    for char in text:
        glued = out and (
            (char.isascii() and out[-1][-1].isascii()) or char in CLOSERS or out[-1][-1] in "“（《"
        )
        if glued:
            out[-1] += char
        else:
            out.append(char)
    return out


class Press:
    """Sets lines as a word processor does, and prints page numbers and a running head."""

    def __init__(
        self, *, size: float = 16, indent: float = 2, hanging: float = 0, gap: float = 0, **more: Any
    ) -> None:
        self.size, self.indent, self.hanging, self.gap = size, indent, hanging, gap
        self.pitch = size * 1.75
        self.head: str = more.pop("head", "")
        self.foot: str = more.pop("foot", "— {} —")
        self.justified: bool = more.pop("justified", False)
        self.scrambled: bool = more.pop("scrambled", False)
        self.buffer = io.BytesIO()
        self.canvas = canvas(self.buffer, **more)
        self.page = 0
        self._new_page()

    def _new_page(self) -> None:
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - 110.0
        self.canvas.setFont(FONT, 11)
        if self.head:
            self.canvas.drawString(LEFT, HEIGHT - 50, self.head)
        if self.foot:
            self.canvas.drawCentredString(WIDTH / 2, 45, self.foot.format(self.page))

    def _print(self, text: str, x: float, size: float, stretch: float = 0.0) -> None:
        if self.y < 110:
            self._new_page()
        self.canvas.setFont(FONT, size)
        if stretch or self.scrambled:
            places = []
            for char in text:
                places.append((x, char))
                x += width(char, size) + stretch
            if self.scrambled:  # quotation marks last, as some programs write them
                places.sort(key=lambda place: place[1] in "“”")
            for at, char in places:
                self.canvas.drawString(at, self.y, char)
        else:
            self.canvas.drawString(x, self.y, text)

    def title(self, text: str, size: float = 22) -> None:
        for start in range(0, len(text), 18):
            line = text[start : start + 18]
            self._print(line, (LEFT + RIGHT) / 2 - width(line, size) / 2, size)
            self.y -= size * 1.5

    def paragraph(self, text: str) -> None:
        lines: list[tuple[str, float]] = []
        line, x = "", LEFT + self.indent * self.size
        for unit in units(text):
            if line and x + width(line + unit, self.size) > RIGHT:
                lines.append((line, x))
                line, x = "", LEFT + self.hanging * self.size
            line += unit
        lines.append((line, x))
        for at, (line, x) in enumerate(lines):
            room = RIGHT - x - width(line, self.size)
            last = at == len(lines) - 1
            stretch = room / (len(line) - 1) if self.justified and not last and len(line) > 1 else 0.0
            self._print(line, x, self.size, stretch)
            self.y -= self.pitch
        self.y -= self.gap * self.pitch

    def right(self, text: str) -> None:
        self._print(text, RIGHT - 2 * self.size - width(text, self.size), self.size)
        self.y -= self.pitch

    def done(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def notice_lines(count: int, seed: int = 7) -> list[str]:
    """Invented paragraphs: headings, items with quoted issues, figures and brackets, of all lengths."""
    chance = random.Random(seed)
    digits = "一二三四五六七八九十"
    objects = ["河道清淤", "灌区改造", "水费收缴", "大坝监测", "取水许可", "防汛值守", "工程验收", "档案管理"]
    verbs = ["制定", "修订", "排查", "整改", "完善", "督促", "通报", "复核", "清退"]
    lines: list[str] = []
    while len(lines) < count:
        number = digits[len(lines) % 10]
        thing, verb = chance.choice(objects), chance.choice(verbs)
        kind = chance.randrange(5)
        if kind == 0:
            lines.append(f"（{number}）关于“{thing}责任落实不到位，存在‘重建轻管’现象”的问题")
            continue
        start = [
            "",
            f"{number}是",
            f"{chance.randint(1, 9)}.关于“{thing}{verb}不及时”的问题。",
            f"{number}是加强{thing}。",
        ][kind - 1]
        clauses = [
            f"{chance.choice(verbs)}《{chance.choice(objects)}办法（试行）》{chance.randint(2, 40)}份"
            if chance.random() < 0.4
            else f"对{chance.choice(objects)}“回头看”{chance.randint(1, 9)}次，完成{chance.randint(60, 100)}%"
            for _ in range(chance.randint(1, 9))
        ]
        lines.append(
            f"{start}2024年{chance.randint(1, 12)}月{chance.randint(1, 28)}日起，{'；'.join(clauses)}。"
        )
    return lines


NOTICE = notice_lines(165)


def printed(lines: list[str], **how: Any) -> bytes:
    press = Press(**how)
    press.title(TITLE)
    for line in lines:
        press.paragraph(line)
    return press.done()


# --------------------------------------------------------------------------- paragraphs


@pytest.mark.parametrize(
    ("how", "least"),
    [
        ({}, 165),
        ({"justified": True}, 165),
        ({"size": 12.0}, 165),
        ({"scrambled": True, "justified": True}, 165),
        ({"indent": 0.0, "gap": 0.5}, 165),
        ({"indent": 0.0, "hanging": 2.0, "gap": 0.3}, 165),
        ({"indent": 2.0, "hanging": 3.5}, 165),
        ({"indent": 0.0}, 160),  # neither indent nor gap: a full last line does not show that it is the last
        ({"head": "某某县水利局文件", "foot": "第 {} 页"}, 165),
    ],
    ids=[
        "indented",
        "justified",
        "small",
        "scrambled stream",
        "gaps",
        "hanging, gaps",
        "hanging",
        "flush",
        "running head",
    ],
)
def test_165_lines_come_back(how: dict[str, Any], least: int) -> None:
    reading = read_pdf(printed(NOTICE, **how))
    lines = reading.text.split("\n")
    assert lines[0] == TITLE
    intact = [line for line in NOTICE if line in lines]
    assert len(intact) >= least, [line for line in NOTICE if line not in lines][:3]
    head = how.get("head")
    assert [reading.text[start:end] for start, end in reading.furniture] == ([head] if head else [])
    assert len(lines) == len(NOTICE) + 1 + bool(head) or least < 165


@pytest.mark.parametrize(
    "foot", ["— {} —", "-{}-", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "－ {} －", "·{}·", "Page {} of 9"]
)
def test_page_numbers_are_left_out(foot: str) -> None:
    assert read_pdf(printed(NOTICE[:40], foot=foot)).text.split("\n") == [TITLE, *NOTICE[:40]]


def test_a_number_alone_in_the_body_stays() -> None:
    assert "2024" in read_pdf(printed([*NOTICE[:3], "2024", *NOTICE[3:6]])).text.split("\n")


def test_signature_and_annex_lines_stand_alone() -> None:
    press = Press()
    press.paragraph(NOTICE[0])
    press.paragraph("特此通报。")
    press.right("中共某某县水利局党组")
    press.right("2025年3月6日")
    press.indent = 0
    press.paragraph("附件：整改台账")
    expected = [NOTICE[0], "特此通报。", "中共某某县水利局党组", "2025年3月6日", "附件：整改台账"]
    assert read_pdf(press.done()).text.split("\n") == expected


def test_blanks_shadows_and_slanted_text() -> None:
    buffer = io.BytesIO()
    page = canvas(buffer)
    page.setFont(FONT, 16)
    page.drawString(100, 700, "联系电话")
    page.drawString(260, 700, "Water Bureau")
    for shift in (0, 0.4):  # printed twice to look bold
        page.drawString(100 + shift, 660, "一、总体情况")
    page.saveState()
    page.translate(300, 400)
    page.rotate(45)
    page.drawString(0, 0, "仅供内部使用")
    page.restoreState()
    page.save()
    assert read_pdf(buffer.getvalue()).text.split("\n") == ["联系电话 Water Bureau", "一、总体情况"]


def test_title_of_the_information_counts_where_the_text_has_it() -> None:
    for stated, shown in ((TITLE, TITLE), ("Microsoft Word - 新建文档", None)):
        buffer = io.BytesIO()
        page = canvas(buffer)
        page.setTitle(stated)
        page.setFont(FONT, 12)
        page.drawString(60, 700, TITLE)
        page.save()
        reading = read_pdf(buffer.getvalue())
        assert (reading.page.title, reading.media_type, reading.encoding) == (shown, "application/pdf", None)


# --------------------------------------------------------------------------- tables

LEDGER = (  # x0, top, x1, bottom in the grid lines below, and the lines of the cell
    (0, 0, 1, 1, ["序号"]),
    (1, 0, 2, 1, ["反馈问题"]),
    (2, 0, 3, 1, ["整改措施"]),
    (0, 1, 1, 2, ["1"]),
    (1, 1, 2, 3, ["河道清淤责任不落", "实，存在“重建轻管”", "现象。"]),
    (2, 1, 3, 2, ["1.制定清淤计划。", "2.排查河道12条，清", "理淤泥。"]),
    (0, 2, 1, 3, ["2"]),
    (2, 2, 3, 3, []),
)


def with_ledger(cells: Any, *, rules: bool = True) -> bytes:
    """A paragraph, a ruled table whose cells may span rows and columns, and a paragraph."""
    press = Press()
    press.paragraph("整改情况见下表。")
    xs, ys = (80, 140, 320, 515), (690, 650, 560, 500)
    page = press.canvas
    for x0, top, x1, bottom, lines in cells:
        if rules:
            page.rect(xs[x0], ys[bottom], xs[x1] - xs[x0], ys[top] - ys[bottom])
        for at, line in enumerate(lines):
            press.y = ys[top] - 20 - at * 20
            press._print(line, xs[x0] + 6, 14)
    press.y = 460
    press.paragraph("特此通报。")
    return press.done()


def test_cells_of_a_ruled_table_are_read_one_by_one() -> None:
    reading = read_pdf(with_ledger(LEDGER))
    issue = "河道清淤责任不落实，存在“重建轻管”现象。"
    measures = ["1.制定清淤计划。", "2.排查河道12条，清理淤泥。"]
    lines = ["整改情况见下表。", "序号", "反馈问题", "整改措施", "1", issue, *measures, "2", "特此通报。"]
    assert reading.text.split("\n") == lines
    assert [[[reading.text[s:e] for s, e in row] for row in table] for table in reading.tables] == [
        [["序号", "反馈问题", "整改措施"], ["1", issue, "\n".join(measures)], ["2", issue, ""]]
    ]
    assert reading.tables[0][1][1] == reading.tables[0][2][1]


@pytest.mark.parametrize("cells", [[(0, 0, 3, 3, ["一、总体情况", "正文"])], []], ids=["frame", "nothing"])
def test_frames_are_no_tables(cells: Any) -> None:
    reading = read_pdf(with_ledger(cells))
    assert reading.tables == []
    assert reading.text.split("\n") == ["整改情况见下表。", *(cells[0][4] if cells else []), "特此通报。"]


# --------------------------------------------------------------------------- fonts


def with_identity_font(codes: int, mapping: dict[int, str]) -> bytes:
    """A page that shows the glyphs 1 … `codes` of a font that maps the given ones to characters."""
    ranges = "".join(f"<{code:04x}> <{ord(char):04x}>\n" for code, char in mapping.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(mapping)} beginbfchar\n{ranges}endbfchar endcmap end end"
    ).encode()
    shown = "".join(f"{code:04x}" for code in range(1, codes + 1))
    content = f"BT /F1 16 Tf 80 700 Td <{shown}> Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
        b" /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor"
        b" << /Type /FontDescriptor /FontName /X /Ascent 800 /Descent -200 /FontBBox [0 0 1000 1000] >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode),
    ]
    return raw_pdf(objects)


def raw_pdf(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.5\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    glyphs = dict(enumerate("⼀、⽔利⻓效⻋", 1))
    assert read_pdf(with_identity_font(7, glyphs)).text == "一、水利长效车"


def test_characters_their_font_does_not_name_are_counted() -> None:
    reading = read_pdf(with_identity_font(8, dict(enumerate("一、总体情况", 1))))
    assert (reading.text, reading.replaced) == ("一、总体情况\ufffd\ufffd", 2)
    assert [doubt.code for doubt in reading.doubts] == ["unmapped-characters"]
    with pytest.raises(RefusedError, match="fonts"):
        read_pdf(with_identity_font(20, {1: "一"}))


# --------------------------------------------------------------------------- refusals


def scanned(caption: str = "") -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    buffer = io.BytesIO()
    page = canvas(buffer)
    for number in range(2):
        page.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)
        page.setFont(FONT, 11)
        if caption:
            page.drawString(290, 40, caption.format(number + 1))
        page.showPage()
    page.save()
    return buffer.getvalue()


def encrypted(password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    buffer = io.BytesIO()
    page = canvas(buffer, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
    page.drawString(80, 700, "Notice of 2025")
    page.save()
    return buffer.getvalue()


def bomb(megabytes: int, *, ascii_filter: bool = False) -> bytes:
    pack = zlib.compressobj(9)
    packed = b"".join(pack.compress(bytes(2**20)) for _ in range(megabytes)) + pack.flush()
    packed, name = (base64.a85encode(packed) + b"~>", b"/ASCII85Decode ") if ascii_filter else (packed, b"")
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            b"<< /Filter [%s/FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (name, len(packed), packed),
        ]
    )


def blank() -> bytes:
    buffer = io.BytesIO()
    page = canvas(buffer)
    page.showPage()
    page.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "not a PDF"),
        (b"PK\x03\x04", "not a PDF"),
        (b"%PDF-1.7 and no more", "damaged PDF"),
        (printed(NOTICE[:3])[:300], "damaged PDF"),
        (scanned(), "no text layer.*scanned"),
        (scanned("- {} -"), "no text layer.*scanned"),
        (blank(), "no text"),
        (encrypted("secret"), "encrypted"),
        (bomb(pdf.MAX_STREAM // 2**20 + 1), "zip bomb"),
        (bomb(pdf.MAX_STREAM // 2**20 + 1, ascii_filter=True), "zip bomb"),
        (raw_pdf([b"<< /Filter [/FlateDecode /FlateDecode] /Length 0 >>\nstream\n\nendstream"]), "zip bomb"),
    ],
    ids=[
        "empty",
        "ZIP",
        "head only",
        "cut",
        "scan",
        "scan with page numbers",
        "blank",
        "encrypted",
        "bomb",
        "bomb as ASCII",
        "packed twice",
    ],
)
def test_refused_with_the_cause(data: bytes, cause: str) -> None:
    with pytest.raises(RefusedError, match=cause):
        read_pdf(data)


def test_a_file_anyone_may_open_is_read() -> None:
    assert read_pdf(encrypted("")).text == "Notice of 2025"


def test_limits_on_pages_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed(NOTICE[:40])
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 500)
    with pytest.raises(RefusedError, match="characters"):
        read_pdf(data)
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(RefusedError, match="pages"):
        read_pdf(data)


def test_missing_pdfplumber_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(RefusedError, match=r"pip install noticeparse\[pdf\]"):
        read_pdf(printed(NOTICE[:1]))


def test_nothing_is_said_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    read_pdf(with_identity_font(6, dict(enumerate("一、总体情况", 1))))
    assert logging.getLogger("pdfminer").handlers
    assert capfd.readouterr() == ("", "")


# --------------------------------------------------------------------------- laws

SOUND = printed(NOTICE[:6])


def only_refusals(data: bytes) -> None:
    try:
        reading = read_pdf(data)
    except RefusedError as error:
        assert str(error)
        return
    assert all(0 <= start < end <= len(reading.text) for start, end in reading.furniture)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_only_ever_refused(tail: bytes) -> None:
    only_refusals(tail)
    only_refusals(b"%PDF-1.4\n" + tail)


@settings(deadline=None, max_examples=50)
@given(
    st.integers(0, len(SOUND)),
    st.lists(st.tuples(st.integers(8, len(SOUND) - 1), st.integers(0, 255)), max_size=12),
)
def test_damaged_files_are_read_or_refused(cut: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(SOUND)
    for place, byte in changes:
        damaged[place] = byte
    only_refusals(bytes(damaged))
    only_refusals(bytes(damaged[:cut]))


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from([12.0, 14.0, 16.0]), st.booleans())
def test_paragraphs_of_any_indented_notice_come_back(seed: int, size: float, justified: bool) -> None:
    lines = notice_lines(20, seed)
    assert read_pdf(printed(lines, size=size, justified=justified)).text.split("\n") == [TITLE, *lines]
