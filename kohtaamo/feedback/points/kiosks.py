"""Kiosks: made by name, paired by a code that is typed on the device once, retired when the device is gone."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Kiosk, Survey
from kohtaamo.feedback.reaching import change_link, close_link, make_link, reopen_link
from kohtaamo.feedback.reaching.links import new_code
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import across_organisations, working_for

TOKEN_BYTES = 32
CODE_LIVES = timedelta(minutes=30)
LARGEST_COUNT = 2_000_000_000


@transaction.atomic
def make_kiosk(
    *, survey: Survey, name: str, idle_seconds: int = 60, actor: Member | None = None, **place: Any
) -> Kiosk:
    link = make_link(survey=survey, name=name, way="kiosk", actor=actor, **place)
    kiosk = Kiosk.objects.create(link=link, idle_seconds=idle_seconds)
    return new_pairing(kiosk=kiosk, actor=actor)


@transaction.atomic
def change_kiosk(*, kiosk: Kiosk, idle_seconds: int, actor: Member | None = None, **facts: Any) -> Kiosk:
    change_link(link=kiosk.link, actor=actor, **facts)
    kiosk.idle_seconds = idle_seconds
    kiosk.save(update_fields=["idle_seconds"])
    return kiosk


@transaction.atomic
def new_pairing(*, kiosk: Kiosk, actor: Member | None = None) -> Kiosk:
    """A new code. The device in use goes on until another one is paired in its place."""
    reopen_link(link=kiosk.link, actor=actor)
    kiosk.code, kiosk.code_until = new_code(), timezone.now() + CODE_LIVES
    kiosk.save(update_fields=["code", "code_until"])
    return kiosk


@transaction.atomic
def retire_kiosk(*, kiosk: Kiosk, actor: Member | None = None) -> Kiosk:
    """Its address and its code lead nowhere from now on; answers that came stay."""
    close_link(link=kiosk.link, actor=actor)
    kiosk.token, kiosk.code, kiosk.code_until = "", "", None
    kiosk.save(update_fields=["token", "code", "code_until"])
    return kiosk


def pair(code: str) -> Kiosk | None:
    """The kiosk whose code was typed, with an address that only this device knows; None when it is no good."""
    typed = "".join(sign for sign in code.casefold() if sign.isalnum())
    if not typed:
        return None
    with across_organisations(), transaction.atomic():
        rows = Kiosk.objects.select_related("organisation", "link").select_for_update(of=("self",))
        kiosk = rows.filter(code=typed, code_until__gt=timezone.now(), link__is_open=True).first()
        if kiosk is None:
            return None
        with working_for(kiosk.organisation):
            kiosk.token, kiosk.code, kiosk.code_until = secrets.token_urlsafe(TOKEN_BYTES), "", None
            kiosk.paired_at, kiosk.heard_at = timezone.now(), None
            kiosk.save(update_fields=["token", "code", "code_until", "paired_at", "heard_at"])
            events.record("feedback.kiosk_paired", subject_id=kiosk.pk, data={"name": kiosk.link.name})
        return kiosk


def kiosk_of(token: str) -> Kiosk | None:
    """The kiosk of a device's address, whichever organisation it belongs to."""
    with across_organisations():
        rows = Kiosk.objects.select_related(
            "organisation", "link__survey__touchpoint", "link__unit", "link__touchpoint"
        )
        return rows.filter(token=token, link__is_open=True).first() if token else None


def hear(kiosk: Kiosk, *, waiting: Any, refused: Any, version: Any) -> None:
    """What the device tells of itself; what is no count is none."""
    kiosk.heard_at = timezone.now()
    kiosk.waiting, kiosk.refused, kiosk.version = count(waiting), count(refused), count(version)
    kiosk.save(update_fields=["heard_at", "waiting", "refused", "version"])


def count(told: Any) -> int:
    return told if type(told) is int and 0 <= told <= LARGEST_COUNT else 0
