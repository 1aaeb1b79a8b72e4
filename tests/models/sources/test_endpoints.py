"""Endpoints over real HTTP on this machine: batches, time, retries, and nowhere else than configured."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from tests.models.sources.conftest import READS
from workbook.errors import InputError, NotFound
from workbook.models.sources.endpoint_settings import endpoint, endpoint_names
from workbook.models.sources.endpoints import open_endpoint
from workbook.models.sources.probing import probe


class Scoring(BaseHTTPRequestHandler):
    """Answers as `server.answer` says; keeps what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        status, headers, content = self.server.answer(self, body)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def as_mlflow(_handler, body):
    rows = body["dataframe_split"]["data"]
    return 200, {}, json.dumps({"predictions": [row[0] / 100 for row in rows]}).encode()


def as_records(_handler, body):
    return 200, {}, json.dumps([row["income"] / 100 for row in body]).encode()


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Scoring)
    running.asked, running.answer = [], as_mlflow
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def configure(server, tmp_path, monkeypatch):
    def write(**settings):
        url = f"http://127.0.0.1:{server.server_port}/invocations"
        told = {"url": url, "columns": ["income"], **settings}
        path = tmp_path / "endpoints.yaml"
        path.write_text(json.dumps({"Loans": told}))  # JSON is YAML
        monkeypatch.setenv("WORKBOOK_ENDPOINTS", str(path))
        opened = open_endpoint("loans")
        opened.model.pause = lambda _seconds: None
        return opened.model

    return write


def test_the_table_shape_of_mlflow_in_batches(server, configure, rows):
    model = configure(batch=150)
    assert model.score(rows) == pytest.approx(rows["income"] / 100)
    assert [len(body["dataframe_split"]["data"]) for _, _, body in server.asked] == [150, 150, 100]
    assert all(
        path == "/invocations" and body["dataframe_split"]["columns"] == ["income"] for path, _, body in server.asked
    )


def test_records_and_only_the_columns_that_it_reads(server, configure, rows):
    server.answer = as_records
    assert configure(shape="records").score(rows) == pytest.approx(rows["income"] / 100)
    assert {name for _, _, body in server.asked for row in body for name in row} == {"income"}


def test_a_token_is_sent_and_never_shown(server, configure, rows):
    model = configure(token="hunter2", headers={"X-Team": "risk7"})
    model.score(rows[:2])
    sent = server.asked[0][1]
    assert sent["Authorization"] == "Bearer hunter2" and sent["X-Team"] == "risk7"
    told = repr(model) + repr(model.settings)
    assert "hunter2" not in told and "risk7" not in told


def test_how_long_it_takes_is_kept(configure, rows):
    model = configure(batch=100)
    model.score(rows)
    assert len(model.latencies) == 4 and all(took > 0 for took in model.latencies)
    assert "at most 100 rows" in model.speed and "median of 4" in model.speed


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_endpoint_is_asked_again(server, configure, rows, status):
    turns = iter([status, status, 200])

    def answer(handler, body):
        now = next(turns)
        return as_mlflow(handler, body) if now == 200 else (now, {}, b"busy")

    server.answer = answer
    model, paused = configure(tries=3), []
    model.pause = paused.append
    assert model.score(rows[:5]) == pytest.approx(rows["income"][:5] / 100)
    assert len(server.asked) == 3 and paused == sorted(paused) and len(paused) == 2


def test_one_that_stays_busy_is_given_up(server, configure, rows):
    server.answer = lambda *_: (503, {}, b"busy")
    with pytest.raises(InputError, match=r"busy or down \(status 503\), tried 2 times"):
        configure(tries=2).score(rows[:5])
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 422, 500])
def test_a_refusal_is_told_at_once(server, configure, rows, status):
    server.answer = lambda *_: (status, {}, b"secret details")
    with pytest.raises(InputError, match=f"refuses these rows .status {status}") as told:
        configure().score(rows[:5])
    assert len(server.asked) == 1 and "secret" not in str(told.value)


def test_one_that_is_too_slow(server, configure, rows):
    halt = threading.Event()
    server.answer = lambda handler, body: (halt.wait(10), as_mlflow(handler, body))[1]
    with pytest.raises(InputError, match=r"does not answer within 0\.2 seconds"):
        configure(timeout=0.2, tries=1).score(rows[:5])
    halt.set()


def test_one_that_drips_is_too_slow_too(server, configure, rows):
    def drip(handler, _body):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(40):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                break
            time.sleep(0.05)
        handler.close_connection = True
        raise ConnectionAbortedError

    server.answer = drip
    server.handle_error = lambda *_: None
    with pytest.raises(InputError, match=r"does not answer within 0\.3 seconds"):
        configure(timeout=0.3, tries=1).score(rows[:5])


