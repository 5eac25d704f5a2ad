"""The import of one file of figures, from its first row to its last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from kohtaamo.feedback.importing.files import keep_file
from kohtaamo.insight.models import BusinessFigure, FigureImport
from kohtaamo.kit.tabular import Table, UnreadableTable, open_table
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member

from .definitions import DirectionError, check_direction, define
from .mapping import FigureMapping, guess_mapping, read_mapping
from .problems import GOOD, FigureProblem, explain_row
from .recording import record_figures
from .rows import ReadRow, Refusal, placed, read_row

BATCH = 500
MOST_REASONS = 200
MOST_MEGABYTES = 200
# A batch takes well under a second; an import that has been silent for this long was killed.
SILENCE = timedelta(seconds=30)
Tell = Callable[[float], object]


@dataclass(slots=True)
class Tally:
    rows: int = 0
    stored: int = 0
    unchanged: int = 0
    refused: int = 0
    reasons: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, refusals: list[Refusal]) -> None:
        self.refused += len(refusals)
        room = MOST_REASONS - len(self.reasons)
        self.reasons += [one.stored() for one in refusals[:room]]


def import_figures(
    path: Path,
    *,
    mapping: dict[str, Any] | None = None,
    dry_run: bool = False,
    tell: Tell = lambda _share: None,
    actor: Member | None = None,
) -> dict[str, Any]:
    """Keep the figures of a file; without a mapping it is guessed. Raises `FigureProblem`.

    Returns {"rows", "stored", "unchanged", "refused", "reasons": [{"row", "reason"}]}: stored and unchanged
    count values, rows and refused rows. The same file again stores nothing.
    """
    if not path.is_file():
        raise FigureProblem("no_file")
    table = opened(path, path.name)
    chosen = read_mapping(mapping if mapping is not None else guess_mapping(table), table.columns)
    tally = Tally()
    with transaction.atomic():
        for _tally in advance(table, chosen, tally, tell):
            pass
        if dry_run:
            transaction.set_rollback(True)
        else:
            note_finished(tally, actor)
    found = {name: getattr(tally, name) for name in ("rows", "stored", "unchanged", "refused")}
    reasons = [{"row": one["row"], "reason": explain_row(one["code"], one["facts"])} for one in tally.reasons]
    return {**found, "reasons": reasons}


def opened(path: Path, name: str) -> Table:
    try:
        return open_table(path, name=name)
    except UnreadableTable as problem:
        raise FigureProblem.of_table(problem) from problem


def advance(table: Table, mapping: FigureMapping, tally: Tally, tell: Tell) -> Iterator[Tally]:
    """Keeps one batch a step."""
    figures = defined(mapping)
    rows = table.rows()
    while batch := list(islice(rows, BATCH)):
        read = [read_row(row, mapping) for row in batch]
        kept, strangers = placed([one for one in read if isinstance(one, ReadRow)], mapping, figures)
        counted = record_figures(kept)
        tally.rows += len(batch)
        tally.stored += counted.stored
        tally.unchanged += counted.unchanged
        unfit = [one for one in read if isinstance(one, Refusal)]
        tally.refuse(sorted([*unfit, *strangers], key=lambda one: one.number))
        tell(batch[-1].progress)
        yield tally


def defined(mapping: FigureMapping) -> dict[str, BusinessFigure]:
    try:
        return define(one.definition() for one in mapping.figures)
    except DirectionError as problem:
        raise contradiction(problem.figure) from problem


def contradiction(figure: BusinessFigure) -> FigureProblem:
    return FigureProblem("direction_contradicts", name=figure.name, known=str(GOOD[figure.higher_is_better]))


def check_known(mapping: FigureMapping) -> None:
    """That no figure is told to be good the other way round than it is known; raises `FigureProblem`."""
    told = {one.key: one.definition() for one in mapping.figures}
    for figure in BusinessFigure.objects.filter(key__in=told):
        try:
            check_direction(figure, told[figure.key])
        except DirectionError as problem:
            raise contradiction(figure) from problem


def bring_file(*, upload: UploadedFile[Any], actor: Member | None) -> FigureImport:
    """Keep a file brought on the page, with a guess of its columns. Raises `FigureProblem`."""
    if (upload.size or 0) > MOST_MEGABYTES * 1024 * 1024:
        raise FigureProblem("too_large_file", limit=MOST_MEGABYTES)
    name = (upload.name or "")[-255:].replace("\0", "")
    brought = FigureImport(name=name, file=keep_file(upload), actor=actor)
    try:
        brought.mapping = guess_mapping(looked_at(brought))
    except FigureProblem:
        path_of(brought).unlink(missing_ok=True)
        raise
    brought.save()
    return brought


def looked_at(brought: FigureImport) -> Table:
    path = path_of(brought)
    if not brought.file or not path.is_file():
        raise FigureProblem("no_file")
    table = opened(path, brought.name)
    if not table.preview(1):
        raise FigureProblem("no_rows")
    return table


def path_of(brought: FigureImport) -> Path:
    return Path(settings.MEDIA_ROOT) / brought.file


def start(*, brought: FigureImport, mapping: FigureMapping) -> bool:
    """False when it was started already, so that a double press starts it once."""
    unstarted = FigureImport.objects.filter(pk=brought.pk, status=FigureImport.Status.NEW)
    return bool(
        unstarted.update(
            status=FigureImport.Status.WAITING,
            mapping=mapping.model_dump(mode="json"),
            advanced_at=timezone.now(),
        )
    )


def claim_stopped(*, brought: FigureImport) -> bool:
    """Whether this call may start it again: its job has been silent, and nobody else has."""
    now = timezone.now()
    underway = (FigureImport.Status.WAITING, FigureImport.Status.RUNNING)
    silent = FigureImport.objects.filter(pk=brought.pk, status__in=underway, advanced_at__lt=now - SILENCE)
    return bool(silent.update(advanced_at=now))


def carry_out(*, brought: FigureImport) -> None:
    """From the first row on, which is safe to repeat: what is kept already is unchanged."""
    tally = Tally()
    try:
        table = looked_at(brought)
        for reached in advance(table, read_mapping(brought.mapping, table.columns), tally, tell_of(brought)):
            write_down(brought, reached, FigureImport.Status.RUNNING)
    except (FigureProblem, UnreadableTable) as problem:
        trouble = FigureProblem.of_table(problem) if isinstance(problem, UnreadableTable) else problem
        brought.trouble = Truncator(str(trouble)).chars(300)
        write_down(brought, tally, FigureImport.Status.FAILED)
        return
    brought.progress, brought.finished_at = 1.0, timezone.now()
    write_down(brought, tally, FigureImport.Status.DONE)
    note_finished(tally, brought.actor)
    forget_file(brought)


def tell_of(brought: FigureImport) -> Tell:
    def tell(share: float) -> None:
        brought.progress = share

    return tell


def write_down(brought: FigureImport, tally: Tally, status: str) -> None:
    brought.status, brought.advanced_at = status, timezone.now()
    for name in ("rows", "stored", "unchanged", "refused", "reasons"):
        setattr(brought, name, getattr(tally, name))
    brought.save()


def note_finished(tally: Tally, actor: Member | None) -> None:
    data = {"rows": tally.rows, "stored": tally.stored, "refused": tally.refused}
    events.record("insight.figures_imported", data=data, actor=actor)


def drop(*, brought: FigureImport) -> bool:
    """Forget a file that was never imported."""
    if brought.status != FigureImport.Status.NEW:
        return False
    forget_file(brought)
    brought.delete()
    return True


def forget_file(brought: FigureImport) -> None:
    if brought.file:
        path_of(brought).unlink(missing_ok=True)
        brought.file = ""
        brought.save(update_fields=["file"])
