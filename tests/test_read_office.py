"""Old Office files: LibreOffice is asked, watched and, where it is missing, named."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from noticeparse.read import office
from noticeparse.read.archive import OLE_MAGIC
from noticeparse.read.docx import MEDIA_TYPE, read_docx
from noticeparse.read.office import read_office
from noticeparse.read.reading import RefusedError

W = nsdecls("w")
RTF = rb"{\rtf1\ansi\ansicpg936 \'d2\'bb\'a1\'a2\'d7\'dc\'cc\'e5\'c7\'e9\'bf\'f6\par \'d5\'fd\'ce\'c4\par}"
OLD_WORD = OLE_MAGIC + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500)


def numbered_docx() -> bytes:
    """Two headings with automatic numbers 一、 and 二、, a typed one, and a table."""
    document = Document()
    numbering = document.part.numbering_part.element
    level = '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
    abstract = f'<w:abstractNum {W} w:abstractNumId="77"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, automatic in (("总体情况", True), ("1.键入的编号", False), ("下一步打算", True)):
        paragraph = document.add_paragraph(text)
        if automatic:
            number = f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    for cell, text in zip(
        document.add_table(2, 2)._cells, ("问题", "措施", "学习不深", "集中学习"), strict=True
    ):
        cell.text = text
    document.add_paragraph("附后")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fake_soffice(folder: Path, script: str) -> str:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


# --------------------------------------------------------------------------- without LibreOffice


@pytest.mark.parametrize(("data", "suffix"), [(OLD_WORD, ".doc"), (OLD_WORD, "WPS"), (RTF, ".rtf")])
def test_missing_libreoffice_is_named(monkeypatch: pytest.MonkeyPatch, data: bytes, suffix: str) -> None:
    monkeypatch.setattr(office, "_soffice", lambda: None)
    with pytest.raises(RefusedError, match=r"LibreOffice.*soffice.*\.docx"):
        read_office(data, suffix)


def test_a_docx_under_an_old_name_needs_no_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_soffice", lambda: None)
    reading = read_office(numbered_docx(), ".doc")
    assert (reading.text, reading.media_type) == (read_docx(numbered_docx()).text, MEDIA_TYPE)


@pytest.mark.parametrize(
    ("data", "suffix", "cause"),
    [
        (b"", ".doc", "not what its name says"),
        ("一、总体情况".encode("gb18030"), ".doc", "not what its name says"),
        (OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), ".doc", "encrypted"),
        (b"PK\x03\x04 and no more", ".wps", "broken ZIP"),
        (RTF, ".pages", "kind"),
    ],
)
def test_refused_before_any_conversion(
    monkeypatch: pytest.MonkeyPatch, data: bytes, suffix: str, cause: str
) -> None:
    monkeypatch.setattr(office, "_soffice", lambda: pytest.fail("LibreOffice must not be asked"))
    with pytest.raises(RefusedError, match=cause):
        read_office(data, suffix)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for soffice is a shell script")
def test_a_conversion_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "still-running"
    program = fake_soffice(tmp_path, f"(sleep 3; touch {note}) & wait")
    monkeypatch.setattr(office, "_soffice", lambda: program)
    monkeypatch.setattr(office, "TIMEOUT", 0.3)
    with pytest.raises(RefusedError, match="seconds"):
        read_office(RTF, ".rtf")
    time.sleep(3.2)
    assert not note.exists()  # the child of the script is gone as well


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for soffice is a shell script")
@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("echo Error: source file could not be loaded", "could not be loaded"),
        ("exit 7", "could not be converted"),
    ],
)
def test_a_conversion_without_result_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, cause: str
) -> None:
    program = fake_soffice(tmp_path, script)
    monkeypatch.setattr(office, "_soffice", lambda: program)
    with pytest.raises(RefusedError, match=cause):
        read_office(RTF, ".rtf")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for soffice is a shell script")
def test_the_profile_is_private_and_the_folder_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program gets the file with the suffix that fits its bytes, in a folder that is gone later."""
    log, made = tmp_path / "arguments", tmp_path / "made.docx"
    made.write_bytes(numbered_docx())
    script = f'echo "$@" > {log}; eval "last=\\${{$#}}"; out="$(dirname $last)/out"'
    script += f'; mkdir -p "$out"; cp {made} "$out/notice.docx"'
    program = fake_soffice(tmp_path, script)
    monkeypatch.setattr(office, "_soffice", lambda: program)
    reading = read_office(OLD_WORD, ".wps")
    assert reading.text.startswith("一、 总体情况") and reading.media_type == "application/vnd.ms-works"
    words = log.read_text().split()
    assert words[0].startswith("-env:UserInstallation=file:///") and words[-1].endswith("notice.doc")
    assert not Path(words[-1]).parent.exists()


# --------------------------------------------------------------------------- with LibreOffice


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("suffix", [".doc", ".wps", ".odt"])
def test_old_formats_keep_their_automatic_numbers(tmp_path: Path, suffix: str) -> None:
    made = ".doc" if suffix == ".wps" else suffix
    source = tmp_path / "notice.docx"
    source.write_bytes(numbered_docx())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        made[1:],
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    reading = read_office((tmp_path / f"notice{made}").read_bytes(), suffix)
    expected = read_docx(numbered_docx())
    assert reading.text == expected.text
    assert reading.automatic == expected.automatic != []
    assert [[reading.text[s:e] for s, e in row] for row in reading.tables[0]] == [
        ["问题", "措施"],
        ["学习不深", "集中学习"],
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_broken_word_file_is_refused() -> None:
    with pytest.raises(RefusedError, match="could not be converted"):
        read_office(OLD_WORD, ".doc")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_rich_text_is_read() -> None:
    reading = read_office(RTF, ".rtf")
    assert (reading.text, reading.media_type) == ("一、总体情况\n正文", "application/rtf")
