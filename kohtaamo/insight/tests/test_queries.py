from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.queries import Measured, effect, measure, measure_touchpoints, trend, values
from kohtaamo.insight.where import UnknownDimensionError, Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import Effect
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import facts_are_read
from tests.world import World, member

NOON = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
NPS, CSAT = METRICS["nps"], METRICS["csat_top2"]


def hear(touchpoint: Touchpoint, counts: dict[float, int], *, kind: str = "nps", **facts) -> None:
    facts = {"happened_at": NOON, "source": "api", **facts}
    Measurement.objects.bulk_create(
        Measurement(
            organisation_id=touchpoint.organisation_id, kind=kind, value=value, touchpoint=touchpoint, **facts
        )
        for value, count in counts.items()
        for _ in range(count)
    )


def of_group(rows: list[Measured]) -> dict[tuple, int]:
    return {tuple(row.group.values()): row.n for row in rows}


def test_measure_counts_equal_values_in_one_query(in_satama: World):
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20})
    facts_are_read()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = measure(NPS, where=Where())
    assert len(queries) == 1
    assert len(found) == 1
    assert found[0].n == 100
    assert found[0].latest == NOON
    estimate = found[0].estimate
    assert estimate is not None
    assert (estimate.value, round(estimate.low, 2), round(estimate.high, 2)) == (30.0, 14.05, 44.2)


def test_measure_shares_are_in_percent(in_satama: World):
    hear(in_satama.phone, {1: 3, 2: 5, 3: 12, 4: 40, 5: 40}, kind="csat")
    estimate = measure(CSAT, where=Where())[0].estimate
    assert estimate is not None
    assert (round(estimate.value), round(estimate.low, 1), round(estimate.high, 1)) == (80, 71.1, 86.7)


def test_measure_gives_no_number_below_the_minimum(in_satama: World):
    hear(in_satama.phone, {10: 9})
    few = measure(NPS, where=Where())[0]
    assert (few.estimate, few.n) == (None, 9)
    hear(in_satama.phone, {10: 1})
    assert measure(NPS, where=Where())[0].estimate is not None


def test_measure_without_answers_is_one_row_of_none(in_satama: World):
    found = measure(NPS, where=Where())
    assert [(row.n, row.estimate, row.latest) for row in found] == [(0, None, None)]
    assert measure(NPS, where=Where(), by=["channel"]) == []


def test_measure_passes_over_superseded_values(in_satama: World):
    hear(in_satama.phone, {10: 12})
    hear(in_satama.phone, {0: 30}, is_superseded=True)
    assert measure(NPS, where=Where())[0].counts == {10: 12}


def test_measure_groups_by_two_dimensions(in_satama: World):
    hear(in_satama.phone, {10: 11}, channel="call")
    hear(in_satama.phone, {0: 2}, channel="chat")
    hear(in_satama.desk, {5: 3}, channel="visit")
    found = of_group(measure(NPS, where=Where(), by=["touchpoint", "channel"]))
    assert found == {
        (in_satama.phone.pk, "call"): 11,
        (in_satama.phone.pk, "chat"): 2,
        (in_satama.desk.pk, "visit"): 3,
    }


def test_measure_refuses_an_unknown_dimension(in_satama: World):
    with pytest.raises(UnknownDimensionError):
        measure(NPS, where=Where(), by=["password"])
    with pytest.raises(UnknownDimensionError):
        measure(NPS, where=Where(), by=["attribute:"])


@pytest.mark.parametrize("name", ["region", "Ikäryhmä", "2024", "a.b", "it's", "[0]"])
def test_measure_groups_and_filters_by_an_attribute_of_any_name(in_satama: World, name: str):
    hear(in_satama.phone, {10: 4}, attributes={name: "Oulu"})
    hear(in_satama.phone, {0: 3}, attributes={name: "Åbo"})
    hear(in_satama.phone, {5: 2})
    groups = of_group(measure(NPS, where=Where(), by=[f"attribute:{name}"]))
    assert groups == {("Oulu",): 4, ("Åbo",): 3, (None,): 2}
    assert measure(NPS, where=Where(attributes={name: "Åbo"}))[0].counts == {0: 3}


def test_measure_filters_by_several_attributes_of_any_type(in_satama: World):
    hear(in_satama.phone, {10: 1}, attributes={"age": 30, "new": True})
    hear(in_satama.phone, {9: 1}, attributes={"age": 30, "new": False})
    hear(in_satama.phone, {8: 1}, attributes={"age": "31", "new": True})
    found = measure(NPS, where=Where(attributes={"age": "30", "new": "true"}))[0]
    assert found.counts == {10: 1}


def test_measure_sees_only_its_own_organisation(in_satama: World):
    hear(in_satama.phone, {10: 20})
    with working_for(in_satama.toinen):
        assert measure(NPS, where=Where())[0].n == 0
        assert list(values(NPS, Where())) == []


