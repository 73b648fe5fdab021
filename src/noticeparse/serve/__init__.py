"""A small HTTP service over the library (extra ``serve``): parse, check, compare, export.

It is made for one machine: bound to loopback, without accounts. Documents come in requests, never from paths a client
names; each job runs in a worker process that is killed when it takes too long.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

MAX_BYTES = 20 * 2**20
TIMEOUT = 30.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def create_app(
    *,
    max_bytes: int = MAX_BYTES,
    timeout: float = TIMEOUT,
    workers: int = 2,
    hosts: Sequence[str] = LOOPBACK,
) -> FastAPI:
    """The service as an ASGI application; its OpenAPI document stands at ``/openapi.json``.

    Args:
        max_bytes: of a request body; more is answered with 413.
        timeout: seconds a job may take (504), may wait for a worker (503), and a body may take to arrive (408).
        workers: worker processes; they start when first needed.
        hosts: names the service answers to (against web pages that point a name of theirs at it); "*" for any.

    Raises ImportError where the extra ``serve`` is not installed.
    """
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from noticeparse import __version__
    from noticeparse.serve import problems
    from noticeparse.serve.routes import add_routes
    from noticeparse.serve.uploads import Intake
    from noticeparse.serve.workers import Workers

    crew = Workers(workers, timeout)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        crew.close()

    app = FastAPI(
        title="noticeparse", version=__version__, lifespan=life, docs_url=None, redoc_url=None,  # they load scripts from afar
        description="Parse, check, compare and export published Chinese rectification notices.",
    )  # fmt: skip
    app.state.workers = crew
    named = [f"[{host}]" if ":" in host else host for host in hosts]  # as a Host header writes an IPv6 address
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=named, www_redirect=False)
    problems.install(app)
    add_routes(app, crew, Intake(max_bytes, timeout))
    return app
