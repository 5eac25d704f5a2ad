"""How many answers are taken in durably, beside the server's limit, the database's limit and the usual way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_least, at_most, not_run
from kohtaamo.web.bench.kinds import list_body, one_body
from kohtaamo.web.bench.loading import Seen, load, post
from kohtaamo.web.bench.raw import insert_at_once
from kohtaamo.web.bench.server import Server, peer, product
from kohtaamo.web.bench.slow_disk import NoSlowDiskError, slow_disk
from kohtaamo.web.bench.world import World

CONNECTIONS = 64
PATH = "/api/v1/answers"
BATCH = 1000
BATCH_CONNECTIONS = 4
RAW_ANSWERS = 20_000
SLOW = "2 single answers, fsync + 2 ms"
ECHO = "kohtaamo.web.bench.peers.echo:application"
PLAIN = "kohtaamo.web.bench.peers.plain:application"


def run(settings: Settings) -> Iterator[Finding]:
    settings.tell(0.0, "the bare server")
    with peer(ECHO, {}) as server:
        echo = singles(server, settings)
    settings.tell(0.2, "single answers")
    ours = settings.bare_copy("ingest")
    with product(ours) as server:
        single = singles(server, settings)
        settings.tell(0.4, "lists of answers")
        batch = lists(server, settings)
    settings.tell(0.6, "a plain Django view")
    plain = plain_view(settings, None)
    settings.tell(0.8, "plain SQL")
    raw = insert_at_once(settings.bare_copy("raw"), settings.world, RAW_ANSWERS)
    yield from compared(single, echo, plain)
    batch_rate = batch.rate * BATCH
    beside: dict[str, float | str] = {
        "ours_per_s": batch_rate,
        "raw_sqlite_per_s": raw,
        "p99_ms": batch.p99_ms,
    }
    yield at_least("3 answers in lists of 1,000 ÷ raw SQLite", batch_rate / raw, 0.9, beside=beside)
    yield at_most("refused requests", single.refused + batch.refused + plain.refused, 0, "requests")
    yield from slowly(settings)


def compared(single: Seen, echo: Seen, plain: Seen) -> Iterator[Finding]:
    ours: dict[str, float | str] = {
        "ours_per_s": single.rate,
        "p50_ms": single.p50_ms,
        "p99_ms": single.p99_ms,
    }
    yield at_least(
        "1 single answers ÷ ASGI echo", over(single, echo), 0.4, beside={**ours, "echo_per_s": echo.rate}
    )
    yield at_least(
        "1 single answers ÷ plain Django view",
        over(single, plain),
        12,
        beside={**ours, "plain_per_s": plain.rate, "plain_p99_ms": plain.p99_ms},
    )


def slowly(settings: Settings) -> Iterator[Finding]:
    if not settings.slow_disk:
        yield not_run(SLOW, "asked for with --slow-disk")
        return
    try:
        library = slow_disk(settings.folder)
    except NoSlowDiskError as problem:
        yield not_run(SLOW, str(problem))
        return
    settings.tell(0.9, "with a slow disk")
    with product(settings.bare_copy("slow"), library) as server:
        single = singles(server, settings)
    plain = plain_view(settings, library)
    beside: dict[str, float | str] = {"ours_per_s": single.rate, "plain_per_s": plain.rate}
    yield at_least(f"{SLOW} ÷ plain Django view", over(single, plain), 40, beside=beside)
    yield at_most(f"{SLOW}, p99", single.p99_ms, 50, "ms", beside={"plain_p99_ms": plain.p99_ms})


def plain_view(settings: Settings, preload: Path | None) -> Seen:
    data = settings.bare_copy("plain")
    with peer(PLAIN, {"KOHTAAMO_DATA": str(data)}, preload) as server:
        return singles(server, settings)


def singles(server: Server, settings: Settings) -> Seen:
    return load(server.port, {**single_answers(settings.world), "seconds": settings.seconds})["singles"]


def single_answers(world: World) -> dict[str, object]:
    bodies = [post(PATH, one_body(place), token=world.token) for place in world.touchpoints]
    return {
        "name": "singles",
        "kind": "ask",
        "connections": CONNECTIONS,
        "requests": bodies,
        "numbered": True,
    }


def lists(server: Server, settings: Settings) -> Seen:
    bodies = [
        post(PATH, list_body(place, BATCH), token=settings.world.token)
        for place in settings.world.touchpoints[:4]
    ]
    plan = {"name": "lists", "kind": "ask", "connections": BATCH_CONNECTIONS, "requests": bodies}
    return load(server.port, {**plan, "numbered": True, "first": 10**9, "seconds": settings.seconds})["lists"]


def over(one: Seen, other: Seen) -> float:
    return one.rate / other.rate if other.rate else 0.0


INGEST = Bench("ingest", "Answers taken in, one by one and in lists", run)
