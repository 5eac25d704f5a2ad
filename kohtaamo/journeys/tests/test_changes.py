from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.models import Journey, Moment, Placement, Stage, Touchpoint
from kohtaamo.organisation.models import Event, Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def helmi(world: World, browse: Browse) -> Client:
    return browse(world.helmi)


def address(world: World, rest: str) -> str:
    return f"/o/satama/journeys/{world.journey.pk}/{rest}"


def names_on_map(world: World) -> dict[str, list[str]]:
    with working_for(world.satama):
        return {
            stage.name: [row.touchpoint.name for row in queries.placements_in([stage])]
            for stage in queries.stages_of(world.journey)
        }


def placement_of(world: World, touchpoint: Touchpoint) -> Placement:
    with working_for(world.satama):
        return Placement.objects.get(touchpoint=touchpoint, moment__stage__journey=world.journey)


def last_event(world: World) -> Event:
    with working_for(world.satama):
        event = Event.objects.last()
        assert event is not None
        return event


def test_plain_form_adds_and_keeps_focus_for_the_next(world: World, helmi: Client) -> None:
    answer = helmi.post(
        address(world, f"moments/{world.moment.pk}/touchpoints/"), {"name": "Lasku"}, follow=True
    )
    assert names_on_map(world) == {"Apua ongelmaan": ["Puhelinpalvelu", "Palvelupiste", "Lasku"]}
    page = answer.content.decode()
    assert f'id="add-{world.moment.pk}"' in page
    field = page.split(f'id="add-{world.moment.pk}"')[1].split(">")[0]
    assert "autofocus" in field


