"""What a survey asks, as an answer is held to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import STAFF_KINDS
from kohtaamo.organisation.rows import marks, read_moment, select
from kohtaamo.organisation.tenancy import current_organisation_id

# survey and the version named; None: the newest
Key = tuple[int, int | None]

# The kind of what is told after "Why?".
REASON = "open_text"


@dataclass(frozen=True, slots=True, eq=False)
class AskedQuestion:
    """`element` is what its author laid down, as an answer is held to it when it is kept. Known by itself."""

    type: str
    element: Element


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of a survey, and the questions an answer to it may answer."""

    survey_id: int
    is_published: bool
    closed_at: datetime | None
    version_id: int | None
    questions: Mapping[str, AskedQuestion]
    asks_staff: bool = False


STATE = """
SELECT s.id, s.status, s.closed_at, v.id, CAST(v.questionnaire AS text),
       v.number = (SELECT max(n.number) FROM feedback_surveyversion n WHERE n.survey_id = s.id)
FROM feedback_survey s JOIN feedback_surveyversion v ON v.survey_id = s.id
WHERE s.organisation_id = %s AND s.id IN {surveys} AND (
    v.id IN {versions}
    OR v.number = (SELECT max(n.number) FROM feedback_surveyversion n WHERE n.survey_id = s.id)
)
"""


def questions_asked(keys: Collection[Key]) -> dict[Key, Asked]:
    """By survey and version; one query for any number of them, always as the database has them now."""
    if not keys:
        return {}
    surveys = {survey for survey, _ in keys}
    versions = {version for _, version in keys if version} or {0}
    found: dict[Key, Asked] = {}
    sql = STATE.format(surveys=marks(len(surveys)), versions=marks(len(versions)))
    for survey, status, closed_at, version, questionnaire, is_newest in select(
        sql, [current_organisation_id(), *surveys, *versions]
    ):
        questions = questions_of(questionnaire)
        asked = Asked(
            survey_id=survey,
            is_published=True,
            closed_at=read_moment(closed_at) if status == Survey.Status.CLOSED else None,
            version_id=version,
            questions=questions,
            asks_staff=any(question.type in STAFF_KINDS for question in questions.values()),
        )
        found[survey, version] = asked
        if is_newest:
            found[survey, None] = asked
    return {key: found.get(key) or unpublished(key[0]) for key in keys}


def unpublished(survey_id: int) -> Asked:
    return Asked(survey_id=survey_id, is_published=False, closed_at=None, version_id=None, questions={})


@lru_cache(maxsize=1000)
def questions_of(questionnaire: str) -> dict[str, AskedQuestion]:
    """Known by the text itself, so that what is remembered can never be of another questionnaire."""
    found = {}
    for element in Questionnaire.model_validate_json(questionnaire).elements():
        found[element.name] = AskedQuestion(element.type, as_kept(element))
        if element.ask_why:
            reason = Element(name=element.why, type=REASON)
            found[element.why] = AskedQuestion(REASON, reason)
    return found


def as_kept(element: Element) -> Element:
    """Where not all choices may have been shown, fewer than the least may have been chosen."""
    if all(choice.visible_if is None for choice in element.choices):
        return element
    return element.model_copy(update={"at_least": None})
