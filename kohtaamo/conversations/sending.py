"""Mail to the owner of a case. The case itself stands on its page, whatever becomes of the mail."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from kohtaamo.feedback.models import Comment
from kohtaamo.organisation.models import Organisation, User
from kohtaamo.organisation.services import Again, can_be_mailed, mail_identity, outside_address, try_to_mail

from .models import Case, CaseMail
from .wording import score_of


def mail_about(case: Case, about: str) -> CaseMail | None:
    """To the owner who can be reached and has not been written to of this; else None."""
    owner = case.owner
    if owner is None or not can_be_mailed(owner):
        return None
    mail, is_new = CaseMail.objects.get_or_create(
        organisation_id=case.organisation_id, case=case, member=owner, about=about
    )
    return mail if is_new else None


def try_to_send(mail_id: int, *, again: Again) -> None:
    try_to_mail(CaseMail, mail_id, message, again=again)


def message(mail: CaseMail, person: User) -> EmailMessage:
    case = mail.case
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
        headers={"Message-ID": mail_identity(f"case-{mail.pk}.{mail.case_id}")},
    )


def address_of(organisation: Organisation, case: Case) -> str:
    """Where this installation says it stands: never what a request claimed."""
    path = reverse("conversations:show", args=[case.pk]).lstrip("/")
    return outside_address(f"/o/{organisation.slug}/{path}")
