"""Making the world of a run, and running benchmarks in it one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kohtaamo.insight.facts import how_many, rebuild
from kohtaamo.web.process.limits import allow_many_connections

from .bench import Bench, Finding, Settings, Tell
from .filling import fill
from .world import FULL, World, at_work, build, is_built, read_world


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for; see `Settings`."""

    facts: int
    seconds: float
    slow_disk: bool = False
    database_url: str = ""
    language_data: Path | None = None
    real_data: Path | None = None


def run_all(benches: Sequence[Bench], folder: Path, wanted: Wanted, tell: Tell) -> Iterator[Finding]:
    """Django must have been started on the folder `full` under `folder`. One that fails does not stop the rest."""
    allow_many_connections()
    world = read_world(folder) if is_built(folder) else build(folder)
    with at_work(world):
        facts = how_many()
    if not facts and any(bench.needs_facts for bench in benches):
        facts = filled(folder, world, wanted.facts, tell)
    settings = settings_of(folder, world, facts or wanted.facts, wanted, tell)
    for bench in benches:
        tell(0.0, bench.key)
        yield from bench.run(settings)


def filled(folder: Path, world: World, wanted: int, tell: Tell) -> int:
    """A kept world may have been made for benchmarks that needed no facts."""
    facts = fill(folder / FULL, world, wanted, tell)
    with at_work(world):
        rebuild(lambda done, expected: tell(done / max(expected, 1), "Making the columnar copy"))
    return facts


def settings_of(folder: Path, world: World, facts: int, wanted: Wanted, tell: Tell) -> Settings:
    return Settings(
        folder=folder,
        world=world,
        facts=facts,
        seconds=wanted.seconds,
        slow_disk=wanted.slow_disk,
        database_url=wanted.database_url,
        tell=tell,
        language_data=wanted.language_data,
        real_data=wanted.real_data,
    )
