"""Mail to the owner of an alert. The alert itself stands on the page, whatever becomes of its mail."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from kohtaamo.insight.models import Alert, AlertMail
from kohtaamo.organisation.models import Organisation, User
from kohtaamo.organisation.services import Again, can_be_mailed, mail_identity, outside_address, try_to_mail

from .wording import (
    in_short,
    is_good_news,
    place_in_words,
    places_of,
    promise,
    week_in_words,
    what_happened,
)


def mails_about(alert_id: int | None) -> list[AlertMail]:
    """One mail to the owner who can be reached and has not been written to; else none."""
    alert = Alert.objects.select_related("rule__owner__user").filter(pk=alert_id or 0).first()
    if alert is None or alert.rule.owner is None:
        return []
    owner = alert.rule.owner
    if not can_be_mailed(owner):
        return []
    mail, is_new = AlertMail.objects.get_or_create(
        organisation_id=alert.organisation_id, alert=alert, member=owner
    )
    return [mail] if is_new else []


def try_to_send(mail_id: int, *, again: Again) -> None:
    try_to_mail(AlertMail, mail_id, message, again=again)


def message(mail: AlertMail, person: User) -> EmailMultiAlternatives:
    alert = mail.alert
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
        headers={"Message-ID": mail_identity(f"alert-{mail.pk}.{mail.alert_id}")},
    )
    found.attach_alternative(render_to_string("insight/mail/alert.html", context), "text/html")
    return found


def address_of(organisation: Organisation, alert: Alert) -> str:
    """Where this installation says it stands: never what a request claimed."""
    path = reverse("insight:alert", args=[alert.pk]).lstrip("/")
    return outside_address(f"/o/{organisation.slug}/{path}")
