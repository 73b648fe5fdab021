"""The HTTP service: documents in, notices out, and a clear answer to everything that is wrong."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

pytest.importorskip("fastapi")

from fastapi import Request
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from noticeparse import check, parse
from noticeparse.cli import main
from noticeparse.export import FORMATS
from noticeparse.serve import create_app
from noticeparse.serve.jobs import Upload
from noticeparse.serve.uploads import Intake, label
from noticeparse.serve.workers import BusyError, TooLongError, WorkerLostError, Workers
from tests.reviewed import TEXT
from tests.test_ledger import TEXT as NAMING

LIMIT = 200_000


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(workers=1, timeout=60, max_bytes=LIMIT), base_url="http://localhost") as client:
        yield client


def problem(response: Any, status: int) -> str:
    """What an error says; every error has the same form."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert set(told) == {"title", "status", "detail"} and told["status"] == status
    return str(told["detail"])


# ------------------------------------------------------------------ what it does


def test_parse_takes_text_files_in_base64_and_forms(client: TestClient) -> None:
    expected = parse(TEXT, name="a.txt")
    encoded = base64.b64encode(TEXT.encode()).decode()
    for sent in (
        {"json": {"text": TEXT, "name": "a.txt"}},
        {"json": {"base64": encoded, "name": "a.txt"}},
        {"files": {"document": ("a.txt", TEXT.encode())}},
    ):
        answer = client.post("/parse", **sent)  # type: ignore[arg-type]
        assert answer.status_code == 200
        told = answer.json()
        assert told["source"]["text"] == TEXT
        assert told["facts"] == json.loads(expected.model_dump_json())["facts"]


def test_html_is_told_by_its_name_or_its_bytes(client: TestClient) -> None:
    page = "<html><body><h1>通报</h1><p>一、整改情况</p><p>召开会议3次。</p></body></html>"
    for sent in ({"json": {"text": page, "name": "a.html"}}, {"files": {"document": ("a", page.encode())}}):
        told = client.post("/parse", **sent).json()  # type: ignore[arg-type]
        assert told["source"]["media_type"] == "text/html"
        assert "<p>" not in told["source"]["text"]


def test_check_fills_the_findings_of_the_chosen_rules(client: TestClient) -> None:
    answer = client.post("/check", json={"text": TEXT}).json()
    assert answer["findings"] == json.loads(json.dumps([f.model_dump(mode="json") for f in check(parse(TEXT))]))
    chosen = client.post("/check?select=S&select=N01&ignore=S02", json={"text": TEXT}).json()
    assert {f["rule"] for f in chosen["findings"]} == {f.rule for f in check(parse(TEXT), select=["S", "N01"], ignore=["S02"])}
    problem(client.post("/check?select=nothing", json={"text": TEXT}), 422)
    problem(client.post("/check?profile=%2Fetc%2Fpasswd", json={"text": TEXT}), 422)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_can_be_had(form: Any, client: TestClient) -> None:
    answer = client.post(f"/export/{form.name}", json={"documents": [{"text": TEXT, "name": "甲.txt"}]})
    assert answer.status_code == 200, answer.text
    assert answer.content or form.name == "github"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E7%94%B2.")
    assert answer.headers["x-content-type-options"] == "nosniff"
    document = client.get("/openapi.json").json()["paths"]["/export/{form}"]["post"]["responses"]["200"]
    assert answer.headers["content-type"].partition(";")[0] in document["content"]


def test_a_ledger_of_several_files(client: TestClient) -> None:
    files = [("documents", (f"{n}.txt", TEXT.encode())) for n in range(2)]
    answer = client.post("/export/ledger.xlsx", files=files)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["整改台账"]
    assert next(cell.value for cell in sheet[2]) == "单位"
    assert "holds one notice" in problem(client.post("/export/html", files=files), 422)


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.binary and not form.single], ids=lambda form: form.name)
def test_what_is_said_to_be_json_is_json(form: Any, client: TestClient) -> None:
    for many in (1, 2):
        answer = client.post(f"/export/{form.name}", json={"documents": [{"text": TEXT}] * many})
        kind = answer.headers["content-type"]
        if kind == "application/jsonl":
            assert [json.loads(line) for line in answer.text.splitlines()]
        elif "json" in kind:
            assert answer.json()


@pytest.mark.parametrize("path", ["/parse", "/check", "/export/ledger.csv"])
def test_persons_are_masked_where_asked(path: str, client: TestClient) -> None:
    sent = {"documents": [{"text": NAMING}]} if path.startswith("/export") else {"text": NAMING}
    assert "张三" in client.post(path, json=sent).text
    hidden = client.post(f"{path}?mask_persons=true", json=sent).text
    assert "张三" not in hidden and "张某" in hidden


def test_compare_takes_two(client: TestClient) -> None:
    sent = {"a": {"text": TEXT, "name": "a.txt"}, "b": {"text": TEXT, "name": "b.txt"}}
    answer = client.post("/compare", json=sent)
    assert answer.status_code == 200 and isinstance(answer.json(), dict)
    problem(client.post("/compare", json={"a": {"text": TEXT}}), 422)


def test_health_and_openapi(client: TestClient) -> None:
    told = client.get("/health").json()
    assert told["status"] == "ok"
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/health", "/parse", "/check", "/compare", "/export/{form}"} <= set(paths)


# ------------------------------------------------------------------ what it refuses


