"""What an item of a report stands on, and whether those rows are still the same.

A fingerprint is the number of rows and two sums over them, so it does not depend on their order, and the
fingerprint of several groups is the sum of theirs: one query answers for every item of a period. The term of a
row is (a × id + b × value + c × moment)² modulo the prime 2³¹ − 1, with other a, b and c in the second sum. Two
different sets of rows have the same pair of sums once in about 2⁶² cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from kohtaamo.insight.metric import Text
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.periods import Period, parse_date

MEASUREMENTS, TARGETS, COMMENTS, FIGURES = "measurements", "targets", "comments", "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A question whose rows an item stands on. `keys` name rows one by one, where a source is asked so."""

    source: str = MEASUREMENTS
    metrics: tuple[str, ...] = ()
    period: Period | None = None
    touchpoint: int | None = None
    by: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()

    def stored(self) -> dict[str, Any]:
        found: dict[str, Any] = {"source": self.source, "metrics": list(self.metrics)}
        if self.period:
            found |= {"from": self.period.start.isoformat(), "to": self.period.last_day.isoformat()}
        if self.touchpoint is not None:
            found["touchpoint"] = self.touchpoint
        return found | {"by": list(self.by), "keys": list(self.keys)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Stand:
        period = None
        if "from" in stored:
            period = Period(parse_date(stored["from"]), parse_date(stored["to"]) + timedelta(days=1))
        return cls(
            source=stored["source"],
            metrics=tuple(stored["metrics"]),
            period=period,
            touchpoint=stored.get("touchpoint"),
            by=tuple(stored["by"]),
            keys=tuple(stored["keys"]),
        )


@dataclass(frozen=True, slots=True)
class Fingerprint:
    rows: int
    mark: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A stand as it was when the report was made."""

    stand: Stand
    fingerprint: Fingerprint
    versions: Mapping[str, int] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        print_ = {"rows": self.fingerprint.rows, "fingerprint": self.fingerprint.mark}
        return {**self.stand.stored(), **print_, "versions": dict(self.versions)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Frozen:
        fingerprint = Fingerprint(stored["rows"], stored["fingerprint"])
        return cls(Stand.read(stored), fingerprint, stored["versions"])


# Answers for many stands of its source at once, in their order.
Asked = Callable[[Sequence[Stand]], list[Fingerprint]]


@dataclass(frozen=True, slots=True)
class Source:
    label: Text
    ask: Asked


_sources: dict[str, Source] = {}


def answers_for(name: str, label: Text) -> Callable[[Asked], Asked]:
    """Tell how the rows of a source are fingerprinted; higher packages add the sources that they own."""

    def register(ask: Asked) -> Asked:
        _sources[name] = Source(label, ask)
        return ask

    return register


def label_of_source(name: str) -> str:
    return str(_sources[name].label) if name in _sources else name


def versions_of(metrics: Iterable[str]) -> dict[str, int]:
    """The formula versions in force; a metric that there is no more has none."""
    return {key: METRICS[key].version for key in metrics if key in METRICS}


def fingerprints(stands: Iterable[Stand]) -> dict[Stand, Fingerprint]:
    """Each stand as its rows are now; as many questions as there are sources and periods."""
    by_source: dict[str, list[Stand]] = defaultdict(list)
    for stand in dict.fromkeys(stands):
        by_source[stand.source].append(stand)
    found: dict[Stand, Fingerprint] = {}
    for name, asked in by_source.items():
        if name in _sources:
            found.update(zip(asked, _sources[name].ask(asked), strict=True))
    return found


def freeze(stands: Iterable[Stand]) -> dict[Stand, Frozen]:
    return {
        stand: Frozen(stand, fingerprint, versions_of(stand.metrics))
        for stand, fingerprint in fingerprints(stands).items()
    }


def changed(frozen: Frozen, now: Mapping[Stand, Fingerprint]) -> str:
    """Why it no longer holds: "formula", "rows", or "" when it does."""
    if dict(frozen.versions) != versions_of(frozen.stand.metrics):
        return "formula"
    return "" if now.get(frozen.stand) == frozen.fingerprint else "rows"
