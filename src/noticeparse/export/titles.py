"""What the rules behind findings are called, for a person."""

from __future__ import annotations

from noticeparse.model import Finding, Language


def title(finding: Finding, language: Language) -> str:
    """The rule's name (``lost-ordinal``); in Chinese its title (序号脱字) where the rule is one of those in use."""
    from noticeparse.check import rules

    if language == "en":
        return finding.name
    return next((rule.title_zh for rule in rules() if rule.code == finding.rule), finding.name)
