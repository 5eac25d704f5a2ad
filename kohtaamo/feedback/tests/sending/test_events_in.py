from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Invitation, Occasion, SendingHours
from kohtaamo.organisation.services import issue_token
from tests.world import World

Post = Callable[[Any], Any]
ADDRESS = "/api/v1/occasions"


@pytest.fixture
def post(in_satama: World, always: SendingHours) -> Post:
    _, secret = issue_token(name="Kassa", permissions=["feedback.write"], actor=in_satama.root)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    return lambda body: client.post(ADDRESS, json.dumps(body), content_type="application/json")


def told(answer: Any) -> list[tuple[str, str]]:
    return [(one["status"], one["reason"]) for one in answer.json()["results"]]


def delivered(uid: str = "o-1", **facts: Any) -> dict[str, Any]:
    customer = {"email": "Aada@Example.org", "name": "Aada", "language": "en", "phone": "040 123 4567"}
    return {"uid": uid, "event": "order.delivered", "customer": customer, **facts}


def test_an_order_that_was_delivered_asks_its_customer_once(
    post: Post, occasion: Callable[..., Occasion]
) -> None:
    occasion(after="event", event="order.delivered", condition={">=": [{"var": "event.sum"}, 50]})
    answer = post([delivered(facts={"sum": 80, "order": "T-9"}), delivered("o-2", facts={"sum": 20})])
    assert answer.status_code == 201
    assert told(answer) == [("asked", ""), ("no_occasion", "")]
    assert told(post(delivered(facts={"sum": 80}))) == [("duplicate", "")]
    invitation = Invitation.objects.get()
    assert (invitation.address, invitation.language) == ("aada@example.org", "en")
    assert invitation.hidden == {"order": "T-9"}
    customer = Customer.objects.get(email="aada@example.org")
    assert customer.phone == "+358401234567"


def test_a_webhook_of_the_standard_form_is_the_same_event(
    post: Post, occasion: Callable[..., Occasion]
) -> None:
    occasion(after="event", event="chat.ended")
    data = {"uid": "c-1", "customer": {"email": "b@example.org"}}
    hook = {"type": "chat.ended", "timestamp": timezone.now().isoformat(), "data": data}
    assert told(post(hook)) == [("asked", "")]
    assert told(post({"uid": "c-1", "event": "chat.ended", "customer": "b@example.org"})) == [
        ("duplicate", "")
    ]


def test_broken_events_are_refused_alone(post: Post, occasion: Callable[..., Occasion]) -> None:
    occasion(after="event", event="order.delivered")
    items = [
        delivered("1", customer={"email": "ei-osoite"}),
        delivered("2", customer={}),
        delivered("3", customer={"email": "c@example.org", "name": "Eve\nBcc: kaikki@example.org"}),
        {"uid": "4", "event": "Order Delivered!", "customer": "C-1"},
        "nonsense",
        delivered("5", customer="C-1"),
        delivered("6"),
    ]
    answer = post(items)
    assert answer.status_code == 207
    assert told(answer) == [
        ("refused", "email_unfit"),
        ("refused", "customer_missing"),
        ("refused", "contact_unfit"),
        ("refused", "malformed"),
        ("refused", "malformed"),
        ("left_in_peace", "no_address"),
        ("asked", ""),
    ]


def test_a_report_of_a_bounce_is_taken_with_a_token_only(post: Post) -> None:
    assert Client().post("/api/v1/mail/bounces", b"x", content_type="message/rfc822").status_code == 401
