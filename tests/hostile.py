"""Words that would run something where they are taken for markup, and a notice that holds them everywhere."""

from __future__ import annotations

from noticeparse import parse
from noticeparse.model import Issue, Notice, Num, Organisation, Part, Quote, Suggestion
from tests.reviewed import found

HOSTILE = (
    "<script>document.documentElement.dataset.ran=1</script>",
    '"><img src=x onerror=document.documentElement.dataset.ran=1>',
    "' onfocus='document.documentElement.dataset.ran=1' autofocus x='",
    "</script><script>document.documentElement.dataset.ran=1//",
    "</style><style>*{display:none}",
    "--><svg onload=document.documentElement.dataset.ran=1>",
    "]]><!--\u2028\u2029\x00\x0b",
    "</title></article></main><iframe src=javascript:parent.document.documentElement.dataset.ran=1>",
    "{{script}}{{body}}&lt;b&gt;&#60;b&#62;",
    "javascript:document.documentElement.dataset.ran=1",
)


def poisoned(word: str) -> Notice:
    """A notice with `word` in every field that holds words; where things stand depends only on its length."""
    text = f"标题{word}\n一、{word}\n正文{word}6次\n"
    at = text.rindex(word)
    span = (at, at + len(word))
    plain = parse("标题\n一、甲\n正文6次\n")
    head = text.index("一、")
    part = Part(
        eid="1",
        path="一",
        role="section",
        num=Num(text="一、", style="一、", ordinal=1),
        heading=Quote(text=word, span=(head + 2, head + 2 + len(word))),
        span=(head, len(text)),
    )
    finding = found(
        text, "6次", span=span, message=word, name=word, suggestion=Suggestion(text=word, span=span), origin="author", part=part.eid
    )
    changed = plain.model_dump() | {
        "title": word,
        "issuer": word,
        "signatories": (word,),
        "signed_on": word,
        "is_notice": False,
        "not_notice_because": word,
        "spans": {"title": (0, text.index("\n"))},
        "parts": (part.model_dump(),),
        "issues": (Issue(part=part.eid, quote=word, span=span, category=part.eid, deadline={"text": word}).model_dump(),),
        "organisations": (Organisation(id="o1", full=word).model_dump(),),
        "inspection": {"team": word, "authority": word, "round": word, "kind": word},
        "findings": (finding.model_dump(),),
        "facts": (
            {"kind": "document", "span": span, "text": word, "value": word, "readings": (word,), "origin": "repaired"},
            {"kind": "count", "span": span, "text": word, "value": 6, "unit": word, "counted": {"text": word, "span": span}},
            {"kind": "date", "span": span, "text": word, "edtf": "2023-06-12"},
        ),
        "source": plain.source.model_dump() | {"text": text, "name": word, "url": word},
    }
    return Notice.model_validate(changed)
