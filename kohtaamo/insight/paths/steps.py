"""The steps of a funnel: the stages or touchpoints of a journey in their order, or touchpoints one chose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from kohtaamo.journeys.models import Journey, Placement, Touchpoint

from .funnel import MOST_STEPS, Step

By = Literal["stage", "touchpoint"]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a touchpoint stands in a journey, in the journey's order."""

    journey: int
    journey_name: str
    stage: int
    stage_name: str
    touchpoint: int
    touchpoint_name: str


def placements() -> list[Placed]:
    """Those of all journeys as they are now."""
    rows = Placement.objects.filter(
        moment__stage__journey__kind=Journey.Kind.CURRENT, moment__stage__journey__removed_at=None
    ).order_by(
        "moment__stage__journey__name",
        "moment__stage__journey",
        "moment__stage__position",
        "moment__stage",
        "moment__position",
        "moment",
        "position",
        "pk",
    )
    return [
        Placed(*row)
        for row in rows.values_list(
            "moment__stage__journey",
            "moment__stage__journey__name",
            "moment__stage",
            "moment__stage__name",
            "touchpoint",
            "touchpoint__name",
        )
    ]


def most_met(placed: Sequence[Placed], met: Collection[int]) -> int | None:
    """The journey with the most touchpoints that anybody was met at; None where there is no such."""
    found: dict[int, set[int]] = {}
    for one in placed:
        if one.touchpoint in met:
            found.setdefault(one.journey, set()).add(one.touchpoint)
    return max(found, key=lambda journey: len(found[journey]), default=None)


def steps_of(
    placed: Sequence[Placed], journey: int, by: By, met: Collection[int]
) -> tuple[list[Step], list[str]]:
    """The steps at which anybody was met, and the names of the others, which no case can reach."""
    together: dict[int, tuple[str, list[int]]] = {}
    for one in placed:
        if one.journey == journey:
            key, name = (
                (one.stage, one.stage_name) if by == "stage" else (one.touchpoint, one.touchpoint_name)
            )
            together.setdefault(key, (name, []))[1].append(one.touchpoint)
    steps = [
        Step(name, tuple(dict.fromkeys(one for one in places if one in met)))
        for name, places in together.values()
    ]
    known = [step for step in steps if step.touchpoints]
    return known[:MOST_STEPS], [step.name for step in steps if not step.touchpoints]


def own_steps(chosen: Sequence[int]) -> list[Step]:
    """Touchpoints in the order they were chosen; those that are not ours are left out."""
    names = dict(Touchpoint.objects.filter(pk__in=chosen).values_list("pk", "name"))
    return [Step(names[one], (one,)) for one in dict.fromkeys(chosen) if one in names][:MOST_STEPS]
