"""The documentation site: built strictly and without the network, asks for nothing from elsewhere, and can be searched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import CHROMIUM

for needed in ("mkdocs", "material", "mkdocstrings_handlers.python"):
    pytest.importorskip(needed, reason="the extra docs is not installed")

ROOT = Path(__file__).parents[1]
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
_LOADED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*?\bsrc=[\"']?([^\"'\s>]+)|<link\b[^>]*?\bhref=[\"']?([^\"'\s>]+)")
_STYLED = re.compile(r"(?:url\(|@import )[\"']?((?:https?:)?//[^\"')]+)")


def _build(project: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = {**os.environ, **_NO_NETWORK, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    done = _build(ROOT, folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_page_left_out_and_a_dead_link_fail_the_build(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "docs", project / "docs")
    for name in (".ci", "src", "corpora", "schemas"):
        (project / name).symlink_to(ROOT / name)
    for name in ("mkdocs.yml", "README.md", "README.zh.md"):
        shutil.copy(ROOT / name, project)
    (project / "docs" / "orphan.md").write_text("# Orphan\n\n[a file](../src/nowhere.py)\n", "utf-8")
    done = _build(project, tmp_path / "site")
    assert done.returncode != 0
    assert "orphan.md" in done.stderr and "../src/nowhere.py" in done.stderr


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = {page: page.read_text("utf-8") for page in site.rglob("*.html")}
    loaded = {target for text in pages.values() for pair in _LOADED.findall(text) for target in pair if target}
    assert "assets/iframe-worker.js" in loaded
    assert [target for target in loaded if re.match(r"(?:[a-z]+:)?//", target)] == []
    assert [found for style in site.rglob("*.css") for found in _STYLED.findall(style.read_text("utf-8"))] == []


def test_every_public_name_has_its_docstring(site: Path) -> None:
    """The page shows what the code says, not the directives."""
    from noticeparse import _HOME

    page = (site / "api.html").read_text("utf-8")
    assert all(f'id="{home}.{name}"' in page for name, home in _HOME.items())
    assert "Parse one document into a" in page and ":::" not in page.replace("each <code>:::</code>", "")


def test_links_out_of_the_docs_name_their_file(site: Path) -> None:
    """Both READMEs are pages, linked as such; files of the project are named."""
    front = (site / "index.html").read_text("utf-8")
    assert 'href="zh.html"' in front and 'href="quickstart.html"' in front
    assert "<code>schemas/notice.schema.json</code>" in front and 'href="schemas/' not in front
    assert 'href="index.html"' in (site / "zh.html").read_text("utf-8")


# ------------------------------------------------------------------ in a browser, from disk


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(("words", "page"), [("lost-ordinal", "rules/S02.html"), ("整改台账", "cookbook/ledger.html"), ("parse_table", "api.html")])
def test_search_finds_pages_opened_from_disk(site: Path, browser: Any, words: str, page: str) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((site / "index.html").as_uri())
    tab.locator("input.md-search__input").first.click()
    tab.keyboard.insert_text(words)
    tab.keyboard.press("End")  # the page looks at the field when a key is released
    tab.wait_for_selector("a.md-search-result__link")
    found = [link.get_attribute("href") or "" for link in tab.locator("a.md-search-result__link").all()]
    tab.close()
    assert any(page in link for link in found)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