def test_htmx_gets_only_the_board(world: World, helmi: Client) -> None:
    answer = helmi.post(
        address(world, f"moments/{world.moment.pk}/touchpoints/"), {"name": "Lasku"}, headers=HTMX
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#board", "outerHTML")
    assert "<html" not in page
    assert 'id="board"' in page
    assert "Lasku" in page


def test_name_in_use_is_reused_and_said(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        stage = services.add_stage(journey=world.journey, name="Jatko")
        moment = stage.moments.get()
    answer = helmi.post(
        address(world, f"moments/{moment.pk}/touchpoints/"), {"name": "PUHELINPALVELU"}, headers=HTMX
    )
    assert 'class="toast' in answer.content.decode()
    with working_for(world.satama):
        assert Touchpoint.objects.count() == 2
    assert names_on_map(world)["Jatko"] == ["Puhelinpalvelu"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_bad_name_leaves_the_page_as_it_stands(world: World, helmi: Client, name: str) -> None:
    answer = helmi.post(address(world, "stages/"), {"name": name}, headers=HTMX)
    assert answer["HX-Reswap"] == "none"
    assert 'class="toast worse"' in answer.content.decode()
    assert list(names_on_map(world)) == ["Apua ongelmaan"]


def test_card_moves_by_direction_and_by_place_to_the_same_address(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        moment = services.add_stage(journey=world.journey, name="Jatko").moments.get()
    phone = placement_of(world, world.phone)
    place = address(world, f"placements/{phone.pk}/place/")
    answer = helmi.post(place, {"direction": "right"}, headers=HTMX)
    assert names_on_map(world) == {"Apua ongelmaan": ["Palvelupiste"], "Jatko": ["Puhelinpalvelu"]}
    link = answer.content.decode().split(f'id="place-{phone.pk}"')[1].split(">")[0]
    assert "autofocus" in link
    helmi.post(place, {"moment": world.moment.pk, "position": "1"}, headers=HTMX)
    assert names_on_map(world) == {"Apua ongelmaan": ["Palvelupiste", "Puhelinpalvelu"], "Jatko": []}
    helmi.post(
        address(world, f"placements/{placement_of(world, world.desk).pk}/place/"),
        {"moment": moment.pk, "position": "0"},
    )
    assert names_on_map(world) == {"Apua ongelmaan": ["Puhelinpalvelu"], "Jatko": ["Palvelupiste"]}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"direction": "sideways"},
        {"direction": "up"},
        {"moment": "x", "position": "0"},
        {"position": "-1", "moment": ""},
    ],
)
def test_impossible_move_is_told_and_changes_nothing(
    world: World, helmi: Client, data: dict[str, str]
) -> None:
    place = address(world, f"placements/{placement_of(world, world.phone).pk}/place/")
    answer = helmi.post(place, data, headers=HTMX)
    assert 'class="toast worse"' in answer.content.decode()
    assert names_on_map(world) == {"Apua ongelmaan": ["Puhelinpalvelu", "Palvelupiste"]}


def test_taking_off_offers_undo_that_works(world: World, helmi: Client) -> None:
    phone = placement_of(world, world.phone)
    answer = helmi.post(address(world, f"placements/{phone.pk}/removal/"), headers=HTMX)
    event = last_event(world)
    undo = address(world, f"undo/{event.pk}/")
    assert f'action="{undo}"' in answer.content.decode()
    assert names_on_map(world) == {"Apua ongelmaan": ["Palvelupiste"]}
    helmi.post(undo, headers=HTMX)
    assert names_on_map(world) == {"Apua ongelmaan": ["Puhelinpalvelu", "Palvelupiste"]}


def test_undo_is_offered_without_scripts_too(world: World, helmi: Client) -> None:
    answer = helmi.post(address(world, f"stages/{world.stage.pk}/removal/"), follow=True)
    undo = address(world, f"undo/{last_event(world).pk}/")
    assert f'action="{undo}"' in answer.content.decode()
    helmi.post(undo)
    assert names_on_map(world) == {"Apua ongelmaan": ["Puhelinpalvelu", "Palvelupiste"]}


def test_undo_takes_only_removals_of_the_same_journey(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        other = services.draw_journey(name="T", service_name="S", stages=[services.NewStage("A")])
        removal = services.remove_stage(stage=other.stages.get())
        drawn = Event.objects.get(verb="journeys.journey_drawn")
    assert helmi.post(address(world, f"undo/{removal.pk}/")).status_code == 404
    assert helmi.post(address(world, f"undo/{drawn.pk}/")).status_code == 404


def test_stale_form_after_removal_gets_a_kind_word(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        services.remove_stage(stage=world.stage)
    answer = helmi.post(
        address(world, f"moments/{world.moment.pk}/touchpoints/"), {"name": "Lasku"}, headers=HTMX
    )
    assert answer["HX-Reswap"] == "outerHTML"  # the board is drawn anew, without what is gone
    assert 'class="toast worse"' in answer.content.decode()


def test_form_of_a_removed_journey_leads_to_where_it_can_be_restored(world: World, helmi: Client) -> None:
    with working_for(world.satama):
        services.remove_journey(journey=world.journey)
    assert helmi.post(address(world, "stages/"), {"name": "Uusi"}, headers=HTMX)["HX-Redirect"] == address(
        world, ""
    )
    answer = helmi.post(address(world, "stages/"), {"name": "Uusi"}, follow=True)
    assert answer.status_code == 410
    assert address(world, "restoration/") in answer.content.decode()


def test_rows_of_others_are_not_found(world: World, helmi: Client, browse: Browse) -> None:
    with working_for(world.satama):
        other = services.draw_journey(name="T", service_name="S", stages=[services.NewStage("A")])
        stage = other.stages.get()
    for rest in (f"stages/{stage.pk}/removal/", "moments/99999/truth/"):
        assert helmi.post(address(world, rest)).status_code == 404
    outi = browse(world.outi)
    assert outi.post(address(world, "stages/"), {"name": "X"}).status_code == 404
    assert outi.post(f"/o/toinen/journeys/{world.journey.pk}/stages/", {"name": "X"}).status_code == 404
    assert list(names_on_map(world)) == ["Apua ongelmaan"]


def test_stages_and_moments_are_changed_by_their_menus(world: World, helmi: Client) -> None:
    helmi.post(address(world, "stages/"), {"name": "Jatko"})
    helmi.post(address(world, f"stages/{world.stage.pk}/"), {"name": "Apu", "phase": "post"})
    helmi.post(address(world, f"stages/{world.stage.pk}/place/"), {"direction": "right"})
    helmi.post(address(world, f"stages/{world.stage.pk}/moments/"), {"name": "Soitto"})
    helmi.post(address(world, f"moments/{world.moment.pk}/"), {"name": "Jono"})
    helmi.post(address(world, f"moments/{world.moment.pk}/truth/"), {"is_moment_of_truth": "yes"})
    helmi.post(address(world, f"moments/{world.moment.pk}/place/"), {"direction": "down"})
    with working_for(world.satama):
        stages = list(Stage.objects.filter(journey=world.journey).values_list("name", "phase"))
        moments = Moment.objects.filter(stage=world.stage).values_list("name", "is_moment_of_truth")
        assert stages == [("Jatko", "core"), ("Apu", "post")]
        assert list(moments) == [("Soitto", False), ("Jono", True)]
    helmi.post(address(world, f"moments/{world.moment.pk}/place/"), {"direction": "left"})
    with working_for(world.satama):
        assert Moment.objects.get(pk=world.moment.pk).stage.name == "Jatko"
    helmi.post(address(world, f"moments/{world.moment.pk}/removal/"))
    with working_for(world.satama):
        assert not Moment.objects.filter(pk=world.moment.pk).exists()


def test_unknown_phase_is_told(world: World, helmi: Client) -> None:
    answer = helmi.post(
        address(world, f"stages/{world.stage.pk}/"), {"name": "Apu", "phase": "later"}, headers=HTMX
    )
    assert 'class="toast worse"' in answer.content.decode()


def test_changes_carry_the_chosen_metric_along(world: World, helmi: Client) -> None:
    answer = helmi.post(address(world, "stages/") + "?metric=nps&days=30&focus=x", {"name": "Jatko"})
    assert answer["Location"] == address(world, "?focus=add-stage&metric=nps&days=30")


def test_member_who_may_only_read_changes_nothing(world: World, browse: Browse) -> None:
    onni = browse(world.onni)
    assert onni.post(address(world, "stages/"), {"name": "X"}).status_code == 403
    page = onni.get(address(world, "")).content.decode()
    assert "Puhelinpalvelu" in page
    assert "<form" not in page.split('class="map-scroll"')[1].split("</journey-map>")[0]


def test_journey_is_renamed_removed_and_restored(world: World, helmi: Client) -> None:
    helmi.post(address(world, "name/"), {"name": "Asiakkaan polku"})
    removed = helmi.post(address(world, "removal/"), follow=True)
    assert address(world, "restoration/") in removed.content.decode()
    with working_for(world.satama):
        journey = Journey.objects.get(pk=world.journey.pk)
        assert journey.name == "Asiakkaan polku"
        assert journey.removed_at is not None
    helmi.post(address(world, "restoration/"))
    assert helmi.get(address(world, "")).status_code == 200
