from __future__ import annotations

import pytest

from kohtaamo.feedback.course import course_of, next_page
from kohtaamo.feedback.questionnaire import check_for_publication
from kohtaamo.feedback.starter import questionnaire_of
from kohtaamo.feedback.starters import STARTERS


@pytest.mark.parametrize("key", sorted(set(STARTERS) - {"empty"}))
@pytest.mark.parametrize("languages", [["fi"], ["en"], ["fi", "en"]])
def test_starter_can_be_published_as_it_is(key: str, languages: list[str]) -> None:
    questionnaire = questionnaire_of(STARTERS[key], languages)
    check_for_publication(questionnaire)
    assert all(set(element.title) == set(languages) for element in questionnaire.elements())


def test_empty_stands_last_and_asks_nothing() -> None:
    assert list(STARTERS)[-1] == "empty"
    assert list(questionnaire_of(STARTERS["empty"], ["fi"]).elements()) == []


@pytest.mark.parametrize(
    ("score", "asked"), [(0, "why_low"), (6, "why_low"), (7, "what_lacks"), (10, "what_works")]
)
def test_recommending_goes_on_by_the_score(score: int, asked: str) -> None:
    questionnaire = questionnaire_of(STARTERS["nps"], ["fi"])
    page = next_page(course_of(questionnaire, {"nps": score}), 1)
    assert page is not None
    assert [question.element.name for question in page.questions] == [asked]


def test_low_satisfaction_is_asked_why_and_high_is_not() -> None:
    questionnaire = questionnaire_of(STARTERS["satisfaction"], ["fi"])
    asks = [course_of(questionnaire, {"csat": score}).pages[0].questions[0].why for score in range(1, 6)]
    assert asks == [True, True, False, False, False]


@pytest.mark.parametrize(("listened", "pages"), [("1", 3), ("5", 2), ("unknown", 2)])
def test_who_was_not_heard_is_asked_where(listened: str, pages: int) -> None:
    questionnaire = questionnaire_of(STARTERS["presence"], ["en"])
    assert len(course_of(questionnaire, {"presence": {"listened": listened}}).pages) == pages
