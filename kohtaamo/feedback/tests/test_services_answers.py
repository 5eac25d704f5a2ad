from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from msgspec.structs import replace

from kohtaamo.feedback.models import Answer, Comment, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    close_survey,
    create_survey,
    publish_survey,
    record_answers,
    reopen_survey,
    save_draft,
)
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PROMOTER = GivenValue("recommend", "nps", 9)
PRAISE = GivenValue("why", "open_text", "Onni auttoi heti.")


def an_answer(world: World, uid: str = "a-1", **facts: Any) -> IncomingAnswer:
    given = {"touchpoint": world.phone, "happened_at": NOON, "content": (PROMOTER,), **facts}
    return IncomingAnswer(uid=uid, **given)


def a_survey(world: World) -> Survey:
    questionnaire = Questionnaire.model_validate(
        {
            "languages": ["fi"],
            "pages": [
                {
                    "elements": [
                        {"name": "recommend", "type": "nps", "title": {"fi": "Suosittelisitko?"}},
                        {
                            "name": "matter",
                            "type": "single_choice",
                            "title": {"fi": "Mitä asiasi koski?"},
                            "choices": [
                                {"value": "bill", "text": {"fi": "Laskua"}},
                                {"value": "fault", "text": {"fi": "Vikaa"}},
                            ],
                        },
                    ]
                }
            ],
        }
    )
    return create_survey(name="Puhelun jälkeen", touchpoint=world.phone, questionnaire=questionnaire)


def reason_of(item: IncomingAnswer) -> str:
    (outcome,) = record_answers([item])
    assert (outcome.status == "refused") == bool(outcome.reason)
    assert Answer.objects.exists() == (outcome.status != "refused")
    return outcome.reason


def test_answer_is_stored_with_its_comment_and_one_event(in_satama: World) -> None:
    item = an_answer(in_satama, content=(PROMOTER, PRAISE), channel="phone", attributes={"cause": "bill"})
    (outcome,) = record_answers([item])
    answer = Answer.objects.get()
    assert (outcome.status, outcome.answer_id) == ("stored", answer.pk)
    assert answer.content == [
        {"name": "recommend", "kind": "nps", "value": 9},
        {"name": "why", "kind": "open_text", "value": "Onni auttoi heti."},
    ]
    assert (answer.channel, answer.attributes, answer.is_complete) == ("phone", {"cause": "bill"}, True)
    comment = Comment.objects.get()
    assert (comment.answer, comment.question, comment.text) == (answer, "why", "Onni auttoi heti.")
    assert (comment.touchpoint, comment.happened_at) == (in_satama.phone, NOON)
    assert Event.objects.get(verb="feedback.answers_recorded").data == {"answers": [answer.pk]}


def test_name_of_a_question_is_kept_as_both_databases_can(in_satama: World) -> None:
    record_answers([an_answer(in_satama, content=(GivenValue("rec\0ommend\ud800", "nps", 9),))])
    assert Answer.objects.get().content == [{"name": "recommend?", "kind": "nps", "value": 9}]


