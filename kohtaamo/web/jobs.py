from __future__ import annotations

from datetime import timedelta

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task

from kohtaamo.organisation.models import User
from kohtaamo.organisation.services import make_sign_in_link

LINK_HOURS = 1


@task()
def send_sign_in_link(email: str, begin: str, language: str) -> None:
    """To an address nobody has, nothing is sent. `begin` is the address of this installation."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return
    address = begin + make_sign_in_link(user, valid=timedelta(hours=LINK_HOURS)) + "/"
    with override(user.language or language):
        subject = render_to_string("web/mail/sign_in_link_subject.txt").strip()
        text = render_to_string("web/mail/sign_in_link.txt", {"address": address, "person": user})
    send_mail(subject, text, None, [user.email])
