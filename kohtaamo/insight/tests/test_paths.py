"""Funnel and paths over meetings of cases, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from kohtaamo.insight.models import Measurement
from kohtaamo.insight.paths import Step, following, funnel
from kohtaamo.insight.paths.picture import flow_of
from kohtaamo.insight.paths.steps import most_met, own_steps, placements, steps_of
from kohtaamo.insight.paths.times import times
from kohtaamo.insight.paths.wording import funnel_rows, lasted
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from tests.world import World

NOON = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def meet(touchpoint: Touchpoint, case: int | None, when: datetime, *, channel: str = "") -> Measurement:
    return Measurement(
        organisation_id=touchpoint.organisation_id,
        kind="encounter",
        value=1,
        touchpoint=touchpoint,
        case=case,
        channel=channel,
        happened_at=when,
        source="api",
    )


def met(world: World) -> None:
    """Twenty cases begin on the phone; fifteen go on to the desk after 1, 2, ... 15 hours, five go nowhere.

    Three more come to the desk first and then call: they begin on the phone and go no further.
    """
    rows = [meet(world.phone, case, NOON, channel="phone") for case in range(1, 21)]
    rows += [meet(world.desk, case, NOON + case * HOUR) for case in range(1, 16)]
    for case in range(31, 34):
        rows += [meet(world.desk, case, NOON - HOUR), meet(world.phone, case, NOON)]
    Measurement.objects.bulk_create(rows)


def two_steps(world: World) -> list[Step]:
    return [Step("phone", (world.phone.pk,)), Step("desk", (world.desk.pk,))]


def test_a_case_reaches_a_step_only_after_those_before_it(in_satama: World) -> None:
    met(in_satama)
    first, second = funnel(two_steps(in_satama), Where())
    assert (first.n, second.n, second.lost) == (23, 15, 8)
    assert second.of_previous is not None
    assert second.of_previous.value == pytest.approx(15 / 23)
    # Wilson by hand: centre (p + z²/2n) / (1 + z²/n)
    assert (second.of_previous.low, second.of_previous.high) == pytest.approx((0.4489, 0.8119), abs=1e-4)


def test_time_between_steps_is_its_mean_with_an_interval_and_quartiles(in_satama: World) -> None:
    """1, 2, ... 15 hours: mean 8, standard deviation √20, t of 14 degrees 2.1448."""
    met(in_satama)
    took = funnel(two_steps(in_satama), Where())[1].took
    assert took is not None
    assert took.mean == pytest.approx(8 * 3600)
    assert took.low == pytest.approx((8 - 2.144787 * (20 / 15) ** 0.5) * 3600, rel=1e-5)
    # each time stands at the beginning of its hour, which is spread over it
    assert took.median == pytest.approx(8.5 * 3600)


def test_a_case_belongs_to_the_period_in_which_it_began(in_satama: World) -> None:
    met(in_satama)
    day = NOON.date()
    first, second = funnel(two_steps(in_satama), Where(period=Period(day, day + timedelta(days=1))))
    # all began that day; some came to the desk on the next
    assert (first.n, second.n) == (23, 15)
    assert funnel(two_steps(in_satama), Where(period=Period(day - timedelta(days=9), day)))[0].n == 0


def test_a_filter_narrows_where_a_case_begins(in_satama: World) -> None:
    met(in_satama)
    first, second = funnel(two_steps(in_satama), Where(channel="phone"))
    assert (first.n, second.n) == (20, 15)


def test_few_cases_are_not_told(in_satama: World) -> None:
    met(in_satama)
    backwards = funnel(list(reversed(two_steps(in_satama))), Where())
    assert [one.is_hidden for one in backwards] == [False, True]
    with translation.override("en"):
        hidden = funnel_rows(backwards)[1]
    assert (hidden.of_all, hidden.mean, hidden.lost, hidden.width) == ("", "", "", "0%")


def test_what_follows_what_and_where_cases_end(in_satama: World) -> None:
    met(in_satama)
    phone, desk = in_satama.phone.pk, in_satama.desk.pk
    found = following(Where())
    told = {(one.here, one.there): (one.n, one.cases) for one in found.pairs}
    # three from the desk to the phone are too few to tell, and five and three that end on the phone are not eight
    assert told == {(phone, desk): (15, 15), (desk, None): (15, 15)}
    assert found.rare == 2
    pair = next(one for one in found.pairs if one.there == desk)
    assert pair.of_here.value == pytest.approx(15 / 23)
    assert pair.took is not None
    assert pair.took.mean == pytest.approx(8 * 3600)


def test_meetings_of_a_customer_are_one_case_where_no_case_is_told(in_satama: World) -> None:
    rows = [meet(in_satama.phone, None, NOON), meet(in_satama.desk, None, NOON + HOUR)]
    for row in rows:
        row.customer = in_satama.eero
    rows.append(meet(in_satama.desk, None, NOON))  # of nobody known
    Measurement.objects.bulk_create(rows)
    assert [one.n for one in funnel(two_steps(in_satama), Where())] == [1, 1]


def test_steps_of_a_journey_are_those_where_anybody_was_met(in_satama: World) -> None:
    placed = placements()
    phone, desk = in_satama.phone.pk, in_satama.desk.pk
    assert most_met(placed, {desk}) == in_satama.journey.pk
    assert most_met(placed, set()) is None
    stages, silent = steps_of(placed, in_satama.journey.pk, "stage", {desk})
    assert [step.touchpoints for step in stages] == [(desk,)]
    assert silent == []
    touchpoints, silent = steps_of(placed, in_satama.journey.pk, "touchpoint", {desk})
    assert [step.touchpoints for step in touchpoints] == [(desk,)]
    assert silent == [in_satama.phone.name]
    assert [step.touchpoints for step in own_steps([desk, phone, desk, 0])] == [(desk,), (phone,)]


def test_one_time_has_no_interval_and_none_has_nothing() -> None:
    assert times(0, 0, 0) is None
    alone = times(1, 90.0, 8100.0)
    assert alone is not None
    assert (alone.mean, alone.low, alone.high) == (90.0, None, None)


def test_bands_of_the_picture_are_as_thick_as_their_cases(in_satama: World) -> None:
    met(in_satama)
    names: dict[int | None, str] = dict(Touchpoint.objects.values_list("pk", "name"))
    flow = flow_of(following(Where()).pairs, names)
    assert flow is not None
    assert [(node.whole_name, node.n) for node in (*flow.left, *flow.right)] == [
        ("Puhelinpalvelu", "15"),
        ("Palvelupiste", "15"),
    ]
    # one band takes the whole height below its label
    assert flow.bands[0].path.startswith("M0 20.0C50 20.0 50 20.0 100 20.0V320.0")
    assert flow_of([], names) is None


def test_times_are_told_in_a_unit_that_fits() -> None:
    with translation.override("en"):
        assert [lasted(one) for one in (30, 600, 9_000, 259_200)] == ["30 s", "10 min", "2.5 h", "3.0 d"]


def test_now_is_within_reach(in_satama: World) -> None:
    Measurement.objects.bulk_create([meet(in_satama.phone, 1, timezone.now())])
    assert following(Where()).met == {in_satama.phone.pk}
