from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.models import Journey, Moment, Placement, Service, Stage, Touchpoint
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import ForeignRowError, working_for
from tests.world import World


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def layout(journey: Journey) -> dict[str, list[list[str]]]:
    """{stage: [[touchpoint, ...] of each moment]}."""
    return {
        stage.name: [
            [row.touchpoint.name for row in moment.placements.all()] for moment in stage.moments.all()
        ]
        for stage in queries.stages_of(journey)
    }


def draw(*names: str) -> Journey:
    return services.draw_journey(
        name="Polku", service_name="Liittymä", stages=[services.NewStage(name) for name in names]
    )


def verbs() -> list[str]:
    return list(Event.objects.values_list("verb", flat=True))


def moments_of(journey: Journey) -> list[Moment]:
    return list(Moment.objects.filter(stage__journey=journey).order_by("stage__position", "position"))


def test_draw_journey_makes_stages_with_a_moment_each(in_satama: World) -> None:
    journey = services.draw_journey(
        name="  Uuden asiakkaan   polku ",
        service_name="liittymä",
        stages=[services.NewStage("Tarve", "pre"), services.NewStage("Käyttö", "core")],
        actor=in_satama.helmi,
    )
    assert journey.name == "Uuden asiakkaan polku"
    assert journey.service.name == "Liittymä"  # the one there was, whatever the capitals
    assert Service.objects.count() == 1
    stages = Stage.objects.filter(journey=journey)
    assert [(row.name, row.phase, row.position) for row in stages] == [
        ("Tarve", "pre", 0),
        ("Käyttö", "core", 1),
    ]
    assert layout(journey) == {"Tarve": [[]], "Käyttö": [[]]}
    event = Event.objects.get(verb="journeys.journey_drawn")
    assert (event.subject_id, event.actor) == (journey.pk, in_satama.helmi)


@pytest.mark.parametrize("name", ["", "   ", "\0", "x" * 201])
def test_draw_journey_refuses_bad_name(in_satama: World, name: str) -> None:
    with pytest.raises(ValidationError):
        services.draw_journey(name=name, service_name="Uusi palvelu")
    assert not Service.objects.filter(name="Uusi palvelu").exists()
    assert verbs() == []


def test_rename_journey_renames_both_states(in_satama: World) -> None:
    ideal = services.copy_as_ideal(journey=in_satama.journey)
    services.rename_journey(journey=ideal, name="Asiakkaan polku")
    assert set(Journey.objects.values_list("name", flat=True)) == {"Asiakkaan polku"}


def test_add_stage_takes_the_phase_before_it(in_satama: World) -> None:
    journey = services.draw_journey(
        name="P", service_name="S", stages=[services.NewStage("A", "pre"), services.NewStage("B", "post")]
    )
    last = services.add_stage(journey=journey, name="C")
    between = services.add_stage(journey=journey, name="D", position=1)
    assert (last.phase, between.phase) == ("post", "pre")
    assert list(layout(journey)) == ["A", "D", "B", "C"]


def test_move_stage_keeps_positions_whole(in_satama: World) -> None:
    journey = draw("A", "B", "C")
    stage = Stage.objects.get(journey=journey, name="C")
    services.move_stage(stage=stage, position=0)
    assert list(layout(journey)) == ["C", "A", "B"]
    services.move_stage(stage=stage, position=99)
    assert list(layout(journey)) == ["A", "B", "C"]
    assert list(Stage.objects.filter(journey=journey).values_list("position", flat=True)) == [0, 1, 2]


def test_remove_stage_can_be_undone_with_everything_in_it(in_satama: World) -> None:
    journey = draw("A", "B", "C")
    stage = Stage.objects.get(journey=journey, name="B")
    moment = services.add_moment(stage=stage, name="Soitto")
    services.mark_moment_of_truth(moment=moment, is_moment_of_truth=True)
    services.place_touchpoint(moment=moment, name="Puhelinpalvelu")
    event = services.remove_stage(stage=stage, actor=in_satama.helmi)
    assert list(layout(journey)) == ["A", "C"]
    assert Touchpoint.objects.filter(pk=in_satama.phone.pk).exists()
    for _twice in range(2):
        services.restore_removed(event=event)
        assert layout(journey) == {"A": [[]], "B": [[], ["Puhelinpalvelu"]], "C": [[]]}
    moment.refresh_from_db()
    assert moment.is_moment_of_truth


