from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from kohtaamo.encounters.models import Customer
from kohtaamo.insight import correlating
from kohtaamo.insight.correlating import Known, Series, correlate, grains_told, known_at, pairs, whole_table
from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.insight.figures.monthly import first_day, month_of
from kohtaamo.insight.models import BusinessFigure, Measurement
from kohtaamo.insight.showing.together import scatter
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/correlation/"


def series(key: str, values: list[float], *, place: int = 1, is_private: bool = False) -> Series:
    cells: dict[correlating.Cell, float] = {
        (place, 24_000 + month): value for month, value in enumerate(values)
    }
    return Series(key, key, "", cells, is_private)


def known(*given: Series, metrics: int = 1, grain: str = "unit") -> Known:
    return Known(grain, list(given[:metrics]), list(given[metrics:]))  # type: ignore[arg-type]


def rho(first: list[float], second: list[float], lag: int = 0) -> float | None:
    one, other = series("metric:a", first), series("figure:b", second)
    return correlate(known(one, other), one, other, lag).correlation.rho


RISING = [float(number) for number in range(10)]


def test_a_figure_that_rises_with_the_metric_goes_with_it_fully() -> None:
    assert rho(RISING, [value**3 for value in RISING]) == pytest.approx(1)


def test_a_figure_that_falls_goes_fully_against_it() -> None:
    assert rho(RISING, [-value for value in RISING]) == pytest.approx(-1)


def test_exactly_half_of_eleven_months() -> None:
    """Exchanged are 0 and 7 (2 · 49), 8 and 10 (2 · 4), 1 and 2, 3 and 4 (2 each): Σd² = 110.

    1 - 6 · 110 / (11 · 120) = 0.5.
    """
    first = [float(number) for number in range(11)]
    second = [7.0, 2.0, 1.0, 4.0, 3.0, 5.0, 6.0, 0.0, 10.0, 9.0, 8.0]
    assert rho(first, second) == pytest.approx(0.5, abs=1e-12)


def test_a_lag_sets_each_month_beside_a_later_one() -> None:
    """The figure is the metric of two months before, so only the lag of two goes fully together."""
    first = [3.0, 9.0, 1.0, 7.0, 5.0, 8.0, 2.0, 6.0, 4.0, 0.0, 11.0, 10.0, 12.0]
    second = [-5.0, 20.0, *first[:-2]]
    assert rho(first, second, 2) == pytest.approx(1)
    assert abs(rho(first, second, 0) or 0) < 0.9


def test_pairs_are_of_one_place_and_counted() -> None:
    first = Series("metric:a", "a", "", {(1, 5): 1.0, (2, 5): 2.0, (1, 6): 3.0})
    second = Series("figure:b", "b", "", {(1, 6): 10.0, (2, 7): 20.0, (1, 7): 30.0})
    found = pairs(first, second, 1)
    assert [(pair.place, pair.month, pair.first, pair.second) for pair in found] == [
        (1, 5, 1.0, 10.0),
        (1, 6, 3.0, 30.0),
    ]
    newest = pairs(first, second, 1, once_a_place=True)
    assert [(pair.place, pair.month) for pair in newest] == [(1, 6)]


def test_nine_pairs_are_too_few() -> None:
    assert rho(RISING[:9], RISING[:9]) is None


def test_the_whole_table_marks_what_stands_among_all() -> None:
    jumping = [3.0, 8.0, 1.0, 6.0, 9.0, 0.0, 5.0, 2.0, 7.0, 4.0]
    metric = series("metric:a", jumping)
    real = series("figure:real", [value * 2 for value in jumping])
    noise = series("figure:noise", [5.0, 1.0, 8.0, 2.0, 9.0, 0.0, 4.0, 7.0, 3.0, 6.0])
    table = whole_table(known(metric, real, noise), [0])
    assert [(one.second.key, one.is_believed) for one in table] == [
        ("figure:real", True),
        ("figure:noise", False),
    ]


def test_two_things_that_only_rise_are_few_witnesses() -> None:
    """Every month is like the one before, so ten of them tell hardly more than that both rose."""
    one, other = series("metric:a", RISING), series("figure:b", RISING)
    found = correlate(known(one, other), one, other, 0).correlation
    assert found.rho == pytest.approx(1)
    assert found.p > 0.01


def test_own_people_are_set_against_customers_but_not_against_themselves() -> None:
    staff, customers = series("metric:enps", RISING, is_private=True), series("metric:nps", RISING)
    table = whole_table(known(staff, customers, metrics=2), [0])
    assert [(one.first.key, one.second.key) for one in table] == [("metric:nps", "metric:enps")]


def hear(touchpoint: Touchpoint, unit: Unit | None, month: int, counts: dict[int, int], kind: str) -> None:
    start = first_day(month)
    moment = datetime(start.year, start.month, 10, 12, tzinfo=UTC)
    Measurement.objects.bulk_create(
        Measurement(
            organisation_id=touchpoint.organisation_id,
            kind=kind,
            value=value,
            touchpoint=touchpoint,
            unit=unit,
            happened_at=moment + timedelta(minutes=number),
            source="api",
        )
        for value, n in counts.items()
        for number in range(n)
    )


