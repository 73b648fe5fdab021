#!/usr/bin/env python3
"""Compile hand-annotated notices (``NAME.marked``) into a text and its gold JSON. Standard library only.

    python corpora/annotate.py [DIR ...]           write DIR/texts/NAME.txt|.html and DIR/gold/NAME.json
    python corpora/annotate.py --check [DIR ...]   exit 1 when a generated file is not in step with its source
    python corpora/annotate.py --lint [DIR ...]    list numbers and 《titles》 that carry no annotation
    python corpora/annotate.py --show [DIR ...]    print every annotation in its context, for re-reading

DIR defaults to ``corpora/samples``. Offsets are computed, never typed. A marked file is a JSON head (`Head`:
what of the gold is no offset), a line ``===``, and the notice with tags around its text::

    {"genre": "巡察", "layout": "a", "metadata": {"title": "…", "issuer": "…", …}}
    ===
    ⟪#二、¦section L⟫反馈问题整改情况
    ⟪##（一）¦issue S⟫关于“⟪学习不深¦!A01 done⟫”的问题。⟪2021年3月5日¦d⟫召开会议⟪3次¦c @会议⟫。

**Tags** are ``⟪text¦spec⟫``; they nest (a year in a title, a look-alike in an issue, facts in a total).

*Outline* ``⟪#marker¦role heading [word…]⟫`` has as many ``#`` as the item is deep. ``role`` is one of
the contract's; ``heading`` is ``L`` (to the end of the line), ``S`` (to the first 。 outside quotes and
brackets), ``0`` (none) or ``.`` (to the next ``⟪.⟫``). Style, ordinal and path come from the marker;
words override them: ``style=…``, ``ord=…``, ``path=…`` (the item's own label), ``lost`` (the printed
marker is damaged; give the other three), ``optional``, ``any_parent``. A sibling with a label already
taken gets ``-2``, ``-3``.

*Facts* ``⟪text¦kind [value [unit]] [@counted] [word…]⟫``. Kinds: ``d`` date, ``p`` period, ``dur``
duration, ``c`` count, ``r`` rate, ``k`` rank, ``m`` money (in yuan), ``doc`` document, ``con`` contact
(followed by phone, email, address, postcode or other; it goes to the metadata too). What the text says
plainly needs no value: 2021年3月5日, 2021年3月, 2021年(度) · digits and a unit (``35件``, ``1,046个``) ·
digits and % · 第3名 · digits and 元 万元 亿元 · a title in 《》. Anything else must be given: ``null`` no
value, ``_`` no unit. ``@a|b`` gives several right answers, ``件|份`` several right units (the first is
the gold one). Words: ``?`` optional, ``damaged``, ``or=VALUE`` and ``kind=KIND`` (repeatable: other
right values and kinds), ``note=…``.

*Look-alikes* ``⟪text¦x why⟫``. *Issues* ``⟪quote¦!TOPIC [status] [cat=PATH|none]⟫`` (``!-``: no topic): the
issue belongs to the item whose text it stands in, its category is the nearest one above. *Totals*
``⟪sentence¦T noun total [done=13 …] [rate=…]⟫``. ``⟪nbsp⟫`` writes a no-break space.

With ``"html": "p" | "br" | "word"`` (and ``"encoding"``) in the head the notice becomes a page in that layout
and the text its expected text.
"""
from __future__ import annotations

import argparse
import html
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

HERE = Path(__file__).resolve().parent
KINDS = {
    "d": "date", "p": "period", "dur": "duration", "c": "count", "r": "rate", "k": "rank",
    "m": "money", "doc": "document", "con": "contact",
}
ROLES = {
    "section", "organisation", "category", "issue", "measure", "action", "plan", "annex", "field", "item",
}
STATUSES = {"done", "mostly_done", "ongoing", "long_term", "not_done"}
CONTACTS = {"phone", "email", "address", "postcode", "other"}
METADATA = ("title", "issuer", "signers", "signed_on", "published_on", "inspection", "contacts")
INSPECTION = ("kind", "authority", "team", "round", "started_on", "ended_on", "feedback_on")
WIDTH = str.maketrans("（）．，：％０１２３４５６７８９　", "().,:%0123456789 ")
DIGITS = "〇一二三四五六七八九"
CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2474 + i): i + 1 for i in range(20)}
PARENTHESISED = {chr(0x3220 + i): i + 1 for i in range(10)}
EDTF = re.compile(r"(?:\.\.|\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:/\d{4}(?:-\d{2}(?:-\d{2})?)?)?(?:T\d\d:\d\d)?")
OPENING, CLOSING = "“‘《〈（(「", "”’》〉）)」"


