from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.insight.board.making import make_report, order_report
from kohtaamo.insight.board.when import named
from kohtaamo.insight.jobs import make_board_report
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BoardReport, Measurement
from kohtaamo.insight.services import set_target
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]
IN_OCTOBER = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture
def report(world: World) -> BoardReport:
    with working_for(world.satama):
        hear(world.phone, {10: 20, 8: 20, 0: 60}, IN_OCTOBER)
        set_target(metric=METRICS["nps"], value=10.0)
        return made("2026-10")


def made(name: str) -> BoardReport:
    size, period = named(name)
    report = order_report(size=size, period=period)
    make_report(report=report)
    return report


def test_no_report_yet_offers_to_make_one(world: World, browse: Browse):
    page = browse(world.aino).get("/o/satama/insight/reports/").content.decode()
    assert 'class="empty' in page
    assert "/o/satama/insight/reports/new/" in page


def test_one_who_only_reads_is_not_offered_to_make_one(world: World, browse: Browse):
    page = browse(world.onni).get("/o/satama/insight/reports/").content.decode()
    assert "/insight/reports/new/" not in page


@time_machine.travel(NOW, tick=False)
def test_a_report_is_ordered_made_and_shown(world: World, browse: Browse):
    client = browse(world.aino)
    with working_for(world.satama):
        hear(world.phone, {10: 20, 8: 20, 0: 60}, IN_OCTOBER)
    answer = client.post("/o/satama/insight/reports/new/", {"period": "2026-10"})
    assert answer.status_code == 302
    waiting = client.get(answer["Location"]).content.decode()
    assert "<progress" in waiting
    with working_for(world.satama):
        ordered = BoardReport.objects.get()
    assert (ordered.status, ordered.with_quotes) == ("waiting", False)
    make_board_report.func(world.satama.pk, ordered.pk)
    done = client.get(f"/o/satama/insight/reports/{ordered.pk}/progress/")
    assert done["HX-Refresh"] == "true"
    page = client.get(answer["Location"]).content.decode()
    assert "−40" in page
    assert "kohtaamo measure nps --from 2026-10-01 --to 2026-10-31" in page


@time_machine.travel(NOW, tick=False)
def test_a_period_that_is_not_over_is_refused(world: World, browse: Browse):
    answer = browse(world.aino).post("/o/satama/insight/reports/new/", {"period": "2026-11"})
    assert answer.status_code == 422
    with working_for(world.satama):
        assert not BoardReport.objects.exists()


def test_a_changed_row_is_marked_on_the_page_and_making_anew_keeps_the_old(
    report: BoardReport, world: World, browse: Browse
):
    client = browse(world.aino)
    client.cookies["django_language"] = "en"
    path = f"/o/satama/insight/reports/{report.pk}/"
    assert "Out of date" not in client.get(path).content.decode()
    with working_for(world.satama):
        Measurement.objects.filter(
            pk=Measurement.objects.order_by("pk").values_list("pk", flat=True)[0]
        ).update(value=3)
    assert "Out of date: its rows have changed" in client.get(path).content.decode()
    answer = client.post(f"{path}edition/")
    with working_for(world.satama):
        anew = BoardReport.objects.get(edition=2)
        assert BoardReport.objects.count() == 2
    assert answer["Location"].endswith(f"/insight/reports/{anew.pk}/")
    assert "Out of date" in client.get(path).content.decode()


def test_a_report_left_behind_can_be_tried_again_by_one(report: BoardReport, world: World, browse: Browse):
    with working_for(world.satama):
        BoardReport.objects.update(status="failed")
    client = browse(world.aino)
    path = f"/o/satama/insight/reports/{report.pk}/"
    assert f"{path}edition/" in client.get(path).content.decode()
    client.post(f"{path}edition/")
    with working_for(world.satama):
        assert BoardReport.objects.get().status == "waiting"


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("pptx", b"PK"), ("xlsx", b"PK")])
def test_files_are_named_by_their_period_and_language(
    report: BoardReport, world: World, browse: Browse, ending: str, start: bytes
):
    answer = browse(world.onni).get(f"/o/satama/insight/reports/{report.pk}/{ending}/?language=en")
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="report-2026-10-en.{ending}"'


def test_an_unfinished_report_has_no_file(report: BoardReport, world: World, browse: Browse):
    with working_for(world.satama):
        BoardReport.objects.update(status="running")
    assert browse(world.onni).get(f"/o/satama/insight/reports/{report.pk}/pdf/").status_code == 404


def test_a_report_is_removed(report: BoardReport, world: World, browse: Browse):
    browse(world.aino).post(f"/o/satama/insight/reports/{report.pk}/removal/")
    with working_for(world.satama):
        assert not BoardReport.objects.exists()


def test_three_touchpoints_cost_the_queries_of_one(report: BoardReport, world: World, browse: Browse):
    client = browse(world.aino)
    one = cost(client, report)
    with working_for(world.satama):
        for name in ("Chatti", "Sovellus"):
            hear(Touchpoint.objects.create(name=name), {10: 30, 0: 10}, IN_OCTOBER)
        three = made("2026-10")
    assert cost(client, three) == one


def cost(client: Client, report: BoardReport) -> int:
    path = f"/o/satama/insight/reports/{report.pk}/"
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)
