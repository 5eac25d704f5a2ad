"""What was said on the way is kept as one answer, from pages and from the background alike."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kohtaamo.feedback.course import Course, ShownPage
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reaching import facts_of, link_of_uid
from kohtaamo.feedback.sending import answer_facts, invitation_of_uid
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    Outcome,
    claim_files,
    limits_of,
    record_within_quotas,
)
from kohtaamo.feedback.services.incoming import ATTRIBUTE_LENGTH, LARGEST_WHOLE

from .tickets import Visit


def parse_page(page: ShownPage, raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, UnfitError]]:
    """Stored values by name, and what could not be read."""
    kinds = {question.element.name: QUESTIONS[question.element.type] for question in page.questions}
    read: dict[str, Any] = {}
    problems = {}
    for name, given in raw.items():
        read[name] = given
        if given is not None and name in kinds:
            try:
                read[name] = kinds[name].parse(given)
            except UnfitError as problem:
                problems[name] = problem
                read[name] = None
    return read, problems


def keep(visit: Visit, course: Course, *, is_complete: bool) -> tuple[Outcome, str]:
    """All that has been said so far of what is shown; the last page completes it.

    Beside the outcome stands the quota that was full.
    """
    kinds = {element.name: element.type for element in visit.questionnaire.elements()}
    content = tuple(
        GivenValue(name, kinds.get(name, "open_text"), value) for name, value in course.values.items()
    )
    invitation = invitation_of_uid(visit.uid)
    link = None if invitation else link_of_uid(visit.uid)
    facts: dict[str, Any] = {"touchpoint": visit.survey.touchpoint}
    facts = answer_facts(invitation) if invitation else facts_of(link) if link else facts
    came_by = {"link": link.name} if link else {}
    item = IncomingAnswer(
        **facts,
        uid=visit.uid,
        survey=visit.survey,
        version=visit.version,
        happened_at=timezone.now(),
        content=content,
        language=visit.language,
        attributes=came_by | attributes_of(course),
        source="page",
        is_complete=is_complete,
    )
    limits = limits_of(visit.questionnaire, course.quotas)
    outcome, full = record_within_quotas(item, survey=visit.survey, most=limits)
    if outcome.answer_id and has_files(content):
        claim_files(Answer.objects.get(pk=outcome.answer_id))
    return outcome, full


def has_files(content: tuple[GivenValue, ...]) -> bool:
    return any(value.kind == "file" for value in content)


def attributes_of(course: Course) -> dict[str, Any]:
    """What is hidden and what was calculated, as far as an answer can carry it."""
    found = {**course.hidden, **course.calculated}
    texts = {name: value[:ATTRIBUTE_LENGTH] for name, value in found.items() if isinstance(value, str)}
    others = {name: value for name, value in found.items() if isinstance(value, bool | int | float)}
    return texts | {name: value for name, value in others.items() if abs(value) <= LARGEST_WHOLE}
