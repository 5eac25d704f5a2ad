from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.organisation.models import Member

from .surveys import save_draft


@transaction.atomic
def change_draft(
    *,
    survey: Survey,
    change: Callable[[Questionnaire], Questionnaire],
    name: str | None = None,
    actor: Member | None = None,
) -> tuple[Questionnaire, Questionnaire]:
    """Before and after. Nobody else's change falls between: one of two waits for the other."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    before = read_questionnaire(locked.draft)
    after = change(before)
    is_renamed = name is not None and name.strip() != locked.name
    if after != before or is_renamed:
        save_draft(survey=locked, questionnaire=after, name=name if is_renamed else None, actor=actor)
    survey.draft, survey.name = locked.draft, locked.name
    return before, after