def test_bad_item_does_not_fail_its_neighbours(in_satama: World) -> None:
    off_scale = an_answer(in_satama, "b", content=(GivenValue("recommend", "nps", 11),))
    outcomes = record_answers([an_answer(in_satama, "a"), off_scale, an_answer(in_satama, "c")])
    assert [one.status for one in outcomes] == ["stored", "refused", "stored"]
    assert outcomes[1].reason == "off_scale"
    assert outcomes[1].facts == {"name": "recommend", "low": 0, "high": 10}
    assert set(Answer.objects.values_list("uid", flat=True)) == {"a", "c"}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"uid": " "}, "uid_missing"),
        ({"uid": "x" * 121}, "uid_too_long"),
        ({"content": ()}, "no_values"),
        ({"content": (GivenValue("why", "open_text", "  "),)}, "no_values"),
        ({"content": (GivenValue("recommend", "nps", -1),)}, "off_scale"),
        ({"content": (GivenValue("recommend", "nps", 7.5),)}, "off_scale"),
        ({"content": (GivenValue("recommend", "nps", float("nan")),)}, "off_scale"),
        ({"content": (GivenValue("recommend", "nps", True),)}, "not_a_number"),
        ({"content": (GivenValue("recommend", "nps", "nine"),)}, "not_a_number"),
        ({"content": (GivenValue("recommend", "mood", 3),)}, "unknown_question"),
        ({"content": (GivenValue("n" * 61, "nps", 3),)}, "question_name_too_long"),
        ({"content": (PROMOTER, PROMOTER)}, "repeated_question"),
        ({"content": (GivenValue("why", "open_text", "x" * 20_001),)}, "text_too_long"),
        ({"content": (GivenValue("why", "open_text", 5),)}, "not_a_text"),
        ({"content": (GivenValue("which", "multiple_choice", 5),)}, "not_a_list"),
        ({"happened_at": datetime(1899, 12, 31, tzinfo=UTC)}, "happened_at_out_of_range"),
        ({"happened_at": datetime(2101, 1, 1, tzinfo=UTC)}, "happened_at_out_of_range"),
        ({"attributes": {f"k{n}": 1 for n in range(51)}}, "too_many_attributes"),
        ({"attributes": {"k" * 61: 1}}, "attribute_name_unfit"),
        ({"attributes": {"k": "v" * 301}}, "attribute_too_long"),
        ({"attributes": {"k": ["list"]}}, "attribute_unfit"),
        ({"attributes": {"k": float("inf")}}, "attribute_unfit"),
        ({"channel": "c" * 41}, "channel_too_long"),
        ({"content": (GivenValue("why", "open_text", "x" * 20_000),)}, ""),
        ({"attributes": {f"k{n}".ljust(60, "k"): "v" * 300 for n in range(50)}}, ""),
        ({"uid": "x" * 120, "happened_at": datetime(1900, 1, 1, tzinfo=UTC)}, ""),
    ],
)
def test_rules_of_an_answer(in_satama: World, facts: dict[str, Any], reason: str) -> None:
    assert reason_of(replace(an_answer(in_satama), **facts)) == reason


def test_answer_from_more_than_a_day_ahead_is_refused(in_satama: World) -> None:
    now = timezone.now()
    later = an_answer(in_satama, happened_at=now + timedelta(days=1, minutes=1))
    assert reason_of(later) == "happened_at_in_future"
    assert reason_of(an_answer(in_satama, happened_at=now + timedelta(hours=23))) == ""


def test_text_is_kept_as_written_but_for_what_no_database_takes(in_satama: World) -> None:
    hostile = "<script>alert(1)</script> '; DROP TABLE x;-- \ud800\0 𝒜"
    record_answers([an_answer(in_satama, content=(GivenValue("why", "open_text", hostile),))])
    assert Comment.objects.get().text == "<script>alert(1)</script> '; DROP TABLE x;-- ? 𝒜"


def test_foreign_rows_are_refused(world: World) -> None:
    with working_for(world.toinen):
        theirs = Touchpoint.objects.create(name="Toisten", kind="object")
    with working_for(world.satama):
        assert reason_of(an_answer(world, touchpoint=theirs)) == "foreign_touchpoint"
    with working_for(world.toinen):
        item = an_answer(world, touchpoint=theirs, customer=world.eero)
        assert reason_of(item) == "foreign_reference"


def test_same_uid_of_two_organisations_is_two_answers(world: World) -> None:
    with working_for(world.toinen):
        theirs = Touchpoint.objects.create(name="Toisten", kind="object")
        assert reason_of(an_answer(world, touchpoint=theirs)) == ""
    with working_for(world.satama):
        assert reason_of(an_answer(world)) == ""
        assert Answer.objects.count() == 1


def test_repeated_uid_is_a_duplicate_and_other_contents_are_refused(in_satama: World) -> None:
    (first,) = record_answers([an_answer(in_satama)])
    (again,) = record_answers([an_answer(in_satama)])
    assert (again.status, again.answer_id) == ("duplicate", first.answer_id)
    assert reason_of(an_answer(in_satama)) == ""
    (other,) = record_answers([an_answer(in_satama, content=(GivenValue("recommend", "nps", 2),))])
    assert (other.status, other.reason) == ("refused", "uid_taken")
    (elsewhere,) = record_answers([an_answer(in_satama, touchpoint=in_satama.desk)])
    assert elsewhere.reason == "uid_taken"
    assert Event.objects.filter(verb="feedback.answers_recorded").count() == 1


def test_same_uid_twice_in_a_batch(in_satama: World) -> None:
    other = an_answer(in_satama, content=(GivenValue("recommend", "nps", 2),))
    outcomes = record_answers([an_answer(in_satama), an_answer(in_satama), other])
    assert [one.status for one in outcomes] == ["stored", "duplicate", "refused"]
    assert outcomes[0].answer_id == outcomes[1].answer_id == Answer.objects.get().pk