class Head(TypedDict, total=False):
    """The JSON head. `layout` is the letter of the sample's layout, `note` a word to the reader."""

    genre: str
    is_notice: bool
    layout: str
    note: str
    html: str
    encoding: str
    metadata: dict[str, Any]


class MarkupError(ValueError):
    """A tag that cannot be read; the message quotes it."""


@dataclass
class Tag:
    """One tag of the markup; `depth` is the number of # (0 for a tag that is no outline marker)."""

    start: int
    depth: int
    end: int = -1
    spec: str = ""


@dataclass
class Marked:
    """The bare text and its tags in the order of their starts (outer before inner)."""

    text: str = ""
    tags: list[Tag] = field(default_factory=list)
    heading_ends: list[int] = field(default_factory=list)


def read_markup(body: str) -> Marked:
    """Separate text and tags. Raises MarkupError on a tag left open, never opened, or without a spec."""
    marked, out, length = Marked(), [], 0
    still_open: list[Tag] = []
    for piece in re.findall(r"⟪nbsp⟫|⟪\.⟫|⟪#*|¦[^⟪⟫¦]*⟫|[^⟪⟫¦]+|[⟫¦]", body):
        if piece == "⟪nbsp⟫":
            out.append("\u00a0")
            length += 1
        elif piece == "⟪.⟫":
            marked.heading_ends.append(length)
        elif piece.startswith("⟪"):
            still_open.append(Tag(length, len(piece) - 1))
            marked.tags.append(still_open[-1])
        elif piece[0] in "¦⟫":
            if not still_open or len(piece) < 3:
                raise MarkupError(f"stray {piece} after …{''.join(out)[-30:]}")
            tag = still_open.pop()
            tag.end, tag.spec = length, piece[1:-1].strip()
        else:
            out.append(piece)
            length += len(piece)
    marked.text = "".join(out)
    if still_open:
        raise MarkupError(f"tag left open before {marked.text[still_open[-1].start:][:40]}…")
    return marked


# --- numbers ---------------------------------------------------------------------------------------------


def chinese_number(digits: str) -> int:
    """Value of a Chinese numeral below a thousand: 二十三 → 23. Raises MarkupError on anything else."""
    total = last = 0
    for ch in digits:
        if ch in "十百":
            total += (last or 1) * (10 if ch == "十" else 100)
            last = 0
        elif ch in DIGITS:
            last = DIGITS.index(ch)
        else:
            raise MarkupError(f"no Chinese numeral: {digits}")
    return total + last


def number(word: str) -> int | float:
    """A JSON number, an int where it is whole. Raises MarkupError."""
    try:
        value = float(word)
    except ValueError:
        raise MarkupError(f"no number: {word}") from None
    return int(value) if value == int(value) and "." not in word else value


# --- outline ---------------------------------------------------------------------------------------------

NUMERAL = "[一二三四五六七八九十百]+"
STYLES: list[tuple[str, str]] = [       # style, what the marker looks like at half width
    ("项目N.M", r"(?:项目|任务|问题)\d+(?:[.-]\d+)*"),
    ("annex", r"附件\d*"),
    ("(一)", rf"\(({NUMERAL})\)|[㈠-㈩]"),
    ("一是", rf"({NUMERAL})是"),
    ("第一", rf"第({NUMERAL})|首先|其次|再次|最后"),
    ("第一章", rf"第({NUMERAL})[章节条部分]+"),
    ("一、", rf"({NUMERAL})"),
    ("(1)", r"\((\d+)\)|[⑴-⒇]"),
    ("1)", r"(\d+)\)"),
    ("1.1", r"\d+(?:\.\d+)+"),
    ("1.", r"(\d+)\.?"),
    ("①", "[①-⑳]"),
]
LABEL_TAIL = re.compile(r"[、,:\s]+$")


def style_of(marker: str) -> tuple[str, int | None]:
    """Style and ordinal of a printed marker; one of no known style is a label, numbered by its place."""
    bare = LABEL_TAIL.sub("", marker.translate(WIDTH)).strip()
    for style, pattern in STYLES:
        if re.fullmatch(pattern, bare):
            return style, ordinal_of(bare)
    return "label", None


