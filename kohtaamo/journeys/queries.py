from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kohtaamo.organisation.models import Event

from .models import Journey, Moment, Placement, Service, Stage, Touchpoint

Direction = Literal["left", "right", "up", "down"]

# What may be undone, and the verb that says it was.
RESTORED = {
    "journeys.stage_removed": "journeys.stage_restored",
    "journeys.moment_removed": "journeys.moment_restored",
    "journeys.touchpoint_unplaced": "journeys.placement_restored",
}
# Names offered while one types; more would only slow the page down.
NAMES_OFFERED = 300


@dataclass(frozen=True, slots=True)
class Card:
    """A touchpoint in its place. `mark` tells how it differs from the other state: new, missing or moved.

    Columns, rows and cards are values and hold no rows of tables: two that are equal are drawn alike.
    """

    placement: int
    touchpoint: int
    name: str
    symbol: str
    is_moment_of_truth: bool
    panels: tuple[str, ...] = ()
    mark: str = ""

    @property
    def anchor(self) -> str:
        return f"place-{self.placement}"


@dataclass(frozen=True, slots=True)
class Row:
    """A service moment; `called` is its name, or without one that of its stage."""

    moment: int
    name: str
    called: str
    is_moment_of_truth: bool
    cards: tuple[Card, ...]

    @property
    def adding(self) -> str:
        """The id of the field that adds a touchpoint here."""
        return f"add-{self.moment}"

    @property
    def menu(self) -> str:
        return f"menu-moment-{self.moment}"


@dataclass(frozen=True, slots=True)
class Column:
    stage: int
    name: str
    phase: str
    rows: tuple[Row, ...]
    mark: str = ""

    @property
    def menu(self) -> str:
        return f"menu-stage-{self.stage}"

    def cards(self) -> Iterator[Card]:
        return (card for row in self.rows for card in row.cards)

    def places_of_focus(self) -> set[str]:
        """The ids of the elements from which one may go on."""
        ids = {name for row in self.rows for name in (row.menu, row.adding)}
        return {self.menu, *ids, *(card.anchor for card in self.cards())}


