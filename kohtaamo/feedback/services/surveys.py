from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.feedback.questionnaire import Questionnaire, check_for_publication, read_questionnaire
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member

NAME_LENGTH = 200
TOKEN_BYTES = 12


@transaction.atomic
def create_survey(
    *, name: str, touchpoint: Touchpoint, questionnaire: Questionnaire, actor: Member | None = None
) -> Survey:
    survey = Survey.objects.create(
        name=read_name(name),
        touchpoint=touchpoint,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        draft=questionnaire.stored(),
    )
    events.record("feedback.survey_created", subject_id=survey.pk, data={"name": survey.name}, actor=actor)
    return survey


@transaction.atomic
def save_draft(
    *, survey: Survey, questionnaire: Questionnaire, name: str | None = None, actor: Member | None = None
) -> Survey:
    """What is asked now stays as it is until the draft is published."""
    survey.draft = questionnaire.stored()
    if name is not None:
        survey.name = read_name(name)
    survey.save(update_fields=["draft", "name"])
    events.record("feedback.survey_drafted", subject_id=survey.pk, data={"name": survey.name}, actor=actor)
    return survey


@transaction.atomic
def publish_survey(*, survey: Survey, actor: Member | None = None) -> SurveyVersion:
    """Ask what the draft says from now on, under the next number; an unchanged draft keeps its version."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    questionnaire = read_questionnaire(locked.draft)
    check_for_publication(questionnaire)
    version = locked.versions.first()
    asked = Questionnaire.model_validate(version.questionnaire) if version else None
    if version and asked and asked.asks_the_same(questionnaire):
        if locked.status == Survey.Status.OPEN:
            return version
    else:
        version = SurveyVersion.objects.create(
            survey=locked,
            number=version.number + 1 if version else 1,
            questionnaire=questionnaire.stored(),
        )
    open_up(survey)
    data = {"version": version.number, "name": locked.name}
    events.record("feedback.survey_published", subject_id=survey.pk, data=data, actor=actor)
    return version


@transaction.atomic
def close_survey(*, survey: Survey, actor: Member | None = None) -> Survey:
    """Answers given from now on are refused; those given before may still arrive."""
    if survey.status != Survey.Status.CLOSED:
        survey.status, survey.closed_at = Survey.Status.CLOSED, timezone.now()
        survey.save(update_fields=["status", "closed_at"])
        events.record("feedback.survey_closed", subject_id=survey.pk, data={"name": survey.name}, actor=actor)
    return survey


@transaction.atomic
def reopen_survey(*, survey: Survey, actor: Member | None = None) -> Survey:
    if not survey.versions.exists():
        raise UnfitError("survey_not_published")
    if survey.status != Survey.Status.OPEN:
        open_up(survey)
        events.record(
            "feedback.survey_reopened", subject_id=survey.pk, data={"name": survey.name}, actor=actor
        )
    return survey


def open_up(survey: Survey) -> None:
    survey.status, survey.closed_at = Survey.Status.OPEN, None
    survey.save(update_fields=["status", "closed_at"])


def read_name(name: str) -> str:
    text = storable(name).strip()
    if not text:
        raise UnfitError("name_missing")
    if len(text) > NAME_LENGTH:
        raise UnfitError("name_too_long", most=NAME_LENGTH)
    return text
