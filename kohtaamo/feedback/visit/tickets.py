from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import get_language_from_request

from kohtaamo.feedback.course import Course, course_of
from kohtaamo.feedback.models import Answer, Survey, SurveyVersion
from kohtaamo.feedback.question import storable
from kohtaamo.feedback.questionnaire import Questionnaire

TICKET_AGE = timedelta(days=7)
UID_BYTES = 12
HIDDEN_LENGTH = 300


class ExpiredError(ValueError):
    """The ticket is too old, of another survey, or not ours."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`ticket` carries the uid, the version and what is hidden, signed: whatever else is sent, it is one answer."""

    survey: Survey
    version: SurveyVersion
    questionnaire: Questionnaire
    language: str
    uid: str
    ticket: str
    answer: Answer | None = None
    hidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.answer is not None and self.answer.is_complete

    def values(self) -> dict[str, Any]:
        """What has been said so far, by question."""
        return {value["name"]: value["value"] for value in self.answer.content} if self.answer else {}

    def course(self, values: Mapping[str, Any] | None = None) -> Course:
        """With these values, or with what has been said so far; the uid is the seed of every random order."""
        said = self.values() if values is None else values
        return course_of(self.questionnaire, said, hidden=self.hidden, seed=self.uid)


def begin(
    survey: Survey,
    version: SurveyVersion,
    language: str,
    given: Mapping[str, str] | None = None,
    *,
    uid: str = "",
) -> Visit:
    """`given`: what the link says, of which the hidden values of the questionnaire are taken.

    A `uid` is of somebody who was invited: her answer is the same one, however often she comes.
    """
    answer = Answer.objects.select_related("version").filter(uid=uid).first() if uid else None
    version = answer.version if answer is not None and answer.version is not None else version
    uid = uid or f"page:{secrets.token_urlsafe(UID_BYTES)}"
    questionnaire = Questionnaire.model_validate(version.questionnaire)
    hidden = hidden_in(questionnaire, given or {})
    carried = [uid, version.number, hidden] if hidden else [uid, version.number]
    ticket = signer(survey).sign_object(carried, compress=True)
    return Visit(survey, version, questionnaire, language, uid, ticket, answer, hidden)


def hidden_in(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, str]:
    texts = {
        name: storable(given[name]).strip()[:HIDDEN_LENGTH] for name in questionnaire.hidden if name in given
    }
    return {name: text for name, text in texts.items() if text}


def resume(survey: Survey, ticket: str, language: str) -> Visit:
    """The visit of a ticket, with the answer so far. `ExpiredError` when the ticket is no good."""
    try:
        uid, number, *rest = signer(survey).unsign_object(ticket, max_age=TICKET_AGE)
    except signing.BadSignature:
        raise ExpiredError from None
    version = survey.versions.filter(number=number).first()
    if version is None:
        raise ExpiredError
    answer = Answer.objects.filter(uid=uid).first()
    questionnaire = Questionnaire.model_validate(version.questionnaire)
    hidden = rest[0] if rest else {}
    return Visit(survey, version, questionnaire, language, uid, ticket, answer, hidden)


def signer(survey: Survey) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"feedback.visit.{survey.token}", sep="~")


def language_of(request: Any, languages: list[str]) -> str:
    """What the link says, else what the browser asks for, else the first language of the survey."""
    for wish in (request.GET.get("lang"), get_language_from_request(request)):
        if wish in languages:
            return str(wish)
    return languages[0]
