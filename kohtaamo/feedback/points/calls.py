"""People to be interviewed, and each try to reach them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Call, CallAttempt, Survey
from kohtaamo.feedback.question import storable
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member

from .arriving import Arrived, Sender, take_answers
from .outcomes import OUTCOMES, WITH_ANSWER

WAYS = ("phone", "face_to_face")
PREFIX = "call:"
NAME_LENGTH, PHONE_LENGTH, NOTE_LENGTH, LONGEST_NOTE = 200, 20, 300, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str
    phone: str = ""
    note: str = ""
    customer: Customer | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a device tells of one try; `answer` where questions were asked."""

    answer: Arrived
    call_id: int | None
    way: str
    outcome: str
    consented: bool
    note: str
    again_at: str


@transaction.atomic
def give_calls(
    *, survey: Survey, people: Iterable[Person], interviewer: Member | None, actor: Member | None = None
) -> list[Call]:
    """Those who are on this survey's list already, by customer or by number, are not put there twice."""
    here = Call.objects.filter(survey=survey)
    known = set(here.exclude(phone="").values_list("phone", flat=True))
    customers = set(here.exclude(customer=None).values_list("customer_id", flat=True))
    rows = []
    for person in people:
        phone = storable(person.phone).strip()[:PHONE_LENGTH]
        customer_id = person.customer.pk if person.customer else None
        if (phone and phone in known) or (customer_id and customer_id in customers):
            continue
        known.add(phone)
        if customer_id:
            customers.add(customer_id)
        rows.append(
            Call(
                organisation_id=survey.organisation_id,
                survey=survey,
                interviewer=interviewer,
                customer=person.customer,
                name=storable(person.name).strip()[:NAME_LENGTH] or phone,
                phone=phone,
                note=storable(person.note).strip()[:NOTE_LENGTH],
            )
        )
    made = Call.objects.bulk_create(rows)
    if made:
        data = {"name": survey.name, "count": len(made)}
        events.record("feedback.calls_made", subject_id=survey.pk, data=data, actor=actor)
    return made


def call_outcomes(survey: Survey) -> Mapping[str, int]:
    """How many of its people stand where; "" for those not tried."""
    return Counter(Call.objects.filter(survey=survey).values_list("outcome", flat=True))


def read_tried(raw: Any, answer: Arrived) -> Tried:
    key = raw.get("call")
    return Tried(
        answer=answer,
        call_id=key if type(key) is int else None,
        way=raw["way"] if raw.get("way") in WAYS else WAYS[0],
        outcome=raw["outcome"] if raw.get("outcome") in OUTCOMES else "",
        consented=raw.get("consented") is True,
        note=storable(str(raw.get("note") or ""))[:LONGEST_NOTE],
        again_at=str(raw.get("again") or "")[:40],
    )


@transaction.atomic
def take_attempt(*, survey: Survey, tried: Tried, member: Member) -> dict[str, Any]:
    """Keep one try and its answer. A try that came before is stored already; one whose call somebody else has
    finished meanwhile is kept beside, and told so kindly.
    """
    uid = tried.answer.uid
    if not tried.outcome or not uid.startswith(PREFIX):
        return {"uid": uid, "state": "refused", "why": "unreadable"}
    call = Call.objects.select_for_update().filter(survey=survey, pk=tried.call_id or 0).first()
    if tried.call_id is not None and call is None:
        return {"uid": uid, "state": "gone"}
    before = CallAttempt.objects.filter(uid=uid).first()
    if before is not None:
        return {"uid": uid, "state": "beside" if before.beside is not None else "stored"}
    is_late = call is not None and call.is_over and OUTCOMES[tried.outcome].is_final
    told: dict[str, Any] = {"uid": uid, "state": "stored"}
    if is_late:
        told = {"uid": uid, "state": "beside", "by": finisher_of(call)}
    elif tried.outcome in WITH_ANSWER:
        told = take_answers([tried.answer], sender(survey, tried, call, member))[0]
    if told["state"] != "refused":
        keep_attempt(survey, call, tried, member, is_late=is_late)
    return told


def sender(survey: Survey, tried: Tried, call: Call | None, member: Member) -> Sender:
    return Sender(
        survey=survey,
        prefix=PREFIX,
        facts={
            "touchpoint": survey.touchpoint,
            "channel": tried.way,
            "customer": call.customer if call else None,
        },
        attributes={},
        hidden={},
        source="interview",
        actor=member,
    )


def keep_attempt(survey: Survey, call: Call | None, tried: Tried, member: Member, *, is_late: bool) -> None:
    outcome = OUTCOMES[tried.outcome]
    again_at = parse_moment(tried.again_at) if outcome.asks_when else None
    kept = {
        "survey": survey,
        "call": call,
        "member": member,
        "way": tried.way,
        "outcome": outcome.key,
        "happened_at": tried.answer.said_at,
        "again_at": again_at,
        "consented": tried.consented,
        "note": tried.note,
        "beside": dict(tried.answer.values) if is_late else None,
    }
    organisation, uid = survey.organisation_id, tried.answer.uid
    _attempt, is_new = CallAttempt.objects.get_or_create(organisation_id=organisation, uid=uid, defaults=kept)
    if not is_new:  # a free interview has no call to wait for: the same try came by two connections at once
        return
    if call is not None and not call.is_over:
        call.outcome, call.is_over, call.again_at = outcome.key, outcome.is_final, again_at
        call.interviewer = call.interviewer or (member if outcome.asks_when else None)
        call.save(update_fields=["outcome", "is_over", "again_at", "interviewer"])
    data = {"name": survey.name, "outcome": outcome.key}
    events.record("feedback.call_recorded", subject_id=survey.pk, data=data, actor=member)


def finisher_of(call: Call | None) -> str:
    """Who finished it, by name."""
    rows = CallAttempt.objects.filter(call=call, beside__isnull=True).select_related("member__user")
    done = rows.filter(outcome__in=[key for key, one in OUTCOMES.items() if one.is_final]).first()
    return str(done.member) if done and done.member else ""


def parse_moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
