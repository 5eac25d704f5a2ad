from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kohtaamo.feedback.models import Answer, Crowd, CrowdMember, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    close_survey,
    create_survey,
    gather,
    publish_survey,
    record_answers,
)
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Unit
from tests.world import World

NOON = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
ELEMENTS = [
    {"name": "enps", "type": "enps", "title": {"fi": "Suosittelisitko?"}},
    {"name": "why", "type": "open_text", "title": {"fi": "Miksi?"}},
]


def a_survey(world: World) -> Survey:
    survey = create_survey(
        name="Henkilöstö",
        touchpoint=world.phone,
        questionnaire=Questionnaire.model_validate({"pages": [{"elements": ELEMENTS}]}),
    )
    publish_survey(survey=survey)
    return survey


def say(survey: Survey, scores: list[int], *, unit: Unit | None = None, comment: str = "") -> None:
    """One answer a score; uids go on from the last."""
    first = Answer.objects.count()
    record_answers(
        IncomingAnswer(
            uid=f"e{first + number}",
            touchpoint=survey.touchpoint,
            survey=survey,
            unit=unit,
            happened_at=NOON,
            content=(
                GivenValue("enps", "enps", score),
                *([GivenValue("why", "open_text", f"{comment} {first + number}")] if comment else []),
            ),
        )
        for number, score in enumerate(scores)
    )
    deliver_all()


def test_answers_wait_until_they_are_plenty(in_satama: World):
    survey = a_survey(in_satama)
    say(survey, [9] * 49)
    assert not Crowd.objects.exists()
    assert CrowdMember.objects.filter(crowd=None).count() == 49
    say(survey, [0])
    crowd = Crowd.objects.get()
    assert (crowd.people, crowd.counts) == (50, [[0, 1], [9, 49]])
    assert crowd.common["channel"] == ""
    assert (crowd.first_day, crowd.last_day) == (NOON.date(), NOON.date())


def test_a_closed_survey_is_counted_at_once_but_never_fewer_than_five(in_satama: World):
    few, enough = a_survey(in_satama), a_survey(in_satama)
    say(few, [9] * 4)
    say(enough, [9] * 5)
    for survey in (few, enough):
        close_survey(survey=survey)
    deliver_all()
    assert [(crowd.survey, crowd.people) for crowd in Crowd.objects.all()] == [(enough, 5)]


def test_when_the_month_is_over_those_who_wait_are_counted(in_satama: World):
    say(a_survey(in_satama), [9] * 6)
    came = Answer.objects.order_by("pk")[0].received_at
    assert gather(now=came) == 0
    assert gather(now=came + timedelta(days=32)) == 1


def test_units_are_kept_apart_as_far_as_their_people_suffice(in_satama: World):
    survey = a_survey(in_satama)
    small = Unit.objects.create(organisation=in_satama.satama, name="Varasto")
    say(survey, [9] * 47, unit=in_satama.unit)
    say(survey, [0] * 3, unit=small)
    # two of the large unit hide the three of the small one
    assert sorted((crowd.people, crowd.common.get("unit")) for crowd in Crowd.objects.all()) == [
        (5, None),
        (45, in_satama.unit.pk),
    ]


def test_what_was_counted_stays_as_it_was_when_answers_go(in_satama: World):
    survey = a_survey(in_satama)
    say(survey, [9] * 50)
    Answer.objects.order_by("pk")[0].delete()
    gather(answers=Answer.objects.values_list("pk", flat=True))
    assert Crowd.objects.get().counts == [[9, 50]]
    assert not CrowdMember.objects.filter(crowd=None).exists()


def test_one_customer_who_answers_often_is_one_person(in_satama: World):
    survey = a_survey(in_satama)
    say(survey, [9] * 60)
    # all by one: nobody hides her
    Crowd.objects.all().delete()
    Answer.objects.update(customer=in_satama.eero)
    gather(answers=Answer.objects.values_list("pk", flat=True), now=NOON + timedelta(days=400))
    assert not Crowd.objects.exists()


def test_comments_wait_for_eight_people(in_satama: World):
    survey = a_survey(in_satama)
    say(survey, [9] * 7, comment="Kiire")
    close_survey(survey=survey)
    deliver_all()
    assert [crowd.kind for crowd in Crowd.objects.all()] == ["enps"]
    survey = a_survey(in_satama)
    say(survey, [9] * 8, comment="Kiire")
    close_survey(survey=survey)
    deliver_all()
    crowd = Crowd.objects.get(kind="open_text")
    assert (crowd.people, crowd.counts, crowd.survey) == (8, [], survey)


def test_a_question_for_employees_makes_the_whole_answer_theirs(in_satama: World):
    survey = a_survey(in_satama)
    say(survey, [9])
    without = IncomingAnswer(
        uid="part",
        touchpoint=in_satama.phone,
        survey=survey,
        happened_at=NOON,
        content=(GivenValue("why", "open_text", "Kesken"),),
        is_complete=False,
    )
    own = IncomingAnswer(
        uid="own",
        touchpoint=in_satama.phone,
        happened_at=NOON,
        content=(GivenValue("a", "csat", 4), GivenValue("b", "enps", 4)),
    )
    customer = IncomingAnswer(
        uid="c", touchpoint=in_satama.phone, happened_at=NOON, content=(GivenValue("a", "csat", 4),)
    )
    record_answers([without, own, customer])
    assert dict(Answer.objects.values_list("uid", "is_from_staff")) == {
        "e0": True,
        "part": True,
        "own": True,
        "c": False,
    }