def test_measure_ends_a_day_at_midnight_in_helsinki(in_satama: World):
    # 21.59 UTC is a minute before midnight in winter Helsinki; 22.00 UTC is the next day
    hear(in_satama.phone, {1: 1}, happened_at=datetime(2026, 1, 31, 21, 59, tzinfo=UTC))
    hear(in_satama.phone, {2: 1}, happened_at=datetime(2026, 1, 31, 22, 0, tzinfo=UTC))
    # and in summer 21.00 UTC is
    hear(in_satama.phone, {3: 1}, happened_at=datetime(2026, 7, 31, 21, 0, tzinfo=UTC))
    days = of_group(measure(NPS, where=Where(), by=["day"]))
    assert list(days) == [(date(2026, 1, 31),), (date(2026, 2, 1),), (date(2026, 8, 1),)]
    assert list(of_group(measure(NPS, where=Where(), by=["month"]))) == [
        (date(2026, 1, 1),),
        (date(2026, 2, 1),),
        (date(2026, 8, 1),),
    ]
    january = Where(period=Period(date(2026, 1, 1), date(2026, 2, 1)))
    assert measure(NPS, where=january)[0].counts == {1: 1}


def test_trend_has_every_week_and_names_it_by_its_monday(in_satama: World):
    hear(in_satama.phone, {10: 10})  # Monday 2 November
    hear(in_satama.phone, {0: 10}, happened_at=NOON + timedelta(days=20))  # Sunday 22 November
    where = Where(period=Period(date(2026, 10, 28), date(2026, 11, 25)))
    found = trend(NPS, where, "week")
    assert [(row.group["week"], row.n) for row in found] == [
        (date(2026, 10, 26), 0),
        (date(2026, 11, 2), 10),
        (date(2026, 11, 9), 0),
        (date(2026, 11, 16), 10),
        (date(2026, 11, 23), 0),
    ]


def test_measure_touchpoints_takes_one_query_for_all(in_satama: World):
    hear(in_satama.phone, {10: 15})
    facts_are_read()
    for places in ([in_satama.phone], [in_satama.phone, in_satama.desk]):
        with CaptureQueriesContext(connection) as queries:
            found = measure_touchpoints(NPS, places, Where())
        assert len(queries) == 1
    assert {key: row.n for key, row in found.items()} == {in_satama.phone.pk: 15, in_satama.desk.pk: 0}


def test_values_are_the_rows_behind_the_number_newest_first(in_satama: World):
    hear(in_satama.phone, {7: 1})
    hear(in_satama.phone, {9: 1}, happened_at=NOON + timedelta(days=1))
    hear(in_satama.desk, {1: 1})
    assert [row.value for row in values(NPS, Where(touchpoint=in_satama.phone.pk))] == [9, 7]


def test_values_of_our_own_people_are_never_listed(in_satama: World):
    hear(in_satama.phone, {7: 30}, kind="enps")
    assert not values(METRICS["enps"], Where()).exists()


def test_effect_compares_the_same_days_before_and_after(in_satama: World):
    change = date(2026, 11, 2)
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, happened_at=NOON - timedelta(days=3))
    hear(in_satama.phone, {10: 80, 8: 20})
    hear(in_satama.phone, {0: 100}, happened_at=NOON - timedelta(days=40))  # before the window
    found = effect(
        NPS,
        touchpoint=in_satama.phone,
        changed_on=change,
        window_days=28,
        size=10.0,
        today=date(2026, 12, 24),
    )
    assert (found.value, found.n_before, found.n_after) == (50.0, 100, 100)
    assert (found.verdict, found.design) == ("helped", "before_after")


def test_effect_takes_away_the_change_of_the_comparison(in_satama: World):
    for place, before, after in ((in_satama.phone, 40, 80), (in_satama.desk, 40, 60)):
        hear(place, {10: before, 8: 100 - before}, happened_at=NOON - timedelta(days=3))
        hear(place, {10: after, 8: 100 - after})
    found = effect(
        NPS,
        touchpoint=in_satama.phone,
        comparison=in_satama.desk,
        changed_on=date(2026, 11, 2),
        window_days=28,
        size=5.0,
        today=date(2026, 12, 24),
    )
    assert (found.value, found.design) == (20.0, "difference_in_differences")


def answered_by(world: World, place: Touchpoint, agents: list[Member], shares: list[tuple[int, int]]) -> None:
    """Twenty answers of each agent before and after, with so many promoters; the others are passive."""
    for agent, both in zip(agents, shares, strict=True):
        for when, promoters in zip((NOON - timedelta(days=3), NOON), both, strict=True):
            Measurement.objects.bulk_create(
                Measurement(
                    organisation=world.satama,
                    kind="nps",
                    value=10 if number < promoters else 8,
                    touchpoint=place,
                    agent=agent,
                    happened_at=when,
                    source="api",
                )
                for number in range(20)
            )