def ordinal_of(bare: str) -> int | None:
    """The last number printed in the marker; None for 首先 其次 最后, which count their place."""
    if bare[0] in CIRCLED:
        return CIRCLED[bare[0]]
    if bare[0] in PARENTHESISED:
        return PARENTHESISED[bare[0]]
    if bare == "附件":
        return 1
    if digits := re.findall(r"\d+", bare):
        return int(digits[-1])
    numerals = re.findall(NUMERAL, bare)
    return chinese_number(numerals[-1]) if numerals else None


def heading_end(kind: str, text: str, at: int, stops: list[int]) -> int:
    """Where the heading that begins at `at` ends, by its kind L, S, 0 or `.`. Raises MarkupError."""
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    if kind == "0":
        return at
    if kind == "L":
        return at + len(text[at:line_end].rstrip())
    if kind == ".":
        return next(s for s in stops if s >= at)
    depth = 0
    for i in range(at, line_end):
        depth += (text[i] in OPENING) - (text[i] in CLOSING)
        if text[i] == "。" and depth == 0:
            return i
    raise MarkupError(f"no 。 ends the heading {text[at:at + 30]}")


class Outline:
    """The outline items so far; knows which are open, so that issues find their item."""

    def __init__(self, text: str, stops: list[int]) -> None:
        self.text, self.stops = text, stops
        self.items: list[dict[str, Any]] = []
        self.open: list[dict[str, Any]] = []

    def add(self, tag: Tag) -> None:
        role, kind, *words = tag.spec.split()
        options = dict(w.split("=", 1) for w in words if "=" in w)
        if role not in ROLES or kind not in "LS0." or tag.depth > len(self.open) + 1:
            raise MarkupError(f"outline tag {tag.spec!r} at depth {tag.depth} after depth {len(self.open)}")
        marker = self.text[tag.start:tag.end]
        del self.open[tag.depth - 1:]
        path = self.free_path("/".join([*(i["label"] for i in self.open), self.label(marker, options)]))
        siblings = [i for i in self.items if i["path"].rpartition("/")[0] == path.rpartition("/")[0]]
        style, ordinal = style_of(marker)
        style = options.get("style", style)
        if "ord" in options:
            ordinal = int(options["ord"])
        if ordinal is None:
            ordinal = sum(i["style"] == style for i in siblings) + 1
        begin = tag.end + len(self.text[tag.end:]) - len(self.text[tag.end:].lstrip(" \u3000\u00a0"))
        end = heading_end(kind, self.text, begin if kind != "0" else tag.end, self.stops)
        item: dict[str, Any] = {
            "path": path, "style": style, "ordinal": ordinal, "marker": marker, "start": tag.start,
            "heading": self.text[begin:end] if kind != "0" else "", "heading_end": end,
            "restored": "lost" in words, "role": role,
        }
        item |= {flag: True for flag in ("optional", "any_parent") if flag in words}
        self.items.append(item)
        self.open.append({**item, "label": path.rpartition("/")[2]})

    @staticmethod
    def label(marker: str, options: dict[str, str]) -> str:
        return options.get("path") or LABEL_TAIL.sub("", marker.translate(WIDTH)).strip()

    def free_path(self, path: str) -> str:
        """A sibling printed with the same label takes -2, -3, as eids do in the contract."""
        taken, n, free = {i["path"] for i in self.items}, 1, path
        while free in taken:
            n += 1
            free = f"{path}-{n}"
        return free

    def category(self) -> str | None:
        """The path of the nearest open category."""
        return next((i["path"] for i in reversed(self.open) if i["role"] == "category"), None)


# --- facts -----------------------------------------------------------------------------------------------


def plain_date(text: str) -> str:
    """EDTF of a date that says everything itself. Raises MarkupError."""
    if m := re.fullmatch(r"(\d{4})年(?:度|(\d{1,2})月(?:(\d{1,2})日)?)?", text):
        return "-".join([m[1], *(f"{int(g):02d}" for g in m.groups()[1:] if g)])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    raise MarkupError(f"a date to be spelt out: {text}")


