"""Mail to the owner of a case. The case itself stands on its page, whatever becomes of the mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kohtaamo.feedback.models import Comment
from kohtaamo.organisation.models import Member, Organisation
from kohtaamo.organisation.services import outside_address
from kohtaamo.organisation.tenancy import across_organisations, working_for

from .models import Case, CaseMail
from .wording import score_of

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
Again = Callable[[datetime], Any]


def mail_about(case: Case, about: str) -> CaseMail | None:
    """To the owner who can be reached and has not been written to of this; else None."""
    owner = case.owner
    if owner is None or not is_reachable(owner):
        return None
    mail, is_new = CaseMail.objects.get_or_create(
        organisation_id=case.organisation_id, case=case, member=owner, about=about
    )
    return mail if is_new else None


def is_reachable(member: Member) -> bool:
    return bool(member.is_active and member.user and member.user.is_active)


def try_to_send(mail_id: int, *, again: Again) -> None:
    """Sends it, or notes why not and asks for the next try; `again` writes that down in the same transaction."""
    with across_organisations():
        rows = CaseMail.objects.select_related(
            "case__touchpoint", "case__customer", "case__answer", "member__user", "organisation"
        )
        mail = rows.filter(pk=mail_id, sent_at__isnull=True).first()
    if mail is None or mail.member.user is None:
        return
    with working_for(mail.organisation):
        trouble = ""
        try:
            message(mail).send()
        except OSError as problem:  # the mail server's own errors are of this kind too
            trouble = f"{type(problem).__name__}: {problem}"[:200]
        note_try(mail, trouble, again)


@transaction.atomic
def note_try(mail: CaseMail, trouble: str, again: Again) -> None:
    mail.attempts += 1
    mail.trouble = trouble
    if not trouble:
        mail.sent_at = timezone.now()
    elif mail.attempts <= len(WAITS):
        mail.next_at = timezone.now() + WAITS[mail.attempts - 1]
        again(mail.next_at)
    mail.save(update_fields=["attempts", "trouble", "sent_at", "next_at"])


def message(mail: CaseMail) -> EmailMessage:
    """In the person's own language; the identity is the same on every try, so that a repeated mail is known."""
    case, person = mail.case, mail.member.user
    assert person is not None  # noqa: S101  the caller looked
    with override(person.language or mail.organisation.language):
        context = {
            "case": case,
            "score": score_of(case),
            "is_late": mail.about == CaseMail.About.LATE,
            "comments": Comment.objects.filter(answer=case.answer).order_by("pk") if case.answer else [],
            "address": address_of(mail.organisation, case),
        }
        subject = render_to_string("conversations/mail/case_subject.txt", context)
        return EmailMessage(
            subject=" ".join(subject.split()),
            body=render_to_string("conversations/mail/case.txt", context),
            to=[person.email],
            headers={"Message-ID": f"<case-{mail.pk}.{mail.case_id}@{sender_domain()}>"},
        )


def sender_domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("<> ") or "localhost"


def address_of(organisation: Organisation, case: Case) -> str:
    """Where this installation says it stands: never what a request claimed."""
    path = reverse("conversations:show", args=[case.pk]).lstrip("/")
    return outside_address(f"/o/{organisation.slug}/{path}")