def test_one_that_is_not_there(configure, server, rows):
    model = configure(url="http://127.0.0.1:1/invocations", tries=2)
    with pytest.raises(InputError, match="cannot be reached, tried 2 times"):
        model.score(rows[:5])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:9/elsewhere", "http://localhost:80/x", "https://example.org/take", "//example.org/take"]
)
def test_it_does_not_follow_to_another_address(server, configure, rows, status, to):
    server.answer = lambda *_: (status, {"Location": to}, b"")
    with pytest.raises(InputError, match="another address"):
        configure().score(rows[:5])
    assert len(server.asked) == 1


def test_it_follows_on_the_same_host_where_the_rows_may_be_sent_again(server, configure, rows):
    def answer(handler, body):
        return as_mlflow(handler, body) if handler.path == "/v2" else (307, {"Location": "/v2"}, b"")

    server.answer = answer
    assert configure().score(rows[:5]) == pytest.approx(rows["income"][:5] / 100)
    server.answer = lambda *_: (302, {"Location": "/v2"}, b"")
    with pytest.raises(InputError, match="has moved"):
        configure().score(rows[:5])
    server.answer = lambda *_: (307, {"Location": "/round"}, b"")
    with pytest.raises(InputError, match="on and on"):
        configure().score(rows[:5])


def test_an_answer_without_end_is_cut_off(server, configure, rows, monkeypatch):
    monkeypatch.setattr("workbook.models.sources.endpoints.LARGEST", 1000)
    server.answer = lambda *_: (200, {}, b"[" + b"0," * 5000 + b"0]")
    with pytest.raises(InputError, match="more than scores need"):
        configure().score(rows[:5])


def test_another_model_behind_it_behaves_otherwise(server, configure, rows):
    model = configure()
    before = probe(model, rows).behaviour
    assert probe(model, rows).behaviour == before
    server.answer = lambda handler, body: (
        200,
        {},
        json.dumps([0.1 * len(str(r)) for r in body["dataframe_split"]["data"]]).encode(),
    )
    assert probe(model, rows).behaviour != before


def test_one_that_scores_at_random_is_refused(server, configure, rows):
    rng = np.random.default_rng(1)
    server.answer = lambda _h, body: (
        200,
        {},
        json.dumps(rng.random(len(body["dataframe_split"]["data"])).tolist()).encode(),
    )
    with pytest.raises(InputError, match="other scores each time"):
        probe(configure(), rows)


def test_columns_may_be_said_by_whoever_brings_it(server, configure, rows):
    with pytest.raises(InputError, match="which columns"):
        configure(columns=[])
    assert open_endpoint("loans", columns=READS).model.columns == tuple(READS)


def test_a_name_of_the_environment(monkeypatch):
    monkeypatch.setenv("WORKBOOK_ENDPOINT_CHURN", "https://scoring.example/invocations")
    assert endpoint_names() == ("churn",) and endpoint("Churn").shape == "dataframe_split"
    [note] = open_endpoint("churn", columns=["a"]).notes
    assert "leave this machine" in note and "“churn”" in note and "scoring.example" not in note
    with pytest.raises(NotFound, match="Configured are: churn"):
        endpoint("loans")


def test_an_open_way_is_told(monkeypatch):
    monkeypatch.setenv("WORKBOOK_ENDPOINT_CHURN", "http://scoring.example/invocations")
    assert "unencrypted" in " ".join(open_endpoint("churn", columns=["a"]).notes)


@pytest.mark.parametrize(
    "settings",
    [
        "file:///etc/passwd", "ftp://host/x", "not an address", "https://", "https://me:hunter2@host/x", 5, ["a"], {}, {"url": "https://host", "made up": 1},
        {"url": "https://host", "timeout": 0}, {"url": "https://host", "batch": 0}, {"url": "https://host", "shape": "xml"}, {"url": "https://host", "token": ["hunter2"]},
    ],
)  # fmt: skip
def test_what_is_configured_wrongly_is_told_without_its_secrets(tmp_path, monkeypatch, settings):
    path = tmp_path / "endpoints.yaml"
    path.write_text(json.dumps({"loans": settings}))
    monkeypatch.setenv("WORKBOOK_ENDPOINTS", str(path))
    with pytest.raises(InputError) as told:
        endpoint("loans")
    assert "hunter2" not in str(told.value) and "hunter2" not in repr(told.value.__context__ or "")


@pytest.mark.parametrize("content", ["- 1", "a: [", "\x00", "plain"])
def test_a_file_that_cannot_be_read_is_told(tmp_path, monkeypatch, content):
    path = tmp_path / "endpoints.yaml"
    path.write_text(content)
    monkeypatch.setenv("WORKBOOK_ENDPOINTS", str(path))
    with pytest.raises(InputError, match="WORKBOOK_ENDPOINTS"):
        endpoint_names()
