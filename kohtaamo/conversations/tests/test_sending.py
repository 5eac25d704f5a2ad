from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import mail

from kohtaamo.conversations.jobs import send_case_mail
from kohtaamo.conversations.models import CaseMail
from kohtaamo.conversations.services import save_rule
from kohtaamo.feedback.models import Answer
from tests.world import World


def test_the_place_stands_in_the_subject_as_it_was_named_on_one_line(
    noon: Any, in_satama: World, say: Callable[..., Answer]
) -> None:
    in_satama.phone.name = "Osto & myynti\r\nBcc: muut@example.org <b>"
    in_satama.phone.save()
    save_rule(name="Kaikki", condition=None, way="member", owner=in_satama.onni)
    say(2, customer=in_satama.eero)
    send_case_mail.call(CaseMail.objects.get().pk)
    (message,) = mail.outbox
    assert message.subject.startswith("Sinulle asiakastapaus: Osto & myynti Bcc: muut@example.org <b>,")
    assert message.recipients() == ["onni@example.org"]
    assert "Bcc" not in message.message()