@dataclass(frozen=True, slots=True)
class Overview:
    journey: Journey
    stages: list[Stage]
    touchpoint_count: int
    ideal_id: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How the ideal state differs from the current one: keys of touchpoints, stage names in small letters."""

    new: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    new_stages: set[str] = field(default_factory=set)
    missing_stages: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.new or self.missing or self.moved or self.new_stages or self.missing_stages)


def overviews() -> list[Overview]:
    """Every journey, by name; an ideal state stands with the current one it is of."""
    placements = Placement.objects.filter(moment__stage__journey=OuterRef("pk")).order_by()
    touchpoints = placements.values("moment__stage__journey").annotate(n=Count("touchpoint", distinct=True))
    ideal = Journey.objects.filter(ideal_of=OuterRef("pk"), removed_at=None).order_by("pk")
    rows = (
        Journey.objects.filter(removed_at=None, ideal_of=None)
        .select_related("service")
        .prefetch_related("stages")
        .annotate(
            touchpoint_count=Coalesce(Subquery(touchpoints.values("n")[:1]), 0),
            ideal_id=Subquery(ideal.values("pk")[:1]),
        )
    )
    return [Overview(row, list(row.stages.all()), row.touchpoint_count, row.ideal_id) for row in rows]


def ideal_of(journey: Journey) -> Journey | None:
    return Journey.objects.filter(ideal_of=journey, removed_at=None).first()


def stages_of(journey: Journey) -> list[Stage]:
    """The whole map in three queries, whatever its size."""
    placements = Placement.objects.select_related("touchpoint")
    moments = Moment.objects.prefetch_related(Prefetch("placements", placements))
    return list(Stage.objects.filter(journey=journey).prefetch_related(Prefetch("moments", moments)))


def placements_in(stages: Iterable[Stage]) -> list[Placement]:
    return [row for stage in stages for moment in stage.moments.all() for row in moment.placements.all()]


def touchpoints_in(stages: Iterable[Stage]) -> list[Touchpoint]:
    """Each touchpoint once, in the order of the map."""
    return list({row.touchpoint_id: row.touchpoint for row in placements_in(stages)}.values())


def lay_out(
    stages: Sequence[Stage],
    *,
    panels: Mapping[int, Sequence[str]],
    marks: Mapping[int, str] | None = None,
    stage_marks: Mapping[str, str] | None = None,
) -> list[Column]:
    marks, stage_marks = marks or {}, stage_marks or {}

    def card(row: Placement, *, is_moment_of_truth: bool) -> Card:
        key, one = row.touchpoint_id, row.touchpoint
        said = tuple(panels.get(key, ()))
        return Card(row.pk, key, one.name, one.symbol, is_moment_of_truth, said, marks.get(key, ""))

    def line(stage: Stage, moment: Moment) -> Row:
        is_truth = moment.is_moment_of_truth
        cards = tuple(card(row, is_moment_of_truth=is_truth) for row in moment.placements.all())
        return Row(moment.pk, moment.name, moment.name or stage.name, is_truth, cards)

    return [
        Column(
            stage.pk,
            stage.name,
            stage.phase,
            tuple(line(stage, moment) for moment in stage.moments.all()),
            stage_marks.get(stage.name.casefold(), ""),
        )
        for stage in stages
    ]


def compare(current: Sequence[Stage], ideal: Sequence[Stage]) -> Difference:
    """Touchpoints are the same rows in both states; stages are the same when their names are."""
    now, then = stages_by_touchpoint(current), stages_by_touchpoint(ideal)
    names_now = {stage.name.casefold() for stage in current}
    names_then = {stage.name.casefold() for stage in ideal}
    return Difference(
        new=then.keys() - now.keys(),
        missing=now.keys() - then.keys(),
        moved={key for key in now.keys() & then.keys() if now[key] != then[key]},
        new_stages=names_then - names_now,
        missing_stages=names_now - names_then,
    )


def stages_by_touchpoint(stages: Iterable[Stage]) -> dict[int, set[str]]:
    standing: dict[int, set[str]] = {}
    for stage in stages:
        for row in placements_in([stage]):
            standing.setdefault(row.touchpoint_id, set()).add(stage.name.casefold())
    return standing


def neighbour(
    stages: Sequence[Stage], placement: Placement, direction: Direction
) -> tuple[Moment, int] | None:
    """Where a touchpoint goes one step in this direction, or None at the edge of the map.

    Up and down walk through the moments of a stage; left and right keep the height.
    """
    columns = [list(stage.moments.all()) for stage in stages]
    column, row = next(
        (column, row)
        for column, moments in enumerate(columns)
        for row, moment in enumerate(moments)
        if moment.pk == placement.moment_id
    )
    moment = columns[column][row]
    height = [one.pk for one in moment.placements.all()].index(placement.pk)
    if direction in {"left", "right"}:
        aside = column + (1 if direction == "right" else -1)
        if not 0 <= aside < len(columns):
            return None
        return columns[aside][min(row, len(columns[aside]) - 1)], height
    step = 1 if direction == "down" else -1
    if 0 <= height + step < len(moment.placements.all()):
        return moment, height + step
    if not 0 <= row + step < len(columns[column]):
        return None
    other = columns[column][row + step]
    return other, 0 if direction == "down" else len(other.placements.all())


def places_of(touchpoint: Touchpoint) -> QuerySet[Placement]:
    """Everywhere it stands, on journeys that have not been removed."""
    return (
        touchpoint.placements.filter(moment__stage__journey__removed_at=None)
        .filter(
            Q(moment__stage__journey__ideal_of=None) | Q(moment__stage__journey__ideal_of__removed_at=None)
        )
        .select_related("moment__stage__journey")
        .order_by("moment__stage__journey__name", "moment__stage__journey", "moment__stage__position", "pk")
    )


def touchpoint_names() -> list[str]:
    return list(Touchpoint.objects.values_list("name", flat=True)[:NAMES_OFFERED])


def service_names() -> list[str]:
    return list(Service.objects.values_list("name", flat=True)[:NAMES_OFFERED])


def was_removed(journey: Journey, noun: str, key: int) -> bool:
    """Whether this stage, moment or placement once stood on the journey; `noun` is the plural."""
    removals = Event.objects.filter(verb__in=RESTORED, data__journey=journey.pk)
    return any(row["id"] == key for event in removals for row in event.data[noun])
