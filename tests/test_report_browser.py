"""The HTML report in a real browser: nothing of a notice runs, and the page does what it promises.

The first tests need only a Chromium; those that press keys and buttons need playwright as well.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from noticeparse import parse
from noticeparse.export.report import report
from tests.browsing import CHROMIUM, browsed, opened
from tests.hostile import HOSTILE, poisoned
from tests.reviewed import TEXT, found, reviewed

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def test_the_harness_sees_what_runs(tmp_path: Path) -> None:
    """Without escaping and policy the same words do run: the tests below can fail."""
    assert "data-ran" in browsed(f"<!doctype html><p>{HOSTILE[1]}{HOSTILE[0]}", tmp_path).split(">", 2)[1]


def test_nothing_of_a_notice_runs(tmp_path: Path) -> None:
    """Every hostile word at once, in every field; the page's own script has run all the same."""
    words = "".join(HOSTILE)
    held = browsed(report(poisoned(words), path=words), tmp_path)
    root = held[held.index("<html") :].split(">", 1)[0]
    assert "data-ran" not in root
    assert "ready" in root
    assert "<img" not in held and "<iframe" not in held


def test_the_policy_stops_what_escaping_would_let_through(tmp_path: Path) -> None:
    """Defence in depth: raw markup put into the page by hand does not run either."""
    page = report(reviewed()).replace("<article", f"{HOSTILE[0]}<img src=x onerror=document.documentElement.dataset.ran=1><article", 1)
    root = browsed(page, tmp_path)
    root = root[root.index("<html") :].split(">", 1)[0]
    assert "data-ran" not in root and "ready" in root


# ------------------------------------------------------------------ with keys and buttons


def _open(browser: Any, folder: Path, notice: Any = None, **context: Any) -> tuple[Any, list[str]]:
    return opened(browser, report(notice or reviewed()), folder, **context)


def test_the_page_opens_without_a_complaint_or_a_request(browser: Any, tmp_path: Path) -> None:
    page, complaints = _open(browser, tmp_path)
    assert page.locator("#notice").inner_text().count("\n") > 5
    assert complaints == []


def test_filters_hide_marks_and_cards_of_their_sort_only(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    look = "e => getComputedStyle(e).backgroundColor + getComputedStyle(e).textDecorationLine"
    before = page.locator(".k-count").first.evaluate(look)
    page.locator("input[value=count]").uncheck()
    assert page.locator(".k-count").first.evaluate(look) != before
    page.locator(".tabs a[href='#facts']").click()
    assert page.locator("#facts .c-count:visible").count() == 0
    assert page.locator("#facts .c-money:visible").count() == 1
    page.locator(".tabs a[href='#findings']").click()
    page.locator("input[value=error]").uncheck()
    assert page.locator("#findings .card:visible").count() == 2
    assert "underline" not in page.locator(".f-error").first.evaluate(look)
    page.locator("input[value=error]").check()
    assert "underline" in page.locator(".f-error").first.evaluate(look)


def test_the_keyboard_reaches_the_text_and_opens_and_closes_a_mark(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('article a.f-error')"):
            break
    else:
        pytest.fail("no Tab led to the marked error")
    page.keyboard.press("Enter")
    assert page.locator("#detail .card").first.inner_text().count("S02") == 1
    page.keyboard.press("Escape")
    assert not page.locator("#detail").is_visible()
    assert page.evaluate("document.activeElement.matches('article a.f-error')")


def test_one_box_of_the_side_at_a_time_and_without_the_script_all(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    for box in ("timeline", "facts", "findings"):
        page.locator(f".tabs a[href='#{box}']").click()
        assert page.evaluate("[...document.querySelectorAll('#side > details')].filter(e => e.checkVisibility()).map(e => e.id)") == [box]
        assert page.locator(".tabs [aria-current]").get_attribute("href") == f"#{box}"
    page, _ = _open(browser, tmp_path, java_script_enabled=False)
    assert page.locator("#side > details:visible").count() == 4


def test_hidden_marks_are_left_out_of_the_tab_order(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    for box in page.locator(".filters input").all():
        box.uncheck()
    assert page.locator("article a:not([tabindex='-1'])").count() == 0


def test_both_languages(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator(".tabs a").first.inner_text().startswith("Findings")
    left = page.evaluate("[...document.querySelectorAll('[data-t]:not([data-t^=message])')].filter(e => /[\u4e00-\u9fff]/.test(e.textContent)).length")
    assert left == 0
    page.get_by_role("button", name="中文").click()
    assert page.locator(".tabs a").first.inner_text().startswith("审读意见")


def test_findings_are_said_in_the_language_of_the_page(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path, reviewed(found(TEXT, "是加强督导", message_zh="序号脱落<b>")))
    card = page.locator("#findings .card").first
    assert "序号脱落<b>" in card.inner_text() and "reads as item 2" not in card.inner_text()
    page.get_by_role("button", name="English").click()
    assert "reads as item 2" in card.inner_text() and "序号脱落" not in card.inner_text()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_scrolls_in_one_direction_only(browser: Any, tmp_path: Path, width: int) -> None:
    long = parse(TEXT + "https://example.gov.cn/" + "a" * 300 + "\n", name="x" * 200 + ".txt")
    page, _ = _open(browser, tmp_path, long, viewport={"width": width, "height": 800}, is_mobile=True, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate("[...document.querySelectorAll('.jump a, button')].filter(e => e.checkVisibility() && e.offsetHeight < 30).length")
    assert small == 0


def test_paper_has_the_text_and_every_finding(browser: Any, tmp_path: Path) -> None:
    page, _ = _open(browser, tmp_path)
    page.locator(".tabs a[href='#issues']").click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#findings .card:visible").count() == 3
    assert page.locator("#notice").is_visible()
    for gone in (".filters", ".outline", ".langs", ".jump"):
        assert not page.locator(gone).is_visible()
    assert page.pdf()[:5] == b"%PDF-" or os.name == "nt"