def plain_value(kind: str, text: str) -> tuple[Any, str | None]:
    """Value and unit where the text says them plainly. Raises MarkupError where they must be given."""
    if kind == "date":
        return plain_date(text), None
    if kind == "document":
        return text.removeprefix("《").removeprefix("〈").removesuffix("》").removesuffix("〉"), None
    bare = re.sub(r"(?<=\d),(?=\d{3})", "", text.translate(WIDTH).removeprefix("第"))
    m = re.fullmatch(r"(\d+(?:\.\d+)?)(\D*)", bare)
    tail = "" if not m or kind == "money" else m[2]
    if not m or kind == "period" or re.search("[余多万亿千百以至,]", tail):
        raise MarkupError(f"a value to be spelt out: {text}")
    if kind == "money":
        factor = {"元": 1, "万元": 10_000, "亿元": 100_000_000}[m[2]]
        return number(f"{round(float(m[1]) * factor, 2):.2f}".removesuffix(".00")), "元"
    return number(m[1]), m[2] or None


def given_value(kind: str, words: list[str]) -> tuple[Any, list[str | None]]:
    """Value and units as the tag gives them."""
    if words[0] == "null":
        value: Any = None
    elif kind in ("date", "period"):
        if not EDTF.fullmatch(words[0]):
            raise MarkupError(f"not EDTF: {words[0]}")
        value = words[0]
    elif kind == "document":
        value = " ".join(words)
    else:
        value = number(words[0])
    default = {"money": "元", "rate": "%", "rank": "名"}.get(kind)
    units = words[1].split("|") if len(words) > 1 else [default]
    return value, [None if u == "_" else u for u in units]


def fact(tag: Tag, text: str) -> dict[str, Any]:
    """The gold fact of a tag. Raises MarkupError."""
    code, *words = tag.spec.split()
    kind = KINDS[code]
    shown = text[tag.start:tag.end]
    options = [w.split("=", 1) for w in words if re.match(r"(or|kind|note)=", w)]
    counted = [c for w in words if w[0] == "@" for c in w[1:].split("|")]
    plain = [w for w in words if w not in ("?", "damaged") and not re.match(r"@|(or|kind|note)=", w)]
    units: list[str | None] = []
    if kind == "contact":
        value: Any = shown
    elif plain:
        value, units = given_value(kind, plain)
    else:
        value, unit = plain_value(kind, shown)
        units = [unit]
    if worded := kind in ("date", "period", "contact", "document"):
        units = []
    out: dict[str, Any] = {
        "kind": kind, "start": tag.start, "end": tag.end, "text": shown, "value": value,
        "unit": units[0] if units else None,
        "counted": counted[0] if len(counted) == 1 else counted or None, "optional": "?" in words,
    }
    if len(units) > 1:
        out["accept_units"] = units[1:]
    if accept := [v if worded else number(v) for k, v in options if k == "or"]:
        out["accept"] = accept
    if kinds := [KINDS.get(v, v) for k, v in options if k == "kind"]:
        out["accept_kinds"] = kinds
    out |= {k: v for k, v in options if k == "note"}
    if "damaged" in words:
        out["damaged"] = True
    return out


# --- one notice ------------------------------------------------------------------------------------------


def issue(tag: Tag, text: str, outline: Outline) -> dict[str, Any]:
    topic, *words = tag.spec[1:].split()
    options = dict(w.split("=", 1) for w in words if "=" in w)
    status = next((w for w in words if "=" not in w), None)
    if not outline.open or status not in STATUSES | {None}:
        raise MarkupError(f"issue {text[tag.start:tag.end][:30]!r} outside the outline, or status {status!r}")
    category = options.get("cat", outline.category())
    return {
        "path": outline.open[-1]["path"], "quote": text[tag.start:tag.end],
        "category": None if category == "none" else category,
        "topic": None if topic == "-" else topic, "status": status, "start": tag.start, "end": tag.end,
    }


def total(tag: Tag, text: str) -> dict[str, Any]:
    _, noun, whole, *words = tag.spec.split()
    pairs = dict(w.split("=", 1) for w in words)
    rate = pairs.pop("rate", None)
    return {
        "text": text[tag.start:tag.end], "start": tag.start, "noun": noun,
        "total": None if whole == "null" else number(whole),
        "parts": {k: number(v) for k, v in pairs.items()}, "rate": number(rate) if rate else None,
    }


@dataclass
class Sample:
    """One compiled notice: its head, its text (the expected text for a page), and its gold."""

    name: str
    head: Head
    text: str
    gold: dict[str, Any]
    tags: list[Tag]

    @property
    def source(self) -> str:
        return self.name + (".html" if self.head.get("html") else ".txt")