def judged(world: World) -> Effect:
    return effect(
        NPS,
        touchpoint=world.phone,
        comparison=world.desk,
        changed_on=date(2026, 11, 2),
        window_days=28,
        size=5.0,
        today=date(2026, 12, 24),
    )


def test_effect_beside_a_comparison_has_agents_for_witnesses_where_there_are_enough(in_satama: World):
    """Six agents each: changes of 8, 8, 6, 10, 8, 8 promoters of 20 here, of 2, 2, 0, 4, 2, 2 there.

    In points 40, 40, 30, 50, 40, 40 less 10, 10, 0, 20, 10, 10: 30. Each side's squared pulls
    ((40 - 30) / 6)² twice; CR1 with 6 clusters of 240 answers: 6/5 · 239/238; both sides alike, so ten degrees.
    """
    agents = [member(in_satama.satama, f"Agentti{number}", Member.Role.AGENT) for number in range(12)]
    changes = [8, 8, 6, 10, 8, 8]
    answered_by(in_satama, in_satama.phone, agents[:6], [(6, 6 + one) for one in changes])
    answered_by(in_satama, in_satama.desk, agents[6:], [(6, one) for one in changes])
    found = judged(in_satama)
    assert (found.formula, found.clusters) == ("clustered_difference_in_differences", 12)
    error = (2 * 2 * (10 / 6) ** 2 * 6 / 5 * 239 / 238) ** 0.5
    assert found.value == pytest.approx(30)
    assert found.high - found.value == pytest.approx(2.228139 * error, rel=1e-5)
    assert (found.n_before, found.n_after, found.verdict) == (120, 120, "helped")


def test_effect_with_few_or_common_agents_takes_each_answer_for_a_witness(in_satama: World):
    agents = [member(in_satama.satama, f"Agentti{number}", Member.Role.AGENT) for number in range(6)]
    for place in (in_satama.phone, in_satama.desk):
        answered_by(in_satama, place, agents, [(6, 12)] * 6)
    found = judged(in_satama)
    assert (found.formula, found.clusters) == ("difference_in_differences", 0)


def test_effect_on_a_median_has_no_agents_for_witnesses(in_satama: World):
    """36 of 120 took 10 s before and 84 after, the others 8 s: the median rises by 2 s; there it stays."""
    agents = [member(in_satama.satama, f"Agentti{number}", Member.Role.AGENT) for number in range(12)]
    answered_by(in_satama, in_satama.phone, agents[:6], [(6, 14)] * 6)
    answered_by(in_satama, in_satama.desk, agents[6:], [(6, 6)] * 6)
    Measurement.objects.update(kind="case_reacted_seconds")
    found = effect(
        METRICS["case_reaction_time"],
        touchpoint=in_satama.phone,
        comparison=in_satama.desk,
        changed_on=date(2026, 11, 2),
        window_days=28,
        direction="down",
        size=1.0,
        today=date(2026, 12, 24),
    )
    assert (found.formula, found.clusters) == ("difference_in_differences", 0)
    assert found.value == pytest.approx(2 / 3600)


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if metric.answers])
def test_what_answers_add_to_a_metric_makes_the_metric(key: str):
    metric = METRICS[key]
    counts = {float(value): 3 + number for number, value in enumerate(metric.answers)}
    scores = metric.scored(counts)
    assert bool(scores) is (key not in {"opt_out_rate", "response_rate"})
    if not scores:
        return
    mean = sum(score * count for score, count in scores.items()) / sum(scores.values())
    assert mean == pytest.approx(metric.sample(counts).value)


def test_effect_without_answers_on_one_side_cannot_be_told(in_satama: World):
    hear(in_satama.phone, {10: 50}, happened_at=NOON - timedelta(days=3))
    found = effect(
        NPS, touchpoint=in_satama.phone, changed_on=date(2026, 11, 2), window_days=28, today=date(2026, 11, 2)
    )
    assert (found.verdict, found.value, found.n_before, found.n_after) == ("cannot_tell", 0.0, 50, 0)


def test_effect_judges_a_fall_that_was_wanted_as_help(in_satama: World):
    hear(in_satama.phone, {5: 60, 4: 40}, kind="ces_1_5", happened_at=NOON - timedelta(days=3))
    hear(in_satama.phone, {1: 50, 2: 50}, kind="ces_1_5")
    found = effect(
        METRICS["ces_1_5_mean"],
        touchpoint=in_satama.phone,
        changed_on=date(2026, 11, 2),
        window_days=28,
        direction="down",
        size=1.0,
        today=date(2026, 12, 24),
    )
    assert (round(found.value, 2), found.verdict) == (-3.1, "helped")
