"""What several test files share: a browser; and no test on compiled modules that are older than their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browsing import CHROMIUM
from tests.compiled import refuse_outdated


def pytest_configure() -> None:
    refuse_outdated()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as play:
        try:
            opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"Chromium does not run here: {error}")
        yield opened
        opened.close()
