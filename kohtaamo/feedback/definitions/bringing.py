"""A definition that was read becomes a draft survey at a touchpoint."""

from __future__ import annotations

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
        "losses": [loss_told(loss) for loss in definition.losses],
    }


def loss_told(loss: Loss) -> dict[str, Any]:
    return {"element": loss.element, "why": told(loss), "code": loss.why, "facts": dict(loss.facts)}
