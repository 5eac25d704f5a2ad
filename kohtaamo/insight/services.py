from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import inf
from typing import Any, Literal

from django.db import transaction

from kohtaamo.encounters.models import case_number
from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.feedback.questions import STAFF_KINDS
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .facts.columns import SLOTS
from .facts.slots import give_out
from .metric import Metric
from .metrics import MEASURED_KINDS
from .models import Measurement, MetricSettings, Reading, Target
from .reading import SURE_TONE, CommentReading, read_comment
from .sentiment import PROVIDER, VERSION

SENTIMENT = "sentiment"
SIGNS = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
BATCH = 500

# what it is a value of, question, kind: one value in force of each
Key = tuple[str, int, str, str]


@transaction.atomic
def record_measurements(*, answers: Iterable[Answer]) -> int:
    """Write the values of these answers, superseding those that changed; returns how many are new.

    Safe to repeat: what is already written as it is now is left alone.
    """
    given = list(answers)
    wanted = [row for answer in given for row in values_of(answer)]
    current = Measurement.objects.filter(answer__in=given, is_superseded=False).exclude(kind=SENTIMENT)
    return write(wanted, list(current))


@transaction.atomic
def record_readings(*, answers: Iterable[Answer]) -> int:
    """Read the comments of these answers, keep what was read, and measure the tone of those read surely.

    The tone of a comment that was taken back is superseded; returns how many tones are new.
    """
    given = list(answers)
    comments = Comment.objects.filter(answer__in=given, answer__is_from_staff=False).order_by("pk")
    read = [
        (comment, read_comment(comment.text, comment.answer.language or None))
        for comment in comments.select_related("answer__encounter", "answer__customer")
    ]
    Reading.objects.bulk_create(
        [as_reading(comment, found) for comment, found in read],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=[
            "language",
            "sentiment",
            "label",
            "confidence",
            "spans",
            "provider",
            "version",
            "read_at",
        ],
    )
    wanted = [
        tone_of(comment, found)
        for comment, found in read
        if found.confidence >= SURE_TONE and found.sentiment_label
    ]
    current = Measurement.objects.filter(answer__in=given, kind=SENTIMENT, is_superseded=False)
    return write(wanted, list(current))


def values_of(answer: Answer) -> list[Measurement]:
    """The values of an answer that some metric measures; a question asked twice counts once.

    Employees' answers have none: they are counted in crowds only (`secrecy`), so nothing that is asked of
    values can tell what one of them said.
    """
    if answer.is_from_staff or any(given["kind"] in STAFF_KINDS for given in answer.content):
        return []
    by_name: dict[tuple[str, str], Measurement] = {}
    for given in answer.content:
        kind, value = given["kind"], given["value"]
        if kind in MEASURED_KINDS and isinstance(value, int | float) and not isinstance(value, bool):
            by_name[given["name"], kind] = measurement(answer, given["name"], kind, float(value))
    return list(by_name.values())


def tone_of(comment: Comment, found: CommentReading) -> Measurement:
    return measurement(comment.answer, comment.question, SENTIMENT, SIGNS[str(found.sentiment_label)])


def measurement(answer: Answer, question: str, kind: str, value: float) -> Measurement:
    encounter, customer = answer.encounter, answer.customer
    return Measurement(
        organisation_id=answer.organisation_id,
        kind=kind,
        question=question[:60],
        value=value,
        happened_at=answer.happened_at,
        touchpoint_id=answer.touchpoint_id,
        channel=answer.channel,
        unit_id=answer.unit_id,
        agent_id=encounter.agent_id if encounter else None,
        customer_id=answer.customer_id,
        segment=customer.segment if customer else "",
        survey_id=answer.survey_id,
        answer=answer,
        encounter=encounter,
        case=case_number(encounter.case) if encounter else None,
        source=answer.source,
        attributes=answer.attributes,
    )


