from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer, Call, CallAttempt, QuotaCount, Survey
from kohtaamo.feedback.points import give_calls
from kohtaamo.feedback.points.calls import Person
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]


def a_call(world: World, survey: Survey, interviewer: Member | None = None) -> Call:
    with working_for(world.satama):
        people = [Person(name="Eero", phone="+358401234567", customer=world.eero)]
        return give_calls(survey=survey, people=people, interviewer=interviewer)[0]


def tried(key: str, call: Call | None, outcome: str, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "uid": f"call:{key}",
        "call": call.pk if call else None,
        "version": 1,
        "language": "fi",
        "values": {},
        "way": "phone",
        "outcome": outcome,
    }
    return told | more


def send(client: Client, survey: Survey, *answers: dict[str, Any]) -> list[dict[str, Any]]:
    address = f"/o/satama/feedback/surveys/{survey.pk}/interviews/desk/answers/"
    found = client.post(address, json.dumps({"answers": answers}), content_type="application/json").json()
    return found["outcomes"]  # type: ignore[no-any-return]


def test_an_interview_is_stored_with_its_channel_and_its_person(
    world: World, survey: Survey, browse: Browse
) -> None:
    call = a_call(world, survey)
    said = tried("11111111", call, "interview", values={"nps": 9}, note="Kuulosti iloiselta", consented=True)
    for _ in range(2):
        assert send(browse(world.helmi), survey, said)[0]["state"] == "stored"
    with working_for(world.satama):
        answer, attempt = Answer.objects.get(), CallAttempt.objects.get()
        call.refresh_from_db()
    assert (answer.channel, answer.customer_id, answer.is_complete) == ("phone", world.eero.pk, True)
    assert (attempt.note, attempt.consented, attempt.member_id) == (
        "Kuulosti iloiselta",
        True,
        world.helmi.pk,
    )
    assert (call.outcome, call.is_over) == ("interview", True)


def test_the_second_to_finish_a_call_is_told_and_loses_nothing(
    world: World, survey: Survey, browse: Browse
) -> None:
    call = a_call(world, survey)
    send(browse(world.helmi), survey, tried("11111111", call, "interview", values={"nps": 9}))
    late = tried("22222222", call, "interview", values={"nps": 3}, note="Toinen kuuli näin")
    told = send(browse(world.aino), survey, late)[0]
    assert (told["state"], told["by"]) == ("beside", "Helmi")
    with working_for(world.satama):
        kept = CallAttempt.objects.get(uid="call:22222222")
        assert [answer.content[0]["value"] for answer in Answer.objects.all()] == [9]
    assert (kept.beside, kept.note) == ({"nps": 3}, "Toinen kuuli näin")
    assert send(browse(world.aino), survey, late)[0]["state"] == "beside"


def test_a_call_back_stays_with_the_one_who_promised(world: World, survey: Survey, browse: Browse) -> None:
    call = a_call(world, survey)
    send(browse(world.helmi), survey, tried("11111111", call, "no_answer"))
    send(browse(world.helmi), survey, tried("22222222", call, "call_back", again="2026-11-23T10:00"))
    with working_for(world.satama):
        call.refresh_from_db()
        assert CallAttempt.objects.count() == 2
    assert (call.outcome, call.is_over, call.interviewer_id) == ("call_back", False, world.helmi.pk)
    assert call.again_at is not None
    assert call.again_at.isoformat() == "2026-11-23T08:00:00+00:00"


def test_a_free_interview_needs_no_list(world: World, survey: Survey, browse: Browse) -> None:
    said = tried("11111111", None, "interview", values={"nps": 7}, way="face_to_face")
    assert send(browse(world.helmi), survey, said)[0]["state"] == "stored"
    with working_for(world.satama):
        assert Answer.objects.get().channel == "face_to_face"


def test_who_broke_off_leaves_a_part(world: World, survey: Survey, browse: Browse) -> None:
    said = tried("11111111", None, "broken_off", values={"nps": 7}, complete=False)
    send(browse(world.helmi), survey, said)
    with working_for(world.satama):
        assert not Answer.objects.get().is_complete


def test_interviews_and_the_page_fill_the_same_quota(
    world: World, with_quota: Survey, browse: Browse
) -> None:
    with working_for(world.satama):
        QuotaCount.objects.create(survey=with_quota, name="sad", count=1)
    sad = tried("11111111", None, "interview", values={"nps": 3}, note="Jonotti tunnin")
    glad = tried("22222222", None, "interview", values={"nps": 9})
    told = send(browse(world.helmi), with_quota, sad, glad)
    assert [one["state"] for one in told] == ["stored", "stored"]
    with working_for(world.satama):
        kept = {row.uid: (row.is_complete, row.attributes) for row in Answer.objects.all()}
        assert CallAttempt.objects.get(uid="call:11111111").note == "Jonotti tunnin"
        assert QuotaCount.objects.get().count == 1
    assert kept == {"call:11111111": (False, {"over_quota": "sad"}), "call:22222222": (True, {})}


def test_nobody_is_put_on_the_list_twice(world: World, survey: Survey) -> None:
    a_call(world, survey)
    with working_for(world.satama):
        people = [Person(name="Joku", phone="+358401234567"), Person(name="Eero", customer=world.eero)]
        assert give_calls(survey=survey, people=people, interviewer=None) == []


def test_an_erased_customer_is_on_no_list(world: World, survey: Survey) -> None:
    a_call(world, survey)
    with working_for(world.satama):
        Customer.objects.get(pk=world.eero.pk).delete()
        assert not Call.objects.exists()


def test_people_are_read_by_name_and_number_or_by_customer_number(
    world: World, survey: Survey, browse: Browse
) -> None:
    address = f"/o/satama/feedback/surveys/{survey.pk}/interviews/"
    page = browse(world.helmi).post(address, {"people": "Anna Aalto, +358 40 765, iltaisin\nC-1\n\n"})
    assert page.status_code == 302
    with working_for(world.satama):
        found = [(call.name, call.phone, call.note, call.customer_id) for call in Call.objects.all()]
    assert found == [("Anna Aalto", "+358 40 765", "iltaisin", None), ("Eero", "", "", world.eero.pk)]


def test_an_agent_does_not_open_the_desk(world: World, survey: Survey, browse: Browse) -> None:
    address = f"/o/satama/feedback/surveys/{survey.pk}/interviews/desk/"
    assert browse(world.onni).get(address).status_code == 403
    assert browse(world.helmi).get(address).status_code == 200


def test_the_way_back_from_the_desk_is_a_link_with_an_arrow(
    world: World, survey: Survey, browse: Browse
) -> None:
    page = (
        browse(world.helmi).get(f"/o/satama/feedback/surveys/{survey.pk}/interviews/desk/").content.decode()
    )
    back = page.split('<a class="way-back"')[1].split("</a>")[0]
    assert back.startswith(f' href="/o/satama/feedback/surveys/{survey.pk}/interviews/">')
    assert "<svg" in back
    assert survey.name in back
