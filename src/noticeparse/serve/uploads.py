"""Documents out of a request: a JSON object with their text or bytes, or a form with files. No path is ever read."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from noticeparse.serve.jobs import Upload
from noticeparse.serve.problems import said

MOST = 50
"""Documents of one export."""
_FORM = "multipart/form-data"


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=255, description="a label; its ending may tell what the file is")] = "<upload>"


class TextDocument(_Named):
    """A document given as its text."""

    text: str

    def upload(self) -> Upload:
        """The document as a job takes it."""
        return Upload(label(self.name), self.text)


class FileDocument(_Named):
    """A document given as the bytes of its file (HTML, DOCX, PDF, text) in base64."""

    base64: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]

    def upload(self) -> Upload:
        """Raises ValueError for what is no base64."""
        return Upload(label(self.name), b64decode(self.base64, validate=True))


def label(name: str | None) -> str:
    """The last part of a file name a client gave, without control characters."""
    last = PurePath((name or "").replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[:255].strip(".") or "<upload>"


class Intake:
    """Reads requests: at most `limit` bytes, which must arrive within `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds

    async def one(self, request: Request) -> Upload:
        """The one document of a request. Raises HTTPException for any other number."""
        (uploads,) = await self._named(request, ("document",), 1)
        return uploads[0]

    async def several(self, request: Request) -> list[Upload]:
        """The documents of a request, one to `MOST`."""
        (uploads,) = await self._named(request, ("documents",), MOST)
        return uploads

    async def pair(self, request: Request) -> tuple[Upload, Upload]:
        """The documents `a` and `b`."""
        a, b = await self._named(request, ("a", "b"), 1)
        return a[0], b[0]

    async def _named(self, request: Request, names: Sequence[str], most: int) -> list[list[Upload]]:
        """The documents under each name: in a form files, in JSON documents; `document` alone is the body itself."""
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.limit:
            raise self._too_large()  # before a byte of it is read
        limited = Request(request.scope, self._counted(request.receive))
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            async with asyncio.timeout(self.seconds):
                if kind == "application/json":
                    return _of_json(await limited.body(), names, most)
                if kind == _FORM:
                    return await self._of_form(limited, names, most)
        except TimeoutError:
            raise HTTPException(408, f"the body did not arrive within {self.seconds:g} s") from None
        raise HTTPException(415, f"send application/json or {_FORM}, not {kind or 'nothing named'}")

    def _counted(self, receive: Any) -> Any:
        """`receive`, refusing to go on past the limit."""
        seen = 0

        async def counted() -> Any:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise self._too_large()
            return message

        return counted

    def _too_large(self) -> HTTPException:
        return HTTPException(413, f"larger than {self.limit:,} bytes")

    async def _of_form(self, request: Request, names: Sequence[str], most: int) -> list[list[Upload]]:
        found: dict[str, list[Upload]] = {name: [] for name in names}
        async with request.form(max_files=most * len(names), max_fields=8) as form:
            for name, value in form.multi_items():
                if name not in found or not isinstance(value, UploadFile):
                    raise HTTPException(422, f"{name}: no file of this name is wanted, but {', '.join(names)}")
                found[name].append(Upload(label(value.filename), await value.read()))
        for name, uploads in found.items():
            if not 1 <= len(uploads) <= most:
                raise HTTPException(422, f"{name}: {len(uploads)} files, wanted is {_wanted(most)}")
        return list(found.values())


def _wanted(most: int) -> str:
    return "one" if most == 1 else f"one to {most}"


def _of_json(body: bytes, names: Sequence[str], most: int) -> list[list[Upload]]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is no JSON") from None
    if names == ("document",):
        return [[_upload(content)]]
    if not isinstance(content, dict) or set(content) != set(names):
        raise HTTPException(422, f"wanted is an object with {', '.join(names)} and nothing else")
    listed = [content[name] if most > 1 else [content[name]] for name in names]
    if not all(isinstance(documents, list) and 1 <= len(documents) <= most for documents in listed):
        raise HTTPException(422, f"{', '.join(names)}: wanted is {_wanted(most)}")
    return [[_upload(document) for document in documents] for documents in listed]


def _upload(content: Any) -> Upload:
    if not isinstance(content, dict):
        raise HTTPException(422, "a document is an object with text or base64")
    model = FileDocument if "base64" in content else TextDocument
    try:
        return model.model_validate(content, strict=True).upload()
    except ValidationError as error:
        raise HTTPException(422, said(error.errors())) from None
    except ValueError:
        raise HTTPException(422, "base64: is no base64") from None


# ------------------------------------------------------------------ what OpenAPI says of it

DOCUMENT = {"oneOf": [{"$ref": f"#/components/schemas/{model.__name__}"} for model in (TextDocument, FileDocument)]}


def request_body(names: Sequence[str], most: int = 1) -> dict[str, Any]:
    """The request body of an operation that takes documents under `names`, for OpenAPI."""
    document, file = DOCUMENT, {"type": "string", "contentMediaType": "application/octet-stream"}
    fields = {name: _several(document, most) for name in names}
    whole = document if tuple(names) == ("document",) else _object(fields)
    form = _object({name: _several(file, most) for name in names})
    return {"required": True, "content": {"application/json": {"schema": whole}, _FORM: {"schema": form}}}


def _several(schema: dict[str, Any], most: int) -> dict[str, Any]:
    return schema if most == 1 else {"type": "array", "items": schema, "minItems": 1, "maxItems": most}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
