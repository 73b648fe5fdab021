"""The fix plan: every certain suggestion as one record a person accepts or leaves; no text is rewritten by it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TextIO

from noticeparse.export.filed import Filed
from noticeparse.model import Language


def write(filed: Sequence[Filed], out: TextIO, *, language: Language = "zh") -> None:
    """Write the plan of each notice's findings: one object, or one a line where there are several notices."""
    from noticeparse.check import fix_plan

    indent = 2 if len(filed) == 1 else None
    for notice, _ in filed:
        out.write(json.dumps(fix_plan(notice, notice.findings, language), ensure_ascii=False, indent=indent) + "\n")
