"""The dashboard in a real browser: nothing of a notice runs, nothing is asked for, and every number leads to its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pytest.importorskip("plotly")

from noticeparse.compare.across_examples import told
from noticeparse.corpus import Corpus
from noticeparse.dashboard import dashboard
from tests import browsing, generate
from tests.browsing import CHROMIUM, browsed
from tests.hostile import HOSTILE
from tests.small_corpus import corpus_of
from tests.two_bureaus import COPIED, poison, two_bureaus

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

Open = Callable[..., tuple[Any, list[str]]]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    texts = two_bureaus() | {f"g{n:03}.txt": generate.notice(n) for n in range(30)}
    return corpus_of(texts, tmp_path_factory.mktemp("browser") / "corpus")


@pytest.fixture
def opened(browser: Any, corpus: Corpus, tmp_path: Path) -> Open:
    """The page of the corpus (or of `html`) opened in a fresh context, and what the browser complained of."""

    def open_page(html: str | None = None, **context: Any) -> tuple[Any, list[str]]:
        page, complaints = browsing.opened(browser, html or dashboard(corpus), tmp_path, **context)
        page.set_default_timeout(15_000)
        page.wait_for_selector("html.ready")
        return page, complaints

    return open_page


def choose(page: Any, chart: str, text: str) -> None:
    """Click the mark of a chart by what hovering it says, through Plotly's own event."""
    page.evaluate(
        """([id, text]) => {
            const plot = document.getElementById(id);
            const n = plot.data.findIndex((trace) => (trace.text || []).some((one) => String(one).includes(text)));
            const at = plot.data[n].text.findIndex((one) => String(one).includes(text));
            const trace = plot.data[n];
            const point = { x: trace.x[at], y: trace.y[at], customdata: trace.customdata?.[at], data: trace };
            plot.emit("plotly_click", { points: [point] });
        }""",
        [chart, text],
    )


# ------------------------------------------------------------------ nothing runs


def test_nothing_of_a_notice_runs(tmp_path: Path) -> None:
    """Every hostile word at once, in every field; the page's own script has run all the same."""
    word = "".join(HOSTILE)
    corpus = corpus_of(two_bureaus(word), tmp_path / "c", lambda row: poison(row, word))
    held = browsed(dashboard(corpus, title=word), tmp_path)
    root = held[held.index("<html") :].split(">", 1)[0]
    assert "data-ran" not in root
    assert "ready" in root
    body = held[held.index("<main") : held.index("</main>")]
    assert 'class="shared"' in body and "&lt;script&gt;" in body  # the words are there, as words
    assert "<iframe" not in held and "<img" not in held and "<a href" not in body


@pytest.mark.parametrize("word", HOSTILE)
def test_hovering_and_choosing_runs_nothing(word: str, opened: Open, tmp_path: Path) -> None:
    corpus = corpus_of(two_bureaus(word), tmp_path / "c", lambda row: poison(row, word))
    page, complaints = opened(dashboard(corpus, title=word))
    for chart in ("heat", "times", "persons", "money", "network"):
        box = page.locator(f"#{chart}")
        if box.is_visible():
            box.scroll_into_view_if_needed()
            box.hover(position={"x": 300, "y": 90})
    page.locator("#table-rows button").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.dataset.ran") is None
    assert page.locator("svg a, img, iframe").count() == 0
    assert complaints == []


# ------------------------------------------------------------------ what it does


def test_the_page_opens_without_a_complaint_or_a_request(opened: Open) -> None:
    page, complaints = opened()
    for chart in ("heat", "times", "intervals", "persons", "money", "network"):
        assert page.locator(f"#{chart} svg.main-svg").count() > 0, chart
    assert page.locator("#n-notices").inner_text() == "32"
    assert complaints == []


def test_a_cell_of_the_heat_map_leads_to_its_issues(opened: Open) -> None:
    page, _ = opened()
    page.locator("#s-heat summary").click()
    cell = page.locator("#heat-table button").first
    many = int(cell.inner_text())
    cell.click()
    assert page.locator("#drill .card").count() == many
    assert page.locator("#drill .card mark").first.text_content()  # cards are painted when they come into view
    page.keyboard.press("Escape")
    assert not page.locator("#drill").is_visible()
    assert page.evaluate("document.activeElement.closest('#heat-table') !== null")


