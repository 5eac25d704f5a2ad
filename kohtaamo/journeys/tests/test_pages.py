from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.models import Journey, Moment, Placement, Touchpoint
from kohtaamo.organisation import panel
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
HTMX = {"HX-Request": "true"}
LIST = "/o/satama/journeys/"


@pytest.fixture
def helmi(world: World, browse: Browse) -> Client:
    return browse(world.helmi)


@pytest.fixture
def own_panels(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Panels of the test's own in all places; says how many touchpoints each call was about."""
    asked: list[int] = []

    def render(_request: HttpRequest, subjects: Sequence[Touchpoint | Journey]) -> Mapping[int, str]:
        asked.append(len(subjects))
        return {subject.pk: f"<b>panel of {subject}</b>" for subject in subjects}

    places = ("touchpoint.card", "touchpoint.side", "journey.toolbar", "journey.lead")
    offered = {place: [panel.Panel(place, 1, "journeys.read", render)] for place in places}
    for place in places:
        monkeypatch.setitem(panel._panels, place, offered[place])
    return asked


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


def more_stages(world: World) -> None:
    """From one stage with two touchpoints to three stages with eight, in four moments."""
    with working_for(world.satama):
        for name in ("Sopimus", "Jatko"):
            stage = services.add_stage(journey=world.journey, name=name)
            for one in range(3):
                services.place_touchpoint(moment=stage.moments.get(), name=f"{name} {one}")
        services.add_moment(stage=stage, name="Lasku")


def map_of(journey: Journey, rest: str = "") -> str:
    return f"{LIST}{journey.pk}/{rest}"


def test_list_shows_counts_and_states(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        ideal = services.copy_as_ideal(journey=world.journey)
    page = helmi.get(LIST).content.decode()
    assert "Liittymäasiakkaan polku" in page
    assert "2 kontaktipistettä" in page or "2 touchpoints" in page
    assert map_of(ideal) in page
    assert map_of(world.journey, "comparison/") in page


def test_list_without_journeys_gives_the_first_act(world: World, helmi: Client) -> None:
    helmi.post(map_of(world.journey, "removal/"))
    page = helmi.get(LIST).content.decode()
    assert page.count(f'href="{LIST}new/"') == 1


def test_list_asks_the_same_number_of_queries_for_one_and_three(world: World, helmi: Client) -> None:
    one = queries_of(helmi, LIST)
    with working_for(world.satama):
        for name in ("A", "B"):
            services.draw_journey(name=name, service_name=name, stages=[services.NewStage("x")])
    assert queries_of(helmi, LIST) == one


def test_new_journey_lands_on_the_first_field_of_its_map(world: World, helmi: Client) -> None:
    answer = helmi.post(f"{LIST}new/", {"name": "Lainan hakijan polku", "service": "", "stages": "five"})
    with working_for(world.satama):
        journey = Journey.objects.get(name="Lainan hakijan polku")
        phases = list(journey.stages.values_list("phase", flat=True))
        first = Moment.objects.filter(stage__journey=journey).order_by("stage__position").first()
        assert first is not None
        assert journey.service.name == "Lainan hakijan polku"
    assert phases == ["pre", "pre", "core", "core", "post"]
    assert answer["Location"] == map_of(journey, f"?focus=add-{first.pk}")
    page = helmi.get(answer["Location"]).content.decode()
    assert page.count("autofocus") == 2  # the field, and the search box of the closed palette


def test_empty_template_lands_on_the_first_stage(world: World, helmi: Client) -> None:
    answer = helmi.post(f"{LIST}new/", {"name": "Tyhjä", "service": "S", "stages": "empty"})
    assert answer["Location"].endswith("?focus=add-stage")


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "stages": "five"},
        {"name": "x" * 201, "stages": "five"},
        {"name": "A", "service": "x" * 201, "stages": "five"},
        {"name": "A", "stages": "twelve"},
    ],
)
def test_new_journey_shows_what_is_wrong(world: World, helmi: Client, data: dict[str, str]) -> None:
    answer = helmi.post(f"{LIST}new/", data)
    assert answer.status_code == 200
    assert 'class="errors' in answer.content.decode()
    with working_for(world.satama):
        assert Journey.objects.count() == 1


def test_map_shows_cards_with_what_other_packages_say(
    world: World, helmi: Client, own_panels: list[int]
) -> None:
    page = helmi.get(map_of(world.journey)).content.decode()
    assert "<b>panel of Puhelinpalvelu</b>" in page
    assert page.count("<b>panel of Liittymäasiakkaan polku</b>") == 2
    assert sorted(own_panels) == [1, 1, 2]  # all touchpoints of the map in one call


