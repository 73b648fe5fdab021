"""SARIF 2.1.0 (OASIS): findings for code scanning, editors and other tools.

Regions count in the text as read, columns in Unicode code points. For a page or an office document that text is the
reader's, so it is embedded (`artifact.contents`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from noticeparse.export.filed import Filed
from noticeparse.export.places import Places
from noticeparse.model import Finding, Language, Notice, Span

if TYPE_CHECKING:
    from noticeparse.entries import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_TEXT = ("text/plain", "text/markdown")
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}  # as §3.14.7 writes them
_CONTEXT = 12  # code points around the words that tell two places apart


def write(filed: Sequence[Filed], out: TextIO, *, language: Language = "zh") -> None:
    """Write one SARIF log with one run over all the notices."""
    from noticeparse.check import rules

    out.write(json.dumps(sarif(filed, rules(), language), ensure_ascii=False, indent=1) + "\n")


def sarif(filed: Sequence[Filed], rules: Iterable[Rule], language: Language = "zh") -> dict[str, Any]:
    """The log as JSON values: `rules` describe what was looked for, the notices' findings are the results.

    Messages and short descriptions are in `language`. A finding of a rule that is not among `rules` describes its rule
    itself.
    """
    descriptors = {rule.code: _descriptor(rule, language) for rule in rules}
    for notice, _ in filed:
        for finding in notice.findings:
            descriptors.setdefault(finding.rule, _descriptor_of_unknown(finding))
    index = {code: n for n, code in enumerate(descriptors)}
    files = {(path, notice.source.sha256): _artifact(notice, path) for notice, path in filed}  # a file given twice is one
    place = {key: n for n, key in enumerate(files)}
    run = {
        "tool": {"driver": _driver(list(descriptors.values()))},
        "language": _LANGUAGES[language],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\n"],
        "artifacts": list(files.values()),
        "results": [
            result
            for notice, path in filed
            for result in _results(notice, path, place[path, notice.source.sha256], index, language)
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(path: str) -> str:
    """`path` as a URI reference: relative paths stay relative, absolute ones become ``file://``; percent-encoded."""
    pure: PurePath = PureWindowsPath(path) if os.name == "nt" else PurePosixPath(path)
    if pure.is_absolute() and "\0" not in path:
        return pure.as_uri()
    # A first segment with a colon would read as a scheme (RFC 3986 §4.2); quote() encodes colons.
    return quote(os.fsencode(pure.as_posix()), safe="/")


# ------------------------------------------------------------------ the tool and its rules


def _driver(descriptors: list[dict[str, Any]]) -> dict[str, Any]:
    from noticeparse import __version__

    return {"name": "noticeparse", "version": __version__, "semanticVersion": __version__, "rules": descriptors}


def _descriptor(rule: Rule, language: Language) -> dict[str, Any]:
    from noticeparse.explain import rule_page

    page = rule_page(rule, language)
    title, text = (f"{rule.title_zh}。", rule.text_zh or " ".join(rule.text)) if language == "zh" else (f"{rule.title}.", " ".join(("", *rule.text)))
    return {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": {"text": _message(title)},
        "fullDescription": {"text": _message(title + text)},
        "help": {"text": _message(page), "markdown": page},
        "defaultConfiguration": {"level": rule.level},
        "properties": {"tags": ["notice"], "title_zh": rule.title_zh},
    }


def _descriptor_of_unknown(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "name": _pascal(finding.name),
        "shortDescription": {"text": finding.name},
        "defaultConfiguration": {"level": finding.level},
    }


def _pascal(name: str) -> str:
    """lost-ordinal → LostOrdinal, as the specification writes names (§3.49.7)."""
    return "".join(word[:1].upper() + word[1:] for word in name.replace("_", "-").split("-"))


# ------------------------------------------------------------------ the files and what was found in them


def _artifact(notice: Notice, path: str) -> dict[str, Any]:
    source = notice.source
    artifact: dict[str, Any] = {
        "location": {"uri": uri(path)},
        "mimeType": source.media_type,
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": source.sha256},
    }
    if source.encoding and source.media_type.startswith("text/"):
        artifact["encoding"] = source.encoding
    if source.media_type not in _TEXT:
        artifact["contents"] = {"text": source.text}
        artifact["description"] = {"text": "Regions count in the document's words in reading order (contents.text)."}
    return artifact


def _results(notice: Notice, path: str, artifact: int, index: dict[str, int], language: Language) -> list[dict[str, Any]]:
    places, seen = Places(notice.source.text), Counter[str]()
    location = {"uri": uri(path), "index": artifact}
    results = []
    for finding in notice.findings:
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": finding.level,
            "message": {"text": _message(finding.said(language))},
            "locations": [_location(notice, finding, places, location)],
            "partialFingerprints": {"ruleAndWords/v1": _fingerprint(notice, finding, seen)},
            "properties": {"origin": finding.origin},
        }
        if finding.suggestion and notice.source.media_type not in _TEXT:
            result["properties"]["suggestion"] = finding.suggestion.text  # nothing may edit a page or a DOCX by offset
        elif finding.suggestion:
            replacement = {
                "deletedRegion": _region(finding.suggestion.span, places),
                "insertedContent": {"text": finding.suggestion.text},
            }
            result["fixes"] = [
                {
                    "description": {"text": _message(f"{finding.rule}: {finding.suggestion.text}")},
                    "artifactChanges": [{"artifactLocation": location, "replacements": [replacement]}],
                }
            ]
        results.append(result)
    return results


def _location(notice: Notice, finding: Finding, places: Places, artifact: dict[str, Any]) -> dict[str, Any]:
    region = _region(finding.span, places)
    start, end = finding.span
    if end > start:
        region["snippet"] = {"text": notice.source.text[start:end]}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if finding.part:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.part}]
    return location


def _region(span: Span, places: Places) -> dict[str, Any]:
    start, end = places.of(span[0]), places.of(span[1])
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": span[0],
        "charLength": span[1] - span[0],
    }


def _message(text: str) -> str:
    """`text` as a message string: braces doubled (§3.11.5), nothing that reads as an embedded link (§3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _fingerprint(notice: Notice, finding: Finding, seen: Counter[str]) -> str:
    """The same for the same rule on the same words among the same words, wherever they move; repeats are counted."""
    text, (start, end) = notice.source.text, finding.span
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + _CONTEXT].partition("\n")[0]
    key = "\0".join([finding.rule, *("".join(words.split()) for words in (before, text[start:end], after))])
    seen[key] += 1
    return hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:32]
