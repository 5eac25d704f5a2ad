from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.services import issue_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

ADDRESS = "/api/v1/answers"


def client_of(organisation: Organisation, *permissions: str) -> Client:
    with working_for(organisation):
        _, secret = issue_token(name="Testi", permissions=permissions, actor=None)
    return Client(
        enforce_csrf_checks=True, headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


@pytest.fixture
def program(world: World) -> Client:
    return client_of(world.satama, "feedback.read", "feedback.write")


@pytest.fixture
def survey(world: World) -> Survey:
    questionnaire = Questionnaire.model_validate(
        {"pages": [{"elements": [{"name": "recommend", "type": "nps", "title": {"fi": "Suosittelisitko?"}}]}]}
    )
    with working_for(world.satama):
        made = create_survey(name="Puhelun jälkeen", touchpoint=world.phone, questionnaire=questionnaire)
        publish_survey(survey=made)
        return made


def an_item(uid: str = "a-1", **facts: Any) -> dict[str, Any]:
    return {"uid": uid, "touchpoint": "Puhelinpalvelu", "values": [{"name": "nps", "value": 9}], **facts}


def post(program: Client, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    raw = body if isinstance(body, str) else json.dumps(body)
    answer = program.post(ADDRESS, raw, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_one_answer_is_stored_and_sent_again_is_a_duplicate(world: World, program: Client) -> None:
    status, told = post(program, an_item())
    assert status == 201
    assert (told["stored"], told["duplicates"], told["refused"]) == (1, 0, 0)
    again, told_again = post(program, an_item())
    assert again == 201
    assert told_again["results"][0]["status"] == "duplicate"
    assert told_again["results"][0]["id"] == told["results"][0]["id"]
    with working_for(world.satama):
        answer = Answer.objects.get()
        assert answer.content == [{"name": "nps", "kind": "nps", "value": 9}]
        assert (answer.source, answer.touchpoint) == ("api", world.phone)


def test_bad_items_are_refused_alone_with_a_code_and_a_sentence(world: World, program: Client) -> None:
    items: list[Any] = [
        an_item("good"),
        an_item("off", values=[{"name": "nps", "value": 12}]),
        an_item("where", touchpoint="Olematon"),
        {**an_item("extra"), "colour": "red"},
        "not an object",
        an_item("unit", unit="Olematon"),
    ]
    status, told = post(program, items)
    assert status == 207
    reasons = [one["reason"] for one in told["results"]]
    assert reasons == ["", "off_scale", "foreign_touchpoint", "malformed", "malformed", "foreign_reference"]
    assert told["results"][1]["message"].startswith("The value of “nps” is off the scale")
    with working_for(world.satama):
        assert [answer.uid for answer in Answer.objects.all()] == ["good"]


def test_all_refused_is_422(program: Client) -> None:
    status, told = post(program, [an_item(values=[])])
    assert status == 422
    assert told["results"][0]["reason"] == "no_values"


def test_survey_gives_place_and_types(world: World, program: Client, survey: Survey) -> None:
    item = {"uid": "s-1", "survey": survey.token, "values": [{"name": "recommend", "value": "7"}]}
    assert post(program, item)[0] == 201
    with working_for(world.satama):
        answer = Answer.objects.get()
        assert (answer.survey, answer.touchpoint) == (survey, world.phone)
        assert answer.content == [{"name": "recommend", "kind": "nps", "value": 7}]
    status, told = post(program, {**item, "uid": "s-2", "survey": "no-such"})
    assert (status, told["results"][0]["reason"]) == (422, "unknown_survey")


def test_part_is_completed(world: World, program: Client) -> None:
    assert post(program, an_item(complete=False))[0] == 201
    values = [{"name": "nps", "value": 9}, {"name": "why", "kind": "open_text", "value": "Kiitos"}]
    assert post(program, an_item(values=values))[0] == 201
    with working_for(world.satama):
        assert [len(answer.content) for answer in Answer.objects.filter(is_complete=True)] == [2]


def test_customer_encounter_and_unit_are_tied(world: World, program: Client) -> None:
    with working_for(world.satama):
        Encounter.objects.create(uid="call-7", touchpoint=world.desk, happened_at=timezone.now())
    item = {"uid": "e-1", "encounter": "call-7", "customer": "C-9", "unit": "Asiakaspalvelu"}
    item["values"] = [{"name": "effort", "value": -2}]  # type: ignore[assignment]
    assert post(program, item)[0] == 201
    with working_for(world.satama):
        answer = Answer.objects.select_related("customer").get()
        assert (answer.touchpoint, answer.unit) == (world.desk, world.unit)
        assert answer.customer == Customer.objects.get(key="C-9")


def test_other_organisations_do_not_show(world: World, program: Client, survey: Survey) -> None:
    stranger = client_of(world.toinen, "feedback.read", "feedback.write")
    for item in (an_item(touchpoint=world.phone.pk), an_item(survey=survey.token, touchpoint=None)):
        status, told = post(stranger, item)
        assert status == 422
        assert told["results"][0]["reason"] in {"foreign_touchpoint", "unknown_survey"}
    post(program, an_item())
    assert stranger.get(ADDRESS).json() == {"items": [], "next": None}


def test_token_is_needed_and_must_allow(world: World) -> None:
    assert Client().post(ADDRESS, "{}", content_type="application/json").status_code == 401
    reader = client_of(world.satama, "feedback.read")
    assert post(reader, an_item())[0] == 403
    writer = client_of(world.satama, "feedback.write")
    assert writer.get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 400), ("[" * 100_000, 400), ("null", 422), (json.dumps([1] * 1001), 413)],
)
def test_what_is_no_list_of_answers_is_turned_away(program: Client, body: str, status: int) -> None:
    assert post(program, body)[0] == status


