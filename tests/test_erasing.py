"""A person is found, copied and erased, over every package; nothing of her is left anywhere in the database."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.conversations.models import Case
from kohtaamo.conversations.services import add_cause, add_note, choose_cause, open_by_hand
from kohtaamo.encounters.jobs import erase_when_due
from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.queries import person_copy
from kohtaamo.encounters.services import (
    IncomingCustomer,
    IncomingEncounter,
    ask_to_erase,
    erase_customer,
    give_consent,
    keep_customer,
    record_customers,
    record_encounters,
)
from kohtaamo.feedback.models import Answer, AnswerFile, Invitation, Survey
from kohtaamo.feedback.points import give_calls
from kohtaamo.feedback.points.calls import Person
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.insight.facts import Question, ask, forget_results, project
from kohtaamo.insight.facts.places import root
from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.insight.jobs import clean_files_of_copy
from kohtaamo.insight.models import FigureValue, Measurement
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event, Organisation
from tests.sweep.questions import QUESTIONNAIRE
from tests.world import World

# Words that stand nowhere else in the world: hers, her addresses, and what was written of her.
HERS = (
    "kyllikki",
    "pärnänen",
    "kyllikki@esimerkki.fi",
    "+358405550123",
    "lumikenkäreitti",
    "tunturihotelli",
    "revontulikatu",
    "tilaus-98765",
    "soitin-hänelle",
    "lasku-kuvana",
    "asiakas-4711",
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOW_MANY = Question(sql="SELECT count(*) AS n, sum(value) AS total FROM facts WHERE kind = 'nps'")


@pytest.fixture
def kyllikki(in_satama: World) -> Customer:
    """Something of hers in every table that can hold it; another customer has answered beside her."""
    world = in_satama
    told = IncomingCustomer(
        key="asiakas-4711",
        name="Kyllikki Pärnänen",
        email="kyllikki@esimerkki.fi",
        phone="+358405550123",
        segment="kotitalous",
        attributes={"osoite": "Revontulikatu 3"},
    )
    person = record_customers(customers=[told])[told.key]
    give_consent(customer=person, channel="email", source="member")
    (meeting,) = record_encounters(
        encounters=[
            IncomingEncounter(
                uid="asiakas-4711-1", touchpoint=world.phone, happened_at=NOON, customer=person, case="tilaus-98765",
                waited_seconds=120, attributes={"kohde": "Tunturihotelli"},
            )
        ]
    )  # fmt: skip
    survey = answered_by(person, world.eero, meeting, world)
    answer = Answer.objects.get(uid="asiakas-4711-v")
    Answer.objects.filter(uid="toisen").update(attributes={})
    Measurement.objects.filter(customer=world.eero).update(attributes={})
    AnswerFile.objects.create(
        key="f1", survey=survey, answer=answer, uid=answer.uid, question="kuva", name="lasku-kuvana.png",
        type="image/png", size=1, contents=b"x",
    )  # fmt: skip
    asked_of(person, survey)
    written_of_her(world, person, answer)
    deliver_all()
    return person


def answered_by(person: Customer, other: Customer, meeting: Encounter, world: World) -> Survey:
    survey = create_survey(
        name="Jälkikysely", touchpoint=world.phone, questionnaire=QUESTIONNAIRE, actor=world.aino
    )
    publish_survey(survey=survey, actor=world.aino)
    survey.refresh_from_db()
    for uid, whose, score, said in (
        ("asiakas-4711-v", person, 3, "Lumikenkäreitti oli suljettu, ja kukaan ei kertonut."),
        ("toisen", other, 9, "Kaikki sujui hyvin."),
    ):
        record_answers(
            [
                IncomingAnswer(
                    uid=uid, touchpoint=world.phone, survey=survey, customer=whose, happened_at=NOON,
                    encounter=meeting if whose == person else None, attributes={"kohde": "Tunturihotelli"},
                    content=(GivenValue("nps", "nps", score), GivenValue("miksi", "open_text", said)),
                )
            ]
        )  # fmt: skip
    return survey


def asked_of(person: Customer, survey: Survey) -> None:
    for uid, sent in (("kutsu-kyllikki", NOON), ("kutsu-kyllikki-2", None)):
        Invitation.objects.create(
            uid=uid, touchpoint=survey.touchpoint, survey=survey, customer=person, sent_at=sent, channel="email",
            address="kyllikki@esimerkki.fi", hidden={"nimi": "Kyllikki"}, token=uid, due_at=timezone.now(),
        )  # fmt: skip
    give_calls(
        survey=survey,
        people=[Person(name="Kyllikki Pärnänen", phone="+358405550123", customer=person)],
        interviewer=None,
    )


def written_of_her(world: World, person: Customer, answer: Answer) -> None:
    case = open_by_hand(answer=answer, actor=world.onni)
    add_note(case=case, text="Soitin-hänelle: Kyllikki pyysi hyvityksen.", actor=world.onni)
    choose_cause(
        case=case, cause=add_cause(name="Tieto ei kulkenut", actor=world.aino), note="Kyllikki ei saanut viestiä",
        actor=world.onni,
    )  # fmt: skip
    sales = define([Definition(key="sales", name="Myynti", measure="€", is_summed=True)])["sales"]
    record_figures(
        [IncomingFigure(figure=sales, size="month", starts_on=date(2026, 3, 1), value=80, customer=person)]
    )


def everything_written() -> str:
    """Every value of every column of every table, whoever keeps it, in small letters."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found: list[str] = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            found += (str(value) for row in cursor.fetchall() for value in row if value is not None)
    return "\n".join(found).casefold()


