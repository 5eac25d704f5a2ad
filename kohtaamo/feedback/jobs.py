"""Work that takes longer than a page may; started with ids, done in the scope of the organisation."""

from __future__ import annotations

import logging

from django.utils import translation
from django_tasks import task

from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for

from .importing import ImportProblem, continue_import
from .models import Import, Occasion
from .sending import ask_those_who_waited

_log = logging.getLogger(__name__)


@task()
def import_answers(organisation_id: int, import_id: int) -> None:
    """Safe to start again after a kill: it goes on from the last batch that was stored."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with working_for(organisation), translation.override(organisation.language):
        imported = Import.objects.select_related("actor").filter(pk=import_id).first()
        if imported is None:
            return
        try:
            continue_import(imported=imported)
        except ImportProblem as problem:
            # written down on the import, where the person sees it
            _log.info("import %s stopped: %s", import_id, problem.code)


@task()
def ask_people_of_lists(organisation_id: int, occasion_id: int) -> None:
    """Safe to start again after a kill: who has been decided about is not decided about again."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with working_for(organisation):
        occasion = Occasion.objects.select_related("survey").filter(pk=occasion_id, is_active=True).first()
        if occasion is not None:
            ask_those_who_waited(occasion)
