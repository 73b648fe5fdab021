"""The command `serve`: the library as a small HTTP service on this machine."""

from __future__ import annotations

import contextlib
import socket
import sys

import click

from noticeparse.command_line import tell, told

_EXAMPLES = """\b
Examples:
  noticeparse serve                                     on http://127.0.0.1:8477 until Ctrl-C
  noticeparse serve --port 9000 --workers 4 --timeout 60
  curl -F document=@notice.html http://127.0.0.1:8477/parse
  curl -F documents=@a.html -F documents=@b.docx http://127.0.0.1:8477/export/ledger.xlsx -o 台账.xlsx
  curl http://127.0.0.1:8477/openapi.json               what it can do
"""
_MEGABYTE = 2**20


@click.command(epilog=_EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; any but this machine's own is open to others.")
@click.option("--port", type=click.IntRange(0, 65535), default=8477, show_default=True, help="0: any that is free.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Worker processes.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True, help="Seconds a document may take.")
@click.option("--max-size", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True, help="Megabytes of a request.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Another name the service answers to (behind a proxy).")
def serve(host: str, port: int, workers: int, timeout: float, max_size: float, allow_host: tuple[str, ...]) -> None:
    """Serve parse, check, compare and export over HTTP, with an OpenAPI document at /openapi.json.

    Documents come in the requests; no path of this machine is read. There are no accounts: who reaches the port can use
    it.

    Exit status: 0 stopped by Ctrl-C; 2 the address is in use or not this machine's, or a library is missing.
    """
    with told("serve"):
        import uvicorn

        from noticeparse.serve import LOOPBACK, create_app
    local = host in LOOPBACK or host.startswith("127.")
    names = (*LOOPBACK, host, *allow_host) if local or allow_host else ("*",)
    if not local:
        tell(f"warning: {host} is open to other machines, and the service has no accounts")
    try:
        listener = _listener(host, port)
    except OSError as error:
        tell(f"{host}:{port}: {error.strerror or error}")
        sys.exit(2)
    app = create_app(max_bytes=int(max_size * _MEGABYTE), timeout=timeout, workers=workers, hosts=names)
    tell(f"serving on http://{_shown(host)}:{listener.getsockname()[1]} (Ctrl-C stops)")
    config = uvicorn.Config(app, log_level="warning", access_log=False, limit_concurrency=256, server_header=False)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=256)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
