from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.encounters.importing import import_encounters
from kohtaamo.encounters.models import Consent, Customer, Encounter
from kohtaamo.encounters.queries import may_be_reached
from kohtaamo.encounters.reasons import UnfitEncounterError
from kohtaamo.encounters.services import (
    IncomingCustomer,
    give_consent,
    read_customer,
    renew_customers,
    withdraw_consent,
)
from kohtaamo.organisation.services import issue_token
from tests.world import World


@pytest.mark.parametrize(
    ("told", "region", "kept"),
    [
        ("040 123 4567", "FI", "+358401234567"),
        ("+46 70 123 45 67", "FI", "+46701234567"),
        ("070-123 45 67", "SE", "+46701234567"),
    ],
)
def test_a_phone_number_is_kept_in_its_international_form(told: str, region: str, kept: str) -> None:
    assert read_customer(IncomingCustomer(key="1", phone=told), region=region).phone == kept


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"email": "ei osoite"}, "email_unfit"),
        ({"phone": "12"}, "phone_unfit"),
        ({"key": "1", "name": "Eve\r\nBcc: kaikki@example.org"}, "contact_unfit"),
        ({"key": "x" * 121}, "contact_unfit"),
        ({}, "customer_missing"),
    ],
)
def test_what_cannot_be_used_is_told_by_a_code(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(UnfitEncounterError) as problem:
        read_customer(IncomingCustomer(**{"key": "", **facts}))
    assert problem.value.code == code


def test_who_has_no_number_goes_by_her_address_in_small_letters() -> None:
    read = read_customer(IncomingCustomer(key="", email="Eero@Example.ORG", language="fi-FI"))
    assert (read.key, read.email, read.language) == ("eero@example.org", "eero@example.org", "fi")


def test_what_is_told_anew_is_kept_and_what_is_not_told_stays(in_satama: World) -> None:
    renew_customers(customers=[IncomingCustomer(key="C-1", email="eero@example.org", attributes={"a": 1})])
    renew_customers(customers=[IncomingCustomer(key="C-1", language="en", attributes={"b": 2})])
    eero = Customer.objects.get(key="C-1")
    assert (eero.name, eero.email, eero.language) == ("Eero", "eero@example.org", "en")
    assert eero.attributes == {"a": 1, "b": 2}


def test_the_newest_word_on_being_reached_holds(in_satama: World) -> None:
    one, two, three = (Customer.objects.create(key=key) for key in "abc")
    withdraw_consent(customer=one, source="opt_out")
    withdraw_consent(customer=two, channel="sms", source="opt_out")
    people = [one, two, three]
    assert may_be_reached(people, "email") == {two.pk, three.pk}
    assert may_be_reached(people, "sms") == {three.pk}
    give_consent(customer=one, channel="email", source="api")
    assert may_be_reached(people, "email") == {one.pk, two.pk, three.pk}
    assert may_be_reached(people, "sms") == {three.pk}
    with CaptureQueriesContext(connection) as queries:
        assert may_be_reached(people, "email", needs_consent=True) == {one.pk}
    assert len(queries) == 1


def test_a_consent_is_never_changed(in_satama: World) -> None:
    consent = give_consent(customer=in_satama.eero, source="api")
    consent.is_given = False
    with pytest.raises(TypeError):
        consent.save()
    assert Consent.objects.get().is_given


def test_an_encounter_may_bring_the_card_of_its_customer(in_satama: World) -> None:
    _, secret = issue_token(name="Kassa", permissions=["feedback.write"], actor=in_satama.root)
    items = [
        {"uid": "1", "touchpoint": "Puhelinpalvelu", "customer": {"key": "C-9", "email": "U@Example.org"}},
        {"uid": "2", "touchpoint": "Puhelinpalvelu", "customer": {"email": "u@example.org", "name": "Ulla"}},
        {"uid": "3", "touchpoint": "Puhelinpalvelu", "customer": {"email": "rikki"}},
        {"uid": "4", "touchpoint": "Puhelinpalvelu", "customer": "C-1"},
    ]
    client = Client(headers={"authorization": f"Bearer {secret}"})
    # the first alone: who is told by her address is looked for among those known
    first = client.post("/api/v1/encounters", json.dumps(items[0]), content_type="application/json")
    assert first.status_code == 201
    answer = client.post("/api/v1/encounters", json.dumps(items[1:]), content_type="application/json")
    assert [one["reason"] or one["status"] for one in answer.json()["results"]] == [
        "stored",
        "email_unfit",
        "stored",
    ]
    ulla = Customer.objects.get(key="C-9")
    assert (ulla.name, ulla.email) == ("Ulla", "u@example.org")
    assert Encounter.objects.filter(customer=ulla).count() == 2


def test_a_file_of_encounters_may_have_columns_of_contacts(in_satama: World, tmp_path: Path) -> None:
    path = tmp_path / "kaynnit.csv"
    path.write_text(
        "pvm;asiakas;nimi;posti\n2026-03-02 10:00;K-1;Ada;ada@example.org\n2026-03-02 11:00;K-2;Bo;rikki\n"
    )
    mapping = {
        "customer": {"column": "asiakas"},
        "contact": {"name": {"column": "nimi"}, "email": {"column": "posti"}},
        "meetings": [{"name": "käynti", "touchpoint": {"name": "Palvelupiste"}, "date": {"column": "pvm"}}],
    }
    told = import_encounters(path, mapping=json.dumps(mapping))
    assert (told["stored"], told["refused"]) == (1, 1)
    assert "rikki" in told["reasons"][0]["reason"]
    assert Customer.objects.get(key="K-1").email == "ada@example.org"
