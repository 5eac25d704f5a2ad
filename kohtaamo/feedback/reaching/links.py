"""Named links: each with its short address, and what answers that came by it say of where they were given."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kohtaamo.feedback.models import NamedLink, Survey
from kohtaamo.feedback.question import storable
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import across_organisations

# Read aloud and typed from paper: no letter is taken for another.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8
PREFIX = "link:"
UID_BYTES = 12
CHANGEABLE = ("name", "channel", "unit", "touchpoint", "hidden")


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


@transaction.atomic
def make_link(
    *,
    survey: Survey,
    name: str,
    way: str = "link",
    channel: str = "",
    unit: Unit | None = None,
    touchpoint: Touchpoint | None = None,
    hidden: Mapping[str, str] | None = None,
    actor: Member | None = None,
) -> NamedLink:
    link = NamedLink.objects.create(
        survey=survey,
        name=storable(name).strip(),
        code=new_code(),
        way=way,
        channel=channel,
        unit=unit,
        touchpoint=touchpoint,
        hidden=dict(hidden or {}),
    )
    events.record("feedback.link_made", subject_id=link.pk, data={"name": link.name}, actor=actor)
    return link


@transaction.atomic
def change_link(*, link: NamedLink, actor: Member | None = None, **facts: Any) -> NamedLink:
    """Its address stays. Answers given so far keep what they said of their place."""
    for field in CHANGEABLE:
        if field in facts:
            setattr(link, field, facts[field])
    link.save()
    events.record("feedback.link_changed", subject_id=link.pk, data={"name": link.name}, actor=actor)
    return link


@transaction.atomic
def close_link(*, link: NamedLink, actor: Member | None = None) -> NamedLink:
    return set_open(link, actor, is_open=False)


@transaction.atomic
def reopen_link(*, link: NamedLink, actor: Member | None = None) -> NamedLink:
    return set_open(link, actor, is_open=True)


def set_open(link: NamedLink, actor: Member | None, *, is_open: bool) -> NamedLink:
    if link.is_open != is_open:
        link.is_open = is_open
        link.save(update_fields=["is_open"])
        verb = "feedback.link_reopened" if is_open else "feedback.link_closed"
        events.record(verb, subject_id=link.pk, data={"name": link.name}, actor=actor)
    return link


def link_of_short_address(code: str) -> NamedLink | None:
    """Whichever organisation it belongs to; typed in capitals too."""
    with across_organisations():
        return NamedLink.objects.select_related("survey").filter(code=code.casefold()).first()


def link_of(survey: Survey, code: str) -> NamedLink | None:
    """The open link of this survey that a respondent came by; None when it is closed, or of another survey."""
    if not code:
        return None
    rows = NamedLink.objects.select_related("unit", "touchpoint")
    return rows.filter(survey=survey, code=code, is_open=True).first()


def new_uid(link: NamedLink) -> str:
    """Of an answer that begins. It tells the link, and the ticket of the visit signs it."""
    return f"{PREFIX}{link.code}:{secrets.token_urlsafe(UID_BYTES)}"


def link_of_uid(uid: str) -> NamedLink | None:
    """The link of an answer that began by one; its later pages keep it when the link is closed meanwhile."""
    if not uid.startswith(PREFIX):
        return None
    code = uid.removeprefix(PREFIX).partition(":")[0]
    return NamedLink.objects.select_related("unit", "touchpoint", "survey").filter(code=code).first()


def facts_of(link: NamedLink) -> dict[str, Any]:
    """What an answer that came by the link says of itself, beside its contents."""
    found: dict[str, Any] = {"touchpoint": link.touchpoint or link.survey.touchpoint}
    return found | {"unit": link.unit, "channel": link.channel}
