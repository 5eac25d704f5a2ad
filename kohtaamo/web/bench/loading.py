"""Starting the load generator, and what it saw."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .world import World


@dataclass(frozen=True, slots=True)
class Seen:
    """Latencies in milliseconds, `rate` a second. `acknowledged` and `arrivals` only where they were asked for."""

    connected: int
    done: int
    rate: float
    p50_ms: float
    p99_ms: float
    refused: int
    statuses: dict[str, int]
    acknowledged: list[int]
    arrivals: list[float]


class Load:
    """A load under way; `ready` returns when every connection stands."""

    def __init__(self, port: int, streams: Sequence[dict[str, Any]]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kohtaamo.web.bench.load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the load generator has no pipes")
        self.process.stdin.write(json.dumps({"port": port, "streams": list(streams)}))
        self.process.stdin.close()
        self.output = self.process.stdout

    def ready(self) -> None:
        self.output.readline()

    def seen(self) -> dict[str, Seen]:
        last = ""
        for line in self.output:
            last = line
        self.output.close()
        if self.process.wait() != 0 or not last:
            raise RuntimeError("the load generator failed")
        return {name: Seen(**facts) for name, facts in json.loads(last).items()}


def load(port: int, *streams: dict[str, Any]) -> dict[str, Seen]:
    return Load(port, streams).seen()


def post(path: str, body: str, *, token: str = "") -> str:
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{bearer}"
        f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
    )


def get(path: str, world: World | None = None) -> str:
    """As the signed-in person of the world, in Finnish."""
    cookie = f"Cookie: sessionid={world.session}; django_language=fi\r\n" if world else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{cookie}\r\n"
