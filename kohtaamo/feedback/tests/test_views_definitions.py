from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kohtaamo.feedback.models import Survey
from kohtaamo.organisation.models import Member, User
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

HOME = "/o/satama/feedback/surveys/"
Browse = Callable[[Member], Client]
FILE = {
    "title": "Asiointi",
    "locale": "fi",
    "pages": [
        {
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "tapa",
                    "title": "Miten asioit?",
                    "choices": [{"value": "a", "text": "Puhelin"}, {"value": "b", "text": "Käynti"}],
                },
                {"type": "signaturepad", "name": "nimi", "title": "Allekirjoita"},
            ]
        }
    ],
}


@pytest.fixture
def aino(world: World, browse: Browse) -> Client:
    User.objects.filter(email="aino@example.org").update(language="en")
    return browse(world.aino)


def upload(client: Client, contents: bytes, name: str = "survey.json") -> Any:
    return client.post(f"{HOME}bring/", {"file": SimpleUploadedFile(name, contents)})


def test_a_file_is_shown_first_and_becomes_a_draft_when_told_where(aino: Client, world: World) -> None:
    page = upload(aino, json.dumps(FILE).encode())
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 of 2 questions came along." in text
    assert "Allekirjoita (nimi)" in text
    assert "for there is no such kind of question here: a signature (signaturepad)." in text
    with working_for(world.satama):
        before = Survey.objects.count()
    brought = page.context["brought"]
    made = aino.post(
        f"{HOME}bring/", {"brought": brought, "name": "Asiointi", "new_touchpoint": "Neuvontapiste"}
    )
    with working_for(world.satama):
        survey = Survey.objects.latest("pk")
        assert Survey.objects.count() == before + 1
        assert made.headers["Location"] == f"{HOME}{survey.pk}/"
        assert (survey.touchpoint.name, survey.status) == ("Neuvontapiste", "draft")
        assert [one["name"] for one in survey.draft["pages"][0]["elements"]] == ["tapa"]


def test_what_was_found_cannot_be_altered_on_the_way(aino: Client, world: World) -> None:
    brought = upload(aino, json.dumps(FILE).encode()).context["brought"]
    page = aino.post(f"{HOME}bring/", {"brought": f"x{brought}", "name": "A", "new_touchpoint": "B"})
    assert page.status_code == 422
    assert "The file is no longer here. Choose it again." in page.content.decode()
    with working_for(world.satama):
        assert not Survey.objects.filter(name="A").exists()


def test_without_a_place_the_page_asks_for_it_and_keeps_what_was_found(aino: Client) -> None:
    brought = upload(aino, json.dumps(FILE).encode()).context["brought"]
    page = aino.post(f"{HOME}bring/", {"brought": brought, "name": "Asiointi"})
    assert page.status_code == 422
    assert "Choose a touchpoint or name a new one." in page.content.decode()
    assert "Miten asioit?" in page.content.decode()


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"", "The file is empty."),
        (b"a;b\n1;2\n", "This is not a survey in a form we know."),
        (b"{}", "This is not a survey in a form we know."),
        (json.dumps(FILE).encode()[:90], "only half of it is here"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    aino: Client, contents: bytes, sentence: str
) -> None:
    page = upload(aino, contents)
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_questions_go_out_in_each_form_and_ours_comes_back_the_same(aino: Client, world: World) -> None:
    brought = upload(aino, json.dumps(FILE).encode()).context["brought"]
    aino.post(f"{HOME}bring/", {"brought": brought, "name": "Asiointi", "new_touchpoint": "Neuvonta"})
    with working_for(world.satama):
        survey = Survey.objects.latest("pk")
    forms = aino.get(f"{HOME}{survey.pk}/definition/").content.decode()
    for key in ("kohtaamo", "surveyjs", "fhir_r4", "fhir_r5"):
        assert f"{HOME}{survey.pk}/definition/{key}/" in forms
        response = aino.get(f"{HOME}{survey.pk}/definition/{key}/")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert json.loads(response.content)
    own = aino.get(f"{HOME}{survey.pk}/definition/kohtaamo/").content
    found = upload(aino, own).context["found"]
    assert found.questionnaire.stored() == survey.draft
    assert found.losses == []
    assert aino.get(f"{HOME}{survey.pk}/definition/qualtrics/").status_code == 404


def test_another_organisation_sees_nothing_of_it(browse: Browse, world: World, aino: Client) -> None:
    brought = upload(aino, json.dumps(FILE).encode()).context["brought"]
    aino.post(f"{HOME}bring/", {"brought": brought, "name": "Asiointi", "new_touchpoint": "Neuvonta"})
    with working_for(world.satama):
        pk = Survey.objects.latest("pk").pk
    stranger = browse(world.outi)
    assert stranger.get(f"{HOME}{pk}/definition/kohtaamo/").status_code in (302, 403, 404)
