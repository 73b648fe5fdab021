"""The page of a comparison in a real browser: nothing of the notices runs, and it does what it promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from noticeparse import parse
from noticeparse.compare import compare
from noticeparse.export.comparison_page import comparison_page
from tests.browsing import CHROMIUM, browsed, opened
from tests.hostile import HOSTILE
from tests.test_export_comparison import everything
from tests.two_notices import EARLIER, LATER

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def test_nothing_of_the_notices_runs(tmp_path: Path) -> None:
    """Every hostile word at once, in every field; the page's own script has run all the same."""
    found, notice = everything("".join(HOSTILE))
    held = browsed(comparison_page(found, notice, notice), tmp_path)
    root = held[held.index("<html") :].split(">", 1)[0]
    assert "data-ran" not in root
    assert "ready" in root
    assert "<img" not in held and "<iframe" not in held


def _open(browser: Any, folder: Path, **context: Any) -> tuple[Any, list[str]]:
    a, b = parse(EARLIER, name="earlier.txt"), parse(LATER, name="later.txt")
    return opened(browser, comparison_page(compare(a, b), a, b), folder, **{"reduced_motion": "reduce", **context})


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_fits_and_opens_without_a_complaint(browser: Any, tmp_path: Path, width: int) -> None:
    page, complaints = _open(browser, tmp_path, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_language_and_filters(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    before = page.locator(".row:visible").count()
    page.locator("input[value=changed]").uncheck()
    assert page.locator(".s-changed:visible").count() == 0
    assert 0 < page.locator(".row:visible").count() < before
    page.locator("[data-language=en]").click()
    assert "In both" in page.locator("#issues").inner_text()
    assert "shown" in page.locator("#shown").inner_text()


def test_a_mark_leads_to_its_statement_though_it_is_hidden(browser: Any, tmp_path: Path) -> None:
    """By keyboard: the mark of a repeated figure, whose box is closed and whose sort is switched off."""
    page, _ = _open(browser, tmp_path)
    page.locator("input[value=repeated]").uncheck()
    mark = page.locator("#text-a .v-repeated").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator(page.evaluate("location.hash")).is_visible()


def test_without_the_script_every_statement_can_be_read(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path, java_script_enabled=False)
    assert page.locator("#issues .row:visible").count() == 6
    page.locator("#same_figures summary").click()
    assert page.locator("#same_figures .row:visible").count() > 3
