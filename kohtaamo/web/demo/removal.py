"""Takes one organisation with all its rows out of the database, and nothing of any other."""

from __future__ import annotations

import shutil
from graphlib import TopologicalSorter

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import router, transaction
from django.db.models import Model

from kohtaamo.feedback.models import Import
from kohtaamo.insight.facts.places import root
from kohtaamo.insight.models import ChangedValue, FigureImport, Measurement
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import Owned, across_organisations


@transaction.atomic
def remove_rows(organisation: Organisation) -> None:
    facts = root() / str(organisation.pk)
    with across_organisations():
        files = [
            name
            for table in (Import, FigureImport)
            for name in table.objects.filter(organisation=organisation).values_list("file", flat=True)
        ]
        for model in pointing_first():
            rows = model._base_manager.filter(organisation=organisation)  # noqa: SLF001
            # Every row that could point at these is gone or goes with them, so nothing need be collected.
            rows._raw_delete(router.db_for_write(model))  # noqa: SLF001
        organisation.delete()
    transaction.on_commit(lambda: remove_files(files))
    transaction.on_commit(lambda: shutil.rmtree(facts, ignore_errors=True))


def pointing_first() -> list[type[Owned]]:
    """Tables of organisations, each before those it points at: rows that are protected go last."""
    graph: dict[type[Model], set[type[Model]]] = {}
    owned = [model for model in apps.get_models() if issubclass(model, Owned)]
    for model in owned:
        graph.setdefault(model, set())
        for field in model._meta.concrete_fields:  # noqa: SLF001
            target = field.related_model
            if isinstance(target, type) and target in owned and target is not model:
                graph.setdefault(target, set()).add(model)
    # a trigger notes each value that goes
    graph[ChangedValue].add(Measurement)
    return [model for model in TopologicalSorter(graph).static_order() if issubclass(model, Owned)]


def remove_files(names: list[str]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)
