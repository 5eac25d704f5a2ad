"""What a benchmark is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .world import World

Beside = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure, the target it is held against (None where there is none), and what was measured beside it.

    `holds` is None where there is no target, or where the figure could not be measured.
    """

    name: str
    value: float | None
    unit: str
    target: str | None = None
    holds: bool | None = None
    beside: Beside = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "beside": dict(self.beside)}


def at_least(name: str, value: float, least: float, unit: str = "×", beside: Beside | None = None) -> Finding:
    return Finding(name, value, unit, f"≥ {least:g} {unit}", value >= least, beside or {})


def at_most(name: str, value: float, most: float, unit: str, beside: Beside | None = None) -> Finding:
    return Finding(name, value, unit, f"≤ {most:g} {unit}", value <= most, beside or {})


def not_run(name: str, reason: str) -> Finding:
    return Finding(name, None, "", None, None, {"not run": reason})


# Told how far a step is, 0 to 1, and what is being done.
Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """`facts` in the world, `seconds` a load lasts. `database_url` names a PostgreSQL to measure beside.

    `language_data` and `real_data` are folders with texts of others, where the caller has them.
    """

    folder: Path
    world: World
    facts: int
    seconds: float
    slow_disk: bool
    database_url: str
    tell: Tell
    language_data: Path | None = None
    real_data: Path | None = None

    def bare_copy(self, name: str) -> Path:
        """A data folder of the same organisation without any facts, to load and kill at will."""
        from .world import copy_bare  # noqa: PLC0415  needs Django started

        return copy_bare(self.folder, name)


@dataclass(frozen=True, slots=True)
class Bench:
    """`needs_facts` where it measures the filled world rather than a bare copy of its own."""

    key: str
    description: str
    run: Callable[[Settings], Iterator[Finding]]
    needs_facts: bool = False