def test_a_click_on_the_heat_map_itself(opened: Open) -> None:
    page, _ = opened()
    place = page.evaluate(
        """() => {
            const plot = document.getElementById("heat"), z = plot.data[0].z, row = z[0].findIndex((n) => n);
            const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
            return [box.x + xaxis._offset + xaxis.d2p(row), box.y + yaxis._offset + yaxis.d2p(0), z[0][row]];
        }"""
    )
    page.mouse.move(place[0], place[1])
    page.mouse.click(place[0], place[1])
    page.wait_for_selector("#drill:not([hidden])")
    assert page.locator("#drill .card").count() == place[2]


def test_bars_lead_to_the_words(opened: Open) -> None:
    page, _ = opened()
    page.locator("#f-body").fill("云溪县水务局")
    page.wait_for_selector("#n-bodies:text-is('1')")
    choose(page, "money", "云溪县水务局")
    assert "追缴违规资金3.5万元" in page.locator("#drill").text_content()
    choose(page, "persons", "党纪处分")
    assert "党纪处分2人" in page.locator("#drill").text_content()
    choose(page, "times", "云溪县水务局")
    assert "2023年3月6日至5月10日" in page.locator("#drill").text_content()


def test_filters_hold_everywhere(opened: Open) -> None:
    page, _ = opened()
    page.locator("#f-round").select_option(label="巡察 云溪县 十四届县委第三轮")
    page.wait_for_selector("#n-notices:text-is('2')")
    assert page.evaluate("document.getElementById('heat').data[0].z.length") == 2
    page.locator("#codes button[value=X08]").click()
    assert page.locator("#table-rows tr").count() == 2
    page.locator("#f-group").select_option("D")
    page.wait_for_selector("#heat-none:not([hidden])")
    page.locator("#reset").click()
    assert page.locator("#n-notices").inner_text() == "32"


def test_reused_wording_stands_side_by_side(opened: Open) -> None:
    page, _ = opened()
    shared = page.locator(".shared", has_text=COPIED).first
    assert shared.locator(".passage").count() == 2
    assert all(COPIED in "".join(shared.locator(".passage").nth(n).locator("mark").all_inner_texts()) for n in (0, 1))
    first, second = (shared.locator(".passage").nth(n).bounding_box() for n in (0, 1))
    assert abs(first["y"] - second["y"]) < 2 and second["x"] > first["x"] + first["width"] - 1
    before = page.locator(".shared").count()
    page.locator("#f-formulae").check()
    assert page.locator(".shared").count() > before


def test_every_comparison_has_its_table(opened: Open) -> None:
    page, _ = opened()
    for tab in page.locator("#codes button").all():
        tab.click()
        rows = page.locator("#table-rows tr").count()
        assert (rows == 0) == page.locator("#table-none").is_visible()
        if rows:
            page.locator("#table-rows button").first.click()
            assert page.locator("#drill .card").count() > 0
            page.keyboard.press("Escape")


def test_both_languages(opened: Open) -> None:
    page, complaints = opened()
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    left = page.evaluate("[...document.querySelectorAll('[data-t], #table-head th, #table-title')].filter(e => /[\u4e00-\u9fff]/.test(e.textContent)).map(e => e.textContent)")
    assert left == []
    assert page.evaluate("document.getElementById('times').data.map(t => t.name)") == ["On site", "Until feedback", "Feedback to notice"]
    page.get_by_role("button", name="中文").click()
    assert page.locator("#tables h2").inner_text() == "其他比较"
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_scrolls_in_one_direction_only(opened: Open, width: int) -> None:
    page, _ = opened(viewport={"width": width, "height": 800}, is_mobile=True, has_touch=True)
    for code in ("X03", "X06", "X08"):
        page.locator(f"#codes button[value={code}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate("[...document.querySelectorAll('button, select, summary')].filter(e => e.checkVisibility() && e.offsetHeight < 30).map(e => e.outerHTML)")
    assert small == []


@pytest.mark.parametrize("texts", [[], [told("云溪县水务局", signed="")], [generate.notice(1)]], ids=["empty", "bare", "one"])
def test_little_opens_too(opened: Open, tmp_path: Path, texts: list[str]) -> None:
    page, complaints = opened(dashboard(corpus_of(texts, tmp_path / "c")))
    assert page.locator("#n-notices").inner_text() == str(len(texts))
    assert page.locator("#network-none").is_visible()
    assert complaints == []