def compile_marked(name: str, content: str) -> Sample:
    """Compile the content of a marked file. Raises MarkupError (also for a head that is no JSON)."""
    head_text, sep, body = content.partition("\n===\n")
    try:
        head: Head = json.loads(head_text)
    except json.JSONDecodeError as e:
        raise MarkupError(f"{name}: the head is no JSON: {e}") from None
    if not sep:
        raise MarkupError(f"{name}: no line === after the head")
    try:
        marked = read_markup(body)
    except MarkupError as e:
        raise MarkupError(f"{name}: {e}") from None
    text, outline = marked.text, Outline(marked.text, marked.heading_ends)
    found: dict[str, list[dict[str, Any]]] = {"issues": [], "facts": [], "totals": [], "traps": []}
    for tag in marked.tags:
        shown = text[tag.start:tag.end]
        try:
            if tag.depth:
                outline.add(tag)
            elif tag.spec.startswith("!"):
                found["issues"].append(issue(tag, text, outline))
            elif tag.spec.startswith("T "):
                found["totals"].append(total(tag, text))
            elif tag.spec.split()[0] == "x":
                why = tag.spec[1:].strip() or "no fact"
                found["traps"].append({"start": tag.start, "end": tag.end, "text": shown, "why": why})
            else:
                found["facts"].append(fact(tag, text))
        except (MarkupError, KeyError, ValueError, StopIteration) as e:
            raise MarkupError(f"{name}: ⟪{shown}¦{tag.spec}⟫: {type(e).__name__} {e}") from None
    sample = Sample(name, head, text, {}, marked.tags)
    sample.gold = {
        "source": sample.source, **({"expected_text": f"{name}.expected.txt"} if head.get("html") else {}),
        "genre": head["genre"], "is_notice": head.get("is_notice", True), "layout": head.get("layout"),
        **({"note": head["note"]} if "note" in head else {}),
        "metadata": metadata(head, marked), "outline": outline.items,
        **{k: found[k] for k in ("issues", "facts", "totals", "traps")},
    }
    return sample


def metadata(head: Head, marked: Marked) -> dict[str, Any]:
    """The head's metadata with every key of the format, and the contacts that are tagged in the text."""
    given = head.get("metadata", {})
    if unknown := set(given) - set(METADATA) | set(given.get("inspection", {})) - set(INSPECTION):
        raise MarkupError(f"unknown metadata: {', '.join(sorted(unknown))}")
    contacts = []
    for tag in marked.tags:
        if not tag.depth and tag.spec.split()[0] == "con":
            kind = tag.spec.split()[1]
            if kind not in CONTACTS:
                raise MarkupError(f"contact {marked.text[tag.start:tag.end]} of kind {kind}")
            contacts.append({"kind": kind, "value": marked.text[tag.start:tag.end]})
    inspection = {k: given.get("inspection", {}).get(k) for k in INSPECTION}
    found = {"signers": given.get("signers", []), "inspection": inspection, "contacts": contacts}
    return {k: found.get(k, given.get(k)) for k in METADATA}


