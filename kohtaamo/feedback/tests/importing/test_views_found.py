"""A file of another program on the page: its questions are proposed, changed by a person, and brought in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kohtaamo.feedback.jobs import import_answers
from kohtaamo.feedback.models import Answer, Import, Survey
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

HOME = "/o/satama/feedback/"
FORM = (
    "Timestamp,How satisfied are you with us?,<script>alert(1)</script> Any words?\n"
    "2024/05/01 10:15:32 AM GMT+3,5,Good\n"
    "2024/05/02 10:15:32 AM GMT+3,2,=1+1\n"
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def aino(world: World, browse: Callable[[Member], Client]) -> Client:
    return browse(world.aino)


def test_questions_are_proposed_changed_and_brought_in(aino: Client, world: World) -> None:
    reply = aino.post(f"{HOME}imports/new/", {"file": SimpleUploadedFile("form.csv", FORM.encode())})
    with working_for(world.satama):
        imported = Import.objects.get()
    assert reply["Location"] == f"{HOME}imports/{imported.pk}/columns/"
    page = aino.get(reply["Location"]).content.decode()
    assert "Google Forms" in page
    assert "<script>alert(1)" not in page
    chosen = {
        "survey": "Round",
        "touchpoint": "Desk",
        "kind-0": "ces_1_5",
        "kind-1": "open_text",
        "act": "import",
    }
    assert aino.post(reply["Location"], chosen).status_code == 302
    import_answers.call(world.satama.pk, imported.pk)
    with working_for(world.satama):
        imported.refresh_from_db()
        assert (imported.status, imported.stored) == ("done", 2)
        survey = Survey.objects.get()
        assert (survey.name, survey.touchpoint.name, survey.status) == ("Round", "Desk", "closed")
        kinds = [[one["kind"] for one in answer.content] for answer in Answer.objects.all()]
    assert kinds == [["ces_1_5", "open_text"]] * 2
    shown = aino.get(f"{HOME}imports/{imported.pk}/").content.decode()
    assert f"{HOME}surveys/{survey.pk}/results/" in shown
    results = aino.get(f"{HOME}surveys/{survey.pk}/results/").content.decode()
    assert "?as=sav" in results
    reply = aino.get(f"{HOME}surveys/{survey.pk}/answers/?as=csv")
    rows = reply.getvalue().decode("utf-8-sig")
    assert "'=1+1" in rows
    assert reply["Content-Disposition"] == 'attachment; filename="round.csv"'
    assert aino.get(f"{HOME}surveys/{survey.pk}/answers/?as=exe").status_code == 404


def test_a_person_who_may_not_write_gets_no_import_page(
    world: World, browse: Callable[[Member], Client]
) -> None:
    assert Client().get(f"{HOME}imports/new/").status_code in {302, 403, 404}
