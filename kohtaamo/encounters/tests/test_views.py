from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.services import (
    IncomingCustomer,
    IncomingEncounter,
    erase_customer,
    give_consent,
    record_customers,
    record_encounters,
)
from kohtaamo.organisation.models import Event, Member
from tests.world import World

Browse = Callable[[Member], Client]
LIST = "/o/satama/customers/"


@pytest.fixture
def aili(in_satama: World) -> Customer:
    told = IncomingCustomer(key="A-77", name="Äili Öhman", email="aili@esimerkki.fi", phone="+358401234567")
    person = record_customers(customers=[told])[told.key]
    give_consent(customer=person, channel="sms", source="member")
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    meeting = IncomingEncounter(uid="t-1", touchpoint=in_satama.phone, happened_at=at, customer=person)
    record_encounters(encounters=[meeting])
    return person


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("asked", ["äili", "ÖHMAN", "aili@", "A-77", "a-7", "040 123 45", "1234567"])
def test_a_customer_is_found_by_a_piece_of_what_is_known(
    asked: str, aili: Customer, in_satama: World, browse: Browse
) -> None:
    page = shown(browse(in_satama.onni), f"{LIST}?q={asked.replace(' ', '%20')}")
    assert "Äili Öhman" in page
    assert "Eero" not in page


def test_nobody_is_found_by_words_of_nobody(aili: Customer, in_satama: World, browse: Browse) -> None:
    page = shown(browse(in_satama.aino), f"{LIST}?q=zzz")
    assert "Äili" not in page
    assert 'class="empty"' in page


def test_an_erased_customer_is_on_no_list_and_has_no_page(
    aili: Customer, in_satama: World, browse: Browse
) -> None:
    erase_customer(customer=aili)
    client = browse(in_satama.aino)
    assert "erased:" not in shown(client, LIST)
    assert client.get(f"{LIST}{aili.pk}/").status_code == 404


def test_the_list_goes_on_over_pages(in_satama: World, browse: Browse) -> None:
    record_customers(customers=[IncomingCustomer(key=f"K-{one:03}") for one in range(60)])
    client = browse(in_satama.aino)
    assert "K-059" not in shown(client, LIST)
    assert "K-059" in shown(client, f"{LIST}?q=&page=2")


def test_her_page_tells_her_meetings_and_consents(aili: Customer, in_satama: World, browse: Browse) -> None:
    page = shown(browse(in_satama.onni), f"{LIST}{aili.pk}/")
    for text in ("Puhelinpalvelu", "aili@esimerkki.fi", "+358401234567", "A-77"):
        assert text in page
    # an agent meets her, but neither copies nor erases
    assert f"{aili.pk}/copy/" not in page
    assert f"{aili.pk}/erasing/" not in page


@pytest.mark.parametrize("who", ["onni", "helmi"])
def test_only_those_who_rule_copy_and_erase(
    who: str, aili: Customer, in_satama: World, browse: Browse
) -> None:
    client = browse(getattr(in_satama, who))
    assert client.get(f"{LIST}{aili.pk}/copy/").status_code == 403
    assert client.post(f"{LIST}{aili.pk}/erasing/").status_code == 403
    assert client.post(f"{LIST}{aili.pk}/keeping/").status_code == 403
    aili.refresh_from_db()
    assert aili.erase_at is None


def test_another_organisation_finds_nobody(aili: Customer, world: World, browse: Browse) -> None:
    client = browse(world.outi)
    assert "Äili" not in shown(client, "/o/toinen/customers/?q=")
    for act in ("", "copy/", "erasing/"):
        assert client.get(f"/o/toinen/customers/{aili.pk}/{act}").status_code == 404
    assert client.post(f"/o/toinen/customers/{aili.pk}/erasing/").status_code == 404
    assert client.post(f"/o/toinen/customers/{aili.pk}/keeping/").status_code == 404


def test_the_copy_is_a_file_of_json(aili: Customer, in_satama: World, browse: Browse) -> None:
    answer = browse(in_satama.aino).get(f"{LIST}{aili.pk}/copy/")
    assert answer["Content-Disposition"].startswith('attachment; filename="a-77-')
    copy = json.loads(answer.content)
    assert copy["encounters"]["customer"]["name"] == "Äili Öhman"
    assert [one["touchpoint"] for one in copy["encounters"]["encounters"]] == ["Puhelinpalvelu"]
    assert "Äili" in answer.content.decode()


def test_what_would_be_erased_is_shown_and_nothing_goes_yet(
    aili: Customer, in_satama: World, browse: Browse
) -> None:
    page = browse(in_satama.aino).get(f"{LIST}{aili.pk}/erasing/")
    # her name, address and number; her consent; and one encounter that stays as a count
    assert [one.count for one in page.context["goes"]] == [3, 1]
    assert [one.count for one in page.context["stays"]] == [1]
    aili.refresh_from_db()
    assert aili.erase_at is None


def test_erasing_begins_with_one_button_and_is_undone_with_another(
    aili: Customer, in_satama: World, browse: Browse
) -> None:
    client = browse(in_satama.aino)
    client.post(f"{LIST}{aili.pk}/erasing/")
    aili.refresh_from_db()
    first = aili.erase_at
    assert first is not None
    assert timedelta(minutes=9) < first - timezone.now() <= timedelta(minutes=10)
    client.post(f"{LIST}{aili.pk}/erasing/")  # pressed twice
    aili.refresh_from_db()
    assert aili.erase_at == first
    assert f"{aili.pk}/keeping/" in shown(client, f"{LIST}{aili.pk}/")
    client.post(f"{LIST}{aili.pk}/keeping/")
    aili.refresh_from_db()
    assert aili.erase_at is None
    told = Event.objects.filter(verb__startswith="encounters.erasure").values_list("verb", "actor")
    assert list(told) == [
        ("encounters.erasure_asked", in_satama.aino.pk),
        ("encounters.erasure_undone", in_satama.aino.pk),
    ]


def test_an_organisation_without_customers_is_told_what_comes(world: World, browse: Browse) -> None:
    assert 'class="empty"' in shown(browse(world.outi), "/o/toinen/customers/")
