from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kohtaamo.feedback.models import Answer, AnswerFile, QuotaCount
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import clean_unclaimed_everywhere, create_survey, publish_survey
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def asked(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": {"fi": f"Kysymys {name}"}, **more}


class Begun:
    """A visit whose browser sends behind the pages."""

    def __init__(self, world: World, *pages: list[dict[str, Any]], **more: Any) -> None:
        self.world = world
        raw = {"pages": [{"elements": elements} for elements in pages], **more}
        with working_for(world.satama):
            self.survey = create_survey(
                name="Kysely", touchpoint=world.phone, questionnaire=read_questionnaire(raw)
            )
            publish_survey(survey=self.survey)
        self.again()

    def again(self) -> None:
        self.client = Client(headers={"accept-language": "fi"})
        page = self.client.get(f"/s/{self.survey.token}/").content.decode()
        found = re.search(r'<script id="visit" type="application/json">(.+?)</script>', page)
        assert found
        self.given = json.loads(found[1])

    def send(self, values: dict[str, Any], *, complete: bool = False) -> Any:
        return self.client.post(
            f"{self.given['base']}kept/?lang=fi",
            json.dumps({"values": values, "complete": complete}),
            content_type="application/json",
        )

    def upload(self, name: str, contents: bytes, question: str = "f") -> Any:
        file = SimpleUploadedFile(name, contents)
        return self.client.post(f"{self.given['base']}files/?lang=fi", {question: file})

    def answers(self) -> list[Answer]:
        with working_for(self.world.satama):
            return list(Answer.objects.all())


def values_of(answer: Answer) -> dict[str, Any]:
    return {value["name"]: value["value"] for value in answer.content}


def test_page_after_page_is_one_answer_and_sending_again_changes_nothing(world: World) -> None:
    begun = Begun(world, [asked("a", "nps", required=True)], [asked("t", "open_text")])
    assert begun.send({"a": 7}).json() == {}
    assert begun.send({"a": 7}).json() == {}
    [partly] = begun.answers()
    assert (values_of(partly), partly.is_complete) == ({"a": 7}, False)
    assert begun.send({"t": "Hyvin"}, complete=True).json() == {"over": True}
    assert begun.send({"t": "Hyvin"}, complete=True).json() == {"over": True}
    [whole] = begun.answers()
    assert (values_of(whole), whole.is_complete) == ({"a": 7, "t": "Hyvin"}, True)


def test_what_was_emptied_and_what_is_shown_no_longer_is_not_kept(world: World) -> None:
    low = asked("why", "open_text", visibleIf={"<": [{"var": "a"}, 5]})
    begun = Begun(world, [asked("a", "nps")], [low], [asked("t", "open_text")])
    begun.send({"a": 2, "why": "jono", "t": "x"})
    begun.send({"a": 9, "t": None})
    assert [values_of(answer) for answer in begun.answers()] == [{"a": 9}]


def test_what_cannot_be_taken_is_told_by_question_and_page(world: World) -> None:
    begun = Begun(
        world, [asked("t", "open_text")], [asked("n", "number", atMost=5), asked("a", "nps", required=True)]
    )
    refused = begun.send({"n": 9})
    assert refused.status_code == 422
    assert refused.json()["number"] == 2
    assert list(refused.json()["problems"]) == ["n"]
    assert begun.answers() == []
    incomplete = begun.send({"n": 5}, complete=True)
    assert (incomplete.status_code, list(incomplete.json()["problems"])) == (422, ["a"])


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"values": 3}', b'{"values": null}'])
def test_what_cannot_be_read_is_refused(world: World, body: bytes) -> None:
    begun = Begun(world, [asked("a", "nps")])
    answer = begun.client.post(f"{begun.given['base']}kept/", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"trouble": "malformed"})


def test_an_expired_or_foreign_ticket_says_so(world: World) -> None:
    begun = Begun(world, [asked("a", "nps")])
    begun.given["base"] = begun.given["base"].replace("~", "~x")
    answer = begun.send({"a": 3})
    assert (answer.status_code, answer.json()) == (410, {"trouble": "expired"})
    assert begun.answers() == []


def test_the_page_carries_no_more_than_the_browser_needs(world: World) -> None:
    begun = Begun(
        world,
        [asked("a", "nps", probes={"fi": ["Kysy lisää"]}, noteSpace=True)],
        quotas=[{"name": "q", "most": 5}],
    )
    assert "quotas" not in begun.given["questionnaire"]
    assert begun.given["questionnaire"]["pages"][0]["elements"] == [{"name": "a", "type": "nps"}]
    assert begun.given["kinds"]["nps"]["scale"] == list(range(11))


