"""What the service does with documents, in a worker process: each job takes plain values and makes an `Answer`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from pydantic import BaseModel

from noticeparse.errors import NoticeparseError
from noticeparse.model import Notice, Source
from noticeparse.serve.workers import Answer, JobRefusedError

JSON = "application/json"


class Upload(NamedTuple):
    """A document as it came in: bytes of a file, or text. `name` is a label; its ending tells what a file may be."""

    name: str
    content: bytes | str


def done(job: str, arguments: dict[str, Any]) -> Answer | tuple[str, str]:
    """The answer of a job, or ("refused" | "broken", why)."""
    try:
        return JOBS[job](**arguments)
    except (NoticeparseError, JobRefusedError) as error:
        return "refused", str(error)
    except Exception as error:  # a fault of the parser must not cost the worker
        return "broken", f"the parser failed: {type(error).__name__}"


def load() -> None:
    """Import what every job needs, before the clock of the first runs."""
    import noticeparse.check
    import noticeparse.pipeline  # noqa: F401


def parse_job(upload: Upload, mask_persons: bool) -> Answer:
    """The notice as JSON."""
    return _json(_notice(upload, mask_persons=mask_persons))


def check_job(upload: Upload, mask_persons: bool, **choice: Any) -> Answer:
    """The notice with its findings, as JSON; `choice` holds select, ignore and profile."""
    return _json(_notice(upload, mask_persons=mask_persons, **choice))


def export_job(uploads: Sequence[Upload], form: str, checked: bool, mask_persons: bool) -> Answer:
    """The notices in one of the formats of `noticeparse.export`."""
    from noticeparse.export import export, format_called
    from noticeparse.serve.media import media_type

    entry = format_called(form)
    if entry.single and len(uploads) != 1:
        raise JobRefusedError(f"{form} holds one notice, here are {len(uploads)}")
    choice = {"select": None} if checked else {}
    notices = [_notice(upload, mask_persons=mask_persons, **choice) for upload in uploads]
    kind = media_type(form, len(notices))
    if entry.binary:
        data = BytesIO()
        export(notices, data, to=form)
        return Answer(data.getvalue(), kind)
    text = StringIO(newline="")
    export(notices, text, to=form)
    return Answer(text.getvalue().encode(), kind)


def compare_job(a: Upload, b: Upload, mask_persons: bool) -> Answer:
    """What `noticeparse.compare.compare` says of two notices, as JSON."""
    from noticeparse.compare import compare

    return _json(compare(_notice(a, mask_persons=mask_persons), _notice(b, mask_persons=mask_persons)))


JOBS: dict[str, Callable[..., Answer]] = {
    "parse": parse_job, "check": check_job, "export": export_job, "compare": compare_job,
}  # fmt: skip


def _notice(upload: Upload, *, mask_persons: bool, **choice: Any) -> Notice:
    """The parsed document, with its findings where there is a `choice` of rules."""
    from noticeparse.check import check
    from noticeparse.pipeline import parse

    notice = parse(_source(upload))
    if choice:
        notice = notice.model_copy(update={"findings": check(notice, **choice)})
    if mask_persons:
        from noticeparse.export.persons import mask_persons as masked

        notice = masked(notice)
    return notice


def _source(upload: Upload) -> Source:
    from noticeparse.read import read, read_html, read_text

    name, content = upload
    if isinstance(content, bytes):
        return read(content, name=name)
    return (read_html if name.lower().endswith((".html", ".htm")) else read_text)(content, name=name)


def _json(value: BaseModel) -> Answer:
    return Answer(value.model_dump_json().encode(), JSON)
