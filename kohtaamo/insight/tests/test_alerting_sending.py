from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.alerting.sending import mails_about, try_to_send
from kohtaamo.insight.alerting.watch import raise_alert
from kohtaamo.insight.jobs import send_alert_mail
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertMail
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member, WebhookDelivery
from kohtaamo.organisation.services import MAIL_WAITS, add_webhook
from tests.world import World


class Letterbox:
    """A real mail server on this machine that keeps what it is given, unless it is told to refuse."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  the library's name
        if self.refuses:
            return "451 come back later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def letterbox(settings: LazySettings) -> Iterator[Letterbox]:
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    settings.CSRF_TRUSTED_ORIGINS = ["https://kohtaamo.example.org"]
    yield box
    server.stop()


def alert_for(owner: Member | None) -> Alert:
    rule = make_rule(
        kind="low_score", metric=METRICS["csat_top2"], parameters={}, owner=owner, actor=None, limit=2.0
    )
    alert = raise_alert(rule, "answer 1 csat", {"value": 1.0, "n": 1})
    assert alert is not None
    return alert


def queued() -> list[list[int]]:
    tasks = DBTaskResult.objects.filter(task_path=send_alert_mail.module_path)
    return [args["args"] for args in tasks.values_list("args_kwargs", flat=True)]


def never(_moment: datetime) -> None:
    raise AssertionError("a mail that was taken is not sent again")


def test_owner_gets_one_mail_in_her_own_language_in_both_forms(
    in_satama: World, letterbox: Letterbox
) -> None:
    alert = alert_for(in_satama.aino)
    deliver_all()
    deliver_all()
    [[mail_id]] = queued()
    try_to_send(mail_id, again=never)
    try_to_send(mail_id, again=never)
    [letter] = letterbox.letters
    assert letter["To"] == "aino@example.org"
    assert letter["Subject"].strip() == "Hälytys: CSAT, yksittäinen huono arvo (kaikki vastaukset)"
    text, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    address = f"https://kohtaamo.example.org/o/satama/insight/alerts/{alert.pk}/"
    assert address in text.get_content()
    assert f'href="{address}"' in html.get_content()
    assert "Heti, kun arvo on enintään 2." in text.get_content()
    mail = AlertMail.objects.get()
    assert mail.sent_at is not None
    assert (mail.attempts, mail.trouble) == (1, "")


def test_a_refused_mail_is_tried_again_under_the_same_name_and_the_alert_stays(
    in_satama: World, letterbox: Letterbox
) -> None:
    alert = alert_for(in_satama.aino)
    [mail] = mails_about(alert.pk)
    letterbox.refuses = True
    waits: list[datetime] = []
    begin = timezone.now()
    try_to_send(mail.pk, again=waits.append)
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert "451" in mail.trouble
    assert timedelta(minutes=1) <= waits[0] - begin < timedelta(minutes=2)
    letterbox.refuses = False
    try_to_send(mail.pk, again=never)
    assert letterbox.letters[0]["Message-ID"].startswith(f"<alert-{mail.pk}.{alert.pk}@")
    assert Alert.objects.get().state == "open"


def test_a_server_that_is_not_there_is_given_up_after_the_last_wait(
    in_satama: World, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", free_port(), False
    [mail] = mails_about(alert_for(in_satama.aino).pk)
    waits: list[datetime] = []
    for _ in range(len(MAIL_WAITS) + 1):
        try_to_send(mail.pk, again=waits.append)
    assert len(waits) == len(MAIL_WAITS)
    mail.refresh_from_db()
    assert "ConnectionRefusedError" in mail.trouble


def test_the_task_plans_its_own_next_try(in_satama: World, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", free_port(), False
    [mail] = mails_about(alert_for(in_satama.aino).pk)
    send_alert_mail.call(mail.pk)
    assert queued() == [[mail.pk]]


def test_nobody_is_written_to_without_an_owner_who_can_be_reached(in_satama: World) -> None:
    assert mails_about(alert_for(None).pk) == []
    away = in_satama.onni
    away.is_active = False
    away.save()
    assert mails_about(alert_for(away).pk) == []
    nameless = Member.objects.create(organisation=in_satama.satama, name="Pekka", role="agent")
    assert mails_about(alert_for(nameless).pk) == []


def test_webhooks_hear_of_an_alert(in_satama: World) -> None:
    add_webhook(url="https://example.org/alerts", verbs=["insight.alert_raised"], actor=None)
    alert = alert_for(None)
    deliver_all()
    delivery = WebhookDelivery.objects.select_related("event").get()
    assert (delivery.event.verb, delivery.event.subject_id) == ("insight.alert_raised", alert.pk)
    assert delivery.event.data["value"] == 1.0
