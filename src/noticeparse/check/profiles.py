"""Named sets of norms (intervals, required parts) a notice is held against; `data/profiles.json` keeps them.

Practice differs by place and by year, so nothing here is law: each profile says where it comes from, how sure that
is, and which feedback dates it covers. Users pass their own.
"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from noticeparse.errors import NoticeparseError
from noticeparse.model import Notice

RequiredPart = Literal[
    "inspection_dates", "feedback_date", "organisation", "issues", "next_steps", "contact", "signatory", "signing_date"
]


class ProfileError(NoticeparseError):
    """A profile that does not exist or does not say what a profile may say."""


class Norm(BaseModel):
    """A number of days with where it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int
    note_days: int | None = None
    """From this many days on the interval is worth a note."""
    source: str
    source_zh: str | None = None
    """The same in Chinese, for the Chinese messages."""
    confidence: Literal["norm", "practice", "observed", "assumed", "user"] = "user"


class Profile(BaseModel):
    """What a kind of notice of some years is expected to hold.

    `genres` and the feedback dates `valid_from` … `valid_until` (both inclusive, ISO 8601) say which notices it is
    chosen for when nobody names one; the first that fits is taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str = ""
    genres: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None
    source: str = ""
    confidence: Literal["norm", "practice", "observed", "assumed", "user"] = "user"
    plan_within: Norm | None = None
    """From feedback to the rectification plan."""
    published_within: Norm | None = None
    """From feedback to publication."""
    page_within_days: int = 3
    """Between the date of signing and the date of the page."""
    required: tuple[RequiredPart, ...] = ()
    states_totals: bool = True
    """Whether it is expected to say how many issues there were and how many are done."""


@cache
def profiles() -> tuple[Profile, ...]:
    """The profiles that come with the package, in the order they are tried."""
    text = files("noticeparse").joinpath("data/profiles.json").read_text("utf-8")
    return tuple(Profile.model_validate(record) for record in json.loads(text))


def choose_profile(notice: Notice) -> Profile:
    """The first profile whose genres and feedback dates fit the notice; the last one fits all."""
    day = notice.inspection.feedback_on or notice.signed_on or notice.published_on
    for profile in profiles():
        if profile.genres and notice.genre not in profile.genres:
            continue
        if day and ((profile.valid_from and day < profile.valid_from) or (profile.valid_until and day > profile.valid_until)):
            continue
        return profile
    return profiles()[-1]


def load_profile(profile: Profile | str | os.PathLike[str] | dict[str, Any]) -> Profile:
    """A profile by its name, from a JSON file, or from a dict; `extends` names the one it starts from.

    Raises `ProfileError` for an unknown name and for anything a profile cannot say.
    """
    if isinstance(profile, Profile):
        return profile
    if isinstance(profile, str) and (known := next((p for p in profiles() if p.name == profile), None)):
        return known
    if not isinstance(profile, dict):
        profile = _read(Path(profile))
    fields = dict(profile)
    base = fields.pop("extends", None)
    if base is not None:
        fields = {**load_profile(base).model_dump(), **fields}
    try:
        return Profile.model_validate({"name": "custom", **fields})
    except ValidationError as error:
        raise ProfileError(f"not a profile: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        fields = json.loads(path.read_text("utf-8"))
    except OSError as error:
        names = ", ".join(p.name for p in profiles())
        raise ProfileError(f"no profile {str(path)!r}: neither a file that can be read nor one of {names}") from error
    except ValueError as error:
        raise ProfileError(f"{path} is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ProfileError(f"{path} holds no JSON object")
    return fields
