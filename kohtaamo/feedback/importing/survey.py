"""The survey of a file of another program: made at the first import, known again at the next."""

from __future__ import annotations

from collections.abc import Iterable

from kohtaamo.feedback.definitions.texts import name_from
from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.questionnaire import Element, Page, Questionnaire
from kohtaamo.feedback.services import (
    close_survey,
    create_survey,
    publish_survey,
    reopen_survey,
    save_draft,
)
from kohtaamo.journeys.services import find_or_create_touchpoint
from kohtaamo.organisation.models import Member

from .found import Asked
from .plan import Plan
from .problems import ImportProblem
from .shaping import element_of
from .standing import questionnaire_now, with_more
from .understanding import Understood

ON_A_PAGE = 10


def survey_of(whole: Understood, plan: Plan, *, actor: Member | None) -> tuple[Survey, SurveyVersion, Plan]:
    """Closed, for nobody shall answer it at our address: what was answered before may still arrive."""
    if plan.joined:
        return survey_joined(whole, plan, actor=actor)
    asked = questionnaire_of(whole, plan)
    survey = Survey.objects.filter(pk=plan.survey_id).first() if plan.survey_id else None
    if survey is None:
        touchpoint, _ = find_or_create_touchpoint(name=plan.touchpoint, actor=actor)
        survey = create_survey(name=plan.survey, touchpoint=touchpoint, questionnaire=asked, actor=actor)
        version = publish_survey(survey=survey, actor=actor)
        close_survey(survey=survey, actor=actor)
        return survey, version, plan.model_copy(update={"survey_id": survey.pk})
    was_closed = survey.status == Survey.Status.CLOSED
    newest = survey.versions.first()
    if newest is not None and covers(Questionnaire.model_validate(newest.questionnaire), asked):
        version = newest
        if was_closed:
            reopen_survey(survey=survey, actor=actor)
    else:
        save_draft(survey=survey, questionnaire=asked, actor=actor)
        version = publish_survey(survey=survey, actor=actor)
    if was_closed:
        close_survey(survey=survey, actor=actor)
    return survey, version, plan


def survey_joined(
    whole: Understood, plan: Plan, *, actor: Member | None
) -> tuple[Survey, SurveyVersion, Plan]:
    """It asks on what it asked; what only the file asks stands on a page that nobody is shown.

    One that was a draft is closed like a new one, and an open one stays open. A draft of later changes stays.
    """
    survey = Survey.objects.get(pk=plan.survey_id or 0)
    status, draft, version = survey.status, survey.draft, survey.versions.first()
    known = questionnaire_now(survey)
    if known is None:
        raise ImportProblem("no_questions_found")
    more = [
        (one.column, element_of(one, plan.kinds[one.name], whole.facts, name=name, language=plan.language))
        for one, name in named(whole.asked, plan, taken=known.names())
        if one.column not in plan.joined
    ]
    if version is None or more:
        is_own = version is None or draft != version.questionnaire
        save_draft(survey=survey, questionnaire=with_more(known, [one for _, one in more]), actor=actor)
        version = publish_survey(survey=survey, actor=actor)
        if is_own:
            save_draft(survey=survey, questionnaire=Questionnaire.model_validate(draft), actor=actor)
    elif status == Survey.Status.CLOSED:
        reopen_survey(survey=survey, actor=actor)
    if status != Survey.Status.OPEN:
        close_survey(survey=survey, actor=actor)
    joined = {**plan.joined, **{column: element.name for column, element in more}}
    return survey, version, plan.model_copy(update={"joined": joined})


def covers(known: Questionnaire, asked: Questionnaire) -> bool:
    """Whether every answer to the one fits the other."""
    elements = known.named()
    return all(
        element.name in elements and takes_all(elements[element.name], element)
        for element in asked.elements()
    )


def takes_all(known: Element, asked: Element) -> bool:
    def values(element: Element) -> set[tuple[str, str]]:
        return {
            (part, one.value) for part in ("choices", "rows", "columns") for one in getattr(element, part)
        }

    return known.type == asked.type and known.other >= asked.other and values(asked) <= values(known)


def questionnaire_of(whole: Understood, plan: Plan) -> Questionnaire:
    elements = [
        element_of(one, plan.kinds[one.name], whole.facts, name=name, language=plan.language)
        for one, name in named(whole.asked, plan)
    ]
    if not elements:
        raise ImportProblem("no_questions_found")
    pages = [
        Page(elements=elements[start : start + ON_A_PAGE]) for start in range(0, len(elements), ON_A_PAGE)
    ]
    return Questionnaire(languages=[plan.language], pages=pages)


def named(asked: tuple[Asked, ...], plan: Plan, *, taken: Iterable[str] = ()) -> list[tuple[Asked, str]]:
    """Each with its name here, those left out apart; the same whatever else is left out."""
    used = {*taken, *plan.joined.values()}
    found = []
    for one in asked:
        name = plan.joined.get(one.column) or name_from(one.name, used, "question")
        used.add(name)
        if plan.kinds.get(one.name):
            found.append((one, name))
    return found