@pytest.mark.parametrize(
    ("content", "cause"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"), (b"PK\x03\x04broken", "")],
    ids=["empty", "picture", "broken"],
)
def test_a_document_that_cannot_be_read_is_named_with_the_cause(content: bytes, cause: str, client: TestClient) -> None:
    said = problem(client.post("/parse", files={"document": ("通报.docx", content)}), 422)
    assert said.startswith("通报.docx: ") and cause in said


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 422),
        ({"json": {"text": "a", "base64": "YQ=="}}, 422),
        ({"json": {"text": 3}}, 422),
        ({"json": {"text": "a", "path": "/etc/passwd"}}, 422),
        ({"json": {"base64": "%%%"}}, 422),
        ({"json": ["a"]}, 422),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"\xff", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, 415),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400),
        ({"files": {"other": ("a.txt", b"a")}}, 422),
        ({"files": [("document", ("a.txt", b"a")), ("document", ("b.txt", b"b"))]}, 400),
        ({"data": {"document": "a"}, "files": {"x": ("a", b"")}}, 422),
        ({}, 415),
    ],
    ids=str,
)
def test_a_wrong_body_is_refused(sent: dict[str, Any], status: int, client: TestClient) -> None:
    problem(client.post("/parse", **sent), status)


def test_wrong_places_and_methods_are_problems_too(client: TestClient) -> None:
    problem(client.get("/nothing"), 404)
    assert client.get("/parse").headers["allow"] == "POST"
    problem(client.get("/parse"), 405)
    problem(client.post("/export/nothing", json={"documents": [{"text": ""}]}), 422)
    assert client.get("/docs").status_code == 404, "its page would load scripts from the network"


def test_the_client_names_no_path(client: TestClient) -> None:
    told = client.post("/parse", files={"document": ("../../etc/passwd", b"\xe7\x94\xb2")}).json()
    assert told["source"]["name"] == "passwd" and told["source"]["text"] == "甲"
    assert label("C:\\x\\a\x00\n.txt") == "a.txt"
    assert label("") == label("..") == label(None) == "<upload>"


def test_a_larger_body_is_refused_whether_it_says_so_or_not(client: TestClient) -> None:
    big = json.dumps({"text": "甲" * LIMIT}).encode()
    headers = {"content-type": "application/json"}
    assert "larger than 200,000 bytes" in problem(client.post("/parse", content=big, headers=headers), 413)
    chunks = iter([big[:1000]] * 250)  # no content-length
    assert "larger" in problem(client.post("/parse", content=chunks, headers=headers), 413)


def test_other_names_of_this_machine_are_refused(client: TestClient) -> None:
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 400
    for name in ("localhost:8477", "127.0.0.1:1", "[::1]:8477"):
        assert client.get("/health", headers={"host": name}).status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def nothing() -> Any:
        await asyncio.sleep(3600)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/json")]}
    waiting = Intake(100, 0.01).one(Request(scope, nothing))
    with ThreadPoolExecutor(1) as thread, pytest.raises(HTTPException) as refused:  # a browser's loop may run in this one
        thread.submit(asyncio.run, waiting).result()
    assert refused.value.status_code == 408


# ------------------------------------------------------------------ workers


def _arguments(text: str = TEXT) -> dict[str, Any]:
    return {"upload": Upload("a.txt", text), "mask_persons": False}


def test_a_job_out_of_time_costs_its_worker_and_no_other_job() -> None:
    crew = Workers(1, 1e-6)
    try:
        with pytest.raises(TooLongError):
            crew.run("parse", _arguments())
        assert not crew._running
        crew.timeout = 60
        assert b'"facts"' in crew.run("parse", _arguments()).content
    finally:
        crew.close()


def test_the_service_says_504_and_goes_on() -> None:
    app = create_app(workers=1, timeout=60)
    with TestClient(app, base_url="http://localhost") as client:
        app.state.workers.timeout = 1e-6
        assert "took longer than" in problem(client.post("/check", json={"text": TEXT}), 504)
        app.state.workers.timeout = 60
        assert client.post("/check", json={"text": TEXT}).status_code == 200


def test_a_worker_that_was_killed_is_replaced() -> None:
    crew = Workers(1, 60)
    try:
        crew.run("parse", _arguments())
        (worker,) = crew._running
        worker._process.kill()
        worker._process.join()
        assert crew.run("parse", _arguments()).content
        (other,) = crew._running
        assert other is not worker
    finally:
        crew.close()


def test_a_worker_that_ends_in_its_job_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    crew = Workers(1, 60)
    try:
        crew.run("parse", _arguments())
        (worker,) = crew._running
        monkeypatch.setattr(type(worker), "alive", True)
        os.kill(worker._process.pid, signal.SIGKILL)
        with pytest.raises(WorkerLostError, match="ended"):
            crew.run("parse", _arguments())
    finally:
        crew.close()


def test_no_free_worker_is_said_and_so_is_a_broken_job() -> None:
    crew = Workers(1, 60)
    try:
        with pytest.raises(WorkerLostError, match="TypeError"):
            crew.run("parse", {"unknown": 1})
        crew.timeout = 0.01
        worker = crew._free.get()
        with pytest.raises(BusyError):
            crew.run("parse", _arguments())
        crew._free.put(worker)
    finally:
        crew.close()


# ------------------------------------------------------------------ the command


def test_the_command_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "noticeparse", "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
            body = json.dumps({"text": TEXT}).encode()
            request = urllib.request.Request(f"{address}/parse", body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert json.load(answer)["facts"]
            port = address.rpartition(":")[2]
            taken = subprocess.run([*command, "--port", port], capture_output=True, text=True, timeout=60)
            assert taken.returncode == 2 and port in taken.stderr and "Traceback" not in taken.stderr
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_an_open_address_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: [s.close() for s in sockets])
    opened = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--port", "0"])
    assert opened.exit_code == 0 and "warning: 0.0.0.0 is open to other machines" in opened.stderr
    local = CliRunner().invoke(main, ["serve", "--port", "0"])
    assert local.exit_code == 0 and "warning" not in local.stderr
