"""Two invented bureaus of one round for the dashboard, and the same with hostile words in everything they say."""

from __future__ import annotations

from typing import Any

from noticeparse.compare.across_examples import told

COPIED = "梳理风险岗位清单并逐项明确防控措施，由分管领导每季度带队检查，检查结果纳入各科室年度考核"


def two_bureaus(word: str = "") -> dict[str, str]:
    """Texts by file name. `word` stands in title, body, issue, measures and file name; the notices say the same with it."""
    inspected = "2023年3月6日至5月10日，县委第一巡察组开展了巡察，6月20日反馈了意见。"
    shared = f"1.{COPIED}{word}；约谈责任人126名；给予党纪处分2人；追缴违规资金"
    return {
        f"{number}{word.replace('/', '')}.txt": told(
            f"云溪县{word}{bureau}局", f"{shared}{sum_}万元；修订《公务用车{word}管理细则》。", issue=f"公务用车{word}管理不严格", round_="十四届县委第三轮", inspected=inspected,
            contact="联系电话：0999-1234567。",
        )
        for number, (bureau, sum_) in enumerate((("水务", "3.5"), ("教育", "12")))
    }  # fmt: skip


def poison(row: dict[str, Any], word: str) -> None:
    """Put `word` into every field of a parsed notice that holds words, whatever the parser made of the text."""
    for name in ("title", "issuer", "genre", "inspection_round", "url"):
        row[name] = f"{row[name] or ''}{word}"
    row["is_notice"] = True
    row["issuer"] += row["file"][0]  # the parser may not have read the bureau's name to its end
    for issue in row["issues"]:
        issue |= {"topic": word, "status": word}
    for fact in row["facts"]:
        fact |= {name: word for name in ("level", "verb") if fact.get(name)}
    for part in (*row["parts"], *row["issues"], *row["facts"], *row["measures"]):
        part |= {name: f"{part[name]}{word}" for name in ("eid", "part") if part.get(name)}
    for contact in row["contacts"]:
        contact["value"] += word
