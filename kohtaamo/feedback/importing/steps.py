"""The steps of an import on the page: a file is brought, its columns are named, it is started, or dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kohtaamo.feedback.models import Import
from kohtaamo.kit.tabular import ColumnProfile, Table, UnreadableTable, open_table, profile
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member

from .bringing import plan_for
from .files import delete_file, keep_file, path_of
from .mapping import Mapping, layout_of
from .plan import Plan
from .problems import ImportProblem
from .run import SILENCE
from .understanding import understood

MOST_MEGABYTES = 500


def bring_file(*, upload: UploadedFile[Any], actor: Member | None) -> Import:
    """Keep the file and look at its columns. Raises `ImportProblem`, and then nothing is kept."""
    if (upload.size or 0) > MOST_MEGABYTES * 1024 * 1024:
        raise ImportProblem("too_large_file", limit=MOST_MEGABYTES)
    imported = Import(name=(upload.name or "")[-255:].replace("\0", ""), file=keep_file(upload), actor=actor)
    try:
        whole = understood(path_of(imported), imported.name)
        if whole is not None:
            imported.layout, imported.mapping = whole.found.layout, plan_for(whole)[0].stored()
        else:
            table, _profiles = looked_at(imported)
            imported.layout = layout_of(table.columns)
            imported.mapping = remembered_mapping(imported.layout)
    except ImportProblem:
        path_of(imported).unlink(missing_ok=True)
        raise
    imported.save()
    return imported


def looked_at(imported: Import) -> tuple[Table, list[ColumnProfile]]:
    """The table, and what its columns seem to hold. `ImportProblem` when it cannot be read, or has no rows."""
    path = path_of(imported)
    if not path.is_file():
        raise ImportProblem("no_file")
    try:
        table = open_table(path, name=imported.name)
        if not table.preview(1):
            raise ImportProblem("no_rows")
        return table, profile(table)
    except UnreadableTable as problem:
        raise ImportProblem.of_table(problem) from problem


def remembered_mapping(layout: str) -> dict[str, Any]:
    """Of the last finished import whose columns were the same; empty when there is none."""
    done = Import.objects.filter(layout=layout, status=Import.Status.DONE).order_by("-pk").first()
    return dict(done.mapping) if done and "format" not in done.mapping else {}


@transaction.atomic
def start_import(
    *, imported: Import, mapping: Mapping | Plan, left_out: list[str], actor: Member | None
) -> bool:
    """False when it was started already, so that a double press starts it once."""
    unstarted = Import.objects.filter(pk=imported.pk, status=Import.Status.NEW)
    started = unstarted.update(status=Import.Status.WAITING, mapping=mapping.stored(), left_out=left_out)
    if started:
        data = {"name": imported.name}
        events.record("feedback.import_started", subject_id=imported.pk, data=data, actor=actor)
    return bool(started)


def claim_stopped(*, imported: Import) -> bool:
    """Whether this call may start it again: it failed, or its job has been silent, and nobody else has."""
    now = timezone.now()
    silent = Q(status=Import.Status.RUNNING, advanced_at__lt=now - SILENCE)
    stopped = Import.objects.filter(silent | Q(status=Import.Status.FAILED), pk=imported.pk).exclude(file="")
    claimed = stopped.update(
        status=Import.Status.RUNNING,
        started_at=now - time_spent(imported),
        advanced_at=now,
        finished_at=None,
        trouble="",
    )
    return bool(claimed)


@transaction.atomic
def drop_import(*, imported: Import, actor: Member | None) -> bool:
    """Forget a file that was never imported; one that has stored answers stays in the list."""
    held = Import.objects.select_for_update().get(pk=imported.pk)
    if held.stored or held.status not in {Import.Status.NEW, Import.Status.FAILED}:
        return False
    events.record("feedback.import_dropped", subject_id=held.pk, data={"name": held.name}, actor=actor)
    delete_file(held)
    held.delete()
    return True


def seconds_left(imported: Import) -> int | None:
    """From the pace so far; None while it is too early to tell."""
    if imported.started_at is None or imported.progress < 0.01:  # noqa: PLR2004 - too little to go by
        return None
    return round(time_spent(imported).total_seconds() * (1 - imported.progress) / imported.progress)


def time_spent(imported: Import) -> timedelta:
    """Working: the time it stood still between a stop and a new start is not counted."""
    if imported.started_at is None or imported.advanced_at is None:
        return timedelta()
    return imported.advanced_at - imported.started_at
