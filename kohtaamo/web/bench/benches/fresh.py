"""From acknowledged to seen in the dashboards of other processes, and whether they ever count wrongly."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.request import Request, urlopen

from django.db import close_old_connections

from kohtaamo.organisation.events import undelivered
from kohtaamo.organisation.tenancy import across_organisations
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_least, at_most
from kohtaamo.web.bench.kinds import an_answer
from kohtaamo.web.bench.server import Server, environment, product
from kohtaamo.web.bench.watching import MARKED
from kohtaamo.web.bench.world import FULL, World

READERS = 2
PAUSE_SECONDS = 0.1
# How long answers may still be on their way after the last was measured.
AFTER_SECONDS = 4.0
# Loads last longer here than elsewhere, because a thousand reads are wanted.
LONGER = 3
LEAST_READS = 1000
# What an earlier benchmark left to be measured would be counted as time of these answers.
SETTLING_SECONDS = 600.0
# When it read, the facts it counted, the different ones, and those of the answers sent here.
Read = list[tuple[float, int, int, int]]


def run(settings: Settings) -> Iterator[Finding]:
    data = settings.folder / FULL
    mark = f"fresh-{time.time_ns()}"
    with product(data) as server:
        settings.tell(0.0, "what came before is measured")
        settle()
        readers = [reader(data, settings.world, mark) for _ in range(READERS)]
        for one in readers:
            heard(one)
        settings.tell(0.2, "answers on their way to other processes")
        acknowledged = send(server, settings.world, mark, settings.seconds * LONGER)
        settle()
        time.sleep(AFTER_SECONDS)
        settings.tell(0.8, "answers on their way to other processes")
        read: list[Read] = [json.loads(one.communicate()[0]) for one in readers]
    yield from found(acknowledged, read)


def settle() -> None:
    """Waits until no event waits for its reactions, as the server works them off."""
    until = time.monotonic() + SETTLING_SECONDS
    with across_organisations():
        while time.monotonic() < until and undelivered().exists():
            time.sleep(PAUSE_SECONDS)
    close_old_connections()


def reader(data: Path, world: World, mark: str) -> subprocess.Popen[str]:
    least = str(-(-LEAST_READS // READERS))
    return subprocess.Popen(
        [sys.executable, "-m", "kohtaamo.web.bench.watching", str(world.organisation), mark, least],
        env=environment({"KOHTAAMO_DATA": str(data)}, None),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def heard(one: subprocess.Popen[str]) -> None:
    """Waits until it has looked once."""
    if one.stdout is None or not one.stdout.readline():
        raise RuntimeError("a reading process did not start")


def send(server: Server, world: World, mark: str, seconds: float) -> list[float]:
    """One answer after another, each with the mark; when each was acknowledged."""
    acknowledged: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = an_answer(world.touchpoints[0], uid=f"{mark}-{len(acknowledged)}")
        body = json.dumps({**answer, "attributes": {MARKED: mark}}).encode()
        request = Request(
            f"http://127.0.0.1:{server.port}/api/v1/answers",
            data=body,
            headers={"Authorization": f"Bearer {world.token}", "Content-Type": "application/json"},
        )
        with urlopen(request, timeout=30) as reply:  # noqa: S310  our own server
            reply.read()
        acknowledged.append(time.monotonic())
        time.sleep(PAUSE_SECONDS)
    return acknowledged


def found(acknowledged: list[float], read: list[Read]) -> Iterator[Finding]:
    delays = sorted(delay for one in read for delay in delays_of(acknowledged, one))
    unseen = len(acknowledged) * len(read) - len(delays)
    if not delays:
        yield Finding("7 acknowledged → seen by another process, p99", None, "s", "≤ 1 s", holds=False)
    else:
        p99, middle = (delays[int(len(delays) * share)] for share in (0.99, 0.5))
        beside: dict[str, float | str] = {"p50 s": middle, "answers": len(acknowledged), "readers": len(read)}
        yield at_most("7 acknowledged → seen by another process, p99", p99, 1, "s", beside=beside)
    yield at_most("7 answers not seen", unseen, 0, "answers")
    wrong = sum(map(inconsistent, read))
    reads = sum(map(len, read))
    yield at_most("7 inconsistent reads", wrong, 0, "reads", beside={"reads": reads})
    yield at_least("7 reads", reads, LEAST_READS, "reads")


def delays_of(acknowledged: list[float], read: Read) -> list[float]:
    """Seconds until a reader counted each answer; those it never counted are left out."""
    delays = []
    for number, moment in enumerate(acknowledged, start=1):
        seen = next((at for at, _, _, ours in read if ours >= number), None)
        if seen is not None:
            # counted before the reply had travelled
            delays.append(max(seen - moment, 0.0))
    return delays


def inconsistent(read: Read) -> int:
    """Something counted twice, or something that was there and is not."""
    twice = sum(rows != facts for _, rows, facts, _ in read)
    fewer = sum(later[1] < earlier[1] for earlier, later in pairwise(read))
    return twice + fewer


FRESH = Bench("fresh", "From acknowledged to seen by another process", run, needs_facts=True)
