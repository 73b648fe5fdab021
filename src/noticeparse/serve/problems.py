"""Errors as JSON: RFC 9457 problem details, for every answer that is none."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from noticeparse.serve.workers import BusyError, JobRefusedError, TooLongError, WorkerLostError

MEDIA_TYPE = "application/problem+json"
MEANINGS = {
    400: "the body is not what its content type says",
    408: "the body did not arrive in time",
    413: "the body is larger than the service takes",
    415: "neither JSON nor a form with files",
    422: "a document that cannot be read, or values that mean nothing here",
    500: "the parser failed",
    503: "all workers are busy",
    504: "the document took too long",
}
"""Status codes of the service and when it answers so."""


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    title: str
    status: int
    detail: str


def responses() -> dict[int | str, dict[str, Any]]:
    """What OpenAPI is to say of errors."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": meaning, "content": content} for status, meaning in MEANINGS.items()}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The answer that says what is wrong."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return Response(body.model_dump_json(), status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of the service in this form."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(JobRefusedError, lambda _, error: problem(422, str(error)))
    app.add_exception_handler(TooLongError, lambda _, error: problem(504, str(error)))
    app.add_exception_handler(BusyError, lambda _, error: problem(503, str(error), {"Retry-After": "1"}))
    app.add_exception_handler(WorkerLostError, lambda _, error: problem(500, str(error)))


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), dict(error.headers or {}))


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(422, said(error.errors()))


def said(errors: Any) -> str:
    """What pydantic found, in one line; the values themselves are not repeated."""
    return "; ".join(f"{'.'.join(str(place) for place in found['loc'])}: {found['msg']}" for found in errors)
