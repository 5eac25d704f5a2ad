"""Where everybody is: how many stand in each state, why some were left in peace, and who answers by which way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kohtaamo.feedback.channels import CHANNELS
from kohtaamo.feedback.models import Invitation, Occasion
from kohtaamo.kit.statistics.estimate import Estimate
from kohtaamo.kit.statistics.proportion import share

State = Invitation.State
WIDE = 100.0


@dataclass(frozen=True, slots=True)
class Stand:
    """How many there are, and how wide that is beside the widest, in hundredths."""

    key: str
    label: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class ByWay:
    """`rate` is of those reached: answered among all that went and did not come back."""

    key: str
    label: str
    sent: int
    bounced: int
    opted_out: int
    answered: int
    rate: Estimate | None


@dataclass(frozen=True, slots=True)
class Picture:
    total: int
    states: list[Stand]
    reasons: list[Stand]
    ways: list[ByWay]
    doubtful: int
    failed: int


def picture_of(occasion: Occasion | None = None) -> Picture:
    """Of one occasion, or of all invitations of the organisation; two queries."""
    rows: QuerySet[Invitation] = Invitation.objects.order_by()
    if occasion is not None:
        rows = rows.filter(occasion=occasion)
    counted = list(rows.values("state", "why").annotate(n=Count("pk")))
    by_state: Counter[str] = Counter()
    by_reason: Counter[str] = Counter()
    for one in counted:
        by_state[one["state"]] += one["n"]
        if one["state"] == State.QUARANTINED:
            by_reason[one["why"]] += one["n"]
    doubtful = sum(one["n"] for one in counted if one["why"] == Invitation.Why.DOUBTFUL)
    return Picture(
        total=by_state.total(),
        states=stands(by_state, State.choices),
        reasons=stands(by_reason, Invitation.Why.choices),
        ways=ways_of(rows),
        doubtful=doubtful,
        failed=by_state[State.FAILED],
    )


def stands(counts: Counter[str], choices: Iterable[tuple[str, Any]]) -> list[Stand]:
    most = max(counts.values(), default=0)
    return [
        Stand(key, str(label), counts[key], WIDE * counts[key] / most)
        for key, label in choices
        if counts[key]
    ]


def ways_of(rows: QuerySet[Invitation]) -> list[ByWay]:
    found = (
        rows.filter(sent_at__isnull=False)
        .values("channel")
        .annotate(
            sent=Count("pk"),
            bounced=Count("pk", filter=Q(state=State.BOUNCED)),
            opted_out=Count("pk", filter=Q(state=State.OPTED_OUT)),
            answered=Count("pk", filter=Q(state=State.ANSWERED)),
        )
        .order_by("channel")
    )
    return [by_way(**one) for one in found]


def by_way(*, channel: str, sent: int, bounced: int, opted_out: int, answered: int) -> ByWay:
    label = str(CHANNELS[channel].label) if channel in CHANNELS else channel
    reached = sent - bounced
    rate = share(answered, reached) if reached else None
    return ByWay(channel, label, sent, bounced, opted_out, answered, rate)
