"""A server of the tests' own that answers as it is told and keeps what it received."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Told:
    """What to answer: a status, headers and a body; `seconds` to wait first, `drips` to send it in drops."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    drips: float = 0.0


Script = Callable[[dict[str, Any]], Told]


@dataclass
class Server:
    address: str
    received: list[bytes]
    paths: list[str]
    keys: list[str | None]
    script: Script

    @property
    def asked(self) -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.received]

    def texts(self, number: int) -> list[str]:
        user = self.asked[number]["messages"][1]["content"]
        return [one["text"] for one in json.loads(user)["texts"]]


def completion(readings: Any, *, tokens: int | None = 50, **choice: Any) -> Told:
    content = readings if isinstance(readings, str) else json.dumps({"readings": readings})
    answer: dict[str, Any] = {
        "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop", **choice}]
    }
    if tokens is not None:
        answer["usage"] = {"total_tokens": tokens}
    return Told(json.dumps(answer).encode())


def tone(number: int, label: str = "negative", score: float = -0.8, evidence: Any = ()) -> dict[str, Any]:
    return {
        "id": str(number), "sentiment": label, "score": score, "confidence": 0.9, "evidence": list(evidence),
    }  # fmt: skip


def tones_for_all(body: dict[str, Any]) -> Told:
    texts = json.loads(body["messages"][1]["content"])["texts"]
    return completion([tone(int(one["id"])) for one in texts])


@contextmanager
def serving(script: Script = tones_for_all) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            server.received.append(raw)
            server.paths.append(self.path)
            server.keys.append(self.headers["Authorization"])
            told = server.script(json.loads(raw))
            time.sleep(told.seconds)
            self.send_response(told.status)
            for name, value in {**told.headers, "Content-Length": str(len(told.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.write(told)

        def write(self, told: Told) -> None:
            try:
                if not told.drips:
                    self.wfile.write(told.body)
                for byte in told.body if told.drips else b"":
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(told.drips)
            except OSError:  # whoever asked did not wait
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server = Server(f"http://127.0.0.1:{listening.server_port}/v1", [], [], [], script)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
