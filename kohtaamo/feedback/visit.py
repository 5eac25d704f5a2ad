"""One person's way through a questionnaire, one question a step, without cookies or a session."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import get_language_from_request

from kohtaamo.feedback.models import Answer, Survey, SurveyVersion
from kohtaamo.feedback.question import Question, Words
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS

TICKET_AGE = timedelta(days=7)
UID_BYTES = 12
SHORT_SCALE = 5


class ExpiredError(ValueError):
    """The ticket is too old, of another survey, or not ours."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Words
    chosen: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """`ticket` carries the uid and the version, signed: whatever else is sent, it is one answer."""

    survey: Survey
    version: SurveyVersion
    elements: tuple[Element, ...]
    language: str
    uid: str
    ticket: str
    answer: Answer | None = None

    @property
    def is_over(self) -> bool:
        return self.answer is not None and self.answer.is_complete

    def values(self) -> dict[str, dict[str, Any]]:
        """What has been said so far, by question."""
        return {value["name"]: value for value in self.answer.content} if self.answer else {}


def begin(survey: Survey, version: SurveyVersion, language: str) -> Visit:
    uid = f"page:{secrets.token_urlsafe(UID_BYTES)}"
    ticket = signer(survey).sign_object([uid, version.number], compress=True)
    return Visit(survey, version, elements_of(version), language, uid, ticket)


def resume(survey: Survey, ticket: str, language: str) -> Visit:
    """The visit of a ticket, with the answer so far. `ExpiredError` when the ticket is no good."""
    try:
        uid, number = signer(survey).unsign_object(ticket, max_age=TICKET_AGE)
    except signing.BadSignature:
        raise ExpiredError from None
    version = survey.versions.filter(number=number).first()
    if version is None:
        raise ExpiredError
    answer = Answer.objects.filter(uid=uid).first()
    return Visit(survey, version, elements_of(version), language, uid, ticket, answer)


def signer(survey: Survey) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"feedback.visit.{survey.token}", sep="~")


def elements_of(version: SurveyVersion) -> tuple[Element, ...]:
    return tuple(Questionnaire.model_validate(version.questionnaire).elements())


def language_of(request: Any, languages: list[str]) -> str:
    """What the link says, else what the browser asks for, else the first language of the survey."""
    for wish in (request.GET.get("lang"), get_language_from_request(request)):
        if wish in languages:
            return str(wish)
    return languages[0]


def title_of(element: Element, language: str) -> str:
    return in_language(element.title, language) or element.name


def in_language(texts: Mapping[Any, str], language: str) -> str:
    return texts.get(language) or next((text for text in texts.values() if text.strip()), "")


def options_of(element: Element, language: str, value: Any = None) -> list[Option]:
    """What can be chosen, in the order shown; `value` is what was chosen before."""
    question = QUESTIONS[element.type]
    chosen = value if isinstance(value, list) else [value]
    if question.has_own_choices:
        return [
            Option(choice.value, in_language(choice.text, language) or choice.value, choice.value in chosen)
            for choice in element.choices
        ]
    steps: Mapping[float, Words] = question.choices or {step: f"{step:g}" for step in question.scale or ()}
    return [Option(f"{step:g}", label, step in chosen) for step, label in steps.items()]


def is_short(question: Question) -> bool:
    return len(question.scale or ()) == SHORT_SCALE


def seconds_left(elements: tuple[Element, ...], step: int) -> int:
    """How long the rest takes from this step on (steps count from 1), to the nearest ten seconds."""
    rest = sum(QUESTIONS[element.type].seconds for element in elements[step - 1 :])
    return max(10, round(rest / 10) * 10)
