"""batch() over every format and every container at once: the same notice comes out of each, with where it came from."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from noticeparse import parse
from noticeparse.model import Notice
from tests.generate import notice

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from noticeparse.corpus import Corpus
from noticeparse.corpus.batch import batch
from noticeparse.corpus.table import sha256

TEXT = notice(11)
LINES = TEXT.strip().split("\n")


def docx() -> bytes:
    from docx import Document

    document, file = Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def pdf() -> bytes:
    pytest.importorskip("pdfplumber")
    pytest.importorskip("reportlab")
    from tests.test_read_pdf import Press

    press = Press(size=12)
    for line in LINES:
        press.paragraph(line)
    return press.done()


def html(charset: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    return f'<html><head><meta charset="{charset}"></head><body>{paragraphs}</body></html>'.encode(charset)


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """One notice in every format there is a reader for."""
    return {
        "plain.txt": TEXT.encode(),
        "windows.txt": TEXT.encode("gb18030"),
        "marked.txt": b"\xef\xbb\xbf" + TEXT.encode(),
        "wide.txt": TEXT.encode("utf-16"),
        "page.html": html("utf-8"),
        "old.htm": html("gb18030"),
        "word.docx": docx(),
        "print.pdf": pdf(),
        "no-suffix": TEXT.encode(),
        "wrong-suffix.html": docx(),
    }


def held(folder: Path, pages: dict[str, bytes]) -> Path:
    for name, content in pages.items():
        (folder / "pages").mkdir(exist_ok=True)
        (folder / "pages" / name).write_bytes(content)
    return folder / "pages"


def zipped(folder: Path, pages: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        for name, content in pages.items():
            archive.writestr(name, content)
    return folder / "pages.zip"


def tarred(folder: Path, pages: dict[str, bytes]) -> Path:
    with tarfile.open(folder / "pages.tar.gz", "w:gz") as archive:
        for name, content in pages.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return folder / "pages.tar.gz"


def columned(folder: Path, pages: dict[str, bytes]) -> Path:
    """Parquet records that hold the files' bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"html": content, "name": name, "url": f"https://example.cn/{name}"} for name, content in pages.items()]
    pq.write_table(pa.Table.from_pylist(rows), folder / "pages.parquet")
    return folder / "pages.parquet"


@pytest.mark.parametrize("hold", [held, zipped, tarred, columned])
def test_one_notice_in_every_format(hold: Any, pages: dict[str, bytes], tmp_path: Path) -> None:
    report = batch(hold(tmp_path, pages), tmp_path / "corpus", workers=1)
    assert (report.notices, report.failures) == (len(pages), 0)
    rows = Corpus(tmp_path / "corpus").notices().to_pylist()
    assert {row["name"]: row["sha256"] for row in rows} == {name: sha256(content) for name, content in pages.items()}
    assert {row["url"] is not None for row in rows} == {hold is columned}
    expected = parse(TEXT)
    for row in rows:
        assert (row["issuer"], row["signed_on"]) == (expected.issuer, expected.signed_on), row["name"]
    assert {row["media_type"].rpartition("/")[2].rpartition(".")[2] for row in rows} == {"plain", "html", "document", "pdf"}


def test_whole_notices_read_back_as_they_were_parsed(pages: dict[str, bytes], tmp_path: Path) -> None:
    source = held(tmp_path, pages)
    batch(source, tmp_path / "corpus", workers=1, jsonl=True)
    (shard,) = (tmp_path / "corpus" / "jsonl").iterdir()
    notices = [Notice.model_validate_json(line) for line in shard.read_text(encoding="utf-8").splitlines()]
    assert {notice.source.name for notice in notices} == set(pages)
    for whole in notices:
        assert json.loads(parse(source / whole.source.name).model_dump_json()) | {"source": 0} == json.loads(
            whole.model_dump_json()
        ) | {"source": 0}