def left_of_her() -> list[str]:
    written = everything_written()
    return [word for word in HERS if word in written]


def counted() -> tuple[Any, ...]:
    forget_results()
    return tuple(ask(HOW_MANY)[0])


def test_nothing_of_her_is_left_in_any_table(in_satama: World, kyllikki: Customer) -> None:
    assert left_of_her() == list(HERS)  # the test looks where her data is
    assert erase_customer(customer=kyllikki, actor=in_satama.aino)
    deliver_all()
    assert left_of_her() == []
    assert not Customer.objects.filter(pk=kyllikki.pk).exists()
    assert "kaikki sujui hyvin" in everything_written()


def test_her_scores_stay_as_scores_of_nobody(in_satama: World, kyllikki: Customer) -> None:
    erase_customer(customer=kyllikki, actor=in_satama.aino)
    deliver_all()
    answer = Answer.objects.exclude(customer=in_satama.eero).get()
    assert answer.content == [{"name": "nps", "kind": "nps", "value": 3}]
    assert (answer.customer_id, answer.attributes, answer.comments.count()) == (None, {}, 0)
    meeting = Encounter.objects.get()
    assert (meeting.customer_id, meeting.case, meeting.attributes, meeting.waited_seconds) == (
        None,
        "",
        {},
        120,
    )
    assert [(one.customer_id, one.address) for one in Invitation.objects.all()] == [(None, "")]
    assert not FigureValue.objects.exists()
    (case,) = Case.objects.all()
    assert (case.customer_id, case.cause_note) == (None, "")


def test_the_columnar_copy_counts_as_before_and_has_no_link_to_her(
    in_satama: World, kyllikki: Customer
) -> None:
    others = files_of(in_satama.satama)  # of tests before this one, whose organisation had the same number
    project()
    assert facts_of(kyllikki, others) > 0
    before = counted()
    assert before == (2, 12.0)
    erase_customer(customer=kyllikki, actor=in_satama.aino)
    deliver_all()
    assert counted() == before
    waiting = DBTaskResult.objects.filter(task_path=clean_files_of_copy.module_path)
    assert [one.args_kwargs["args"] for one in waiting] == [[in_satama.satama.pk]]
    clean_files_of_copy.call(in_satama.satama.pk)
    assert counted() == before
    assert facts_of(kyllikki, others) == 0
    assert facts_of(in_satama.eero, others) > 0


