"""Files of charts: the numbers of the screen, whole pictures, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from itertools import product
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone, translation

from kohtaamo.insight.exporting import file_of
from kohtaamo.insight.exporting.drawing import wrapped
from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.services import set_target
from kohtaamo.insight.showing import PARTS, part_of, query_of
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]

# what more than answers is needed for stands in `test_showing_together.py` and `test_survey_results.py`
OTHERS = {
    "drivers",
    "steps",
    "follows",
    "pairs",
    "correlations",
    "figures",
    "figure",
    "figure-places",
    "survey-results",
    "survey-groups",
    "survey-waves",
}
EVERY_PART = [part for part in PARTS if part not in OTHERS]
ADDRESS = "metric=nps&days=90&rows=touchpoint&columns=month&by=touchpoint&split=touchpoint"
STARTS = {"svg": b"<svg ", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF-"}


@pytest.fixture
def told(world: World) -> World:
    now = timezone.now()
    with working_for(world.satama):
        for months in range(4):
            when = now - timedelta(days=25 * months)
            hear(world.phone, {10: 20 + months, 0: 30}, when)
            hear(world.desk, {9: 30, 6: 2}, when)
        hear(Touchpoint.objects.create(name="=HYPERLINK(1)"), {10: 20, 0: 20}, now)
        hear(Touchpoint.objects.create(name="Hiljainen"), {10: 2}, now)
    return world


def taken(client: Client, part: str, ending: str, address: str = ADDRESS) -> Any:
    return client.get(f"/o/satama/insight/export/{part}/?as={ending}&{address}")


def lines(client: Client, part: str, address: str = ADDRESS) -> list[dict[str, str]]:
    text = taken(client, part, "csv", address).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_each_part_is_to_be_had_in_each_format(told: World, browse: Browse):
    client = browse(told.aino)
    for part, (ending, start) in product(EVERY_PART, STARTS.items()):
        response = taken(client, part, ending)
        assert (part, ending, response.status_code) == (part, ending, 200)
        assert response.content.startswith(start)
        assert response["Content-Disposition"].endswith(f'.{ending}"')


def test_csv_has_the_numbers_and_a_comma_as_finnish_spreadsheets_read_them(told: World, browse: Browse):
    row = next(
        one for one in lines(browse(told.aino), "metric-groups") if one["Kontaktipiste"] == "Palvelupiste"
    )
    # 120 promoters and 8 detractors of 128
    assert row["Arvo"] == "87,5"
    assert row["n"] == "128"


def test_a_file_tells_the_target_that_each_row_is_judged_by(told: World, browse: Browse):
    client = browse(told.aino)
    assert {row["Tavoitetaso"] for row in lines(client, "metric-groups")} == {""}
    with working_for(told.satama):
        set_target(metric=METRICS["nps"], value=10, actor=told.aino)
        set_target(metric=METRICS["nps"], value=-5.5, touchpoint=told.phone, actor=told.aino)
    told_by_place = {row["Kontaktipiste"]: row["Tavoitetaso"] for row in lines(client, "metric-groups")}
    assert (told_by_place["Puhelinpalvelu"], told_by_place["Palvelupiste"]) == ("-5,5", "10")


def test_names_that_a_spreadsheet_would_run_are_only_text(told: World, browse: Browse):
    client = browse(told.aino)
    assert "'=HYPERLINK(1)" in {row["Kontaktipiste"] for row in lines(client, "metric-groups")}
    book = openpyxl.load_workbook(BytesIO(taken(client, "metric-groups", "xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"} == {"s"}


def test_what_is_hidden_on_the_page_is_hidden_in_the_file(told: World, browse: Browse):
    few = next(
        one for one in lines(browse(told.aino), "metric-groups") if one["Kontaktipiste"] == "Hiljainen"
    )
    assert [few[name] for name in ("Arvo", "Alapää", "Yläpää")] == ["", "", ""]


def test_workbook_tells_formula_version_question_and_rows(told: World, browse: Browse):
    content = taken(
        browse(told.aino), "trend", "xlsx", f"metric=nps&days=90&touchpoint={told.desk.pk}"
    ).content
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[1]
    facts: dict[Any, Any] = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert facts["Rivit"] == 128
    assert facts["Kaavan versio"] == 1
    assert facts["Rajattu"] == "Kontaktipiste: Palvelupiste"
    assert facts["Kysy uudelleen"].endswith("--where touchpoint=Palvelupiste --by week")


def test_pictures_stand_alone(told: World):
    """Each is one whole document without a reference to our style sheet, and says whose it is."""
    asked = query_of({"metric": "nps", "columns": "month", "split": "touchpoint"})
    for part in EVERY_PART:
        with working_for(told.satama), translation.override("fi"):
            found = part_of(part, asked)
            assert found is not None
            svg = file_of(found, "svg").decode()
        assert "var(" not in svg
        texts = "".join(ET.fromstring(svg).itertext())  # noqa: S314 - our own text
        assert "Satama" in texts
        assert "kaavan versio" in texts


def test_figure_of_business_is_a_file_too(told: World, browse: Browse):
    with working_for(told.satama):
        made = define([Definition(key="revenue", name="Liikevaihto", measure="€", is_summed=True)])["revenue"]
        values = [(date(2026, 3, 1), 1200.5), (date(2026, 4, 1), 99.0)]
        record_figures(
            [IncomingFigure(figure=made, size="month", starts_on=day, value=one) for day, one in values]
        )
    client = browse(told.aino)
    assert [row["Arvo"] for row in lines(client, "figure", "figure=revenue")] == ["1200,5", "99"]
    assert taken(client, "figure", "png", "figure=revenue").content.startswith(STARTS["png"])
    assert "export/figure/" in client.get("/o/satama/insight/figures/of/revenue/").content.decode()


def test_address_of_nothing_is_not_found(told: World, browse: Browse):
    client = browse(told.aino)
    assert taken(client, "trend", "exe").status_code == 404
    assert taken(client, "nothing", "csv").status_code == 404


def test_text_is_broken_between_words_to_fit():
    assert wrapped("aaa bbb ccc", 5 * 10, 10 / 0.56) == ["aaa", "bbb", "ccc"]
    assert wrapped("aa bb cc", 5 * 10, 10 / 0.56) == ["aa bb", "cc"]
