"""Pages in a real browser: what Chromium makes of one, and one opened for keys and buttons."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (path := shutil.which(name))), None
)


def browsed(page: str, folder: Path) -> str:
    """The document as Chromium holds it after everything in `page` has run."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000"]
    command += [f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("Chromium does not answer on this machine")
    if done.returncode or not done.stdout:
        pytest.skip(f"Chromium does not run here: {done.stderr[-200:]!r}")
    return done.stdout.decode("utf-8", "replace")


def opened(browser: Any, html: str, folder: Path, **context: Any) -> tuple[Any, list[str]]:
    """The page `html` opened in a fresh context, and what the browser complained of."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **context}).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith(("file:", "data:")) or complaints.append(request.url))
    page.goto(file.as_uri())
    return page, complaints
