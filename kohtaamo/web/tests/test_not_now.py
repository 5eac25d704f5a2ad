"""While numbers cannot be told, a page says so in a sentence, a program gets JSON, and a map is shown without them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from kohtaamo import urls as product
from kohtaamo.insight.facts import Question, ask, engine, snapshot
from kohtaamo.insight.models import Copy, Measurement
from kohtaamo.organisation.models import Member, Organisation
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import heard
from tests.world import World

Browse = Callable[[Member], Client]
WORDS = {
    "fi": (
        "Lukuja lasketaan uudelleen (40 % valmiina). Kaikki vastaukset ovat tallessa.",
        "Hetken kuluttua",
        "Sivu päivittyy itsestään.",
    ),
    "en": (
        "The numbers are being counted anew (40 % done). Every answer is safe.",
        "In a moment",
        "This page refreshes by itself.",
    ),
}
TOO_LONG = {
    "fi": "Laskeminen kesti liian kauan",
    "en": "Counting took too long and was stopped. Choose a shorter period or fewer groups.",
}


def numbers(request: HttpRequest) -> HttpResponse:
    """What a program might ask of the facts."""
    with working_for(Organisation.objects.get(slug="satama")):
        return HttpResponse(str(ask(Question(sql="SELECT count(*) FROM facts"))))


def pairs(request: HttpRequest) -> HttpResponse:
    """A thousand values each beside each, three times over."""
    sql = "SELECT sum(a.value * b.value * c.value) FROM facts a, facts b, facts c"
    with working_for(Organisation.objects.get(slug="satama")):
        return HttpResponse(str(ask(Question(sql=sql))))


urlpatterns = [*product.urlpatterns, path("api/v1/numbers/", numbers), path("pairs/", pairs)]


@pytest.fixture
def counted_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Ten values, of which the copy that is being made has four, and six are too many to read from the table."""
    values = heard(world.phone, {9.0: 10}, datetime(2026, 3, 10, 10, 0, tzinfo=UTC))
    for number, value in enumerate(values, start=1):
        value.pk = number
    with working_for(world.satama):
        Measurement.objects.bulk_create(values)
        Copy.objects.create(organisation=world.satama, is_rebuilding=True, through=4, rows_expected=10)
    monkeypatch.setattr(snapshot, "MOST_WITHOUT_COPY", 5)
    return world


@pytest.mark.parametrize("language", ["fi", "en"])
def test_page_of_numbers_says_how_far_the_count_is_and_looks_again(
    counted_anew: World, browse: Browse, language: str
) -> None:
    client = browse(counted_anew.aino)
    client.cookies["django_language"] = language
    answer = client.get("/o/satama/insight/")
    assert (answer.status_code, answer["Retry-After"], answer["Refresh"]) == (503, "3", "3")
    page = answer.content.decode().replace("\xa0", " ")
    assert [words for words in WORDS[language] if words not in page] == []
    assert '<progress value="40" max="100"' in page


@pytest.mark.parametrize("language", ["fi", "en"])
def test_map_is_shown_without_its_numbers_and_says_so(
    counted_anew: World, browse: Browse, language: str
) -> None:
    client = browse(counted_anew.aino)
    client.cookies["django_language"] = language
    answer = client.get(f"/o/satama/journeys/{counted_anew.journey.pk}/")
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 200
    assert "Puhelinpalvelu" in page
    assert WORDS[language][0] in page


@pytest.mark.urls(__name__)
def test_program_gets_json_and_is_told_when_to_ask_again(counted_anew: World) -> None:
    answer = Client(headers={"accept-language": "en"}).get("/api/v1/numbers/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer.json() == {"detail": WORDS["en"][0]}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_page_that_took_too_long_says_what_to_choose_and_does_not_look_again(
    world: World, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    with working_for(world.satama):
        Measurement.objects.bulk_create(
            heard(world.phone, {9.0: 1000}, datetime(2026, 3, 10, 10, 0, tzinfo=UTC))
        )
    monkeypatch.setattr(engine, "LONGEST_SECONDS", 0.05)
    client = Client()
    client.cookies["django_language"] = language
    answer = client.get("/pairs/")
    assert answer.status_code == 503
    assert "Refresh" not in answer
    assert TOO_LONG[language] in answer.content.decode()
