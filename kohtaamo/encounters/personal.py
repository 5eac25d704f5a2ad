from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .channels import label_of
from .models import Consent, Customer, Encounter
from .personal_part import Happening, Holding, PersonalPart

SAID = (
    "responded_seconds",
    "waited_seconds",
    "lasted_seconds",
    "transfers",
    "turns",
    "resolved",
    "resolvable",
    "dropped_off",
)


def copy(customer: Customer) -> dict[str, Any]:
    return {
        "customer": {
            "number": customer.key,
            "name": customer.name,
            "email": customer.email,
            "phone": customer.phone,
            "group": customer.segment,
            "language": customer.language,
            "preferred_way": customer.preferred_channel,
            "attributes": customer.attributes,
            "since": customer.created_at.isoformat(),
        },
        "consents": [
            {
                "way": one.channel,
                "given": one.is_given,
                "happened_at": one.happened_at.isoformat(),
                "source": one.source,
            }
            for one in Consent.objects.filter(customer=customer)
        ],
        "encounters": [copied(one) for one in encounters(customer)],
    }


def copied(row: Encounter) -> dict[str, Any]:
    told = {name: value for name in SAID if (value := getattr(row, name)) is not None}
    return {
        "number": row.uid,
        "happened_at": row.happened_at.isoformat(),
        "touchpoint": row.touchpoint.name,
        "channel": row.channel,
        "unit": row.unit.name if row.unit else "",
        "served_by": row.agent.name if row.agent else "",
        "case": row.case,
        "attributes": row.attributes,
        "source": row.source,
        **told,
    }


def encounters(customer: Customer) -> Any:
    return Encounter.objects.filter(customer=customer).select_related("touchpoint", "unit", "agent")


def timeline(customer: Customer, most: int) -> list[Happening]:
    return [
        Happening(
            one.happened_at,
            _("Encounter"),
            one.touchpoint.name,
            "handshake",
            [text for text in (label_of(one.channel), one.agent.name if one.agent else "") if text],
        )
        for one in encounters(customer)[:most]
    ]


def holdings(customer: Customer) -> list[Holding]:
    known = sum(bool(getattr(customer, name)) for name in ("name", "email", "phone", "attributes"))
    return [
        Holding(known, _("Name and contact details")),
        Holding(Consent.objects.filter(customer=customer).count(), _("Consents")),
        Holding(
            Encounter.objects.filter(customer=customer).count(),
            _("Encounters"),
            _("stay as counts, without this person and their details"),
        ),
    ]


PART = PersonalPart(key="encounters", order=10, copy=copy, timeline=timeline, holdings=holdings)