def as_reading(comment: Comment, found: CommentReading) -> Reading:
    return Reading(
        organisation_id=comment.organisation_id,
        comment=comment,
        language=found.language[:5],
        sentiment=found.sentiment,
        label=found.sentiment_label or "",
        confidence=found.confidence,
        spans=[list(span) for span in found.spans],
        provider=PROVIDER,
        version=VERSION,
    )


def write(wanted: Sequence[Measurement], current: Sequence[Measurement]) -> int:
    """Make `wanted` the values in force in place of `current`; returns how many rows are new."""
    in_force = {key_of(row): row for row in current}
    keys = {key_of(row) for row in wanted}
    fresh = [row for row in wanted if not same(in_force.get(key_of(row)), row)]
    changed = {key_of(row) for row in fresh}
    outdated = [row.pk for key, row in in_force.items() if key in changed or key not in keys]
    for start in range(0, len(outdated), BATCH):
        Measurement.objects.filter(pk__in=outdated[start : start + BATCH]).update(is_superseded=True)
    Measurement.objects.bulk_create(fresh, batch_size=BATCH)
    give_out((key for row in fresh for key in row.attributes), most=SLOTS)
    if fresh or outdated:
        touched = {row.touchpoint_id for row in fresh} | {
            in_force[key].touchpoint_id for key in in_force if key not in keys
        }
        facts: dict[str, Any] = {"touchpoints": sorted(touched), "measurements": len(fresh)}
        if fresh:
            # between which keys the new ones are
            facts["keys"] = [fresh[0].pk, fresh[-1].pk]
        record("insight.measurements_recorded", data=facts)
    return len(fresh)


def key_of(row: Measurement) -> Key:
    for whose in ("answer_id", "encounter_id", "invitation_id"):
        key = getattr(row, whose)
        if key is not None:
            return whose, key, row.question, row.kind
    return "", 0, row.question, row.kind


def same(old: Measurement | None, new: Measurement) -> bool:
    facts = (
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
    return old is not None and all(getattr(old, fact) == getattr(new, fact) for fact in facts)


@transaction.atomic
def set_target(
    *,
    metric: Metric,
    value: float | None,
    touchpoint: Touchpoint | None = None,
    due_on: date | Literal["kept"] | None = "kept",
    actor: Member | None = None,
) -> None:
    """The level to reach by a day, at one touchpoint or everywhere; None takes it away.

    Unless a day is told, the one told before stays. `ValueError` off the scale.
    """
    facts: dict[str, Any] = {
        "metric": metric.key,
        "touchpoint": touchpoint.pk if touchpoint else None,
        "value": value,
    }
    if due_on != "kept":
        facts["due_on"] = due_on.isoformat() if due_on else None
    rows = Target.objects.filter(metric=metric.key, touchpoint=touchpoint)
    if value is None:
        rows.delete()
    else:
        check_on_scale(metric, value)
        Target.objects.update_or_create(
            metric=metric.key,
            touchpoint=touchpoint,
            defaults={
                "organisation_id": current_organisation_id(),
                "value": value,
                **({} if due_on == "kept" else {"due_on": due_on}),
            },
        )
    record("insight.target_set", data=facts, actor=actor)


@transaction.atomic
def set_metric_settings(
    *,
    metric: Metric,
    owner: Member | None,
    threshold: float | None,
    actor: Member | None = None,
) -> None:
    """Who looks after a metric, and from which value on it needs attention; `ValueError` off the scale."""
    if threshold is not None:
        check_on_scale(metric, threshold)
    MetricSettings.objects.update_or_create(
        metric=metric.key,
        defaults={"organisation_id": current_organisation_id(), "owner": owner, "threshold": threshold},
    )
    facts = {"metric": metric.key, "owner": owner.pk if owner else None, "threshold": threshold}
    record("insight.metric_settings_set", data=facts, actor=actor)


def check_on_scale(metric: Metric, value: float) -> None:
    low, high = metric.target_ends
    if not low <= value <= (inf if high is None else high):
        raise ValueError(f"{value} is not between {low} and {high}")
