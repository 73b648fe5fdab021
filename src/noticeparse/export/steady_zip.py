"""Office files that are the same bytes on every run: no clock in the archive, none in the properties."""

from __future__ import annotations

import datetime
import re
import zipfile
from io import BytesIO

from noticeparse.model import Notice

_EPOCH = datetime.datetime(2000, 1, 1)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")


def steady(archive: bytes, day: datetime.datetime) -> bytes:
    """The zip `archive` anew, all entries dated 1980-01-01 and both times of its core properties set to `day`."""
    made = BytesIO()
    stamp = day.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _TIMES.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, data)
    return made.getvalue()


def day_of(notices: list[Notice]) -> datetime.datetime:
    """The last day a notice of the list was signed or published; 2000-01-01 where none says so."""
    days = [day for n in notices for day in (n.signed_on, n.published_on) if day and len(day) >= 10]
    try:
        return datetime.datetime.fromisoformat(max(days)[:10]) if days else _EPOCH
    except ValueError:
        return _EPOCH
