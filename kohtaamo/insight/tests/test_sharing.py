"""A shared link shows the numbers it was made of: no more, no longer and to nobody without the secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.insight import sharing
from kohtaamo.insight.models import SharedLink
from kohtaamo.insight.sharing import Gate, share
from kohtaamo.insight.views import shared as shared_view
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]

PARAMETERS = {"metric": "nps", "by": "touchpoint", "days": "90"}


@pytest.fixture
def secret(world: World) -> str:
    with working_for(world.satama):
        hear(world.phone, {10: 20, 0: 30}, timezone.now())
        hear(world.desk, {10: 30, 0: 10}, timezone.now())
        hear(Touchpoint.objects.create(name="Pieni piste"), {10: 2}, timezone.now())
        return share(name="Johdolle", page="metric", parameters=PARAMETERS, days=30, actor=world.aino)[1]


def page(secret: str, query: str = "") -> str:
    response = Client().get(f"/shared/{secret}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_anybody_with_the_link_sees_the_numbers_without_ways_further(world: World, secret: str):
    shown = page(secret)
    assert "Puhelinpalvelu" in shown
    assert "n&nbsp;92" in shown
    assert "/o/satama/" not in shown
    assert "/insight/" not in shown
    assert "<nav" not in shown


def test_groups_that_are_too_small_are_left_out(world: World, secret: str):
    assert "Pieni piste" not in page(secret)


def test_reader_can_not_ask_for_something_else(world: World, secret: str):
    def numbers(text: str) -> str:
        return text.split('id="found"')[1].split("<footer", maxsplit=1)[0]

    asked = f"?touchpoint={world.phone.pk}&days=28&by=channel&metric=csat_mean&page=crosstab"
    assert numbers(page(secret, asked)) == numbers(page(secret))


def test_secret_is_kept_as_its_digest_only(world: World, secret: str):
    with working_for(world.satama):
        link = SharedLink.objects.get()
    assert len(secret) >= 43
    assert link.digest == sha256(secret.encode()).hexdigest()
    assert secret not in str(vars(link))


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now}, {"expires_at": timezone.now}])
def test_link_that_is_over_tells_nothing(world: World, secret: str, change: dict[str, Callable[[], object]]):
    with working_for(world.satama):
        SharedLink.objects.update(**{name: now() for name, now in change.items()})
    response = Client().get(f"/shared/{secret}/")
    unknown = Client().get("/shared/no-such-secret/")
    assert (response.status_code, unknown.status_code) == (410, 410)
    assert "Satama" not in response.content.decode()
    assert "Johdolle" not in response.content.decode()


def test_page_is_hidden_from_search_and_does_not_pass_its_address_on(world: World, secret: str):
    response = Client().get(f"/shared/{secret}/")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_link_of_one_organisation_never_shows_another(world: World, secret: str, browse: Browse):
    with working_for(world.toinen):
        place = Touchpoint.objects.create(name="Toisen piste")
        hear(place, {10: 50}, timezone.now())
        parameters = PARAMETERS | {"touchpoint": str(world.phone.pk)}
        foreign = share(name="Väärä", page="metric", parameters=parameters, days=30, actor=world.outi)[1]
    assert "Toisen piste" not in page(secret)
    assert "Puhelinpalvelu" not in page(foreign)
    # her own session changes nothing
    assert "Puhelinpalvelu" in browse(world.outi).get(f"/shared/{secret}/").content.decode()


def test_open_page_is_sent_anew_only_when_its_numbers_change(world: World, secret: str):
    again = page(secret).split('hx-get="')[1].split('"')[0]
    assert Client().get(again).status_code == 204
    with working_for(world.satama):
        hear(world.phone, {10: 8}, timezone.now())
    response = Client().get(again)
    assert response.status_code == 200
    assert "n&nbsp;100" in response.content.decode()


def test_looking_is_written_down_once_a_minute(world: World, secret: str):
    for _ in range(3):
        page(secret)
    with working_for(world.satama):
        link = SharedLink.objects.get()
        assert link.opened_times == 1
        SharedLink.objects.update(opened_at=timezone.now() - timedelta(minutes=2))
        page(secret)
        assert SharedLink.objects.get().opened_times == 2


def test_looking_too_often_is_told_in_both_languages_and_passes(
    world: World, secret: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sharing, "monotonic", lambda: 50.0)
    gate = Gate()
    monkeypatch.setattr(shared_view, "gate", gate)
    client = Client()
    for _ in range(39):
        gate.seconds_to_wait(secret, "127.0.0.1")
    assert client.get(f"/shared/{secret}/").status_code == 200
    for language, words in (("fi", "Liian monta katselua"), ("en", "Too many looks")):
        client.cookies["django_language"] = language
        response = client.get(f"/shared/{secret}/")
        assert words in response.content.decode()
        assert int(response["Retry-After"]) >= 1
        assert response["X-Robots-Tag"] == "noindex, nofollow"
    # somebody else still sees the page
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/shared/{secret}/").status_code == 200


def test_each_limit_fills_again():
    gate = Gate()
    assert [gate.seconds_to_wait("a", "one", now=0.0) for _ in range(41)] == [0] * 40 + [1]
    assert gate.seconds_to_wait("b", "one", now=0.0) == 0
    # 41 granted of 120 at any links so far, the refused one counted nothing
    granted = [gate.seconds_to_wait(f"guess {number}", "one", now=0.0) for number in range(100)]
    assert granted.count(0) == 79
    assert gate.seconds_to_wait("a", "one", now=60.0) == 0
    everybody = [gate.seconds_to_wait("c", f"address {number}", now=100.0) for number in range(500)]
    assert everybody.count(0) == 400


def test_addresses_that_have_long_been_quiet_are_forgotten(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sharing, "MOST_REMEMBERED", 10)
    gate = Gate()
    for number in range(30):
        gate.seconds_to_wait(f"{number}", f"{number}", now=1000.0 * number)
    assert max(len(limit) for limit in gate.limits) <= 12


@pytest.mark.parametrize("kind", ["overview", "heat", "crosstab", "comparing"])
def test_each_page_can_be_shared(world: World, secret: str, kind: str):
    with working_for(world.satama):
        parameters = PARAMETERS | {"split": "touchpoint", "columns": "month"}
        other = share(name="Toinen", page=kind, parameters=parameters, days=7, actor=world.aino)[1]
    shown = page(other)
    assert "Puhelinpalvelu" in shown
    assert "Pieni piste" not in shown
    assert "/insight/" not in shown