@pytest.mark.parametrize(
    "values",
    [
        [{"name": "nps", "value": {"deep": []}}],
        [{"name": "nps", "value": 10**400}],
        [{"name": "no-such", "value": 1}],
        [{"name": "why", "kind": "open_text", "value": "x" * 20_001}],
        [{"name": "\ud800\0", "kind": "nps", "value": 11}],
    ],
)
def test_hostile_values_are_refused(program: Client, values: list[Any]) -> None:
    assert post(program, an_item(values=values))[0] == 422


@pytest.mark.parametrize("uid", ["\ud800", "a\0b", "x" * 5000])
def test_hostile_uid_never_breaks_the_answer(program: Client, uid: str) -> None:
    assert post(program, an_item(uid))[0] in {201, 422}


def test_messages_speak_the_language_asked_for(program: Client) -> None:
    body = [an_item(values=[])]
    message = post(program, body, **{"accept-language": "en"})[1]["results"][0]["message"]
    assert message == "The answer has no values."


def test_answers_are_read_page_by_page(world: World, program: Client, survey: Survey) -> None:
    post(program, [an_item(f"a{n}") for n in range(5)])
    post(program, {"uid": "s", "survey": survey.token, "values": [{"name": "recommend", "value": 3}]})
    first = program.get(ADDRESS, {"limit": 4}).json()
    assert [item["uid"] for item in first["items"]] == ["a0", "a1", "a2", "a3"]
    second = program.get(ADDRESS, {"limit": 4, "after": first["next"]}).json()
    assert [item["uid"] for item in second["items"]] == ["a4", "s"]
    assert second["next"] is None
    mine = program.get(ADDRESS, {"survey": survey.token}).json()["items"]
    assert [(item["uid"], item["survey"], item["values"][0]["value"]) for item in mine] == [
        ("s", survey.token, 3)
    ]
    assert program.get(ADDRESS, {"limit": 0}).status_code == 422
    assert program.get(ADDRESS, {"after": 10**30}).status_code == 422


def test_employees_answers_are_given_out_to_no_program(world: World, program: Client) -> None:
    answers = [an_item(uid="staff", values=[{"name": "enps", "value": 3}]), an_item(uid="customer")]
    assert post(program, answers)[0] == 201
    assert [item["uid"] for item in program.get(ADDRESS).json()["items"]] == ["customer"]


def test_queries_do_not_grow_with_the_items(world: World, program: Client) -> None:
    def queries_for(count: int, prefix: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert post(program, [an_item(f"{prefix}{n}") for n in range(count)])[0] == 201
        return len(captured)

    queries_for(1, "warm")
    assert queries_for(1, "one") == queries_for(20, "many")
    with CaptureQueriesContext(connection) as few:
        program.get(ADDRESS, {"limit": 1})
    with CaptureQueriesContext(connection) as more:
        program.get(ADDRESS, {"limit": 20})
    assert len(few) == len(more)


def test_description_is_open_to_all() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert set(described["paths"]["/api/v1/answers"]) == {"get", "post"}


def test_a_value_told_the_other_way_round_than_its_kind_is_refused_alone(
    world: World, program: Client
) -> None:
    turned = {"name": "vaiva", "kind": "ces_1_5", "value": 5, "direction": "high_is_good"}
    shrunk = {"name": "vaiva", "kind": "effort", "value": 2, "scale": [1, 5]}
    fits = {"name": "vaiva", "kind": "ces_1_5", "value": 5, "direction": "low_is_good", "scale": [1, 5]}
    items = [an_item(f"d-{number}", values=[one]) for number, one in enumerate([turned, shrunk, fits])]
    _, told = post(program, items)
    assert [one["reason"] for one in told["results"]] == ["mislabelled", "mislabelled", ""]
    assert "CSAT" in told["results"][0]["message"]