def a_year(world: World, *, kind: str = "nps", n: int = 20) -> BusinessFigure:
    """NPS of twelve whole months goes up and down, and revenue follows it a month later."""
    revenue = define([Definition(key="revenue", name="Liikevaihto", measure="€", is_summed=True)])["revenue"]
    this = month_of(today())
    for step, level in enumerate((3, 8, 1, 6, 11, 0, 5, 10, 2, 7, 4, 9)):
        hear(world.phone, world.unit, this - 13 + step, {9: level + 1, 5: n - level - 1}, kind)
        record_figures(
            [
                IncomingFigure(
                    figure=revenue,
                    size="month",
                    starts_on=first_day(this - 12 + step),
                    value=1000.0 + 10 * level,
                    unit=world.unit,
                )
            ]
        )
    return revenue


def test_metric_and_figure_of_a_unit_are_found_with_their_lag(in_satama: World) -> None:
    revenue = a_year(in_satama)
    assert grains_told([revenue]) == ["unit"]
    told = known_at("unit", [revenue])
    first, second = told.series("metric:nps"), told.series("figure:revenue")
    assert first is not None
    assert second is not None
    assert len(first.values) == 12
    found = correlate(told, first, second, 1).correlation
    assert found.rho == pytest.approx(1)
    assert found.n == 12


def test_the_month_going_on_is_left_out(in_satama: World) -> None:
    revenue = a_year(in_satama)
    this = month_of(today())
    hear(in_satama.phone, in_satama.unit, this, {0: 30}, "nps")
    record_figures(
        [
            IncomingFigure(
                figure=revenue, size="month", starts_on=first_day(this), value=1, unit=in_satama.unit
            )
        ]
    )
    told = known_at("unit", [revenue])
    assert all(month < this for one in [*told.metrics, *told.figures] for _, month in one.values)


def test_months_with_too_few_answers_of_own_people_make_no_pair(in_satama: World) -> None:
    revenue = a_year(in_satama, kind="enps", n=12)
    hear(in_satama.phone, in_satama.unit, month_of(today()) - 20, {9: 2}, "enps")
    staff = known_at("unit", [revenue]).series("metric:enps")
    months = {month for _, month in staff.values} if staff else set()
    assert month_of(today()) - 20 not in months


def test_a_customer_counts_once_with_her_newest_month(in_satama: World) -> None:
    revenue = define([Definition(key="revenue")])["revenue"]
    this = month_of(today())
    for number in range(12):
        person = Customer.objects.create(organisation=in_satama.satama, key=f"c{number}")
        for back in (5, 3):
            start = first_day(this - back)
            Measurement.objects.create(
                organisation=in_satama.satama,
                kind="csat",
                value=1 + number % 5,
                touchpoint=in_satama.phone,
                customer=person,
                happened_at=datetime(start.year, start.month, 10, tzinfo=UTC),
                source="api",
            )
            record_figures(
                [
                    IncomingFigure(
                        figure=revenue,
                        size="month",
                        starts_on=start,
                        value=100.0 * (number % 5),
                        customer=person,
                    )
                ]
            )
    told = known_at("customer", [revenue])
    first, second = told.series("metric:csat_mean"), told.series("figure:revenue")
    assert first is not None
    assert second is not None
    found = correlate(told, first, second, 0).correlation
    assert found.rho == pytest.approx(1)
    assert found.n == 12


def test_the_page_tells_the_find_its_pairs_and_that_it_is_no_cause(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        a_year(world)
    client = browse(world.aino)
    client.cookies["django_language"] = "en"
    page = client.get(f"{PAGE}?metric=metric:nps&against=figure:revenue&lag=1")
    text = page.content.decode()
    assert page.context["pair"]["n"] == 12
    assert page.context["pair"]["state"] == "found"
    assert "does not tell that one causes the other" in text
    assert len(page.context["pair"]["chart"].rows) == 12


def test_places_of_own_people_and_customers_are_not_named_in_the_picture(in_satama: World) -> None:
    staff, customers = series("metric:enps", RISING, is_private=True), series("metric:nps", RISING)
    place = in_satama.unit.pk
    for grain, first, is_named in (
        ("unit", staff, False),
        ("customer", customers, False),
        ("unit", customers, True),
    ):
        other = series("figure:revenue", RISING, place=place)
        mine = Series(
            first.key, first.name, "", {(place, 24_000 + month): 1.0 for month in range(10)}, first.is_private
        )
        told = known(mine, other, grain=grain)
        drawn = scatter(told, correlate(told, mine, other, 0), pairs(mine, other, 0))
        assert (drawn.rows[0][0] == in_satama.unit.name) is is_named


def test_an_empty_organisation_is_told_what_will_be_here(world: World, browse: Browse) -> None:
    assert 'class="empty' in browse(world.aino).get(PAGE).content.decode()


def test_whole_months_of_three_years_are_looked_at() -> None:
    period = correlating.whole_months(date(2026, 11, 22))
    assert (period.start, period.end) == (date(2023, 11, 1), date(2026, 11, 1))
