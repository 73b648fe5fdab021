"""The best pairing over all pairs at once."""

from __future__ import annotations

from collections.abc import Sequence

from noticeparse.errors import NoticeparseError


def assign(likenesses: Sequence[Sequence[float]], floor: float) -> dict[int, int]:
    """Row → column, so that the likeness of all pairs at or above `floor` (above 0) is greatest in sum.

    The optimum is over all pairs (Kuhn 1955; scipy's linear_sum_assignment); rows and columns may stay alone.

    Raises:
        NoticeparseError: scipy is not installed (extra ``compare``).
    """
    if not likenesses or not likenesses[0]:
        return {}
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:  # pragma: no cover - depends on the installation
        raise NoticeparseError("comparing needs scipy: pip install 'noticeparse[compare]'") from error
    useful = [[value if value >= floor else 0.0 for value in row] for row in likenesses]
    rows, columns = linear_sum_assignment(useful, maximize=True)
    return {int(n): int(m) for n, m in zip(rows, columns, strict=True) if useful[n][m] > 0}
