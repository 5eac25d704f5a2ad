"""A definition that was read becomes a draft survey at a touchpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.services import create_survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.services import find_or_create_touchpoint
from kohtaamo.organisation.models import Member

from .definition import Definition, Loss
from .problems import told
from .texts import called

THROWN_AWAY = "in_trash"


@transaction.atomic
def bring_survey(
    *,
    definition: Definition,
    touchpoint: Touchpoint | None = None,
    place: str = "",
    actor: Member | None = None,
) -> tuple[Survey, bool]:
    """The draft, and whether it is new: the same file at the same touchpoint makes no second one.

    `place` names the touchpoint; without either it is named after the survey.
    """
    name = definition.name or _("A survey from elsewhere")
    if touchpoint is None:
        touchpoint, _is_new = find_or_create_touchpoint(name=place.strip() or name, actor=actor)
    stored = definition.questionnaire.stored()
    for known in Survey.objects.filter(touchpoint=touchpoint, name=name, status=Survey.Status.DRAFT):
        if known.draft == stored:
            return known, False
    questionnaire = definition.questionnaire
    return create_survey(name=name, touchpoint=touchpoint, questionnaire=questionnaire, actor=actor), True


def as_told(definition: Definition) -> dict[str, Any]:
    """What came along and what did not, for programs and for a report."""
    return {
        "format": definition.format,
        "name": definition.name,
        "questions": definition.questions,
        "imported": definition.imported,
        "losses": losses_told(definition),
    }


def losses_told(definition: Definition) -> list[dict[str, Any]]:
    """Each by what people read of the question, with its code in the file after it."""
    return [
        {
            "element": element_told(loss, definition.wordings),
            "why": told(loss),
            "code": loss.why,
            "facts": dict(loss.facts),
        }
        for loss in definition.losses
    ]


def by_reason(losses: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The parts of the file by what happened to them; what was thrown away there stands last."""
    found: dict[str, list[str]] = {}
    for loss in sorted(losses, key=lambda one: bool(one["code"] == THROWN_AWAY)):
        found.setdefault(loss["why"], []).append(loss["element"])
    return found


def asked_there(questions: int, losses: list[dict[str, Any]]) -> int:
    """Of the questions of the file those that it would ask: not those in its trash."""
    return questions - sum(1 for loss in losses if loss["code"] == THROWN_AWAY)


def element_told(loss: Loss, wordings: Mapping[str, str]) -> str:
    """A row of a question is told by the question: "Q3 2" is the second row of Q3."""
    code, _space, row = loss.element.partition(" ")
    known = loss.element if loss.element in wordings or not row else code
    return called(wordings.get(known, ""), loss.element)
