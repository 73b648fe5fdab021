"""The spaCy component: ``nlp.add_pipe("noticeparse")`` parses ``doc.text`` and puts what it found on the Doc.

* ``doc._.notice``: the `Notice`, or None. One of this text set before the component runs is kept: a page read from HTML, say.
* ``doc.spans["parts"]``, ``["issues"]``, ``["facts"]`` …: one span group for each of `GROUPS` asked for.
* ``span._.notice``: the `Part`, `Issue`, `Fact` … a span of these groups stands for, with its value, unit and EDTF.
* ``span._.notice_span``: its exact ``(start, end)`` in code points of ``doc.text``, where the tokens reach further.

spaCy finds the factory by its entry point; importing this module registers it as well (needs spaCy, extra ``spacy``).
"""

from collections.abc import Sequence

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span as TokenSpan

from noticeparse.check import check
from noticeparse.extend import extended, extension
from noticeparse.model import Notice, Span, Value
from noticeparse.pipeline import parse
from noticeparse.spacy_groups import GROUPS, AlignmentMode, Marked, fits, in_doc, long_breaks, mark, marked_at
from noticeparse.spacy_storage import pack, store_notice, stored_notice

__all__ = ["GROUPS", "NoticeComponent", "make_component"]


class NoticeComponent:
    """Parses each Doc and marks its spans; it has no weights and nothing to save but its config."""

    def __init__(self, groups: Sequence[str], alignment_mode: AlignmentMode, extend: Sequence[str]) -> None:
        self.groups = tuple(groups)
        self.alignment_mode = alignment_mode
        self.extend = tuple(extend)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.notice`` and the span groups; with the group findings, what `check` finds too."""
        with extended(self.extend):
            notice = stored_notice(doc)
            if notice is None or not fits(doc, notice):  # a piece of a Doc carries the notice of the whole
                notice = parse(doc.text)
            if "findings" in self.groups:
                notice = notice.model_copy(update={"findings": check(notice)})
        store_notice(doc, notice)
        mark(doc, notice, self.groups, self.alignment_mode)
        return doc


def make_component(
    nlp: Language, name: str, groups: list[str], alignment_mode: AlignmentMode, extend: list[str]
) -> NoticeComponent:
    """The factory ``noticeparse``.

    Args:
        nlp: the pipeline, of any tokenizer.
        name: the component's name in it.
        groups: the span groups to set, names of `GROUPS`; by default all but ``findings``.
        alignment_mode: what becomes of a span that cuts a token (`noticeparse.spacy_groups`).
        extend: your own entries, as `noticeparse.parse` takes them.

    Raises ValueError for a group there is not, `noticeparse.errors.ExtensionError` for entries that cannot be used.
    """
    unknown = [group for group in groups if group not in GROUPS]
    if unknown:
        raise ValueError(f"no span group {', '.join(unknown)}: there are {', '.join(GROUPS)}")
    if extend:
        extension(extend)  # a wrong file is named now, not at the first text
    return NoticeComponent(groups, alignment_mode, extend)


# --- attributes


def _set_notice(doc: Doc, notice: Notice | None) -> None:
    if notice is not None and not fits(doc, notice):
        raise ValueError("the notice has another text than the Doc: make it with nlp.make_doc(notice.source.text)")
    store_notice(doc, notice)


def _marked(span: TokenSpan) -> Marked | None:
    notice = stored_notice(span.doc)
    return None if notice is None else marked_at(notice, span.id_)


def _entry_of(span: TokenSpan) -> Value | None:
    marked = _marked(span)
    return None if marked is None else marked.entry


def _exact(span: TokenSpan) -> Span | None:
    notice, marked = stored_notice(span.doc), _marked(span)
    return None if notice is None or marked is None else in_doc(marked.span, long_breaks(span.doc, notice))


srsly.msgpack_encoders.register("noticeparse", func=pack)
Doc.set_extension("notice", getter=stored_notice, setter=_set_notice, force=True)
TokenSpan.set_extension("notice", getter=_entry_of, force=True)
TokenSpan.set_extension("notice_span", getter=_exact, force=True)
Language.factory(
    "noticeparse",
    func=make_component,
    default_config={"groups": [group for group in GROUPS if group != "findings"], "alignment_mode": "expand", "extend": []},
    assigns=["doc._.notice", "doc.spans", "span._.notice", "span._.notice_span"],
)
