"""Mail to the owner of an alert. The alert itself stands on the page, whatever becomes of its mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kohtaamo.insight.models import Alert, AlertMail
from kohtaamo.organisation.models import Organisation, User
from kohtaamo.organisation.services import outside_address
from kohtaamo.organisation.tenancy import across_organisations, working_for

from .wording import (
    in_short,
    is_good_news,
    place_in_words,
    places_of,
    promise,
    week_in_words,
    what_happened,
)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
Again = Callable[[datetime], Any]


def mails_about(alert_id: int | None) -> list[AlertMail]:
    """One mail to the owner who can be reached and has not been written to; else none."""
    alert = Alert.objects.select_related("rule__owner__user").filter(pk=alert_id or 0).first()
    if alert is None or alert.rule.owner is None:
        return []
    owner = alert.rule.owner
    if not (owner.is_active and owner.user and owner.user.is_active):
        return []
    mail, is_new = AlertMail.objects.get_or_create(
        organisation_id=alert.organisation_id, alert=alert, member=owner
    )
    return [mail] if is_new else []


def try_to_send(mail_id: int, *, again: Again) -> None:
    """Sends it, or notes why not and asks for the next try; `again` writes that down in the same transaction."""
    with across_organisations():
        mail = (
            AlertMail.objects.select_related("alert__rule", "member__user", "organisation")
            .filter(pk=mail_id, sent_at__isnull=True)
            .first()
        )
    if mail is None or mail.member.user is None:
        return
    with working_for(mail.organisation):
        trouble = ""
        try:
            message(mail, mail.member.user).send()
        except OSError as problem:  # the mail server's own errors are of this kind too
            trouble = f"{type(problem).__name__}: {problem}"[:200]
        note_try(mail, trouble, again)


@transaction.atomic
def note_try(mail: AlertMail, trouble: str, again: Again) -> None:
    mail.attempts += 1
    mail.trouble = trouble
    if not trouble:
        mail.sent_at = timezone.now()
    elif mail.attempts <= len(WAITS):
        mail.next_at = timezone.now() + WAITS[mail.attempts - 1]
        again(mail.next_at)
    mail.save(update_fields=["attempts", "trouble", "sent_at", "next_at"])


def message(mail: AlertMail, person: User) -> EmailMultiAlternatives:
    """In the person's own language; the identity is the same on every try, so that a repeated mail is known."""
    alert = mail.alert
    with override(person.language or mail.organisation.language):
        place = place_in_words(places_of([alert.rule])[alert.rule_id])
        context = {
            "organisation": mail.organisation,
            "alert": alert,
            "in_short": in_short(alert),
            "place": place,
            "what": what_happened(alert),
            "week": week_in_words(alert.figures),
            "n": alert.figures.get("n", 0),
            "is_good": is_good_news(alert),
            "promise": promise(alert.rule),
            "address": address_of(mail.organisation, alert),
        }
        subject = render_to_string("insight/mail/alert_subject.txt", context).strip()
        found = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("insight/mail/alert.txt", context),
            to=[person.email],
            headers={"Message-ID": f"<alert-{mail.pk}.{mail.alert_id}@{sender_domain()}>"},
        )
        found.attach_alternative(render_to_string("insight/mail/alert.html", context), "text/html")
    return found


def sender_domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("<> ") or "localhost"


def address_of(organisation: Organisation, alert: Alert) -> str:
    """Where this installation says it stands: never what a request claimed."""
    path = reverse("insight:alert", args=[alert.pk]).lstrip("/")
    return outside_address(f"/o/{organisation.slug}/{path}")
