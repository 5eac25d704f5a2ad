from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.personal_part import Happening, Holding, PersonalPart

from .models import Case


def cases(customer: Customer) -> Any:
    return Case.objects.filter(customer=customer).select_related("touchpoint", "owner", "cause")


def copy(customer: Customer) -> dict[str, Any]:
    return {"cases": [copied(one) for one in cases(customer).prefetch_related("steps__actor")]}


def copied(case: Case) -> dict[str, Any]:
    return {
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "because": case.born,
        "touchpoint": case.touchpoint.name,
        "channel": case.channel,
        "wants_contact": case.wants_contact,
        "owner": case.owner.name if case.owner else "",
        "state": case.state,
        "cause": case.cause.name if case.cause else "",
        "cause_note": case.cause_note,
        "done": case.done,
        "steps": [
            {
                "happened_at": step.happened_at.isoformat(),
                "what": step.kind,
                "text": step.text,
                "by": step.actor.name if step.actor else "",
            }
            for step in case.steps.all()
        ],
    }


def timeline(customer: Customer, most: int) -> list[Happening]:
    return [
        Happening(
            one.opened_at,
            _("Customer case"),
            one.touchpoint.name,
            "message-square-reply",
            [str(one.get_state_display()), *([one.owner.name] if one.owner else [])],
            [one.done] if one.done else [],
            reverse("conversations:show", args=[one.pk]),
            "conversations.read",
        )
        for one in cases(customer)[:most]
    ]


def holdings(customer: Customer) -> list[Holding]:
    found = Case.objects.filter(customer=customer).aggregate(
        cases=Count("pk", distinct=True), notes=Count("steps", filter=~Q(steps__text=""))
    )
    return [
        Holding(found["notes"], _("Notes in customer cases")),
        Holding(found["cases"], _("Customer cases"), _("stay as counts, without a word of this person")),
    ]


PART = PersonalPart(key="conversations", order=40, copy=copy, timeline=timeline, holdings=holdings)
