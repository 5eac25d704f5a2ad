"""Whatever a program sends: an answer in JSON, never a broken one, and what was stored before stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohtaamo.feedback.models import Answer
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import ApiToken, Event
from kohtaamo.organisation.services import issue_token, revoke_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

ADDRESS = "/api/v1/answers"
GOOD = {"uid": "good", "touchpoint": "Puhelinpalvelu", "values": [{"name": "nps", "value": 9}]}

TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "\0",
        "\ud800",
        "nps",
        "csat",
        "Puhelinpalvelu",
        "x" * 400,
        "9" * 5000,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
    ]
)
NUMBER = st.integers() | st.floats() | st.sampled_from([9, 2**63, 10**400, -1, 0.5, 1e308])
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
VALUE = st.fixed_dictionaries({"name": TEXT, "value": ANYTHING}, optional={"kind": TEXT}) | ANYTHING
ITEM = st.fixed_dictionaries(
    {"uid": TEXT, "values": st.lists(VALUE, max_size=4)},
    optional={
        "touchpoint": st.just("Puhelinpalvelu") | NUMBER | TEXT,
        "survey": TEXT,
        "happened_at": TEXT | NUMBER,
        "channel": TEXT,
        "unit": TEXT,
        "customer": TEXT,
        "encounter": TEXT,
        "language": TEXT,
        "attributes": st.dictionaries(TEXT, ANYTHING, max_size=3),
        "complete": st.booleans() | ANYTHING,
    },
)


@pytest.fixture
def program(world: World) -> Client:
    with working_for(world.satama):
        _, secret = issue_token(name="Kassa", permissions=["feedback.read", "feedback.write"], actor=None)
    client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": "fi"})
    client.raise_request_exception = False
    return client


def send(program: Client, body: Any, content_type: str = "application/json") -> Any:
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return program.generic("POST", ADDRESS, raw, content_type=content_type)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ITEM, max_size=3) | ITEM | ANYTHING)
def test_any_json_gets_an_answer(program: Client, body: Any) -> None:
    told = send(program, body)
    assert told.status_code in {201, 207, 400, 422}, told.content
    assert set(told.json()) in ({"detail"}, {"stored", "duplicates", "refused", "results"})
    assert program.get(ADDRESS).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(alphabet='[]{}":,0eE+-\\u', max_size=60).map(str.encode))
def test_any_bytes_get_an_answer(program: Client, body: bytes) -> None:
    assert send(program, body).status_code in {201, 207, 400, 422}


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("[" * 100_000, "application/json", 400),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        ("", "application/json", 400),
        ("NaN", "application/json", 422),
        ('{"uid":"a","uid":"b"}', "application/json", 422),
        (f"[{'9' * 5000}]", "application/json", 400),
        ("[" + "1," * 1000 + "1]", "application/json", 413),
        (b'"' + b"x" * 10_500_000 + b'"', "application/json", 413),
        ("uid=a&values=b", "application/x-www-form-urlencoded", 400),
        ("--x\r\n\r\n", "multipart/form-data; boundary=x", 400),
        ("--x\r\n\r\n", "multipart/form-data", 400),
        (b"<a/>", "text/xml; charset=nonsense", 400),
    ],
    ids=lambda value: str(value)[:24],
)
def test_odd_bodies_are_told_in_the_language_asked_for(
    world: World, program: Client, body: Any, content_type: str, status: int
) -> None:
    assert send(program, [GOOD]).status_code == 201
    told = send(program, body, content_type)
    assert told.status_code == status
    assert told["Content-Type"].startswith("application/json")
    assert "The " not in told.content.decode()
    with working_for(world.satama):
        assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["after=-1", "after=" + "9" * 5000, "limit=0", "survey=a%00", "touchpoint=abc", "x=%00"]
)
def test_odd_questions_are_told(program: Client, query: str) -> None:
    assert program.get(f"{ADDRESS}?{query}").status_code in {200, 422}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head"])
def test_other_methods_are_not_allowed(program: Client, method: str) -> None:
    assert getattr(program, method)(ADDRESS).status_code in {200, 405}


def test_a_token_that_is_revoked_or_of_another_organisation_opens_nothing(
    world: World, program: Client
) -> None:
    assert send(program, [GOOD]).status_code == 201
    with working_for(world.toinen):
        _, secret = issue_token(name="Muu", permissions=["feedback.read", "feedback.write"], actor=None)
    other = Client(headers={"authorization": f"Bearer {secret}"})
    assert other.get(ADDRESS).json()["items"] == []
    assert send(other, [GOOD | {"uid": "b", "touchpoint": world.phone.pk}]).json()["refused"] == 1
    with working_for(world.satama):
        revoke_token(token=ApiToken.objects.get(), actor=None)
    for header in (program.defaults.get("HTTP_AUTHORIZATION", ""), "Bearer ", "Bearer \xe4", "Basic x", ""):
        assert send(Client(headers={"authorization": header}), [GOOD]).status_code == 401
    with working_for(world.satama):
        assert Answer.objects.count() == 1


def test_what_is_sent_twice_or_off_the_scale_leaves_one_answer(world: World, program: Client) -> None:
    off = [
        {**GOOD, "uid": f"off-{number}", "values": [{"name": "nps", "value": value}]}
        for number, value in enumerate([11, -1, 9.5, "11", "=1+9", True, None, [9], 1e400])
    ]
    when = [
        {**GOOD, "uid": year, "happened_at": f"{year}-06-01T12:00:00"} for year in ("0001", "1800", "9999")
    ]
    told = send(program, [GOOD, GOOD, *off, *when]).json()
    assert (told["stored"], told["duplicates"], told["refused"]) == (1, 1, 12)
    assert all(one["message"] for one in told["results"] if one["status"] == "refused")
    assert send(program, [GOOD]).json()["duplicates"] == 1
    with working_for(world.satama):
        deliver_all()
        assert Event.objects.filter(delivered_at=None).count() == 0
        assert Answer.objects.count() == 1