def test_restore_removed_waits_for_its_place(in_satama: World) -> None:
    placement = Placement.objects.get(touchpoint=in_satama.phone)
    unplaced = services.unplace(placement=placement)
    services.remove_stage(stage=in_satama.stage)
    with pytest.raises(ValidationError, match="removed too"):
        services.restore_removed(event=unplaced)
    assert not Placement.objects.exists()


def test_restore_removed_undoes_only_removals(in_satama: World) -> None:
    services.add_stage(journey=in_satama.journey, name="Uusi")
    with pytest.raises(ValidationError):
        services.restore_removed(event=Event.objects.get(verb="journeys.stage_added"))


def test_unplace_and_undo_returns_it_to_its_height(in_satama: World) -> None:
    first = Placement.objects.get(touchpoint=in_satama.phone)
    event = services.unplace(placement=first)
    assert layout(in_satama.journey) == {"Apua ongelmaan": [["Palvelupiste"]]}
    services.restore_removed(event=event)
    assert layout(in_satama.journey) == {"Apua ongelmaan": [["Puhelinpalvelu", "Palvelupiste"]]}


def test_undo_of_unplace_after_it_was_placed_again_keeps_one(in_satama: World) -> None:
    event = services.unplace(placement=Placement.objects.get(touchpoint=in_satama.phone))
    services.place_touchpoint(moment=in_satama.moment, name="Puhelinpalvelu")
    services.restore_removed(event=event)
    assert layout(in_satama.journey) == {"Apua ongelmaan": [["Palvelupiste", "Puhelinpalvelu"]]}


def test_moment_moves_with_its_touchpoints_but_never_empties_a_stage(in_satama: World) -> None:
    other = services.add_stage(journey=in_satama.journey, name="Jatko")
    with pytest.raises(ValidationError, match="only service moment"):
        services.move_moment(moment=in_satama.moment, stage=other, position=0)
    services.add_moment(stage=in_satama.stage, name="Takaisinsoitto")
    services.move_moment(moment=in_satama.moment, stage=other, position=0)
    assert layout(in_satama.journey) == {
        "Apua ongelmaan": [[]],
        "Jatko": [["Puhelinpalvelu", "Palvelupiste"], []],
    }


def test_remove_moment_can_be_undone_and_the_last_one_stays(in_satama: World) -> None:
    with pytest.raises(ValidationError, match="only service moment"):
        services.remove_moment(moment=in_satama.moment)
    services.add_moment(stage=in_satama.stage, name="Takaisinsoitto")
    event = services.remove_moment(moment=in_satama.moment)
    assert layout(in_satama.journey) == {"Apua ongelmaan": [[]]}
    services.restore_removed(event=event)
    assert layout(in_satama.journey) == {"Apua ongelmaan": [["Puhelinpalvelu", "Palvelupiste"], []]}


def test_name_moment_may_be_emptied(in_satama: World) -> None:
    services.name_moment(moment=in_satama.moment, name="  Soitto  ")
    assert Moment.objects.get().name == "Soitto"
    services.name_moment(moment=in_satama.moment, name=" ")
    assert Moment.objects.get().name == ""


def test_place_touchpoint_reuses_the_name_and_guesses_an_icon(in_satama: World) -> None:
    stage = services.add_stage(journey=in_satama.journey, name="Jatko")
    moment = stage.moments.get()
    again = services.place_touchpoint(moment=moment, name=" puhelinpalvelu ")
    new = services.place_touchpoint(moment=moment, name="Äänikirjasovellus", position=0)
    shouted = services.place_touchpoint(moment=in_satama.moment, name="ÄÄNIKIRJASOVELLUS")
    assert again.placement.touchpoint == in_satama.phone
    assert (again.is_new_touchpoint, again.is_new_place) == (False, True)
    assert (new.is_new_touchpoint, new.placement.touchpoint.icon) == (True, "smartphone")
    assert shouted.placement.touchpoint == new.placement.touchpoint
    assert layout(in_satama.journey)["Jatko"] == [["Äänikirjasovellus", "Puhelinpalvelu"]]


