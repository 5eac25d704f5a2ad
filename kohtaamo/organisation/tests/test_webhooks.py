from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.handlers import wants
from kohtaamo.organisation.jobs import send_webhook
from kohtaamo.organisation.models import Event, Webhook, WebhookDelivery
from kohtaamo.organisation.services import add_webhook, remove_webhook
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


class Receiver:
    """A real server on this machine that keeps what it is sent."""

    def __init__(self) -> None:
        self.status = 204
        self.location = ""
        self.got: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Receiver()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def run_tasks() -> None:
    """Once each, as the worker would; waiting tries are left waiting."""
    for task in DBTaskResult.objects.ready():
        send_webhook.call(*task.args_kwargs["args"])
        task.delete()


def happen(name: str = "Kassa") -> Event:
    event = record("feedback.survey_published", subject_id=7, data={"name": name})
    deliver_all()
    run_tasks()
    return event


def hook(url: str, verbs: tuple[str, ...] = ("feedback.*",)) -> Webhook:
    webhook = add_webhook(url=url, verbs=verbs, actor=None)
    deliver_all()
    return webhook


def test_webhook_is_signed(in_satama: World, receiver: Receiver) -> None:
    webhook = hook(receiver.url)
    event = happen("Käynti")
    [(headers, body)] = receiver.got
    told = Verifier(webhook.secret).verify(body, headers)
    assert told["type"] == "feedback.survey_published"
    assert told["data"] == {"name": "Käynti", "id": 7}
    assert told["timestamp"] == event.happened_at.isoformat()
    with pytest.raises(WebhookVerificationError):
        Verifier(webhook.secret).verify(body.replace(b"7", b"8"), headers)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.answer, delivery.delivered_at is not None) == (1, "204", True)


def test_webhook_that_is_refused_is_tried_again_as_the_same_message(
    in_satama: World, receiver: Receiver
) -> None:
    hook(receiver.url)
    receiver.status = 503
    happen()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.delivered_at) == (1, None)
    assert delivery.answer.startswith("503")
    assert delivery.next_at > timezone.now()
    again = DBTaskResult.objects.get()
    assert again.run_after == delivery.next_at
    receiver.status = 200
    send_webhook.call(*again.args_kwargs["args"])
    send_webhook.call(*again.args_kwargs["args"])
    assert len(receiver.got) == 2
    first, second = (json.loads(body) | {"id": headers["webhook-id"]} for headers, body in receiver.got)
    assert first == second


def test_webhook_is_given_up_in_the_end(in_satama: World) -> None:
    hook("http://127.0.0.1:1/nobody")
    happen()
    delivery = WebhookDelivery.objects.get()
    for _ in range(12):
        DBTaskResult.objects.all().delete()
        send_webhook.call(delivery.pk)
    assert not DBTaskResult.objects.exists()
    assert WebhookDelivery.objects.get().delivered_at is None


def test_webhook_is_not_led_elsewhere(in_satama: World, receiver: Receiver) -> None:
    hook(receiver.url)
    receiver.status, receiver.location = 307, receiver.url
    happen()
    assert len(receiver.got) == 1
    assert WebhookDelivery.objects.get().answer.startswith("307")


def test_webhook_hears_only_of_its_own_organisation(world: World, receiver: Receiver) -> None:
    with working_for(world.toinen):
        hook(receiver.url, ())
    run_tasks()
    receiver.got.clear()
    with working_for(world.satama):
        happen()
    assert receiver.got == []


def test_removed_webhook_hears_nothing(in_satama: World, receiver: Receiver) -> None:
    webhook = hook(receiver.url)
    record("feedback.survey_closed")
    deliver_all()
    remove_webhook(webhook=webhook, actor=None)
    run_tasks()
    assert receiver.got == []


def test_delivering_an_event_twice_sends_once(in_satama: World, receiver: Receiver) -> None:
    hook(receiver.url)
    event = happen()
    Event.objects.filter(pk=event.pk).update(delivered_at=None)
    deliver_all()
    run_tasks()
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("verbs", "verb", "expected"),
    [
        ([], "feedback.survey_closed", True),
        (["feedback.*"], "feedback.survey_closed", True),
        (["feedback.*"], "insight.alert_raised", False),
        (["insight.alert_raised"], "insight.alert_raised", True),
        (["insight.alert_raised"], "insight.alert_closed", False),
    ],
)
def test_webhook_wants_what_was_chosen(verbs: list[str], verb: str, expected: bool) -> None:
    assert wants(Webhook(verbs=verbs), verb) is expected


@pytest.mark.parametrize("url", ["ftp://example.org/x", "javascript:alert(1)", "example.org", "http://"])
def test_webhook_needs_an_http_address(in_satama: World, url: str) -> None:
    with pytest.raises(ValueError, match="http"):
        add_webhook(url=url, actor=None)
