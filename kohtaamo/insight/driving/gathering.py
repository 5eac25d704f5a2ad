"""What is known beside each answer: other values of it, and what was observed of what it is about.

Of the newest answers only, so that a page opens in the same time however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import isfinite
from typing import Any, Literal

from kohtaamo.insight.facts import Question, ask, narrowing
from kohtaamo.insight.facts.columns import SLOTS
from kohtaamo.insight.facts.slots import slots
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.observing import FACTS, MEETING
from kohtaamo.insight.where import ATTRIBUTE, EARLIEST, Where
from kohtaamo.kit.periods import Period

SAMPLE = 10_000
# A meeting of the same case may have been so long before the answer.
LOOKED_BACK = timedelta(days=180)
# Whether a matter could be settled is no trait of how it went.
OBSERVED = tuple(kind for kind in FACTS if kind != "resolvable")
ASKED = tuple(
    sorted({one.kind for one in METRICS.values() if one.level == "feedback" and not one.protects_people})
)
# An attribute is a number when so many of its values are; fewer different ones than these make groups.
FEWEST_VALUES = 3
MOSTLY = 0.95

# Other scores of the same answer, or what happened to the person: people act on the second only.
Among = Literal["said", "happened"]
# One value beside one answer: which answer, of what, how much.
Found = tuple[int, "Source", float]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a driver's values come from: the same answer, its encounter, another one of its case, an attribute."""

    family: Literal["said", "met", "case", "attribute"]
    name: str
    touchpoint: int | None = None

    @property
    def key(self) -> str:
        place = "" if self.touchpoint is None else f"@{self.touchpoint}"
        return f"{self.family}:{self.name}{place}"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The outcome of each answer, newest first, and beside it what is known of the same answer."""

    outcome: dict[int, float]
    beside: dict[Source, dict[int, float]]


OUTCOME = """WITH outcome AS (
    SELECT answer, max(encounter) AS met, max(case_number) AS matter, avg(value) AS told,
        max(happened_at) AS moment
    FROM facts WHERE kind = :outcome AND answer IS NOT NULL AND {narrowed}
    GROUP BY answer ORDER BY moment DESC, answer DESC LIMIT {sample}
) """
ANSWERS = "SELECT answer, told FROM outcome ORDER BY moment DESC, answer DESC"
SAID = """SELECT o.answer AS answer, f.kind AS kind, avg(f.value) AS value
    FROM outcome AS o JOIN facts AS f ON f.answer = o.answer
    WHERE f.kind <> :outcome GROUP BY o.answer, f.kind"""
MET = """SELECT o.answer AS answer, f.kind AS kind, avg(f.value) AS value
    FROM outcome AS o JOIN facts AS f ON f.encounter = o.met
    WHERE f.answer IS NULL GROUP BY o.answer, f.kind"""
OF_CASE = """SELECT o.answer AS answer, f.kind AS kind, f.touchpoint AS touchpoint, avg(f.value) AS value
    FROM outcome AS o JOIN facts AS f ON f.case_number = o.matter
    WHERE f.answer IS NULL AND (o.met IS NULL OR f.encounter <> o.met)
    GROUP BY o.answer, f.kind, f.touchpoint"""
OWN_TRAITS = """SELECT o.answer AS answer, {columns} FROM outcome AS o JOIN facts AS f ON f.answer = o.answer
    WHERE f.kind = :outcome GROUP BY o.answer"""
TRAITS_OF_MEETING = """SELECT o.answer AS answer, {columns}
    FROM outcome AS o JOIN facts AS f ON f.encounter = o.met
    WHERE f.kind = :meeting AND f.answer IS NULL GROUP BY o.answer"""


@dataclass(frozen=True, slots=True)
class Asker:
    """Questions about what stands beside the answers of one outcome."""

    kind: str
    where: Where

    def rows(self, sql: str, kinds: Sequence[str], **parameters: str) -> list[tuple[Any, ...]]:
        narrowed, known = narrowing(self.where)
        return ask(
            Question(
                sql=OUTCOME.format(narrowed=narrowed, sample=SAMPLE) + sql,
                parameters={"outcome": self.kind, **known, **parameters},
                kinds=(self.kind, *kinds),
                where=Where(period=widened(self.where.period)),
            )
        )


def widened(period: Period | None) -> Period | None:
    return period and replace(period, start=max(period.start - LOOKED_BACK, EARLIEST))


def gathered(kind: str, where: Where, among: Among) -> Gathered:
    asker = Asker(kind, where)
    outcome = dict(asker.rows(ANSWERS, ()))
    beside: dict[Source, dict[int, float]] = {}
    if outcome:
        for answer, source, value in said(asker) if among == "said" else happened(asker):
            beside.setdefault(source, {})[answer] = value
    return Gathered(outcome, beside)


def said(asker: Asker) -> Iterator[Found]:
    for answer, kind, value in asker.rows(SAID, [one for one in ASKED if one != asker.kind]):
        yield answer, Source("said", kind), value


def happened(asker: Asker) -> Iterator[Found]:
    for answer, kind, value in asker.rows(MET, OBSERVED):
        if kind in OBSERVED:
            yield answer, Source("met", kind), value
    for answer, kind, touchpoint, value in asker.rows(OF_CASE, OBSERVED):
        if kind in OBSERVED:
            yield answer, Source("case", kind, touchpoint), value
    yield from traits(asker)


def traits(asker: Asker) -> Iterator[Found]:
    """Attributes that are numbers: the answer's own, or else those of its encounter."""
    keys = [(key, slot) for key, slot in slots().items() if slot <= SLOTS]
    if not keys:
        return
    columns = ", ".join(f"max(f.t{slot}) AS t{slot}" for _, slot in keys)
    rows = [
        *asker.rows(TRAITS_OF_MEETING.format(columns=columns), [MEETING], meeting=MEETING),
        *asker.rows(OWN_TRAITS.format(columns=columns), ()),
    ]
    for place, (key, _) in enumerate(keys, start=1):
        told = {row[0]: row[place] for row in rows if row[place] not in (None, "")}
        for answer, value in numbers(told).items():
            yield answer, Source("attribute", ATTRIBUTE + key), value


def numbers(told: dict[int, str]) -> dict[int, float]:
    """Empty unless nearly all are numbers, of several different values."""
    found = {answer: value for answer, text in told.items() if (value := number(text)) is not None}
    is_number = len(found) >= MOSTLY * len(told) and len(set(found.values())) >= FEWEST_VALUES
    return found if is_number else {}


def number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None
