"""Words as an XML document can hold them."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # XML 1.0, §2.2


def xml_text(words: str) -> str:
    """`words` with each character XML 1.0 forbids as U+FFFD, so that offsets stay."""
    return _ILLEGAL.sub("\ufffd", words)
