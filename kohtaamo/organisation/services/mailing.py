"""Mail to a member: tried again for a day, and never a reason for the work it tells of to fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from kohtaamo.organisation.models import Member, MemberMail, User
from kohtaamo.organisation.tenancy import across_organisations, working_for

MAIL_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
LONGEST_TROUBLE = 200
Mail = TypeVar("Mail", bound=MemberMail)
Again = Callable[[datetime], Any]


def can_be_mailed(member: Member) -> bool:
    return bool(member.is_active and member.user and member.user.is_active)


def try_to_mail(
    mails: type[Mail], pk: int, compose: Callable[[Mail, User], EmailMessage], *, again: Again
) -> None:
    """Sends it, or notes why not and asks for the next try; `again` writes that down in the same transaction.

    `compose` works in the person's own language. It gives a mail the same identity on every try, so that a
    repeated one is known.
    """
    with across_organisations():
        rows = mails.objects.select_related("member__user", "organisation")
        mail = rows.filter(pk=pk, sent_at__isnull=True).first()
    if mail is None or mail.member.user is None:
        return
    person = mail.member.user
    with working_for(mail.organisation):
        trouble = ""
        try:
            with override(person.language or mail.organisation.language):
                message = compose(mail, person)
            message.send()
        except OSError as problem:  # the mail server's own errors are of this kind too
            trouble = f"{type(problem).__name__}: {problem}"[:LONGEST_TROUBLE]
        note_try(mail, trouble, again)


@transaction.atomic
def note_try(mail: MemberMail, trouble: str, again: Again) -> None:
    mail.attempts += 1
    mail.trouble = trouble
    if not trouble:
        mail.sent_at = timezone.now()
    elif mail.attempts <= len(MAIL_WAITS):
        mail.next_at = timezone.now() + MAIL_WAITS[mail.attempts - 1]
        again(mail.next_at)
    mail.save(update_fields=["attempts", "trouble", "sent_at", "next_at"])


def mail_identity(name: str) -> str:
    """The Message-ID of a mail, the same on every try."""
    domain = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{name}@{domain}>"