# --- pages -----------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{encoding}"><title>{title}</title>
<meta name="ArticleTitle" content="{title}"></head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk/">公开</a> &gt; <a href="/tzgg/">公告</a></div>
<div class="article">
{content}
</div>
<div class="footer"><a href="/map">网站地图</a> | <a href="/about">关于我们</a></div>
<script>var share = "分享到微信朋友圈";</script>
</body></html>
"""


def page(sample: Sample) -> str:
    """The notice as a web page in the layout the head names. Raises MarkupError on an unknown one."""
    escaped = html.escape(sample.text, quote=False).replace("\u00a0", "&nbsp;")
    lines = [line for line in escaped.split("\n") if line.strip()]
    layout = sample.head["html"]
    if layout == "p":
        content = "\n".join(f"<p>{line}</p>" for line in lines)
    elif layout == "br":
        content = '<div id="zoom">' + "<br>\n".join(lines) + "</div>"
    elif layout == "word":
        content = "\n".join(word_paragraph(line) for line in lines)
    else:
        raise MarkupError(f"{sample.name}: unknown page layout {layout}")
    encoding, title = sample.head.get("encoding", "utf-8"), sample.head["metadata"]["title"]
    return PAGE.format(encoding=encoding, title=title, content=content)


def word_paragraph(line: str) -> str:
    """A paragraph as pasted from Word: two runs, cut where no entity is cut."""
    cut = line.find("。") + 1 or len(line)
    font = "font-family:仿宋_GB2312;font-size:16pt"
    runs = "".join(f'<span style="{font}">{run}</span>' for run in (line[:cut], line[cut:]) if run)
    return f'<p class="MsoNormal" style="text-indent:32pt">{runs}<o:p></o:p></p>'


# --- files -----------------------------------------------------------------------------------------------


def outputs(folder: Path, sample: Sample) -> dict[Path, bytes]:
    """The files generated from one sample and their bytes."""
    texts = folder / "texts"
    files = {folder / "gold" / f"{sample.name}.json": gold_json(sample.gold).encode()}
    if sample.head.get("html"):
        files[texts / sample.source] = page(sample).encode(sample.head.get("encoding", "utf-8"))
        files[texts / f"{sample.name}.expected.txt"] = sample.text.encode()
    else:
        files[texts / sample.source] = sample.text.encode()
    return files


def gold_json(gold: dict[str, Any]) -> str:
    """JSON with one annotation per line, so that a change reads as a change of that line."""
    rows = []
    for key, value in gold.items():
        if isinstance(value, list):
            inner = ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value)
            rows.append(f' "{key}": [\n  {inner}\n ]' if value else f' "{key}": []')
        else:
            rows.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def compile_file(path: Path) -> Sample:
    """Compile one marked file. Raises MarkupError."""
    return compile_marked(path.stem, path.read_text(encoding="utf-8"))


def uncovered(sample: Sample) -> list[str]:
    """Numbers and titles that no tag covers, in context: each is a fact, a trap, or an oversight."""
    covered = bytearray(len(sample.text))
    for tag in sample.tags:
        if not tag.spec.startswith(("!", "T ")):
            covered[tag.start:tag.end] = b"\1" * (tag.end - tag.start)
    loose = re.finditer(
        r"[0-9０-９]+|[一二三四五六七八九十百千两几双〇零半]+|《|当[日天]|今年|去年|多[次项个]", sample.text
    )
    return [
        in_context(sample.text, m.start(), m.end()) for m in loose if not all(covered[m.start():m.end()])
    ]


def in_context(text: str, start: int, end: int) -> str:
    """The slice in ⟦ ⟧ with a dozen characters around it, on one line."""
    return f"…{text[max(0, start - 12):start]}⟦{text[start:end]}⟧{text[end:end + 10]}".replace("\n", "|")


def review(sample: Sample) -> list[str]:
    """Every annotation on one line, in its context."""
    gold = sample.gold
    unlisted = {"kind", "start", "end", "text"}
    return [
        f"== {sample.name} {len(sample.text)} characters",
        json.dumps(gold["metadata"], ensure_ascii=False),
        *(
            f"O {o['path']} [{o['style']} {o['ordinal']}] {o['role']} ⟦{o['marker']}⟧ {o['heading'] or '–'} "
            + " ".join(k for k in ("restored", "optional", "any_parent") if o.get(k))
            for o in gold["outline"]
        ),
        *(
            f"I {i['path']} < {i['category']} {i['topic']} {i['status']} ⟦{i['quote']}⟧"
            for i in gold["issues"]
        ),
        *(f"T {t['noun']} {t['total']} {t['parts']} {t['rate']} ⟦{t['text']}⟧" for t in gold["totals"]),
        *(
            f"{f.get('kind', 'TRAP'):8} {in_context(sample.text, f['start'], f['end'])} "
            + str({k: v for k, v in f.items() if k not in unlisted and v is not None and v is not False})
            for f in sorted(gold["facts"] + gold["traps"], key=lambda f: f["start"])
        ),
    ]


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE / "samples"])
    parser.add_argument("--only", default="", help="names that contain this")
    for mode in ("check", "lint", "show"):
        parser.add_argument(f"--{mode}", action="store_true")
    args = parser.parse_args(argv)
    status = 0
    sources = [p for folder in args.folders for p in sorted(folder.glob("*.marked")) if args.only in p.stem]
    for source in sources:
        try:
            sample = compile_file(source)
        except MarkupError as e:
            print(e, file=sys.stderr)
            status = 2
            continue
        if args.lint or args.show:
            print(*(uncovered(sample) if args.lint else review(sample)), sep="\n")
        else:
            status = max(status, write(outputs(source.parent, sample), only_check=args.check))
    return status


def write(files: dict[Path, bytes], only_check: bool) -> int:
    """Write the files, or name on stderr those that are not in step; returns 1 if there are such, else 0."""
    stale = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    for path in stale:
        if only_check:
            print(f"{path} is not in step with its .marked source", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
    return int(only_check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
