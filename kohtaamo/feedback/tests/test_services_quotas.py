from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from kohtaamo.feedback.models import Answer, QuotaCount, Survey
from kohtaamo.feedback.queries import response_of
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.results import counted_of
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    full_quotas,
    publish_survey,
    record_within_quotas,
)
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

THREADS, ANSWERS, MOST = 8, 1000, 300
QUESTIONS = {
    "pages": [{"elements": [{"name": "nps", "type": "nps", "title": {"fi": "?"}}]}],
    "quotas": [{"name": "few", "most": 2}, {"name": "many", "most": MOST}],
}


def published(world: World) -> Survey:
    survey = create_survey(
        name="Kiintiö", touchpoint=world.phone, questionnaire=read_questionnaire(QUESTIONS)
    )
    publish_survey(survey=survey)
    survey.refresh_from_db()
    return survey


def answer(world: World, survey: Survey, uid: str, *, complete: bool = True) -> IncomingAnswer:
    return IncomingAnswer(
        uid=uid,
        touchpoint=world.phone,
        survey=survey,
        happened_at=timezone.now(),
        content=(GivenValue("nps", "nps", 7),),
        is_complete=complete,
    )


def test_one_answer_counts_once_and_only_when_it_is_complete(in_satama: World) -> None:
    survey = published(in_satama)
    for complete in (False, False, True, True):
        outcome, full = record_within_quotas(
            answer(in_satama, survey, "a", complete=complete), survey=survey, most={"few": 2}
        )
        assert (outcome.reason, full) == ("", "")
    assert dict(QuotaCount.objects.values_list("name", "count")) == {"few": 1}


def test_one_full_quota_counts_in_no_other(in_satama: World) -> None:
    survey = published(in_satama)
    both = {"many": MOST, "few": 2}
    told = [
        record_within_quotas(answer(in_satama, survey, uid), survey=survey, most=both)[1] for uid in "abcd"
    ]
    assert told == ["", "", "few", "few"]
    assert dict(QuotaCount.objects.values_list("name", "count")) == {"few": 2, "many": 2}
    assert full_quotas(survey, read_questionnaire(QUESTIONS)) == {"few"}


def test_a_part_is_marked_when_its_end_comes_too_late_and_no_more_once_there_is_room(
    in_satama: World,
) -> None:
    survey = published(in_satama)
    version = survey.versions.get()
    record_within_quotas(answer(in_satama, survey, "a"), survey=survey, most={"few": 1})
    part = answer(in_satama, survey, "b", complete=False)
    record_within_quotas(part, survey=survey, most={"few": 1})
    assert counted_of(survey, version).answered[("nps", "nps")] == 2
    whole = answer(in_satama, survey, "b")
    assert record_within_quotas(whole, survey=survey, most={"few": 1})[1] == "few"
    late = Answer.objects.get(uid="b")
    assert (late.is_complete, late.attributes) == (False, {"over_quota": "few"})
    assert counted_of(survey, version).answered[("nps", "nps")] == 1
    assert response_of(survey).over_quota == 1
    assert record_within_quotas(whole, survey=survey, most={"few": 2})[1] == ""
    late.refresh_from_db()
    assert (late.is_complete, late.attributes) == (True, {})
    assert counted_of(survey, version).answered[("nps", "nps")] == 2


@pytest.mark.django_db(transaction=True)
def test_a_thousand_answers_at_once_never_pass_a_quota(world: World) -> None:
    """Five hundred people, each sent twice, by eight threads."""
    with working_for(world.satama):
        survey = published(world)

    def complete(number: int) -> str:
        try:
            with working_for(world.satama):
                item = answer(world, survey, f"u{number // 2}")
                return record_within_quotas(item, survey=survey, most={"many": MOST})[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        told = list(threads.map(complete, range(ANSWERS)))
    with working_for(world.satama):
        assert QuotaCount.objects.get().count == MOST
        assert Answer.objects.filter(is_complete=True).count() == MOST
        assert Answer.objects.filter(is_complete=False, attributes__over_quota="many").count() == 200
    assert set(told) == {"", "many"}