def test_place_touchpoint_twice_in_a_moment_returns_its_place(in_satama: World) -> None:
    placed = services.place_touchpoint(moment=in_satama.moment, name="Puhelinpalvelu")
    assert (placed.is_new_touchpoint, placed.is_new_place) == (False, False)
    assert Placement.objects.count() == 2


def test_place_touchpoint_of_another_organisation_is_refused(in_satama: World) -> None:
    with working_for(in_satama.toinen):
        foreign = Touchpoint.objects.create(organisation=in_satama.toinen, name="Vieras")
    with pytest.raises(ForeignRowError):
        services.place_touchpoint(moment=in_satama.moment, touchpoint=foreign)


def test_move_placement_reorders_both_moments(in_satama: World) -> None:
    stage = services.add_stage(journey=in_satama.journey, name="Jatko")
    target = stage.moments.get()
    services.place_touchpoint(moment=target, name="Lasku")
    phone = Placement.objects.get(touchpoint=in_satama.phone)
    services.move_placement(placement=phone, moment=target, position=0)
    assert layout(in_satama.journey) == {
        "Apua ongelmaan": [["Palvelupiste"]],
        "Jatko": [["Puhelinpalvelu", "Lasku"]],
    }
    assert Placement.objects.get(touchpoint=in_satama.desk).position == 0


def test_move_placement_refuses_a_second_place_in_a_moment_and_another_journey(in_satama: World) -> None:
    stage = services.add_stage(journey=in_satama.journey, name="Jatko")
    copy = services.place_touchpoint(moment=stage.moments.get(), name="Puhelinpalvelu").placement
    with pytest.raises(ValidationError, match="already"):
        services.move_placement(placement=copy, moment=in_satama.moment, position=0)
    other = moments_of(draw("A"))[0]
    with pytest.raises(ValidationError, match="own journey"):
        services.move_placement(placement=copy, moment=other, position=0)


def test_change_touchpoint_drops_the_form_of_what_is_no_channel(in_satama: World) -> None:
    services.change_touchpoint(
        touchpoint=in_satama.phone,
        name="Puhelu",
        kind="person",
        form="physical",
        owner=in_satama.aino,
        unit=in_satama.unit,
        icon="user",
        description=" Kuuntelee. ",
        actor=in_satama.helmi,
    )
    row = Touchpoint.objects.get(pk=in_satama.phone.pk)
    assert (row.name, row.kind, row.form, row.owner, row.description, row.symbol) == (
        "Puhelu",
        "person",
        "",
        in_satama.aino,
        "Kuuntelee.",
        "user",
    )
    assert Event.objects.get(verb="journeys.touchpoint_changed").subject_id == row.pk


def test_change_touchpoint_refuses_the_name_of_another(in_satama: World) -> None:
    with pytest.raises(ValidationError, match="already"):
        services.change_touchpoint(touchpoint=in_satama.phone, name="PALVELUPISTE", kind="channel")


def test_copy_as_ideal_is_deep_and_made_once(in_satama: World) -> None:
    services.mark_moment_of_truth(moment=in_satama.moment, is_moment_of_truth=True)
    ideal = services.copy_as_ideal(journey=in_satama.journey)
    assert (ideal.kind, ideal.ideal_of) == ("ideal", in_satama.journey)
    assert layout(ideal) == layout(in_satama.journey)
    assert moments_of(ideal)[0].is_moment_of_truth
    services.unplace(
        placement=Placement.objects.get(moment__stage__journey=ideal, touchpoint=in_satama.phone)
    )
    assert layout(in_satama.journey) == {"Apua ongelmaan": [["Puhelinpalvelu", "Palvelupiste"]]}
    assert services.copy_as_ideal(journey=in_satama.journey) == ideal
    assert verbs().count("journeys.ideal_drawn") == 1


def test_removed_journey_takes_no_changes_until_restored(in_satama: World) -> None:
    services.remove_journey(journey=in_satama.journey)
    services.remove_journey(journey=in_satama.journey)
    assert verbs() == ["journeys.journey_removed"]
    with pytest.raises(Journey.DoesNotExist):
        services.add_stage(journey=in_satama.journey, name="Uusi")
    services.restore_journey(journey=in_satama.journey)
    services.add_stage(journey=in_satama.journey, name="Uusi")
    assert list(layout(in_satama.journey)) == ["Apua ongelmaan", "Uusi"]