def files_of(organisation: Organisation) -> set[str]:
    return {str(path) for path in (root() / str(organisation.pk)).rglob("*.parquet")}


def facts_of(person: Customer, but: set[str]) -> int:
    files = sorted(files_of(person.organisation) - but)
    with duckdb.connect() as reader:
        rows = reader.execute("SELECT count(*) FROM read_parquet(?) WHERE customer = ?", [files, person.pk])
        return int(rows.fetchall()[0][0])


def test_erasing_is_told_once_and_without_personal_data(in_satama: World, kyllikki: Customer) -> None:
    assert erase_customer(customer=kyllikki, actor=in_satama.aino)
    assert not erase_customer(customer=kyllikki, actor=in_satama.aino)
    told = Event.objects.get(verb="encounters.customer_erased")
    assert (told.subject_id, told.data, told.actor_id) == (kyllikki.pk, {}, in_satama.aino.pk)
    deliver_all()
    assert not erase_customer(customer=kyllikki, actor=in_satama.aino)


def test_what_is_written_of_others_is_untouched(in_satama: World, kyllikki: Customer) -> None:
    before = person_copy(in_satama.eero)
    erase_customer(customer=kyllikki)
    deliver_all()
    after = person_copy(in_satama.eero)
    assert {**after, "made_at": ""} == {**before, "made_at": ""}
    assert after["feedback"]["answers"][0]["comments"] == [
        {"question": "miksi", "text": "Kaikki sujui hyvin."}
    ]


def test_the_copy_holds_what_every_package_keeps(kyllikki: Customer) -> None:
    copy = json.loads(json.dumps(person_copy(kyllikki), ensure_ascii=False))
    assert set(copy) == {"made_at", "organisation", "encounters", "feedback", "insight", "conversations"}
    text = json.dumps(copy, ensure_ascii=False).casefold()
    assert [word for word in HERS if word not in text] == []
    assert copy["encounters"]["customer"]["attributes"] == {"osoite": "Revontulikatu 3"}
    assert [(one["way"], one["given"]) for one in copy["encounters"]["consents"]] == [("email", True)]
    (answer,) = copy["feedback"]["answers"]
    assert answer["files"] == ["lasku-kuvana.png"]
    assert [one["sent_at"] is not None for one in copy["feedback"]["invitations"]] == [True, False]
    assert [one["value"] for one in copy["insight"]["values"] if one["kind"] == "nps"] == [3.0]
    assert [one["value"] for one in copy["insight"]["business_figures"]] == [80.0]
    assert any("hyvityksen" in step["text"] for step in copy["conversations"]["cases"][0]["steps"])


def test_she_is_erased_when_the_time_to_undo_is_over(in_satama: World, kyllikki: Customer) -> None:
    held = ask_to_erase(customer=kyllikki, actor=in_satama.aino)
    assert held.erase_at is not None
    assert timedelta(minutes=9) < held.erase_at - timezone.now() <= timedelta(minutes=10)
    given = (in_satama.satama.pk, kyllikki.pk, in_satama.aino.pk)
    erase_when_due.call(*given)
    assert left_of_her() == list(HERS)
    Customer.objects.filter(pk=kyllikki.pk).update(erase_at=timezone.now())
    erase_when_due.call(*given)
    erase_when_due.call(*given)
    deliver_all()
    assert left_of_her() == []


def test_an_erasing_taken_back_erases_nothing(in_satama: World, kyllikki: Customer) -> None:
    ask_to_erase(customer=kyllikki, actor=in_satama.aino)
    assert keep_customer(customer=kyllikki, actor=in_satama.aino)
    assert not keep_customer(customer=kyllikki, actor=in_satama.aino)
    erase_when_due.call(in_satama.satama.pk, kyllikki.pk, None)
    assert Customer.objects.get(pk=kyllikki.pk).name == "Kyllikki Pärnänen"
