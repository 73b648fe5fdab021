"""How a notice rides in a spaCy Doc: as it is in this process, as JSON where the Doc is written or sent to another.

``Doc.to_bytes``, ``DocBin(store_user_data=True)`` and the workers of ``nlp.pipe(n_process=…)`` pack ``doc.user_data``
with msgpack, which knows no notices; `pack` tells it how. What comes back stays JSON until it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json, to_jsonable_python

from noticeparse.model import Notice, Source

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEY: Any = ("._.", "notice", None, None)
"""Where spaCy itself would keep ``doc._.notice``."""
_PACKED = "noticeparse.Notice"


def stored_notice(doc: Doc) -> Notice | None:
    """The notice of a Doc; None for a Doc that has none."""
    held = doc.user_data.get(_KEY)
    if isinstance(held, dict):
        held = doc.user_data[_KEY] = Notice.model_validate_json(held[_PACKED])
    return held


def store_notice(doc: Doc, notice: Notice | None) -> None:
    """Keep `notice` with the Doc; None takes it away."""
    doc.user_data.pop(_KEY, None)
    if notice is not None:
        doc.user_data[_KEY] = notice


def pack(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """An encoder for srsly's msgpack: a Notice as JSON, everything else left to the next encoder."""
    if isinstance(value, Notice):
        return {_PACKED: _whole_json(value)}
    return value if chain is None else chain(value)


def _whole_json(notice: Notice) -> str:
    """The notice with what the reader knew of the page as well, which its public JSON leaves out and checks use."""
    whole = notice.model_dump(mode="json")
    for name, field in Source.model_fields.items():
        if field.exclude:
            whole["source"][name] = to_jsonable_python(getattr(notice.source, name))
    return to_json(whole).decode()
