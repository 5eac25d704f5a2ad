from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.models import Journey, Placement, Stage
from tests.world import World


def two_stages(world: World) -> tuple[Stage, Stage]:
    """Apua ongelmaan: phone, desk | callback (second moment); Jatko: bill."""
    callback = services.add_moment(stage=world.stage, name="Takaisinsoitto")
    services.place_touchpoint(moment=callback, name="Takaisinsoitto")
    after = services.add_stage(journey=world.journey, name="Jatko")
    services.place_touchpoint(moment=after.moments.get(), name="Lasku")
    return world.stage, after


@pytest.mark.parametrize(
    ("name", "direction", "target"),
    [
        ("Puhelinpalvelu", "down", (0, 0, 1)),
        ("Palvelupiste", "down", (0, 1, 0)),
        ("Takaisinsoitto", "up", (0, 0, 2)),
        ("Palvelupiste", "right", (1, 0, 1)),
        ("Takaisinsoitto", "right", (1, 0, 0)),
        ("Lasku", "left", (0, 0, 0)),
    ],
)
def test_neighbour_walks_the_map(
    in_satama: World, name: str, direction: queries.Direction, target: tuple[int, int, int]
) -> None:
    two_stages(in_satama)
    stages = queries.stages_of(in_satama.journey)
    stage, moment, position = target
    expected = stages[stage].moments.all()[moment]
    placement = Placement.objects.get(touchpoint__name=name)
    assert queries.neighbour(stages, placement, direction) == (expected, position)


@pytest.mark.parametrize(
    ("name", "direction"),
    [("Puhelinpalvelu", "up"), ("Takaisinsoitto", "down"), ("Lasku", "right"), ("Puhelinpalvelu", "left")],
)
def test_neighbour_stops_at_the_edge(in_satama: World, name: str, direction: queries.Direction) -> None:
    two_stages(in_satama)
    placement = Placement.objects.get(touchpoint__name=name)
    assert queries.neighbour(queries.stages_of(in_satama.journey), placement, direction) is None


def test_stages_of_costs_three_queries_whatever_the_size(in_satama: World) -> None:
    two_stages(in_satama)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        stages = queries.stages_of(in_satama.journey)
        names = [touchpoint.name for touchpoint in queries.touchpoints_in(stages)]
    assert len(asked) == 3
    assert names == ["Puhelinpalvelu", "Palvelupiste", "Takaisinsoitto", "Lasku"]


def test_compare_names_new_missing_and_moved(in_satama: World) -> None:
    _, after = two_stages(in_satama)
    ideal = services.copy_as_ideal(journey=in_satama.journey)
    assert not queries.compare(queries.stages_of(in_satama.journey), queries.stages_of(ideal))

    def place(name: str) -> Placement:
        return Placement.objects.get(moment__stage__journey=ideal, touchpoint__name=name)

    ideal_after = Stage.objects.get(journey=ideal, name=after.name).moments.get()
    services.unplace(placement=place("Palvelupiste"))
    services.move_placement(placement=place("Takaisinsoitto"), moment=ideal_after, position=0)
    robot = services.place_touchpoint(moment=ideal_after, name="Chatbotti").placement.touchpoint
    services.add_stage(journey=ideal, name="Paluu")
    difference = queries.compare(queries.stages_of(in_satama.journey), queries.stages_of(ideal))
    assert difference == queries.Difference(
        new={robot.pk},
        missing={in_satama.desk.pk},
        moved={place("Takaisinsoitto").touchpoint_id},
        new_stages={"paluu"},
        missing_stages=set(),
    )


def test_journeys_counts_each_touchpoint_once(in_satama: World) -> None:
    _, after = two_stages(in_satama)
    services.place_touchpoint(moment=after.moments.get(), name="Puhelinpalvelu")
    ideal = services.copy_as_ideal(journey=in_satama.journey)
    (row,) = queries.overviews()
    assert ([stage.name for stage in row.stages], row.touchpoint_count, row.ideal_id) == (
        ["Apua ongelmaan", "Jatko"],
        4,
        ideal.pk,
    )
    services.remove_journey(journey=ideal)
    assert queries.overviews()[0].ideal_id is None


def test_places_of_leaves_out_removed_journeys(in_satama: World) -> None:
    services.copy_as_ideal(journey=in_satama.journey)
    other = services.draw_journey(name="Toinen", service_name="S", stages=[services.NewStage("A")])
    services.place_touchpoint(moment=other.stages.get().moments.get(), touchpoint=in_satama.phone)
    assert queries.places_of(in_satama.phone).count() == 3
    services.remove_journey(journey=in_satama.journey)
    found = queries.places_of(in_satama.phone)
    assert [row.moment.stage.journey.name for row in found] == ["Toinen"]


def test_was_removed_tells_what_once_stood_there(in_satama: World) -> None:
    stage, after = two_stages(in_satama)
    moment, key = after.moments.get(), after.pk
    services.remove_stage(stage=after)
    assert queries.was_removed(in_satama.journey, "stages", key)
    assert queries.was_removed(in_satama.journey, "moments", moment.pk)
    assert not queries.was_removed(in_satama.journey, "stages", stage.pk)
    other = Journey.objects.create(organisation=in_satama.satama, service=in_satama.journey.service, name="T")
    assert not queries.was_removed(other, "stages", key)
