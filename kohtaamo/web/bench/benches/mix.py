"""Everything at once in one installation: answers coming in, dashboards, busy pages and listening pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_least, at_most
from kohtaamo.web.bench.kinds import one_body
from kohtaamo.web.bench.loading import Seen, get, load, post
from kohtaamo.web.bench.server import Server, product
from kohtaamo.web.bench.world import FULL, World

INTAKE_CONNECTIONS = 64
DASHBOARD_CONNECTIONS = 2
PAGE_CONNECTIONS = 2
LISTENERS = 200
PERIODS, DAYS = 60, 90
# Numbers of answers: a step's own thousands, and a run's own millions, so that a kept world can be measured again.
OF_A_STEP, OF_A_RUN = 10**5, 10**6
# The step whose periods nothing else asks for.
WARMING = 5


def run(settings: Settings) -> Iterator[Finding]:
    world = settings.world
    # Intake comes last of those alone: the answers it leaves to be measured would be beside the others.
    steps = [["dashboards"], ["pages"], ["intake"], ["intake", "dashboards"], [*PARTS]]
    seen: list[dict[str, Seen]] = []
    first = int(time.time()) % OF_A_RUN * OF_A_RUN
    with product(settings.folder / FULL) as server:
        warm_up(server, settings)
        for number, names in enumerate(steps):
            settings.tell(number / len(steps), " + ".join(names))
            own = {"seconds": settings.seconds, "first": first + number * OF_A_STEP}
            plans = [{**PARTS[name](world, number), "name": name, **own} for name in names]
            seen.append(load(server.port, *plans))
    alone = {name: result for step in seen[:3] for name, result in step.items()}
    yield from beside_dashboards(alone, seen[3])
    yield from all_together(alone, seen[4])


def warm_up(server: Server, settings: Settings) -> None:
    """What a process does once (templates, what is looked up once in some minutes) is not counted."""
    settings.tell(0.0, "the first pages")
    for plan in (dashboards, busy_pages):
        load(server.port, {**plan(settings.world, WARMING), "name": "first", "seconds": settings.seconds})


def beside_dashboards(alone: dict[str, Seen], pair: dict[str, Seen]) -> Iterator[Finding]:
    intake, boards = pair["intake"], pair["dashboards"]
    yield at_least(
        "14 intake beside dashboards",
        ratio(intake, alone["intake"]),
        0.35,
        beside=rates(intake, alone["intake"]),
    )
    yield at_most(
        "14 intake beside dashboards, p99", intake.p99_ms, 100, "ms", beside={"alone": alone["intake"].p99_ms}
    )
    yield at_least(
        "14 dashboards beside intake",
        ratio(boards, alone["dashboards"]),
        0.6,
        beside=rates(boards, alone["dashboards"]),
    )


def all_together(alone: dict[str, Seen], mix: dict[str, Seen]) -> Iterator[Finding]:
    for name, result in mix.items():
        if name in alone:
            yield Finding(f"mix {name}", ratio(result, alone[name]), "×", beside=rates(result, alone[name]))
    listening = mix["listeners"]
    heard = len(listening.arrivals) / max(listening.connected, 1)
    yield Finding("mix listeners", heard, "changes heard by each", beside={"listening": listening.connected})
    refused = sum(one.refused for one in [*alone.values(), *mix.values()])
    yield at_most("mix refused requests", refused, 0, "requests")


def ratio(result: Seen, alone: Seen) -> float:
    return result.rate / alone.rate if alone.rate else 0.0


def rates(result: Seen, alone: Seen) -> dict[str, float | str]:
    return {
        "together_per_s": result.rate,
        "alone_per_s": alone.rate,
        "together_p50_ms": result.p50_ms,
        "together_p99_ms": result.p99_ms,
        "alone_p50_ms": alone.p50_ms,
        "alone_p99_ms": alone.p99_ms,
    }


def intake(world: World, _step: int) -> dict[str, Any]:
    bodies = [post("/api/v1/answers", one_body(place), token=world.token) for place in world.touchpoints]
    return {"kind": "ask", "connections": INTAKE_CONNECTIONS, "requests": bodies, "numbered": True}


def dashboards(world: World, step: int) -> dict[str, Any]:
    """Each of another period, also than those of other steps, so that no result is found ready."""
    today = date.today()  # noqa: DTZ011  any day does
    periods = [
        f"days=own&from={today - timedelta(days=number + DAYS)}&to={today - timedelta(days=number)}"
        for number in range(step * PERIODS, (step + 1) * PERIODS)
    ]
    pages = ["/insight/?by=touchpoint&", "/insight/metrics/nps/?by=channel&", "/insight/metrics/csat_mean/?"]
    paths = [world.page(f"{page}{period}") for period in periods for page in pages] + [world.page("/")]
    return {
        "kind": "ask",
        "connections": DASHBOARD_CONNECTIONS,
        "requests": [get(path, world) for path in paths],
    }


def busy_pages(world: World, _step: int) -> dict[str, Any]:
    paths = [f"/journeys/{world.journey}/", "/insight/comments/?q=lasku", "/insight/comments/?tone=negative"]
    return {
        "kind": "ask",
        "connections": PAGE_CONNECTIONS,
        "requests": [get(world.page(path), world) for path in paths],
    }


def listeners(world: World, _step: int) -> dict[str, Any]:
    return {"kind": "listen", "connections": LISTENERS, "requests": [get(world.stream)]}


PARTS: dict[str, Callable[[World, int], dict[str, Any]]] = {
    "dashboards": dashboards,
    "pages": busy_pages,
    "intake": intake,
    "listeners": listeners,
}
MIX = Bench("mix", "Intake, dashboards, busy pages and listeners in one installation", run, needs_facts=True)
