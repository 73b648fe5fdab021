"""Reading bytes and text files: decoding, damage, mojibake, front matter, furniture lines, errors."""

from __future__ import annotations

import io
import os
import random
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from noticeparse.errors import UnreadableError
from noticeparse.read import read, read_html, read_text
from noticeparse.read.characters import script_of
from noticeparse.read.encoding import decode
from noticeparse.read.furniture import Furniture, kinds, kinds_of_lines, published_in, publisher_in
from noticeparse.read.mojibake import mojibake
from noticeparse.read.reading import RefusedError
from tests.pages import TITLE, notice_lines

NOTICE = "\n".join([TITLE, *notice_lines(60)])
RARE = "水务局副局长镕喆、工程师䶮喆核查厂房36㎡，问题已整改。"
TRADITIONAL = (
    "根據縣委統一部署，縣委第二巡察組對水務局黨組開展了常規巡察，並反饋了意見。現將整改進展情況予以公布。\n"
    "一、整改工作組織情況\n（一）提高站位。局黨組召開專題會議12次，對照清單逐項核對，發現的問題已全部辦結。\n"
)
CHINESE = st.text(
    st.sampled_from(
        list("县委第二巡察组对水务局党组开展了常规，。、；：“”（）一二三2023年5月16日\n 关于的问题已整改完成")
    ),
    min_size=40,
    max_size=300,
)


# ------------------------------------------------------------------ decoding


@pytest.mark.parametrize("declared", [None, "gb2312", "utf-8", "iso-8859-1", "big5", "no-such-label"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_notice_in_any_encoding_under_any_label(codec: str, declared: str | None) -> None:
    text = NOTICE + RARE
    decoded = decode(text.encode(codec), declared)
    assert decoded.text == text
    assert decoded.replaced == 0


@pytest.mark.parametrize("declared", [None, "gb2312", "utf-8", "big5"])
def test_big5_is_told_from_gb18030(declared: str | None) -> None:
    decoded = decode(TRADITIONAL.encode("big5"), declared)
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")
    assert decode(NOTICE.encode("gb18030"), declared).encoding == "gb18030"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("联通".encode("gbk"), "gb18030"),  # also valid UTF-8, as two letters
        ("山上有3户，已整改".encode("gbk"), "gb18030"),
        ("café".encode(), "utf-8"),
        (b"plain ascii", "utf-8"),
        ("plain ascii".encode("utf-16-le"), "utf-16-le"),
        ("整改".encode(), "utf-8"),
        ("巡察整改情况通报".encode("gb18030"), "gb18030"),
    ],
)
def test_encoding_of_short_texts(data: bytes, encoding: str) -> None:
    assert decode(data, "gb2312" if encoding == "gb18030" else None).encoding == encoding


@settings(max_examples=40, deadline=None)
@given(CHINESE)
def test_decoding_undoes_encoding(text: str) -> None:
    for codec in ("utf-8", "gb18030", "utf-16"):
        assert decode(text.encode(codec)).text == text
        assert decode(text.encode(codec), "gb2312").text == text


def test_no_double_byte_character_becomes_private_use() -> None:
    # 1980s tables put these eighty characters, 䶮 among them, into the private-use area.
    pairs = bytes(byte for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1)) for byte in (0xFE, trail))
    read_back = decode(NOTICE.encode("gb18030") + pairs).text.removeprefix(NOTICE)
    assert len(read_back) == len(pairs) // 2
    assert "䶮" in read_back
    assert not any("\ue000" <= character <= "\uf8ff" for character in read_back)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("seed", range(40))
def test_one_broken_byte_costs_at_most_its_character(codec: str, seed: int) -> None:
    data = bytearray(NOTICE.encode(codec))
    at = random.Random(seed).choice([n for n, byte in enumerate(data) if byte >= 0x80])
    data[at] = 0xFF
    decoded = decode(bytes(data), "gb2312")
    assert decoded.replaced == 1
    before, after = decoded.text.split("\ufffd")
    assert NOTICE.startswith(before)
    assert NOTICE.endswith(after)
    assert len(before) + len(after) == len(NOTICE) - 1


@pytest.mark.parametrize("word", ["部署", "巡察组", "反馈"])
def test_a_lost_byte_does_not_shift_the_rest_of_its_line(word: str) -> None:
    text = NOTICE[len(TITLE) :]
    at = len(text[: text.index(word)].encode("gb18030"))
    data = text.encode("gb18030")
    decoded = decode(data[:at] + data[at + 1 :])
    assert decoded.text.replace("\ufffd", "") == text.replace(word[0], "", 1)


def test_damage_is_told() -> None:
    source = read(NOTICE.encode().replace("巡".encode(), b"\xe5\xff\xa1", 1), name="a.txt")
    assert source.replaced == source.text.count("\ufffd") == 1
    assert [doubt.code for doubt in source.doubts] == ["damaged-bytes"]
    printed = read("整改\ufffd完成，问题已办结。".encode(), name="a.txt")
    assert printed.replaced == 0


