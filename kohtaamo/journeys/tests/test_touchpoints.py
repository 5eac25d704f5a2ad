from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.journeys import services
from kohtaamo.journeys.forms import ICONS, TouchpointForm
from kohtaamo.journeys.models import Placement, Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def helmi(world: World, browse: Browse) -> Client:
    return browse(world.helmi)


def address(touchpoint: Touchpoint, rest: str = "") -> str:
    return f"/o/satama/journeys/touchpoints/{touchpoint.pk}/{rest}"


def test_page_stands_beside_its_map(world: World, helmi: Client) -> None:
    page = helmi.get(address(world.phone)).content.decode()
    assert 'id="board"' in page
    assert "Onni" in page.split('id="side"')[1]


def test_htmx_gets_the_panel_and_the_way_back_the_page(world: World, helmi: Client) -> None:
    fragment = helmi.get(address(world.phone), headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert "Puhelinpalvelu" in fragment
    back = helmi.get(address(world.phone), headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_page_names_the_other_places(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        other = services.draw_journey(
            name="Yrityksen polku", service_name="S", stages=[services.NewStage("A")]
        )
        services.place_touchpoint(moment=other.stages.get().moments.get(), touchpoint=world.phone)
        place = Placement.objects.get(touchpoint=world.phone, moment=world.moment)
    fragment = helmi.get(address(world.phone, f"?place={place.pk}"), headers=HTMX).content.decode()
    assert "Yrityksen polku" in fragment
    assert "Liittymäasiakkaan polku" not in fragment


def test_touchpoint_without_a_place_has_a_page(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        services.unplace(placement=Placement.objects.get(touchpoint=world.phone))
    answer = helmi.get(address(world.phone))
    assert answer.status_code == 200
    assert 'id="board"' not in answer.content.decode()


def test_both_states_stay_in_sight_when_chosen_there(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        services.copy_as_ideal(journey=world.journey)
    page = helmi.get(address(world.phone, "?both=1")).content.decode()
    assert page.count('class="state-name"') == 2


def test_change_is_saved_with_and_without_scripts(world: World, helmi: Client) -> None:
    data = {"name": "Puhelu", "kind": "person", "form": "", "owner": world.aino.pk, "icon": "user-round"}
    answer = helmi.post(address(world.phone, "change/"), data, headers=HTMX)
    page = answer.content.decode()
    assert "Puhelu" in page
    assert 'hx-swap-oob="true"' in page.split('id="board"')[1][:40]
    answer = helmi.post(address(world.phone, "change/"), {**data, "name": "Soitto"}, follow=True)
    assert answer.status_code == 200
    with working_for(world.satama):
        row = Touchpoint.objects.get(pk=world.phone.pk)
    assert (row.name, row.kind, row.owner_id, row.icon) == ("Soitto", "person", world.aino.pk, "user-round")


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "Palvelupiste"},
        {"name": "x" * 201},
        {"kind": "thing"},
        {"icon": "../x"},
        {"owner": "0"},
    ],
)
def test_bad_change_is_told_in_the_form(world: World, helmi: Client, data: dict[str, str]) -> None:
    sent = {"name": "Puhelu", "kind": "channel", **data}
    for headers in (HTMX, {}):
        answer = helmi.post(address(world.phone, "change/"), sent, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'class="errors' in page
        assert "<details" in page
        assert " open>" in page.split("<details")[1][:60]
    with working_for(world.satama):
        assert Touchpoint.objects.get(pk=world.phone.pk).name == "Puhelinpalvelu"


def test_owner_of_another_organisation_is_no_choice(in_satama: World) -> None:
    form = TouchpointForm(
        {"name": "P", "kind": "channel", "owner": str(in_satama.outi.pk)}, touchpoint=in_satama.phone
    )
    assert "owner" in form.errors


def test_reader_sees_no_form(world: World, browse: Browse) -> None:
    onni = browse(world.onni)
    assert "<form" not in onni.get(address(world.phone), headers=HTMX).content.decode()
    assert onni.post(address(world.phone, "change/"), {"name": "X", "kind": "channel"}).status_code == 403


def test_panel_asks_the_same_number_of_queries_whatever_the_places(world: World, helmi: Client) -> None:
    def count() -> int:
        helmi.get(address(world.phone), headers=HTMX)
        with CaptureQueriesContext(connection) as asked:
            helmi.get(address(world.phone), headers=HTMX)
        return len(asked)

    one = count()
    with working_for(world.satama):
        for name in ("A", "B"):
            journey = services.draw_journey(name=name, service_name=name, stages=[services.NewStage("x")])
            services.place_touchpoint(moment=journey.stages.get().moments.get(), touchpoint=world.phone)
    assert count() == one


def test_panels_alone_are_a_fragment(world: World, helmi: Client) -> None:
    page = helmi.get(address(world.phone, "panels/"), headers=HTMX).content.decode()
    assert 'id="side-panels"' in page
    assert "<html" not in page


def test_guessed_icons_can_be_chosen_too(in_satama: World) -> None:
    named = {
        "Puhelinpalvelu": "phone",
        "Chatbotti": "bot",
        "Sähköposti": "mail",
        "Verkkosivu": "globe",
        "Palvelupiste 2": "store",
        "Lasku": "receipt",
        "Jotain muuta": "",
    }
    guessed = {
        name: services.place_touchpoint(moment=in_satama.moment, name=f"{name}").placement.touchpoint.icon
        for name in named
        if name != "Puhelinpalvelu"
    }
    assert guessed == {name: icon for name, icon in named.items() if name != "Puhelinpalvelu"}
    assert set(named.values()) - {""} <= set(ICONS)


def test_panel_is_a_sheet_from_the_start_and_closes_to_its_map(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        place = Placement.objects.get(touchpoint=world.phone, moment=world.moment)
    page = helmi.get(address(world.phone, "?metric=nps")).content.decode()
    side = page.split('id="side"')[1]
    journey = f"/o/satama/journeys/{world.moment.stage.journey_id}/"
    assert "data-sheet" in side.split(">")[0]
    assert f'href="{journey}?metric=nps" data-close-side="place-{place.pk}"' in side
    assert "data-sheet" not in helmi.get(journey).content.decode()