def test_a_file_is_kept_by_what_it_is_and_goes_with_its_answer(world: World) -> None:
    begun = Begun(world, [asked("f", "file")])
    [value] = begun.upload("../../kuva.exe", PNG).json()["value"]
    assert (value["name"], value["type"], value["size"]) == ("kuva.png", "image/png", len(PNG))
    begun.send({"f": [{**value, "name": "toinen.html", "type": "text/html"}]}, complete=True)
    [answer] = begun.answers()
    assert values_of(answer) == {"f": [value]}
    with working_for(world.satama):
        assert AnswerFile.objects.get().answer_id == answer.pk
        answer.delete()
        assert not AnswerFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("kuva.png", b"MZ\x90\x00"),
        ("sivu.txt", b"  <script>alert(1)</script>"),
        ("tyhja.png", b""),
        ("iso.png", PNG + b"0" * 5 * 2**20),
        ("kuva.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ],
)
def test_files_that_are_not_taken(world: World, name: str, contents: bytes) -> None:
    begun = Begun(world, [asked("f", "file")])
    refused = begun.upload(name, contents)
    assert refused.status_code == 422
    assert name in refused.json()["problem"]
    with working_for(world.satama):
        assert not AnswerFile.objects.exists()


def test_nobody_takes_the_file_of_another_visit(world: World) -> None:
    begun = Begun(world, [asked("f", "file"), asked("a", "nps")])
    [value] = begun.upload("kuva.png", PNG).json()["value"]
    begun.again()
    begun.send({"f": [value], "a": 3}, complete=True)
    assert [values_of(answer) for answer in begun.answers()] == [{"a": 3}]


def test_a_file_comes_by_the_form_as_well(world: World) -> None:
    begun = Begun(world, [asked("f", "file", accept=[".png"])])
    sent = begun.client.post(f"{begun.given['base']}1/", {"f": SimpleUploadedFile("kuva.png", PNG)})
    assert sent.status_code == 302
    [answer] = begun.answers()
    assert values_of(answer)["f"][0]["name"] == "kuva.png"


def test_a_file_is_given_to_members_only_as_something_to_keep(
    world: World, browse: Callable[[Member], Client]
) -> None:
    begun = Begun(world, [asked("f", "file")])
    [value] = begun.upload("kuva.png", PNG).json()["value"]
    begun.send({"f": [value]}, complete=True)
    address = f"/o/satama/feedback/answers/files/{value['file']}/"
    assert begun.client.get(address).status_code == 302
    given = browse(world.aino).get(address)
    assert (given.status_code, given.content) == (200, PNG)
    assert given["Content-Disposition"] == 'attachment; filename="kuva.png"'
    assert given["X-Content-Type-Options"] == "nosniff"


def test_the_page_of_answers_leads_to_the_files_that_are_kept_here(
    world: World, browse: Callable[[Member], Client]
) -> None:
    begun = Begun(world, [asked("f", "file")])
    [value] = begun.upload("kuva.png", PNG).json()["value"]
    begun.send({"f": [value]}, complete=True)
    elsewhere = {"file": value["file"], "name": "<muualla>.png", "size": 1, "type": "image/png"}
    with working_for(world.satama):
        Answer.objects.create(
            organisation=world.satama, uid="api", touchpoint=world.phone, happened_at=timezone.now(),
            content=[{"name": "f", "kind": "file", "value": [elsewhere]}],
        )  # fmt: skip
    page = browse(world.onni).get("/o/satama/feedback/answers/").content.decode()
    links = re.findall(r'<a href="(/o/satama/feedback/answers/files/[^"]+)"[^>]*>([^<]+)</a>', page)
    assert links == [(f"/o/satama/feedback/answers/files/{value['file']}/", "kuva.png")]
    assert "&lt;muualla&gt;.png" in page


def test_over_its_quota_an_answer_is_thanked_for_and_not_counted(world: World) -> None:
    quota = {"name": "sad", "when": {"<": [{"var": "a"}, 5]}, "most": 1}
    begun = Begun(world, [asked("a", "nps", required=True)], quotas=[quota])
    assert begun.send({"a": 1}, complete=True).json() == {"over": True}
    begun.again()
    assert begun.send({"a": 2}, complete=True).json() == {"over": True, "isEnough": True}
    begun.again()
    assert begun.send({"a": 9}, complete=True).json() == {"over": True}
    kept = {values_of(one)["a"]: (one.is_complete, one.attributes) for one in begun.answers()}
    assert kept == {1: (True, {}), 2: (False, {"over_quota": "sad"}), 9: (True, {})}
    with working_for(world.satama):
        assert QuotaCount.objects.get().count == 1


def test_by_the_form_too_a_full_quota_is_told_kindly(world: World) -> None:
    begun = Begun(world, [asked("a", "nps")], quotas=[{"name": "all", "most": 1}])
    begun.send({"a": 1}, complete=True)
    begun.again()
    sent = begun.client.post(f"{begun.given['base']}1/?lang=en", {"a": "3"})
    assert "Kiitos ajastasi" in begun.client.get(sent["Location"]).content.decode()


def test_files_whose_answer_never_came_are_cleaned_away(world: World) -> None:
    begun = Begun(world, [asked("f", "file")])
    begun.upload("vanha.png", PNG)
    with working_for(world.satama):
        AnswerFile.objects.update(created_at=timezone.now() - timedelta(days=9))
    [value] = begun.upload("uusi.png", PNG).json()["value"]
    assert clean_unclaimed_everywhere() == 1
    with working_for(world.satama):
        assert AnswerFile.objects.get().key == value["file"]