# ------------------------------------------------------------------ mojibake

_WRONG = ["latin-1", "cp1252", "gbk", "big5", "cp932", "cp949", "cp1251", "mac_roman"]


@pytest.mark.parametrize("wrong", _WRONG)
@pytest.mark.parametrize("right", ["utf-8", "gb18030", "big5"])
def test_mojibake_is_refused(right: str, wrong: str) -> None:
    if (right, wrong) == ("gb18030", "gbk") or right == wrong:
        pytest.skip("no wrong reading")
    text = TRADITIONAL if right == "big5" else NOTICE
    garbled = text.encode(right).decode(wrong, "replace")
    with pytest.raises(UnreadableError, match=r"^a\.txt: mojibake"):
        read(garbled.encode(), name="a.txt")


@pytest.mark.parametrize(
    "again", ["锟斤拷锟斤拷锟斤拷，锟斤拷锟斤拷", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd 2023"]
)
def test_lost_text_is_refused(again: str) -> None:
    with pytest.raises(UnreadableError, match="mojibake"):
        read(again.encode(), name="a.txt")


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        TRADITIONAL,
        NOTICE.replace("巡", "锟斤拷", 1),
        NOTICE.replace("巡", "\ufffd", 3),
        "喆䶮镕堃翀、犇骉彧、龘靐齉",
        "Ça va très bien, déjà vu à l'hôtel.",
        "ＰＭ２．５：３２μg／m³",
        "これは日本語の文章です。漢字とかな。",
        "",
    ],
)
def test_no_proper_text_is_called_mojibake(text: str) -> None:
    assert mojibake(text) is None


def test_script() -> None:
    assert script_of(NOTICE) == "simplified"
    assert script_of(TRADITIONAL) == "traditional"
    assert read(TRADITIONAL.encode("big5"), name="a.txt").script == "traditional"
    assert script_of("2023") == "simplified"


# ------------------------------------------------------------------ text files

FRONT = "---\ntitle: 禾苗大学->中共禾苗大学委员会关于整改的通报 | example.cn\n"
FRONT += "date: 2021-06-09 02:41:17\ntags: \n- 大学\n---\n"


def test_front_matter_is_furniture_and_fills_the_page() -> None:
    source = read((FRONT + NOTICE).encode(), name="a.md")
    assert source.text == FRONT + NOTICE
    assert source.media_type == "text/markdown"
    assert source.page.title == "禾苗大学->中共禾苗大学委员会关于整改的通报 | example.cn"
    assert source.page.published == "2021-06-09 02:41:17"
    assert source.furniture[0] == (0, len(FRONT) - 1)


@pytest.mark.parametrize(
    "text", ["---\n一条横线\n---\n正文。", "---\n没有结尾", "通报\n---\ntitle: x\n---\n"]
)
def test_rules_are_no_front_matter(text: str) -> None:
    source = read_text(text)
    assert source.page.title is None
    assert source.furniture == ()


def test_furniture_lines_of_a_scraped_page() -> None:
    head = [
        "首页 > 政务公开 > 巡察整改",
        TITLE,
        "发布日期: 2023-05-16 09:42      来源: 青禾县水务局",
        "字号:",
        "  • 扫一扫在手机打开当前页",
    ]
    tail = ["", "打印 关闭", "上一篇：无", "友情链接", "主办：青禾县人民政府", "某ICP备00000001号"]
    body = notice_lines(30)
    body[3] = body[3][:20] + "\n<!--more-->\n" + body[3][20:]
    source = read_text("\n".join([*head, *body, *tail]))
    assert [source.text[a:b] for a, b in source.furniture] == [
        head[0], *head[2:4], head[4].strip(), "<!--more-->", *tail[1:],
    ]  # fmt: skip
    assert source.page.published == "2023-05-16 09:42"
    assert source.page.publisher == "青禾县水务局"


def test_a_banner_is_not_the_date_of_publication() -> None:
    source = read_text("今天是 2024年8月9日 星期五\n" + NOTICE)
    assert source.page.published is None
    assert source.furniture[0] == (0, len("今天是 2024年8月9日 星期五"))


def test_a_more_mark_inside_a_line_is_furniture() -> None:
    source = read_text("学校党委高度重视<!--more-->巡视整改工作。")
    assert [source.text[a:b] for a, b in source.furniture] == ["<!--more-->"]


@pytest.mark.parametrize(
    "lines", [notice_lines(), notice_lines(80, seed=3), ["一、甲", "关闭", "2023年5月16日"]]
)
def test_no_line_of_a_notice_is_furniture(lines: list[str]) -> None:
    wrongly = [
        line for line, kind in zip(lines, kinds_of_lines(lines), strict=True) if kind and line != "关闭"
    ]
    assert wrongly == []


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_examples_of_furniture(kind: Furniture) -> None:
    assert kind.examples
    assert kind.counterexamples
    assert [line for line in kind.examples if not kind.matches(line)] == []
    assert [line for line in kind.counterexamples if kind.matches(line)] == []


