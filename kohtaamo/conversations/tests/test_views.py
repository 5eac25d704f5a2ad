from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from kohtaamo.conversations.jobs import send_case_mail
from kohtaamo.conversations.models import Case, CaseMail, CaseRule, Cause, WorkingHours
from kohtaamo.conversations.services import finish, open_by_hand, save_rule, take
from kohtaamo.feedback.models import Answer, AnswerFile, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import GivenValue, create_survey
from kohtaamo.organisation.models import Member
from tests.world import World

Say = Callable[..., Answer]
Browse = Callable[[Member], Client]
WHY = GivenValue("miksi", "open_text", "Odotin tunnin <b>turhaan</b>.")


@pytest.fixture
def case(noon: Any, in_satama: World, say: Say) -> Case:
    """Tuesday noon, Onni's and new: react by Wednesday noon."""
    save_rule(name="Matalat", condition={"<=": [{"var": "kind.nps"}, 6]}, way="member", owner=in_satama.onni)
    say(2, customer=in_satama.eero, more=(WHY,))
    return Case.objects.get()


def make_survey(world: World) -> Survey:
    return create_survey(name="Kysely", touchpoint=world.phone, questionnaire=Questionnaire())


def page(client: Client, path: str) -> str:
    client.cookies["django_language"] = "fi"
    answer = client.get(f"/o/satama/cases/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_tells_whose_what_and_how_long_is_left(case: Case, world: World, browse: Browse) -> None:
    shown = page(browse(world.onni), "")
    assert "Eero" in shown
    assert "Suositteluhalu (NPS) 2" in shown
    assert "8 t jäljellä" in shown
    assert "Odotin tunnin &lt;b&gt;turhaan" in shown
    assert "Eero" not in page(browse(world.aino), "?which=mine")
    assert "Eero" in page(browse(world.aino), "")  # who has none of her own sees all


def test_a_case_leads_to_the_files_she_sent(in_satama: World, browse: Browse, say: Say, noon: Any) -> None:
    told = {"file": "avain", "name": "kuitti.png", "size": 1, "type": "image/png"}
    said = say(None, customer=in_satama.eero, more=(GivenValue("kuva", "file", [told]),))
    AnswerFile.objects.create(
        key="avain", survey=make_survey(in_satama), answer=said, uid=said.uid, question="kuva",
        name="kuitti.png", type="image/png", size=1, contents=b"x",
    )  # fmt: skip
    case = open_by_hand(answer=said, actor=in_satama.onni)
    shown = page(browse(in_satama.onni), f"{case.pk}/")
    assert '<a href="/o/satama/feedback/answers/files/avain/"' in shown
    assert "kuitti.png" in shown
    assert "Ei arvioita eikä sanoja." not in shown


def test_late_ones_are_found_by_themselves(case: Case, world: World, browse: Browse, noon: Any) -> None:
    assert "Eero" not in page(browse(world.onni), "?which=late")
    noon.shift(26 * 3600)
    shown = page(browse(world.onni), "?which=late")
    assert "Eero" in shown
    assert "2 t myöhässä" in shown


def test_two_people_take_it_and_the_later_one_is_told_kindly(
    case: Case, world: World, browse: Browse
) -> None:
    onni, aino = browse(world.onni), browse(world.aino)
    for client in (onni, aino):
        client.cookies["django_language"] = "fi"
    address = f"/o/satama/cases/{case.pk}/taking/"
    assert "Tapaus on sinun" not in onni.post(address, follow=True).content.decode()
    told = aino.post(address, follow=True).content.decode()
    assert "Onni tarttui tähän juuri äsken. Mitään ei muutettu." in told
    assert Case.objects.get().owner == world.onni


def test_a_step_is_taken_back_from_the_message(case: Case, world: World, browse: Browse) -> None:
    client = browse(world.onni)
    base = f"/o/satama/cases/{case.pk}/"
    told = client.post(f"{base}finishing/", {"done": "Soitin."}, follow=True).content.decode()
    assert f"/cases/{case.pk}/undoing/" in told
    assert Case.objects.get().state == "done"
    client.post(f"{base}undoing/")
    assert Case.objects.get().state == "new"


@pytest.mark.parametrize(
    ("path", "given", "field", "value"),
    [
        ("taking/", {}, "state", "taken"),
        ("attempts/", {"reached": "0", "channel": "email"}, "state", "taken"),
        ("waiting/", {}, "state", "waiting"),
        ("dropping/", {"why": ""}, "state", "dropped"),
        ("finishing/", {"done": " "}, "state", "new"),
        ("giving/", {"owner": "0"}, "state", "new"),
        ("notes/", {"text": ""}, "state", "new"),
    ],
)
def test_each_act_is_one_press(
    path: str, given: dict[str, str], field: str, value: str, case: Case, world: World, browse: Browse
) -> None:
    assert browse(world.onni).post(f"/o/satama/cases/{case.pk}/{path}", given).status_code == 302
    assert getattr(Case.objects.get(), field) == value


def test_cause_and_new_owner_are_chosen(case: Case, world: World, browse: Browse) -> None:
    cause = Cause.objects.create(name="Jonotus")
    client, base = browse(world.onni), f"/o/satama/cases/{case.pk}/"
    client.post(f"{base}cause/", {"cause": cause.pk, "note": "maanantai"})
    client.post(f"{base}giving/", {"owner": world.aino.pk})
    kept = Case.objects.get()
    assert (kept.cause, kept.cause_note, kept.owner) == (cause, "maanantai", world.aino)
    assert "Jonotus" in page(client, "causes/")


def test_the_case_page_tells_what_she_said_and_what_was_before(
    case: Case, world: World, browse: Browse, say: Say
) -> None:
    say(9, customer=world.eero, more=(GivenValue("miksi", "open_text", "Ennen kaikki toimi."),))
    shown = page(browse(world.onni), f"{case.pk}/")
    assert "Odotin tunnin &lt;b&gt;turhaan" in shown
    assert "Ennen kaikki toimi." in shown
    finish(case=Case.objects.get(), done="Soitin.", actor=world.onni)
    assert "Se selviää, kun asiakas vastaa seuraavan kerran." in page(browse(world.onni), f"{case.pk}/")


def test_who_only_reads_is_offered_no_acts(case: Case, world: World, browse: Browse) -> None:
    reader = browse(world.helmi)
    assert "taking" not in page(reader, f"{case.pk}/")
    assert reader.post(f"/o/satama/cases/{case.pk}/taking/").status_code == 403
    assert browse(world.onni).get("/o/satama/cases/rules/new/").status_code == 403


def test_others_find_nothing(case: Case, world: World, browse: Browse) -> None:
    outi = browse(world.outi)
    assert outi.get(f"/o/toinen/cases/{case.pk}/").status_code == 404
    assert outi.post(f"/o/toinen/cases/of-answers/{case.answer_id}/").status_code == 404
    assert outi.get(f"/o/satama/cases/{case.pk}/").status_code == 404


def test_a_rule_of_lines_is_made_changed_and_said_in_words(
    noon: Any, in_satama: World, browse: Browse
) -> None:
    client = browse(in_satama.aino)
    given = {
        "name": "Puhelimen matalat",
        "joined": "and",
        "fact_1": "kind.nps",
        "relation_1": "<=",
        "value_1": "4",
        "fact_2": "touchpoint",
        "relation_2": "==",
        "value_2": "Puhelinpalvelu",
        "makes_cases": "on",
        "way": "member",
        "owner": in_satama.onni.pk,
        "react_hours": "4",
        "close_hours": "16",
    }
    assert client.post("/o/satama/cases/rules/new/", given).status_code == 302
    rule = CaseRule.objects.get()
    assert rule.condition == {
        "and": [{"<=": [{"var": "kind.nps"}, 4]}, {"==": [{"var": "touchpoint"}, "Puhelinpalvelu"]}]
    }
    assert "enintään 4" in page(client, "rules/")
    shown = page(client, f"rules/{rule.pk}/")
    assert 'value="Puhelinpalvelu"' in shown
    own = {**given, "own": '{"<=": [{"var": "answer.ease"}, 2]}'}
    client.post(f"/o/satama/cases/rules/{rule.pk}/", own)
    rule.refresh_from_db()
    assert rule.condition == {"<=": [{"var": "answer.ease"}, 2]}
    wrong = client.post(f"/o/satama/cases/rules/{rule.pk}/", {**given, "own": '{"system": ["rm"]}'})
    assert wrong.status_code == 422
    client.post(f"/o/satama/cases/rules/{rule.pk}/state/")
    assert CaseRule.objects.get().is_active is False


def test_working_hours_are_changed(in_satama: World, browse: Browse) -> None:
    client = browse(in_satama.aino)
    given = {
        "opens_at": "09:00",
        "closes_at": "17:00",
        "days": ["0", "1"],
        "country": "SE",
        "react_hours": "4",
        "close_hours": "20",
    }
    client.post("/o/satama/cases/hours/", given)
    kept = WorkingHours.objects.get()
    assert (kept.opens_at.hour, kept.days, kept.country, kept.react_hours) == (9, [0, 1], "SE", 4)
    client.post("/o/satama/cases/hours/", {**given, "closes_at": "08:00"})
    assert WorkingHours.objects.get().closes_at.hour == 17


def test_a_comment_opens_a_case_and_then_leads_to_it(
    noon: Any, in_satama: World, say: Say, browse: Browse
) -> None:
    answer = say(9, more=(WHY,))
    client = browse(in_satama.onni)
    client.cookies["django_language"] = "fi"
    listed = client.get("/o/satama/insight/comments/").content.decode()
    assert f"/cases/of-answers/{answer.pk}/" in listed
    client.post(f"/o/satama/cases/of-answers/{answer.pk}/")
    case = Case.objects.get()
    assert case.owner == in_satama.onni
    assert f"/cases/{case.pk}/" in client.get("/o/satama/insight/comments/").content.decode()


def test_the_owner_is_written_to_in_her_own_language(case: Case, in_satama: World) -> None:
    sent = CaseMail.objects.get()
    assert (sent.member, sent.about) == (in_satama.onni, "new")
    send_case_mail.call(sent.pk)
    send_case_mail.call(sent.pk)
    (message,) = mail.outbox
    assert message.to == ["onni@example.org"]
    assert message.subject == "Sinulle asiakastapaus: Puhelinpalvelu, Suositteluhalu (NPS) 2"
    assert "Odotin tunnin <b>turhaan</b>." in message.body
    assert f"/o/satama/cases/{case.pk}/" in message.body


def test_who_opens_a_case_by_hand_is_not_written_to(noon: Any, in_satama: World, say: Say) -> None:
    kept = open_by_hand(answer=say(9), actor=in_satama.onni)
    take(case=kept, actor=in_satama.onni)
    assert not CaseMail.objects.exists()


def test_a_case_of_somebody_unnamed_tells_the_survey_and_asks_nobody_to_call(
    noon: Any, in_satama: World, say: Say, browse: Browse
) -> None:
    survey = make_survey(in_satama)
    unnamed = open_by_hand(answer=say(2, more=(WHY,)), actor=in_satama.onni)
    Answer.objects.filter(pk=unnamed.answer_id or 0).update(survey=survey)
    client = browse(in_satama.onni)
    client.cookies["django_language"] = "en"
    shown = client.get(f"/o/satama/cases/{unnamed.pk}/").content.decode()
    assert "Unnamed respondent" in shown
    assert "Puhelinpalvelu · Kysely · " in shown
    assert f"/cases/{unnamed.pk}/attempt" not in shown
    assert f"/cases/{unnamed.pk}/wait" not in shown
    assert "there is nobody to call" in shown
    assert "Unnamed respondent" in client.get("/o/satama/cases/").content.decode()
    wish = open_by_hand(
        answer=say(2, more=(GivenValue("contact_me", "consent", True),)), actor=in_satama.onni
    )
    shown = client.get(f"/o/satama/cases/{wish.pk}/").content.decode()
    assert f"/cases/{wish.pk}/attempt" in shown
    assert "there is nobody to call" not in shown
