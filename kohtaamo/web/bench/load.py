"""A load generator with nothing but asyncio and sockets, run as a process so that it has an interpreter of its own.

`python -m kohtaamo.web.bench.load` reads a plan (JSON, see `Stream`) from its standard input, writes the line
`ready` when every connection stands, and at the end one line of JSON: what each stream saw, by its name.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle
from typing import Any

from .kinds import PLACE

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END_OF_CHUNKS = b"0\r\n\r\n"
CONNECTING_AT_ONCE = 100
PATIENCE_SECONDS = 30.0
SUCCESS = range(200, 300)


@dataclass
class Stream:
    """`kind` "ask": connections that ask again as soon as they are answered, `depth` requests under way on each.

    "listen": connections that ask once and note when they hear of a change. `numbered` requests carry `PLACE`,
    which is replaced by a number never used before, counted from `first`; with `remember` those answered with
    success are told. What comes in the first `warm_seconds` is not counted.
    """

    name: str
    kind: str
    connections: int
    requests: list[str]
    depth: int = 1
    numbered: bool = False
    first: int = 0
    remember: bool = False
    warm_seconds: float = 0.5
    seconds: float = 5.0
    latencies: array[float] = field(default_factory=lambda: array("d"))
    arrivals: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: list[int] = field(default_factory=list)
    connected: int = 0
    counted_from: float = 0.0
    until: float = 0.0

    def result(self) -> dict[str, Any]:
        done = sorted(self.latencies)
        answered = sum(number for status, number in self.statuses.items() if status in SUCCESS)
        return {
            "connected": self.connected,
            "done": len(done),
            "rate": len(done) / max(self.seconds - self.warm_seconds, 1e-9),
            "p50_ms": share_of(done, 0.50) * 1000,
            "p99_ms": share_of(done, 0.99) * 1000,
            "refused": sum(self.statuses.values()) - answered,
            "statuses": {str(status): number for status, number in self.statuses.items()},
            "acknowledged": self.acknowledged,
            "arrivals": list(self.arrivals),
        }


def share_of(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


class Asker(asyncio.Protocol):
    def __init__(self, stream: Stream, numbers: count[int], offset: int) -> None:
        self.stream = stream
        self.numbers = numbers
        requests = [text.encode() for text in stream.requests]
        self.requests = cycle(requests[offset % len(requests) :] + requests[: offset % len(requests)])
        self.buffer = b""
        self.sent: list[tuple[float, int]] = []
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream of bytes is needed")
        self.transport = transport
        self.stream.connected += 1

    def begin(self) -> None:
        self.send(self.stream.depth)

    def send(self, requests: int) -> None:
        if self.transport is None or self.transport.is_closing():
            return
        parts = []
        for _ in range(requests):
            number = next(self.numbers) if self.stream.numbered else 0
            body = next(self.requests)
            parts.append(body.replace(PLACE.encode(), b"%012d" % number) if self.stream.numbered else body)
            self.sent.append((time.perf_counter(), number))
        self.transport.write(b"".join(parts))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        answered = 0
        while self.sent and (found := first_response(self.buffer)):
            status, self.buffer = found
            self.note(status, *self.sent.pop(0))
            answered += 1
        if answered and time.perf_counter() < self.stream.until:
            self.send(answered)

    def note(self, status: int, asked: float, number: int) -> None:
        now = time.perf_counter()
        stream = self.stream
        stream.statuses[status] += 1
        if status not in SUCCESS:
            return
        if stream.counted_from <= now <= stream.until:
            stream.latencies.append(now - asked)
        if stream.remember:
            stream.acknowledged.append(number)


def first_response(buffer: bytes) -> tuple[int, bytes] | None:
    """Status of the first whole response, and what comes after it; None while it is not whole."""
    head = buffer.find(b"\r\n\r\n")
    if head < 0:
        return None
    length = LENGTH.search(buffer, 0, head + 2)
    if length:
        end = head + 4 + int(length[1])
    else:
        last = buffer.find(END_OF_CHUNKS, head + 4)
        end = last + len(END_OF_CHUNKS) if last >= 0 else len(buffer) + 1
    if len(buffer) < end:
        return None
    return int(buffer[9:12]), buffer[end:]


class Listener(asyncio.Protocol):
    def __init__(self, stream: Stream, number: int) -> None:
        self.stream = stream
        self.request = stream.requests[number % len(stream.requests)].encode()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"HTTP/1.1 200"):
            self.stream.connected += 1
        if b"event: changed" in data:
            self.stream.arrivals.append(time.monotonic())

    def begin(self) -> None:
        """A listener has asked when it connected."""


async def connect(port: int, stream: Stream, numbers: count[int]) -> list[tuple[asyncio.Transport, Any]]:
    loop = asyncio.get_running_loop()
    made: list[tuple[asyncio.Transport, Any]] = []
    for first in range(0, stream.connections, CONNECTING_AT_ONCE):
        batch = range(first, min(first + CONNECTING_AT_ONCE, stream.connections))
        clients = [partial(client, stream, numbers, number) for number in batch]
        made += await asyncio.gather(*(loop.create_connection(one, "127.0.0.1", port) for one in clients))
    return made


def client(stream: Stream, numbers: count[int], number: int) -> Asker | Listener:
    """Those that ask begin far apart, so that none finds ready what another has just asked for."""
    if stream.kind == "listen":
        return Listener(stream, number)
    return Asker(stream, numbers, number * len(stream.requests) // stream.connections)


async def drive(port: int, streams: list[Stream]) -> None:
    made: list[tuple[asyncio.Transport, Any]] = []
    for stream in streams:
        made += await connect(port, stream, count(stream.first))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and any(  # noqa: ASYNC110  looking now and then is enough
        one.connected < one.connections for one in streams
    ):
        await asyncio.sleep(0.02)
    say("ready")
    begun = time.perf_counter()
    for stream in streams:
        stream.counted_from, stream.until = begun + stream.warm_seconds, begun + stream.seconds
    for _transport, protocol in made:
        protocol.begin()
    while time.perf_counter() < max(one.until for one in streams) and still_open(made):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    for transport, _protocol in made:
        transport.abort()


def still_open(made: list[tuple[asyncio.Transport, Any]]) -> bool:
    return any(not transport.is_closing() for transport, _protocol in made)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    plan = json.load(sys.stdin)
    streams = [Stream(**stream) for stream in plan["streams"]]
    asyncio.run(drive(plan["port"], streams))
    say(json.dumps({stream.name: stream.result() for stream in streams}))


if __name__ == "__main__":
    main()