def test_part_is_completed_under_its_uid(in_satama: World) -> None:
    why = GivenValue("why", "open_text", "Jonotin kauan.")
    (part,) = record_answers([an_answer(in_satama, content=(PROMOTER, why), is_complete=False)])
    (same,) = record_answers([an_answer(in_satama, content=(PROMOTER, why), is_complete=False)])
    assert (part.status, same.status) == ("stored", "duplicate")
    (whole,) = record_answers([an_answer(in_satama, content=(PROMOTER, PRAISE))])
    assert (whole.status, whole.answer_id) == ("stored", part.answer_id)
    answer = Answer.objects.get()
    assert answer.is_complete
    assert [value["value"] for value in answer.content] == [9, "Onni auttoi heti."]
    assert Comment.objects.get().text == "Onni auttoi heti."
    (late_part,) = record_answers([an_answer(in_satama, is_complete=False)])
    assert late_part.status == "duplicate"
    assert Answer.objects.get().is_complete


def test_part_and_whole_in_one_batch_are_one_answer(in_satama: World) -> None:
    part = an_answer(in_satama, is_complete=False)
    outcomes = record_answers([part, an_answer(in_satama, content=(PROMOTER, PRAISE))])
    assert [one.status for one in outcomes] == ["stored", "stored"]
    answer = Answer.objects.get()
    assert answer.is_complete
    assert len(answer.content) == 2
    assert Comment.objects.count() == 1


def test_queries_do_not_grow_with_the_batch(in_satama: World) -> None:
    survey = a_survey(in_satama)
    publish_survey(survey=survey)

    def queries_for(count: int, prefix: str) -> int:
        items = [an_answer(in_satama, f"{prefix}{n}", survey=survey) for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            record_answers(items)
        return len(captured)

    small, large = queries_for(2, "s"), queries_for(500, "l")
    inserts_more = 4  # 256 + 64 + 64 + 64 + 52
    assert large <= small + inserts_more
    assert Answer.objects.count() == 502


def test_events_name_at_most_500_answers(in_satama: World) -> None:
    outcomes = record_answers(an_answer(in_satama, f"a{n}") for n in range(501))
    told = [event.data["answers"] for event in Event.objects.filter(verb="feedback.answers_recorded")]
    assert [len(one) for one in told] == [500, 1]
    assert [key for one in told for key in one] == [one.answer_id for one in outcomes]


def test_answers_and_event_stand_or_fall_together(in_satama: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(events, "next_keys", fail)
    with pytest.raises(RuntimeError):
        record_answers([an_answer(in_satama, content=(PROMOTER, PRAISE))])
    assert not Answer.objects.exists()
    assert not Comment.objects.exists()


def test_answer_of_a_survey_is_held_to_its_questions(in_satama: World) -> None:
    survey = a_survey(in_satama)
    assert reason_of(an_answer(in_satama, survey=survey)) == "survey_not_published"
    version = publish_survey(survey=survey)
    stranger = an_answer(in_satama, survey=survey, content=(GivenValue("stars", "nps", 3),))
    assert reason_of(stranger) == "unknown_question"
    other_kind = an_answer(in_satama, survey=survey, content=(GivenValue("recommend", "enps", 3),))
    assert reason_of(other_kind) == "unknown_question"
    choice = GivenValue("matter", "single_choice", "weather")
    assert reason_of(an_answer(in_satama, survey=survey, content=(choice,))) == "unknown_choice"
    assert reason_of(an_answer(in_satama, survey=survey)) == ""
    assert Answer.objects.get().version == version


def test_version_named_decides_what_was_asked(in_satama: World) -> None:
    survey = a_survey(in_satama)
    first = publish_survey(survey=survey)
    changed = Questionnaire.model_validate(
        {"pages": [{"elements": [{"name": "ease", "type": "effort", "title": {"fi": "Vaivaa?"}}]}]}
    )
    save_draft(survey=survey, questionnaire=changed)
    second = publish_survey(survey=survey)
    assert (first.number, second.number) == (1, 2)
    old, new = an_answer(in_satama, "old", version=first), an_answer(in_satama, "new", survey=survey)
    outcomes = record_answers([old, new])
    assert [one.reason for one in outcomes] == ["", "unknown_question"]
    assert Answer.objects.get().version == first


def test_closed_survey_takes_only_what_was_said_before(in_satama: World) -> None:
    survey = a_survey(in_satama)
    publish_survey(survey=survey)
    close_survey(survey=survey)
    late = an_answer(in_satama, "late", survey=survey, happened_at=timezone.now())
    assert reason_of(late) == "survey_closed"
    assert reason_of(an_answer(in_satama, "before", survey=survey)) == ""
    reopen_survey(survey=survey)
    assert record_answers([late])[0].status == "stored"
