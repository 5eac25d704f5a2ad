from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.insight.figures import Definition, IncomingFigure, carry_out, define, record_figures
from kohtaamo.insight.models import BusinessFigure, FigureImport, FigureValue
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/figures/"
FILE = "kuukausi;yksikkö;Liikevaihto\n2026-01;Asiakaspalvelu;1200,5\n2026-02;Ei ole;99\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def bring(client: Client, text: str = FILE) -> str:
    """The address of the columns of a file brought on the page."""
    upload = SimpleUploadedFile("luvut.csv", text.encode())
    return str(client.post(f"{PAGE}new/", {"file": upload})["Location"])


def columns(**changes: str) -> dict[str, str]:
    told = {
        "size": "month",
        "role-0": "period",
        "role-1": "unit",
        "role-2": "figure",
        "name-2": "Liikevaihto",
        "measure-2": "€",
        "direction-2": "high_is_good",
        "summed-2": "1",
    }
    return {**told, **changes}


def test_a_file_is_guessed_previewed_imported_and_seen(world: World, browse: Browse) -> None:
    client = browse(world.aino)
    address = bring(client)
    page = client.get(address).content.decode()
    assert 'value="figure" selected' in page
    assert "Asiakaspalvelu" in page
    client.post(address, {**columns(), "act": "import"})
    with working_for(world.satama):
        brought = FigureImport.objects.get()
        assert brought.status == "waiting"
        carry_out(brought=brought)
        assert FigureValue.objects.get().value == 1200.5
        assert (brought.status, brought.stored, brought.refused, brought.file) == ("done", 1, 1, "")
    assert "Ei ole" in client.get(address).content.decode()
    assert "Liikevaihto" in client.get(PAGE).content.decode()
    detail = client.get(f"{PAGE}of/liikevaihto/")
    assert detail.context["places"][0][0] == "Asiakaspalvelu"


def test_the_preview_follows_what_is_chosen(world: World, browse: Browse) -> None:
    client = browse(world.aino)
    address = bring(client)
    answer = client.post(address, columns(**{"role-0": ""}), headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert answer.context["complaint"]


def test_a_file_that_turns_a_known_figure_round_is_refused_on_the_page(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        define([Definition(key="liikevaihto", name="Liikevaihto", higher_is_better=True)])
    client = browse(world.aino)
    address = bring(client)
    answer = client.post(address, {**columns(**{"direction-2": "low_is_good"}), "act": "import"})
    assert "Liikevaihto" in answer.context["complaint"]
    with working_for(world.satama):
        assert FigureImport.objects.get().status == "new"


def test_a_file_can_be_taken_away_before_it_is_imported(world: World, browse: Browse) -> None:
    client = browse(world.aino)
    client.post(f"{bring(client)}removal/")
    with working_for(world.satama):
        assert not FigureImport.objects.exists()


def test_an_unreadable_file_is_told_at_once(world: World, browse: Browse) -> None:
    upload = SimpleUploadedFile("kuva.png", b"\x89PNG....")
    answer = browse(world.aino).post(f"{PAGE}new/", {"file": upload})
    assert answer.status_code == 422


def test_who_only_reads_may_not_bring_figures(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    assert client.get(f"{PAGE}new/").status_code == 403
    assert f"{PAGE}new/" not in client.get(PAGE).content.decode()


def tell(figures: int, units: int, world: World) -> None:
    for number in range(units):
        Unit.objects.get_or_create(organisation=world.satama, name=f"U{number}")
    for number in range(figures):
        key = f"f{number}"
        figure: BusinessFigure = define([Definition(key=key)])[key]
        record_figures(
            IncomingFigure(
                figure=figure, size="month", starts_on=date(2026, month, 1), value=month, unit=unit
            )
            for unit in Unit.objects.all()
            for month in (1, 2, 3)
        )


@pytest.mark.parametrize("page", ["figures/", "figures/of/f0/", "correlation/", "dictionary/"])
def test_more_figures_and_units_cost_the_same_queries(world: World, browse: Browse, page: str) -> None:
    client, address = browse(world.aino), f"/o/satama/insight/{page}"
    counted = []
    for number in (1, 3):
        with working_for(world.satama):
            tell(number, number, world)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
