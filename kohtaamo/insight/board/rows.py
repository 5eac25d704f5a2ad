"""The rows that insight itself owns, as reports fingerprint them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.facts import Question, ask
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import FigureValue
from kohtaamo.insight.queries import target_of, targets
from kohtaamo.insight.where import Where
from kohtaamo.kit.periods import Period

from .lineage import COMMENTS, FIGURES, MEASUREMENTS, TARGETS, Fingerprint, Stand, answers_for

PRIME = 2**31 - 1
# Arbitrary, below the prime: for id, value and moment, of each of the two sums.
FACTORS = ((1_103_515_245, 1_664_525, 22_695_477), (69_069, 1_566_083_941, 134_775_813))
# A value is taken in steps of 2⁻²⁰, so that the sums are whole numbers.
STEPS = 2**20


PARAMETERS = {
    "prime": PRIME,
    "steps": STEPS,
    **{
        f"{name}{number}": one
        for number, found in enumerate(FACTORS)
        for name, one in zip("abc", found, strict=True)
    },
}
FINGERPRINTS = """
SELECT touchpoint, kind, count(*), sum(first_root * first_root % :prime), sum(second_root * second_root % :prime)
FROM (
    SELECT touchpoint, kind,
        (id % :prime * :a0 % :prime + moved % :prime * :b0 % :prime + happened_at % :prime * :c0 % :prime) % :prime
            AS first_root,
        (id % :prime * :a1 % :prime + moved % :prime * :b1 % :prime + happened_at % :prime * :c1 % :prime) % :prime
            AS second_root
    FROM (
        SELECT touchpoint, kind, id, happened_at, CAST(floor(value * :steps) AS bigint) AS moved FROM facts
    ) AS whole
) AS roots
GROUP BY touchpoint, kind
"""


@dataclass(slots=True)
class Cell:
    """The rows of one kind at one touchpoint."""

    rows: int = 0
    first: int = 0
    second: int = 0

    def add(self, other: Cell) -> None:
        self.rows += other.rows
        self.first += other.first
        self.second += other.second


Cells = dict[tuple[int, str], Cell]


@answers_for(MEASUREMENTS, _("Answers and other measured values"))
def ask_measurements(stands: Sequence[Stand]) -> list[Fingerprint]:
    """One question a period, for all its kinds and touchpoints."""
    kinds: dict[Period | None, set[str]] = defaultdict(set)
    for stand in stands:
        kinds[stand.period] |= kinds_of(stand.metrics)
    cells = {period: cells_of(period, sorted(asked)) for period, asked in kinds.items()}
    return [fingerprint_of(stand, cells[stand.period]) for stand in stands]


def kinds_of(metrics: Iterable[str]) -> set[str]:
    return {METRICS[key].kind for key in metrics if key in METRICS}


def fingerprint_of(stand: Stand, cells: Cells) -> Fingerprint:
    kinds, total = kinds_of(stand.metrics), Cell()
    for (touchpoint, kind), cell in cells.items():
        if kind in kinds and stand.touchpoint in (None, touchpoint):
            total.add(cell)
    return Fingerprint(total.rows, f"{total.first:x}-{total.second:x}")


def cells_of(period: Period | None, kinds: Sequence[str]) -> Cells:
    """Asked of the facts, as every figure of the report is, so that figures and fingerprints tell of the same rows."""
    if not kinds:
        return {}
    question = Question(
        sql=FINGERPRINTS, parameters=PARAMETERS, kinds=tuple(kinds), where=Where(period=period)
    )
    return {
        (touchpoint, kind): Cell(rows, int(first), int(second))
        for touchpoint, kind, rows, first, second in ask(question)
    }


@answers_for(TARGETS, _("Targets"))
def ask_targets(stands: Sequence[Stand]) -> list[Fingerprint]:
    """The targets in force at the touchpoint of each stand; grouped by touchpoint, all of them."""
    metrics = [METRICS[key] for key in {key for stand in stands for key in stand.metrics} if key in METRICS]
    known = targets(metrics)
    found = []
    for stand in stands:
        if "touchpoint" in stand.by:
            values = sorted(
                (key, place or 0, value) for (key, place), value in known.items() if key in stand.metrics
            )
        else:
            at = [
                (key, 0, target_of(known, METRICS[key], stand.touchpoint))
                for key in stand.metrics
                if key in METRICS
            ]
            values = [(key, place, value) for key, place, value in at if value is not None]
        found.append(Fingerprint(len(values), digest(values)))
    return found


@answers_for(COMMENTS, _("Comments"))
def ask_comments(stands: Sequence[Stand]) -> list[Fingerprint]:
    keys = {key for stand in stands for key in stand.keys}
    texts = dict(Comment.objects.filter(pk__in=keys).values_list("pk", "text"))
    return [
        Fingerprint(
            sum(key in texts for key in stand.keys),
            digest([(key, texts[key]) for key in stand.keys if key in texts]),
        )
        for stand in stands
    ]


@answers_for(FIGURES, _("Business figures"))
def ask_figures(stands: Sequence[Stand]) -> list[Fingerprint]:
    """Every value told of the stand's figures in its period, in one query for all stands."""
    keys = {key for stand in stands for key in stand.keys}
    rows = FigureValue.objects.filter(figure__in=keys).order_by("pk")
    known = list(rows.values_list("figure", "size", "starts_on", "place", "value"))
    found = []
    for stand in stands:
        told = [
            (figure, size, day.isoformat(), place, value)
            for figure, size, day, place, value in known
            if figure in stand.keys and (stand.period is None or day in stand.period)
        ]
        found.append(Fingerprint(len(told), digest(sorted(told))))
    return found


def digest(facts: object) -> str:
    """Of facts that are few: the same text always gives the same sixteen digits."""
    return sha256(repr(facts).encode()).hexdigest()[:16]
