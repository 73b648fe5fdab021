"""The service keeps to its own OpenAPI document, whatever is sent to it (schemathesis, in this process)."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

schemathesis = pytest.importorskip("schemathesis")
pytest.importorskip("fastapi")

from schemathesis.specs.openapi.checks import negative_data_rejection  # noqa: E402

from noticeparse.serve import create_app  # noqa: E402

EXAMPLES = int(os.environ.get("NOTICEPARSE_SCHEMATHESIS", "20"))
"""Requests for each operation and kind of data; more of them by the environment."""
CONFIG = schemathesis.Config.from_dict(
    {
        # A body can be all the schema says and still hold no readable document: random bytes are a broken file.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 422]}},
        "headers": {"Host": "localhost"},
    }
)
_service = create_app(workers=1, timeout=60)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The service without its shutdown: schemathesis starts and stops an application for every request."""
    if scope["type"] != "lifespan":
        await _service(scope, receive, send)
        return
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=CONFIG, headers={"Host": "localhost"})


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_the_document_promises(case: Any) -> None:
    # A file of a form is bytes whatever its generator meant: JSON's null, sent as a file, is a text of four letters.
    bytes_are_bytes = [negative_data_rejection] if case.media_type == "multipart/form-data" else []
    case.call_and_validate(headers={"Host": "localhost"}, excluded_checks=bytes_are_bytes)
