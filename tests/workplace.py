"""The folder in which the snippets of the docs run: every file they name, made from the sample notices."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import docx

from noticeparse import export, parse
from noticeparse.corpus.batch import batch

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpora" / "samples" / "texts"
_NOTICES = {
    "a-county-agriculture-2021.html": ("notice.html", "page.html", "a.html", "2023.html", "drafts/a.html", "2024/a.html"),
    "k-subdistrict-2025.html": ("b.html", "2024.html", "2024/b.html"),
    "i-housing-bureau-2024.txt": ("notice.txt", "a.txt", "drafts/a.txt"),
    "c-township-2018.txt": ("b.txt", "drafts/b.txt"),
}
"""Sample → the names it has in the docs."""
_PAGES = (".html", ".txt")
_OWN_FILE = re.compile(r"`(\w+\.(?:json|py))`:\n\n```\w+\n(.*?)```", re.DOTALL)
"""A file a page shows, behind its name."""


def furnish(folder: Path) -> None:
    """Put the notices, a folder of pages, a corpus, a ledger, an archive, records and the pages' own files into `folder`."""
    for sample, names in _NOTICES.items():
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(SAMPLES / sample, folder / name)
    (folder / "corpora").symlink_to(ROOT / "corpora")
    _pages(folder / "pages")
    _documents(folder)
    _own_files(folder)
    _command(folder / "bin" / "noticeparse")
    _label_studio_project(folder)
    batch(folder / "pages", folder / "corpus", workers=1)
    for name in ("ledger.xlsx", "台账.xlsx", "反馈问题清单.xlsx"):
        export(parse(folder / "notice.html"), folder / name)


def _pages(folder: Path) -> None:
    folder.mkdir()
    for sample in SAMPLES.iterdir():
        if sample.suffix in _PAGES and ".expected" not in sample.name:
            shutil.copy(sample, folder)


def _documents(folder: Path) -> None:
    """The notice as Word documents, in an archive, and as a scraped record."""
    text = (folder / "notice.txt").read_text("utf-8")
    for name in ("notice.docx", "b.docx"):
        document = docx.Document()
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(str(folder / name))
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        archive.writestr("old.txt", text)
    record = {"正文": text, "text": text, "link": "https://example.org/1", "url": "https://example.org/1"}
    (folder / "scrape.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")


def _label_studio_project(folder: Path) -> None:
    """What Label Studio would export, had somebody accepted all that was predicted."""
    exported = folder / "project-1-export.json"
    export(parse(folder / "notice.html"), exported, to="label-studio")
    tasks = json.loads(exported.read_text("utf-8"))
    accepted = [{"data": task["data"], "annotations": [{"result": guess["result"]} for guess in task["predictions"]]} for task in tasks]
    exported.write_text(json.dumps(accepted, ensure_ascii=False), "utf-8")


def _own_files(folder: Path) -> None:
    for page in ("adding.md", "extend.md"):
        for name, content in _OWN_FILE.findall((ROOT / "docs" / page).read_text("utf-8")):
            (folder / name).write_text(content, "utf-8")


def _command(path: Path) -> None:
    """`noticeparse` as a command: this interpreter, this checkout."""
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m noticeparse "$@"\n', "utf-8")
    path.chmod(0o755)
