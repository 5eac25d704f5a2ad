from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kohtaamo.feedback.models import FatigueRule, Occasion, SendingHours, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from tests.world import World

# A Tuesday in March, 12:00 in Helsinki: within anybody's hours.
NOON = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
QUESTIONS: dict[str, Any] = {
    "languages": ["fi", "en"],
    "hidden": ["order"],
    "pages": [
        {
            "elements": [
                {
                    "name": "nps",
                    "type": "nps",
                    "title": {"fi": "Suosittelisitko meitä?", "en": "Would you recommend us?"},
                }
            ]
        },
        {
            "elements": [{"name": "miksi", "type": "open_text", "title": {"fi": "Miksi?", "en": "Why?"}}],
        },
    ],
}


@dataclass
class Mailbox:
    """A real SMTP server of this machine; `refusals` are its replies to some receivers."""

    port: int = 0
    received: list[Envelope] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", box.port, False
    settings.DEFAULT_FROM_EMAIL = "palaute@kohtaamo.example"
    settings.CSRF_TRUSTED_ORIGINS = ["https://kohtaamo.example"]
    yield box
    controller.stop()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def survey(in_satama: World) -> Survey:
    made = create_survey(
        name="Käynnin jälkeen", touchpoint=in_satama.desk, questionnaire=read_questionnaire(QUESTIONS)
    )
    publish_survey(survey=made)
    made.refresh_from_db()
    return made


@pytest.fixture
def occasion(survey: Survey) -> Callable[..., Occasion]:
    def make(**facts: Any) -> Occasion:
        return Occasion.objects.create(
            **{
                "name": "Käynnin jälkeen",
                "survey": survey,
                "is_active": True,
                "active_since": NOON.replace(month=1),
                "ways": ["email"],
                **facts,
            }
        )

    return make


@pytest.fixture
def always(in_satama: World) -> SendingHours:
    """Hours that keep nothing waiting."""
    return SendingHours.objects.create(
        opens_at="00:00", closes_at="00:00", days=list(range(7)), on_holidays=True
    )


def limit(most: int, days: int, **facts: Any) -> FatigueRule:
    return FatigueRule.objects.create(most=most, days=days, **facts)


def mail_in(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    found = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def body_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())