@pytest.mark.parametrize(
    ("line", "published", "publisher"),
    [
        ("更新时间：2024-01-02 发布时间：2023-12-30 来源：某县审计局", "2023-12-30", "某县审计局"),
        ("2023-07-06 09:30:00 来源：县纪委监委 作者：李某", "2023-07-06 09:30:00", "县纪委监委"),
        ("日期：2021年3月4日", "2021年3月4日", None),
        ("成文日期：2021-03-04", None, None),
        ("来源： 作者：", None, None),
    ],
)
def test_what_page_facts_state(line: str, published: str | None, publisher: str | None) -> None:
    assert (published_in(line), publisher_in(line)) == (published, publisher)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_text_in_memory_stays_and_its_spans_lie_in_it(text: str) -> None:
    source = read_text(text)
    assert source.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert all(0 <= a < b <= len(source.text) for a, b in source.furniture)
    assert all(
        left[1] <= right[0] for left, right in zip(source.furniture, source.furniture[1:], strict=False)
    )


def test_half_a_surrogate_pair_keeps_its_place() -> None:
    assert read_text("整\ud800改").text == "整\ufffd改"


def test_line_ends_and_mark_are_all_that_changes() -> None:
    assert (
        read("\ufeff甲乙丙\r\n丁\u2028戊\x0b己\r庚".encode(), name="a").text == "甲乙丙\n丁\u2028戊\x0b己\n庚"
    )


# ------------------------------------------------------------------ inputs and errors


def test_path_bytes_and_streams_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "通报.txt"
    path.write_bytes(NOTICE.encode("gb18030"))
    of_path = read(path)
    assert of_path == read(str(path)) == read(path.read_bytes(), name="通报.txt")
    with path.open("rb") as stream:
        assert read(stream) == of_path
    assert read(io.StringIO(NOTICE), name="通报.txt").text == of_path.text
    assert (of_path.name, of_path.encoding, of_path.text) == ("通报.txt", "gb18030", NOTICE)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NOTICE.encode())))
    source = read("-")
    assert (source.name, source.text) == ("<stdin>", NOTICE)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "JPEG"),
        (b"GIF89a" + b"\0" * 50, "GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "BMP"),
        (b"II*\0" + b"\0" * 20, "TIFF"),
        (b"\x1f\x8b\x08" + b"\0" * 20, "gzip"),
        (b"PK\x03\x04broken", "ZIP"),
        (bytes(range(256)) * 20, "binary"),
        (random.Random(1).randbytes(4000), ""),
    ],
)
def test_what_is_no_text_is_refused_with_the_cause(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=rf"^scan\.txt: .*{cause}"):
        read(data, name="scan.txt")


def test_a_spreadsheet_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableError, match="Excel"):
        read(packed.getvalue(), name="a.xlsx")


def test_errors_name_the_path(tmp_path: Path) -> None:
    missing = tmp_path / "无此文件.txt"
    with pytest.raises(UnreadableError) as error:
        read(missing)
    assert str(missing) in str(error.value)
    assert "no such file" in str(error.value)
    with pytest.raises(UnreadableError, match="is a directory"):
        read(tmp_path)
    empty = tmp_path / "空.txt"
    empty.touch()
    with pytest.raises(UnreadableError, match="zero bytes"):
        read(empty)
    with pytest.raises(UnreadableError, match=r"\0.txt: cannot be read"):
        read("a\0.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲")
    path.chmod(stat.S_IWUSR)
    with pytest.raises(UnreadableError, match="permission denied"):
        read(path)


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noticeparse.read.MAX_BYTES", 100)
    with pytest.raises(UnreadableError, match="larger"):
        read(b"a" * 101, name="a.txt")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a", "a.wps"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        source = read(data, name=name)
    except UnreadableError as error:
        assert str(error).startswith(name)
    else:
        assert source.name == name


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except RefusedError:
        return
    assert 0 <= decoded.replaced <= decoded.text.count("\ufffd")


def test_an_empty_text_in_memory_is_an_empty_source() -> None:
    assert read_text("").text == read_html("").text == ""


def test_an_encrypted_word_file_is_refused_as_such_under_any_name() -> None:
    encrypted = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    for name in ("a.docx", "a.doc", "a"):
        with pytest.raises(UnreadableError, match="encrypted"):
            read(encrypted, name=name)


def test_no_parser_is_loaded_before_it_is_needed() -> None:
    script = "import sys, noticeparse.read as r; r.read_text('一、甲'); print({'bs4', 'lxml', 'docx', 'pdfplumber'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "set()\n"
