"""Thousands of open pages listening to one process: how soon they hear of a change, and what each costs."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from urllib.request import Request, urlopen

from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_most
from kohtaamo.web.bench.kinds import PLACE, one_body
from kohtaamo.web.bench.loading import Load, Seen, get
from kohtaamo.web.bench.server import Server, product
from kohtaamo.web.bench.world import World

WANTED = 5_000
# Files that the server and the load need for other things.
OTHER_FILES = 200
CHANGES = 5
PAUSE_SECONDS = 3.0
SETTLE_SECONDS = 3.0


def run(settings: Settings) -> Iterator[Finding]:
    listening = min(WANTED, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OTHER_FILES)
    settings.tell(0.0, f"{listening} listeners")
    with product(settings.bare_copy("stream")) as server:
        before = server.resident_kib()
        heard = Load(server.port, [listeners(settings.world, listening)])
        heard.ready()
        time.sleep(SETTLE_SECONDS)
        after = server.resident_kib()
        told = []
        for number in range(CHANGES):
            settings.tell(number / CHANGES, f"{listening} listeners")
            told.append(change(server, settings.world, number))
            time.sleep(PAUSE_SECONDS)
        seen = heard.seen()["listeners"]
    beside: dict[str, float | str] = {
        "listeners": seen.connected,
        "heard": len(seen.arrivals),
        "changes": CHANGES,
    }
    if listening < WANTED:
        beside["limit"] = f"of {WANTED} wanted only {listening} files may be open"
    whole, fan_out = delays(seen, told)
    beside["from acknowledged, p99 ms"] = share_of(whole, 0.99)
    yield at_most("13 fan-out to all listeners, p99", share_of(fan_out, 0.99), 400, "ms", beside=beside)
    missed = seen.connected * CHANGES - min(len(fan_out), seen.connected * CHANGES)
    yield at_most("13 changes not heard", missed, 0, "changes", beside={"listeners": seen.connected})
    if before is not None and after is not None and seen.connected:
        each = (after - before) / seen.connected
        yield at_most(
            "13 memory of a listener", each, 30, "kB", beside={"before_kB": before, "after_kB": after}
        )


def listeners(world: World, number: int) -> dict[str, object]:
    lasts = SETTLE_SECONDS + CHANGES * PAUSE_SECONDS + 1
    return {
        "name": "listeners",
        "kind": "listen",
        "connections": number,
        "requests": [get(world.stream)],
        "seconds": lasts,
    }


def change(server: Server, world: World, number: int) -> float:
    """An answer comes in; when it was acknowledged."""
    body = one_body(world.touchpoints[0]).replace(PLACE, f"stream-{number}").encode()
    request = Request(
        f"http://127.0.0.1:{server.port}/api/v1/answers",
        data=body,
        headers={"Authorization": f"Bearer {world.token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310  our own server
        answer.read()
    return time.monotonic()


def delays(seen: Seen, told: list[float]) -> tuple[list[float], list[float]]:
    """In milliseconds and ascending: from the change, and from the first listener who heard of it."""
    whole: list[float] = []
    fan_out: list[float] = []
    for begun, end in zip(told, [*told[1:], float("inf")], strict=True):
        heard = sorted(moment for moment in seen.arrivals if begun - 1 <= moment < end - 1)
        whole += [max(moment - begun, 0.0) * 1000 for moment in heard]
        fan_out += [(moment - heard[0]) * 1000 for moment in heard]
    return sorted(whole), sorted(fan_out)


def share_of(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


STREAM = Bench("stream", "Five thousand listening pages", run)