def test_map_asks_the_same_number_of_queries_whatever_its_size(world: World, helmi: Client) -> None:
    small = queries_of(helmi, map_of(world.journey))
    more_stages(world)
    assert queries_of(helmi, map_of(world.journey)) == small


def test_cards_refresh_in_one_request(world: World, helmi: Client, own_panels: list[int]) -> None:
    more_stages(world)
    page = helmi.get(map_of(world.journey, "cards/"), headers=HTMX).content.decode()
    assert page.count("hx-swap-oob") == 9  # eight cards and the lead
    assert page.count("<b>panel of ") == 9


def test_nameless_moment_has_no_heading(world: World, helmi: Client) -> None:
    assert "<h3" not in board(helmi.get(map_of(world.journey)).content.decode())
    with working_for(world.satama):
        services.name_moment(moment=world.moment, name="Jonotus")
    assert "<h3>Jonotus</h3>" in board(helmi.get(map_of(world.journey)).content.decode())


def board(page: str) -> str:
    return page.split('id="board"')[1].split("</journey-map>", maxsplit=1)[0]


def test_names_are_escaped(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        services.place_touchpoint(moment=world.moment, name="<script>x</script>")
    page = helmi.get(map_of(world.journey)).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_ideal_begins_with_an_explanation_and_a_copy(world: World, helmi: Client) -> None:
    page = helmi.get(map_of(world.journey, "ideal/")).content.decode()
    assert f'action="{map_of(world.journey, "ideal/drawing/")}"' in page
    assert f'action="{map_of(world.journey, "ideal/drawing/")}"' in (
        helmi.get(map_of(world.journey, "comparison/")).content.decode()
    )
    answer = helmi.post(map_of(world.journey, "ideal/drawing/"))
    with working_for(world.satama):
        ideal = queries.ideal_of(world.journey)
        assert ideal is not None
    assert answer["Location"] == map_of(ideal)
    assert helmi.get(map_of(world.journey, "ideal/"))["Location"] == map_of(ideal)


def test_comparison_marks_new_and_missing(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        ideal = services.copy_as_ideal(journey=world.journey)
        moment = Moment.objects.get(stage__journey=ideal)
        services.unplace(placement=Placement.objects.get(moment=moment, touchpoint=world.desk))
        services.place_touchpoint(moment=moment, name="Takaisinsoitto")
    page = helmi.get(map_of(ideal, "comparison/")).content.decode()
    current, wished = page.split('class="state-name"')[1:]
    assert 'class="pill worse' in card(current, "Palvelupiste")
    assert 'class="pill better' in card(wished, "Takaisinsoitto")
    assert "pill" not in card(wished, "Puhelinpalvelu")


def card(page: str, name: str) -> str:
    return next(part for part in page.split('<li class="card') if f">{name}</a>" in part)


def test_comparison_asks_the_same_number_of_queries_whatever_its_size(world: World, helmi: Client) -> None:
    helmi.post(map_of(world.journey, "ideal/drawing/"))
    small = queries_of(helmi, map_of(world.journey, "comparison/"))
    more_stages(world)
    assert queries_of(helmi, map_of(world.journey, "comparison/")) == small


def test_removed_journey_says_so_and_can_be_restored(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        ideal = services.copy_as_ideal(journey=world.journey)
        services.remove_journey(journey=world.journey)
    for address in (
        map_of(world.journey),
        map_of(ideal),
        map_of(world.journey, "ideal/"),
        map_of(world.journey, "comparison/"),
    ):
        answer = helmi.get(address)
        assert answer.status_code == 410
        assert f'action="{map_of(world.journey, "restoration/")}"' in answer.content.decode()


def test_pages_are_closed_to_other_organisations(world: World, browse: Browse) -> None:
    outi = browse(world.outi)
    for rest in ("", "cards/", "ideal/", "comparison/"):
        assert outi.get(map_of(world.journey, rest)).status_code == 404
        assert outi.get(f"/o/toinen/journeys/{world.journey.pk}/{rest}").status_code == 404
    assert outi.get(f"/o/toinen/journeys/touchpoints/{world.phone.pk}/").status_code == 404


def test_pages_speak_both_languages(world: World, helmi: Client) -> None:
    helmi.cookies["django_language"] = "en"
    assert "Stands" not in helmi.get(map_of(world.journey)).content.decode()
    assert "+ touchpoint" in helmi.get(map_of(world.journey)).content.decode()


@pytest.mark.parametrize("removed", ["9" * 30, "9" * 5000, "²", "-1", "x"])
def test_pages_take_no_harm_from_a_removal_that_never_was(world: World, helmi: Client, removed: str) -> None:
    for address in (LIST, f"{LIST}{world.journey.pk}/"):
        assert helmi.get(address, {"removed": removed}).status_code == 200
