"""Notices as a spaCy DocBin: training data with a span group for each part of a notice (needs spaCy, extra ``spacy``)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, Literal

from noticeparse.errors import NoticeparseError
from noticeparse.export.filed import Filed

if TYPE_CHECKING:
    from spacy.language import Language


def write_words(filed: Sequence[Filed], out: BinaryIO) -> None:
    """Write one DocBin, tokens the words of jieba."""
    _write(filed, out, "jieba")


def write_characters(filed: Sequence[Filed], out: BinaryIO) -> None:
    """Write one DocBin, tokens single characters: no span cuts one."""
    _write(filed, out, "char")


def _write(filed: Sequence[Filed], out: BinaryIO, segmenter: Literal["jieba", "char"]) -> None:
    """One Doc a notice, in order, the notice kept with it; the same notices give the same bytes."""
    nlp = _blank(segmenter)
    from spacy.tokens import DocBin

    from noticeparse.spacy_component import GROUPS
    from noticeparse.spacy_groups import mark

    docs = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
    for notice, _ in filed:
        doc = nlp.make_doc(notice.source.text)
        doc._.notice = notice
        mark(doc, notice, GROUPS)
        docs.add(doc)
    out.write(docs.to_bytes())


def _blank(segmenter: str) -> Language:
    """An empty Chinese pipeline; jieba says nothing on standard error while it loads its words."""
    import jieba

    try:
        import spacy
    except ImportError as error:
        raise NoticeparseError("a DocBin needs spaCy: pip install spacy") from error
    jieba.setLogLevel(logging.WARNING)
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
