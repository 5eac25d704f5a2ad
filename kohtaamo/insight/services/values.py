"""The values in force: what is told now takes the place of what was told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.utils import timezone

from kohtaamo.insight.facts.columns import SLOTS
from kohtaamo.insight.facts.slots import give_out
from kohtaamo.insight.models import Measurement
from kohtaamo.organisation.events import record
from kohtaamo.organisation.rows import insert_rows, moments, next_keys, stored_json
from kohtaamo.organisation.tenancy import current_organisation_id

BATCH = 500

# what it is a value of, question, kind: one value in force of each
Key = tuple[str, int, str, str]


class Value(msgspec.Struct, kw_only=True, gc=False):
    """A measurement about to be written; named as its columns are."""

    kind: str
    value: float
    happened_at: datetime
    touchpoint_id: int
    source: str
    question: str = ""
    channel: str = ""
    unit_id: int | None = None
    agent_id: int | None = None
    customer_id: int | None = None
    segment: str = ""
    survey_id: int | None = None
    answer_id: int | None = None
    encounter_id: int | None = None
    invitation_id: int | None = None
    case: int | None = None
    attributes: Mapping[str, Any] = {}


COLUMNS = (
    "id",
    "organisation_id",
    "recorded_at",
    "is_superseded",
    "kind",
    "value",
    "happened_at",
    "touchpoint_id",
    "source",
    "question",
    "channel",
    "unit_id",
    "agent_id",
    "customer_id",
    "segment",
    "survey_id",
    "answer_id",
    "encounter_id",
    "invitation_id",
    "case",
    "attributes",
)
# By these a value sent again is the same.
ESSENCE = (
    "value",
    "happened_at",
    "touchpoint_id",
    "channel",
    "unit_id",
    "survey_id",
    "encounter_id",
    "case",
    "attributes",
)


def write(wanted: Sequence[Value], current: Sequence[Measurement]) -> int:
    """Make `wanted` the values in force in place of `current`; returns how many rows are new."""
    fresh, outdated = compared(wanted, current)
    for start in range(0, len(outdated), BATCH):
        late = [row.pk for row in outdated[start : start + BATCH]]
        Measurement.objects.filter(pk__in=late).update(is_superseded=True)
    keys = insert(fresh)
    give_out((key for one in sets_of_attributes(fresh).values() for key in one), most=SLOTS)
    if fresh or outdated:
        touched = {row.touchpoint_id for row in fresh}
        touched |= {row.touchpoint_id for row in gone(wanted, outdated)}
        facts: dict[str, Any] = {"touchpoints": sorted(touched), "measurements": len(fresh)}
        if fresh:
            # between which keys the new ones are
            facts["keys"] = [keys[0], keys[-1]]
        record("insight.measurements_recorded", data=facts)
    return len(fresh)


def compared(
    wanted: Sequence[Value], current: Sequence[Measurement]
) -> tuple[list[Value], list[Measurement]]:
    """Those to write, and those no longer in force; most often nothing was told before."""
    if not current:
        return list(wanted), []
    in_force = {key_of(row): row for row in current}
    keys = {key_of(row) for row in wanted}
    fresh = [row for row in wanted if not same(in_force.get(key_of(row)), row)]
    changed = {key_of(row) for row in fresh}
    return fresh, [row for key, row in in_force.items() if key in changed or key not in keys]


def gone(wanted: Sequence[Value], outdated: Sequence[Measurement]) -> list[Measurement]:
    """Those outdated that nothing takes the place of."""
    keys = {key_of(row) for row in wanted} if outdated else set()
    return [row for row in outdated if key_of(row) not in keys]


def insert(values: Sequence[Value]) -> Sequence[int]:
    if not values:
        return []
    keys, stored_moment = next_keys(Measurement, len(values)), moments()
    shared = (current_organisation_id(), stored_moment(timezone.now()), False)
    written = {key: stored_json(one) for key, one in sets_of_attributes(values).items()}
    insert_rows(
        Measurement,
        COLUMNS,
        [
            (
                key,
                *shared,
                one.kind,
                one.value,
                stored_moment(one.happened_at),
                one.touchpoint_id,
                one.source,
                one.question,
                one.channel,
                one.unit_id,
                one.agent_id,
                one.customer_id,
                one.segment,
                one.survey_id,
                one.answer_id,
                one.encounter_id,
                one.invitation_id,
                one.case,
                written[id(one.attributes)],
            )
            for key, one in zip(keys, values, strict=True)
        ],
    )
    return keys


def sets_of_attributes(values: Sequence[Value]) -> dict[int, Mapping[str, Any]]:
    """Each object once, by its id: the values of one answer share theirs, and often many answers do."""
    return {id(one.attributes): one.attributes for one in values}


def key_of(row: Value | Measurement) -> Key:
    for whose in ("answer_id", "encounter_id", "invitation_id"):
        key = getattr(row, whose)
        if key is not None:
            return whose, key, row.question, row.kind
    return "", 0, row.question, row.kind


def same(old: Measurement | None, new: Value) -> bool:
    return old is not None and all(getattr(old, fact) == getattr(new, fact) for fact in ESSENCE)
