"""Items whose whole marker is missing, where the layout leaves no doubt which line each was."""

from __future__ import annotations

from noticeparse.outline.candidates import HEAD, Candidate, is_title
from noticeparse.outline.ladder import Placed
from noticeparse.outline.lines import Line


def restored(
    folded: str, lines: list[Line], found: list[Candidate], placed: list[Placed], closing: int
) -> list[Candidate] | None:
    """The candidates with one added for each missing item that can be told, or None where there is none.

    A list that jumps from n to n + m + 1 lacks m items. They are restored only if exactly m lines between the two are
    of the form its other items have: headings alone on a line, or single paragraphs. Otherwise the gap stays.
    """
    added: list[Candidate] = []
    numbered = {p.candidate.line for p in placed}
    for first, second in _jumps(placed):
        missing = second.ordinal - (first.ordinal if first.depth == second.depth else 0) - 1
        like = second.candidate
        between = [i for i in range(first.candidate.line + 1, second.candidate.line) if i not in numbered]
        titled = is_title(folded, lines[like.line], like.end)
        if titled:
            lines_like = [i for i in between if is_title(folded, lines[i])]
        elif first.depth == second.depth and not is_title(folded, lines[first.candidate.line], first.candidate.end):
            lines_like = between
        else:
            lines_like = []
        if lines_like and len(lines_like) == missing:
            for n, i in enumerate(lines_like, 1):
                start = lines[i].head
                ordinal = second.ordinal - missing + n - 1
                added.append(
                    Candidate(start, start, i, HEAD, like.style, ordinal, like.prefix, lost=(like.style.name,), forced=True)
                )
    if not added:
        return None
    return sorted([*found, *added], key=lambda c: (c.start, not c.forced))


def _jumps(placed: list[Placed]) -> list[tuple[Placed, Placed]]:
    """(what stands before the gap, the item behind it) for every gap in a list of line heads.

    Before the gap stands the list's last item, or the parent where the list does not begin with 1.
    """
    jumps = []
    open_items: list[Placed] = []
    for p in placed:
        previous = open_items[p.depth] if p.depth < len(open_items) else None
        if previous and previous.candidate.style is not p.candidate.style:
            previous = None
        if p.candidate.before == HEAD and p.candidate.style.name not in ("label", "annex", "首先"):
            if previous is not None and p.ordinal - previous.ordinal > 1 and p.candidate.prefix == previous.candidate.prefix:
                jumps.append((previous, p))
            elif previous is None and p.ordinal > 1 and p.depth:
                jumps.append((open_items[p.depth - 1], p))
        del open_items[p.depth :]
        open_items.append(p)
    return jumps
