"""Short notices for the examples of the comparisons: a frame with what an example is about filled in."""

from __future__ import annotations


def told(
    body: str,
    measures: str = "1.已完成整改。",
    *,
    issue: str = "管理不严",
    round_: str = "",
    inspected: str = "",
    signed: str = "2024年1月8日",
    contact: str = "",
) -> str:
    """A notice of `body` with one issue and its measures; marks ⟦ ⟧ may stand in any of them."""
    return "\n".join(
        line
        for line in (
            f"中共{body}党组关于{round_}巡察整改情况的通报",
            inspected,
            f"一、关于“{issue}”的问题",
            measures,
            contact,
            f"中共{body}党组",
            signed,
        )
        if line
    )
