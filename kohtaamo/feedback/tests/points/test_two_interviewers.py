"""Two interviewers' devices send one call at the same moment, and one device sends its own try twice at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from kohtaamo.feedback.models import Answer, Call, CallAttempt, Survey
from kohtaamo.feedback.points import give_calls
from kohtaamo.feedback.points.calls import Person
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


def device(member: Member) -> Client:
    client = Client()
    assert member.user is not None
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(key: str, call: Call | None, nps: int) -> dict[str, Any]:
    return {
        "uid": f"call:{key}", "call": call.pk if call else None, "version": 1, "language": "fi",
        "values": {"nps": nps}, "way": "phone", "outcome": "interview", "note": f"Kuulin {nps}",
    }  # fmt: skip


def send(client: Client, survey: Survey, one: dict[str, Any]) -> dict[str, Any]:
    try:
        address = f"/o/satama/feedback/surveys/{survey.pk}/interviews/desk/answers/"
        sent = client.post(address, json.dumps({"answers": [one]}), content_type="application/json")
        assert sent.status_code == 200
        return sent.json()["outcomes"][0]  # type: ignore[no-any-return]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_one_call_at_once_one_is_counted_and_nothing_is_lost(
    world: World, survey: Survey
) -> None:
    for number in range(6):
        with working_for(world.satama):
            call = give_calls(survey=survey, people=[Person(name=f"P{number}")], interviewer=None)[0]
        devices = [device(world.helmi), device(world.aino)]
        tries = [told(f"{number}{n}{n}{n}{n}{n}{n}{n}", call, n + 1) for n in range(2)]
        with ThreadPoolExecutor(2) as threads:
            outcomes = list(
                threads.map(lambda pair: send(pair[0], survey, pair[1]), zip(devices, tries, strict=True))
            )
        assert sorted(one["state"] for one in outcomes) == ["beside", "stored"]
        (late,) = (one for one in outcomes if one["state"] == "beside")
        assert late["by"] in {"Helmi", "Aino"}
        with working_for(world.satama):
            attempts = CallAttempt.objects.filter(call=call)
            assert {one.note for one in attempts} == {"Kuulin 1", "Kuulin 2"}
            (first,) = (one for one in attempts if one.beside is None)
            (second,) = (one for one in attempts if one.beside is not None)
            counted = Answer.objects.get(uid__in=[one["uid"] for one in tries])
        assert counted.uid == first.uid
        assert second.beside is not None
        assert sorted([counted.content[0]["value"], second.beside["nps"]]) == [1, 2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_listed", [True, False], ids=["of the list", "met by chance"])
def test_a_try_sent_many_times_at_once_is_stored_once(
    world: World, survey: Survey, *, is_listed: bool
) -> None:
    """A connection that hangs is tried again while the first sending is still on its way."""
    with working_for(world.satama):
        people = [Person(name="Eero", customer=world.eero)]
        call = give_calls(survey=survey, people=people, interviewer=None)[0] if is_listed else None
    devices = [device(world.helmi) for _ in range(4)]
    one = told("11111111", call, 9)
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda client: send(client, survey, one), devices))
    assert [outcome["state"] for outcome in outcomes] == ["stored"] * 4
    with working_for(world.satama):
        assert Answer.objects.count() == CallAttempt.objects.count() == 1


def test_the_words_for_the_later_one_are_kind_and_name_the_first(world: World, survey: Survey) -> None:
    address = f"/o/satama/feedback/surveys/{survey.pk}/interviews/desk/"
    said = []
    for language in ("fi", "en"):
        user = world.helmi.user
        assert user is not None
        user.language = language
        user.save()
        page = device(world.helmi).get(address)
        said.append(page.context["told"]["taken"] % {"by": "Aino"})
    translation.deactivate()
    assert said[0] != said[1]
    assert said[0].startswith("Aino")
    assert "nothing is lost" in said[1]
