"""What the self-contained pages have in common: packaged style and script, the policy that admits only them, languages."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from noticeparse.export.markup import Html, element
from noticeparse.export.report_words import Speaker


@cache
def packaged(name: str) -> Html:
    """A style, script or template of this package."""
    return Html((files("noticeparse") / "data" / name).read_text(encoding="utf-8"))


def policy(
    style: str, script: str, *, styles: Sequence[str] = (), scripts: Sequence[str] = (), images: bool = False
) -> Html:
    """Nothing from anywhere, but this style and this script (CSP Level 3, hash sources).

    `styles` and `scripts` are admitted besides, and with `images` the pictures a script draws (``data:``).
    """
    may = [f"style-src {_hashes(style, *styles)}", f"script-src {_hashes(script, *scripts)}"]
    may += ["img-src data:"] if images else []
    return Html(
        f"default-src 'none'; {'; '.join(may)}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hashes(*contents: str) -> str:
    """Each content as a hash source."""
    digests = (b64encode(hashlib.sha256(content.encode()).digest()).decode() for content in contents)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def language_switch(say: Speaker) -> Html:
    """The buttons that turn the interface Chinese or English."""
    buttons = [
        element("button", text, type="button", lang=code, data_language=code, aria_pressed=str(say.tag == code).lower())
        for code, text in (("zh-Hans", "中文"), ("en", "English"))
    ]
    return element("div", *buttons, class_="langs", role="group", **say.label("language"))
