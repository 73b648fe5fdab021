"""The operations of the service: each reads documents, hands them to a worker and returns what it made."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import FastAPI, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from noticeparse.check import RULES, profiles
from noticeparse.compare import Comparison
from noticeparse.export import FORMATS, format_called
from noticeparse.model import Notice
from noticeparse.serve.media import media_type
from noticeparse.serve.problems import Problem, responses
from noticeparse.serve.uploads import MOST, FileDocument, Intake, TextDocument, request_body
from noticeparse.serve.workers import Answer, Workers

FormatName = StrEnum("FormatName", {form.name: form.name for form in FORMATS})  # type: ignore[misc]  # the members are data
RuleName = StrEnum("RuleName", {code: code for rule in RULES for code in (rule.code[0], rule.code)})  # type: ignore[misc]
ProfileName = StrEnum("ProfileName", {profile.name: profile.name for profile in profiles()})  # type: ignore[misc]
Masked = Annotated[bool, Query(description="mask the names of persons held to account")]
Rules = Annotated[list[RuleName] | None, Query(description="codes of rules or their first letter")]


class Health(BaseModel):
    """That the service is there."""

    status: Literal["ok"] = "ok"
    version: str


def add_routes(app: FastAPI, crew: Workers, intake: Intake) -> None:
    """Add every operation to `app`."""

    async def work(job: str, **arguments: Any) -> Answer:
        return await run_in_threadpool(crew.run, job, arguments)

    @app.get("/health")
    async def health() -> Health:
        """Whether the service is there."""
        return Health(version=app.version)

    @app.post("/parse", **_operation(Notice, ("document",)))
    async def parse(request: Request, mask_persons: Masked = False) -> Response:
        """The notice a document holds, as `noticeparse parse --to json` prints it."""
        return _json(await work("parse", upload=await intake.one(request), mask_persons=mask_persons))

    @app.post("/check", **_operation(Notice, ("document",)))
    async def check(
        request: Request, select: Rules = None, ignore: Rules = None,
        profile: ProfileName | None = None, mask_persons: Masked = False,
    ) -> Response:  # fmt: skip
        """The notice with what the checks find in it, in `findings`."""
        upload = await intake.one(request)
        choice = {"select": _plain(select), "ignore": _plain(ignore) or [], "profile": profile and profile.value}
        return _json(await work("check", upload=upload, mask_persons=mask_persons, **choice))

    @app.post("/export/{form}", **_operation(None, ("documents",), MOST))
    async def export(form: FormatName, request: Request, check: bool = True, mask_persons: Masked = False) -> Response:
        """One or several notices in a format of `noticeparse export`: the ledger, the report, tables …"""
        uploads = await intake.several(request)
        answer = await work("export", uploads=uploads, form=form.value, checked=check, mask_persons=mask_persons)
        return Response(answer.content, media_type=answer.media_type, headers=_as_file(uploads[0].name, form.value))

    @app.post("/compare", **_operation(Comparison, ("a", "b")))
    async def compare(request: Request, mask_persons: Masked = False) -> Response:
        """How two notices stand to each other: issues, figures, totals, promises, dates."""
        a, b = await intake.pair(request)
        return _json(await work("compare", a=a, b=b, mask_persons=mask_persons))

    app.openapi = _described(app)  # type: ignore[method-assign]


def _json(answer: Answer) -> Response:
    return Response(answer.content, media_type=answer.media_type)


def _plain(rules: list[RuleName] | None) -> list[str] | None:
    return [rule.value for rule in rules] if rules else None


def _as_file(name: str, form: str) -> dict[str, str]:
    """Headers that keep a browser from showing what came out of a foreign page."""
    stem = name.rpartition(".")[0] or name.strip("<>")
    ending, *_ = (*format_called(form).suffixes, ".txt")
    file = quote(f"{stem}{ending}", safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{file}", "X-Content-Type-Options": "nosniff"}


# ------------------------------------------------------------------ OpenAPI


def _operation(answer: type[BaseModel] | None, names: tuple[str, ...], most: int = 1) -> dict[str, Any]:
    """What an operation takes and gives; without an `answer` it gives a file."""
    if answer is None:
        file = {"type": "string", "format": "binary"}
        content: dict[str, Any] = {kind: {"schema": {} if "json" in kind else file} for kind in _kinds()}
        good: dict[str, Any] = {"description": "the file", "content": content}
    else:
        good = {"model": answer}
    return {
        "response_class": Response,
        "responses": {200: good} | responses(),
        "openapi_extra": {"requestBody": request_body(names, most)},
    }


def _kinds() -> list[str]:
    return sorted({media_type(form.name).partition(";")[0] for form in FORMATS})


def _described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The OpenAPI document with the models that only the bodies and errors name."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            for model in (Problem, TextDocument, FileDocument):
                schemas[model.__name__] = model.model_json_schema(ref_template="#/components/schemas/{model}")
            app.openapi_schema = made
        return app.openapi_schema

    return openapi
