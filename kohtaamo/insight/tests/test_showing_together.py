"""Correlation, drivers, cases and business figures as files and behind links: same numbers, no single people."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.correlating import Known, Series, correlate
from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.insight.figures.monthly import first_day, month_of
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.sharing import share
from kohtaamo.insight.showing import Asked, query_of
from kohtaamo.insight.showing.kept import NotKeptError, kept
from kohtaamo.insight.showing.together import Correlated, points_of_pair
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
STARTS = {"svg": b"<svg ", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
ADDRESSES = {
    "pairs": "metric=metric:nps&against=figure:revenue&lag=1",
    "correlations": "",
    "drivers": "metric=nps&days=90",
    "steps": "journey=own&s1={phone}&s2={desk}&days=90",
    "follows": "days=90",
    "figures": "",
    "figure": "figure=revenue",
    "figure-places": "figure=revenue",
}
PAGE_OF = {
    "correlation": ("pairs", "correlations"),
    "driving": ("drivers",),
    "paths": ("steps", "follows"),
    "figures": ("figures",),
    "figure": ("figure", "figure-places"),
}
LEVELS = (3, 8, 1, 6, 11, 0, 5, 10, 2, 7, 4, 9)


def heard(world: World, kind: str, value: float, when: datetime, **more: Any) -> Measurement:
    given = {"touchpoint": world.phone, "source": "api", **more}
    return Measurement(organisation=world.satama, kind=kind, value=value, happened_at=when, **given)


def a_year(world: World) -> None:
    """Revenue follows NPS of twelve whole months, one month later."""
    revenue = define([Definition(key="revenue", name="Liikevaihto", measure="€", is_summed=True)])["revenue"]
    this = month_of(today())
    for step, level in enumerate(LEVELS):
        start = first_day(this - 13 + step)
        when = datetime(start.year, start.month, 10, 12, tzinfo=UTC)
        counts = {9: level + 1, 5: 19 - level}
        Measurement.objects.bulk_create(
            heard(world, "nps", value, when, unit=world.unit) for value, n in counts.items() for _ in range(n)
        )
        value = IncomingFigure(
            figure=revenue,
            size="month",
            starts_on=first_day(this - 12 + step),
            value=1000.0 + 10 * level,
            unit=world.unit,
        )
        record_figures([value])


def answers(world: World) -> None:
    """Eighty people answered two things; the first follows the second, and one comment tells who wrote it."""
    when = timezone.now() - timedelta(days=2)
    for number in range(80):
        answer = Answer.objects.create(
            organisation=world.satama,
            uid=f"a-{number}",
            touchpoint=world.phone,
            happened_at=when,
        )
        Comment.objects.create(
            organisation=world.satama,
            answer=answer,
            question="why",
            text="Minä olen Eero Salainen",
            touchpoint=world.phone,
            happened_at=when,
        )
        for kind, value in (("nps", 10 - 5 * (number % 2)), ("csat", 5 - number % 2 * 2 - number % 3 % 2)):
            heard(world, kind, value, when, answer=answer).save()


def cases(world: World) -> None:
    """Fifteen of twenty cases go from the phone to the desk; two go to a place of their own."""
    when = timezone.now() - timedelta(days=9)
    rare = Touchpoint.objects.create(name="Harvinainen piste")
    rows = [heard(world, "encounter", 1, when, case=case) for case in range(1, 21)]
    later = [(case, world.desk) for case in range(1, 16)] + [(case, rare) for case in (18, 19)]
    rows += [
        heard(world, "encounter", 1, when + timedelta(hours=3), case=case, touchpoint=place)
        for case, place in later
    ]
    Measurement.objects.bulk_create(rows)


@pytest.fixture
def told(world: World) -> World:
    with working_for(world.satama):
        a_year(world)
        answers(world)
        cases(world)
    return world


def taken(client: Client, world: World, part: str, ending: str) -> Any:
    address = ADDRESSES[part].format(phone=world.phone.pk, desk=world.desk.pk)
    return client.get(f"/o/satama/insight/export/{part}/?as={ending}&{address}")


def rows_of(client: Client, world: World, part: str) -> list[dict[str, str]]:
    text = taken(client, world, part, "csv").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_each_part_is_to_be_had_in_each_format(told: World, browse: Browse) -> None:
    client = browse(told.aino)
    for part in ADDRESSES:
        for ending, start in STARTS.items():
            response = taken(client, told, part, ending)
            assert (part, ending, response.status_code) == (part, ending, 200)
            assert response.content.startswith(start)
        svg = taken(client, told, part, "svg").content.decode()
        assert "var(" not in svg
        assert "Satama" in "".join(ET.fromstring(svg).itertext())  # noqa: S314 - our own text


def test_points_of_a_pair_are_two_lines_each_and_the_correlation_stands_in_the_table(
    told: World, browse: Browse
) -> None:
    client = browse(told.aino)
    points = rows_of(client, told, "pairs")
    assert len(points) == 24
    # the first month: 4 promoters and 16 detractors of 20, and the revenue of the month after it
    assert [row["Arvo"] for row in points[:2]] == ["-60", "1030"]
    assert {row["Kuukausi"] for row in points[:2]} == {points[0]["Kuukausi"]}
    found = [row for row in rows_of(client, told, "correlations") if row["Arvo"] == "1"]
    assert {(row["n"], row["Huomautus"]) for row in found} == {
        ("12", "tuskin sattumaa, kun kaikki kokeiltu lasketaan")
    }


def test_steps_tell_shares_of_all_and_what_is_rare_is_not_told(told: World, browse: Browse) -> None:
    client = browse(told.aino)
    step = next(row for row in rows_of(client, told, "steps") if row["Askel"] == "Palvelupiste")
    assert (step["Arvo"], step["n"]) == ("75", "15")
    follows = rows_of(client, told, "follows")
    assert "Harvinainen piste" not in str(follows)
    assert {row["n"] for row in follows if row["Mihin"] == "Palvelupiste"} == {"15"}


def test_workbook_tells_formula_version_rows_and_how_to_ask_again(told: World, browse: Browse) -> None:
    content = taken(browse(told.aino), told, "drivers", "xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[1]
    facts = [(row[0].value, row[1].value) for row in sheet.iter_rows()]
    assert ("Rivit", 80) in facts
    assert ("Kaavan versio", 1) in facts
    assert ("Kysy uudelleen", "GET /o/satama/insight/export/drivers/?metric=nps&days=90&as=csv") in facts


@pytest.mark.parametrize("page", PAGE_OF)
def test_page_offers_files_and_links_of_its_parts(told: World, browse: Browse, page: str) -> None:
    address = {"driving": "drivers", "figure": "figures/of/revenue"}.get(page, page)
    query = ADDRESSES[PAGE_OF[page][0]].format(phone=told.phone.pk, desk=told.desk.pk)
    text = browse(told.aino).get(f"/o/satama/insight/{address}/?{query}").content.decode()
    assert f'name="page" value="{page}"' in text
    for part in PAGE_OF[page]:
        assert f"export/{part}/?as=png" in text


@pytest.mark.parametrize("page", PAGE_OF)
def test_link_shows_the_page_without_text_or_ways_further(told: World, page: str) -> None:
    query = ADDRESSES[PAGE_OF[page][0]].format(phone=told.phone.pk, desk=told.desk.pk)
    with working_for(told.satama):
        parameters = kept(page, query)
        secret = share(name="Hallitus", page=page, parameters=parameters, days=7, actor=told.aino)[1]
    text = Client().get(f"/shared/{secret}/").content.decode()
    assert text.count("<section") >= len(PAGE_OF[page])
    assert "/o/satama/" not in text
    assert "/insight/" not in text
    assert "Salainen" not in text
    assert "Harvinainen" not in text


def series(key: str, *, is_private: bool = False) -> Series:
    cells: dict[tuple[int | None, int], float] = {
        (1, 24_000 + month): value for month, value in enumerate(LEVELS)
    }
    return Series(key, key, "", cells, is_private)


@pytest.mark.parametrize(
    ("grain", "is_private", "for_members"),
    [("customer", False, True), ("unit", True, True), ("unit", False, False)],
)
def test_points_of_customers_and_own_people_are_left_out_of_links(
    in_satama: World, grain: str, is_private: bool, for_members: bool
) -> None:
    first, second = series("metric:a", is_private=is_private), series("figure:b")
    known = Known(grain, [first], [second])  # type: ignore[arg-type]
    chosen = correlate(known, first, second, 0)
    asked = Asked.of(query_of({}))
    asked.made["correlated"] = Correlated((), (known.grain,), known, [chosen], chosen)
    part = points_of_pair(asked)
    assert part is not None
    assert part.is_for_members is for_members


def test_link_of_customers_tells_the_correlation_but_none_of_the_customers(told: World) -> None:
    with working_for(told.satama):
        revenue = define([Definition(key="revenue", name="Liikevaihto", measure="€", is_summed=True)])[
            "revenue"
        ]
        start = first_day(month_of(today()) - 3)
        for number in range(12):
            person = Customer.objects.create(organisation=told.satama, key=f"asiakas-{number}")
            when = datetime(start.year, start.month, 10, tzinfo=UTC)
            heard(told, "csat", 1 + number % 5, when, customer=person).save()
            value = 70_000.0 + 1000 * (number % 5)
            record_figures(
                [IncomingFigure(figure=revenue, size="month", starts_on=start, value=value, customer=person)]
            )
        parameters = {"by": "customer", "metric": "metric:csat_mean", "against": "figure:revenue", "lag": "0"}
        secret = share(name="A", page="correlation", parameters=parameters, days=7, actor=told.aino)[1]
    text = Client().get(f"/shared/{secret}/").content.decode()
    assert "+1,00" in text
    assert "n&nbsp;12" in text or "n 12" in text
    assert "asiakas-" not in text
    assert "70\u00a0000" not in text
    assert "k-chart" not in text


def test_figure_that_there_is_not_cannot_be_kept(in_satama: World) -> None:
    with pytest.raises(NotKeptError):
        kept("figure", "figure=nothing")
