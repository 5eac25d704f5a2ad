"""The import of one file, from its first row to its last, in batches that each stand or fall alone."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kohtaamo.feedback.models import Import, RefusedRow
from kohtaamo.kit.tabular import Row, Table, UnreadableTable, guess_day_first, open_table, profile
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .ahead import read_ahead
from .batch import Batch, Errand, store, uids_of
from .cells import check_cells
from .files import delete_file, path_of
from .found import Found, Loss
from .guess import guess_mapping
from .losses import explain_losses
from .mapping import DateColumn, Mapping, check_mapping, layout_of, left_out, read_mapping
from .plan import Plan
from .problems import ImportProblem, explain_row
from .row import ReadRow, Refusal, RowReader
from .seen import Seen

# As many as a program may send in one request: as long a transaction, and others write in between.
BATCH = 1_000
DATE_SAMPLE = 5_000
# A batch takes well under a second; an import that has been silent for this long was killed.
SILENCE = timedelta(seconds=30)
# A file that is wrong from end to end is not mended by hand: its cells would only fill the database.
MOST_WITH_CELLS = 10_000
Tell = Callable[[float], object]
Keep = Callable[[], Batch]


def import_table(
    path: Path,
    *,
    mapping: str | dict[str, Any] | Mapping | None,
    dry_run: bool,
    tell: Tell,
    actor: Member | None,
    name: str | None,
) -> dict[str, Any]:
    """Without a mapping it is guessed. See `doors.import_file`."""
    table, chosen = opened(path, mapping, name or path.name)
    if dry_run:
        result = rehearse(table, chosen, tell=tell, actor=actor)
    else:
        note_interrupted()
        imported = begin(table, chosen, actor=actor)
        carry_out(imported, table, chosen, tell=tell)
        result = result_of(imported)
    losses = [Loss(column, "column_left_out") for column in left_out(chosen, table.columns)]
    told = {
        "questions": len(chosen.questions),
        "imported": result["stored"],
        "losses": explain_losses(losses),
    }
    return {**result, **told}


def continue_table(*, imported: Import, tell: Tell) -> None:
    if not take_up(imported):
        return
    try:
        table, mapping = opened(path_of(imported), imported.mapping, imported.name)
    except ImportProblem as problem:
        fail(imported, problem)
        raise
    if carry_out(imported, table, mapping, tell=tell):
        delete_file(imported)


def opened(path: Path, mapping: str | dict[str, Any] | Mapping | None, name: str) -> tuple[Table, Mapping]:
    if not path.is_file():
        raise ImportProblem("no_file")
    try:
        table = open_table(path, name=name)
        chosen = read_mapping(mapping) if mapping is not None else guess_mapping(profile(table), name=name)
    except UnreadableTable as problem:
        raise ImportProblem.of_table(problem) from problem
    check_mapping(chosen, table.columns)
    check_cells(chosen, table)
    return table, chosen


def note_interrupted() -> None:
    """Imports of the command keep no file to go on with: those that were killed are marked as stopped."""
    silent = Import.objects.filter(
        status=Import.Status.RUNNING, file="", advanced_at__lt=timezone.now() - SILENCE
    )
    words = _("It was interrupted. Import the same file again: what was stored already is not stored twice.")
    silent.update(status=Import.Status.FAILED, finished_at=timezone.now(), trouble=words)


@transaction.atomic
def begin(table: Table, mapping: Mapping, *, actor: Member | None) -> Import:
    now = timezone.now()
    return Import.objects.create(
        name=table.name[:255],
        mapping=mapping.stored(),
        layout=layout_of(table.columns),
        left_out=left_out(mapping, table.columns),
        status=Import.Status.RUNNING,
        started_at=now,
        advanced_at=now,
        actor=actor,
    )


@transaction.atomic
def begin_found(plan: Plan, found: Found, *, name: str, actor: Member | None) -> Import:
    now = timezone.now()
    return Import.objects.create(
        name=name[:255],
        mapping=plan.stored(),
        layout=found.layout,
        left_out=[name for name, kind in plan.kinds.items() if not kind],
        status=Import.Status.RUNNING,
        started_at=now,
        advanced_at=now,
        actor=actor,
    )


def take_up(imported: Import) -> bool:
    """Mark it as running, from where it got to; False when it has come to its end already."""
    now = timezone.now()
    unfinished = Import.objects.filter(pk=imported.pk).exclude(status=Import.Status.DONE)
    taken = unfinished.update(
        status=Import.Status.RUNNING,
        started_at=Coalesce("started_at", Value(now)),
        advanced_at=now,
        finished_at=None,
        trouble="",
    )
    imported.refresh_from_db()
    return bool(taken)


def carry_out(imported: Import, table: Table, mapping: Mapping, *, tell: Tell) -> bool:
    """Whether it was this run that came to the end."""
    with Seen() as seen:
        errand = Errand(imported=imported, actor=imported.actor, seen=seen, new_touchpoints=set())
        read = batches(table, mapping, seen=seen, skip=imported.rows)
        return go_through(
            imported, ((partial(store, rows, errand), share) for rows, share in read), tell=tell
        )


def go_through(imported: Import, steps: Iterable[tuple[Keep, float]], *, tell: Tell) -> bool:
    """Each step keeps a batch, with the share of the file behind it. Whether it was this run that came to the end."""
    try:
        for keep, progress in steps:
            if not advance(imported, keep, progress):
                return False
            tell(progress)
    except UnreadableTable as problem:
        trouble = ImportProblem.of_table(problem)
        fail(imported, trouble)
        raise trouble from problem
    except FileNotFoundError as problem:
        missing = ImportProblem("no_file")
        fail(imported, missing)
        raise missing from problem
    is_first = finish(imported)
    tell(1.0)
    return is_first


@transaction.atomic
def advance(imported: Import, keep: Keep, progress: float) -> bool:
    """False, and nothing written, when another run of the same import has been here already."""
    if Import.objects.select_for_update().get(pk=imported.pk).rows != imported.rows:
        return False
    batch = keep()
    organisation_id = current_organisation_id()
    RefusedRow.objects.bulk_create(
        RefusedRow(
            organisation_id=organisation_id,
            source=imported,
            row=one.number,
            reason=one.code,
            facts=one.facts,
            cells=kept_cells(one) if count < MOST_WITH_CELLS else [],
        )
        for count, one in enumerate(batch.refused, imported.refused)
    )
    imported.rows += batch.rows
    imported.stored += batch.stored
    imported.duplicates += batch.duplicates
    imported.refused += len(batch.refused)
    imported.progress, imported.advanced_at = progress, timezone.now()
    imported.save(update_fields=["rows", "stored", "duplicates", "refused", "progress", "advanced_at"])
    return True


def kept_cells(refusal: Refusal) -> list[tuple[str, str]]:
    """Pairs, for their order stays in every database; a NUL is what PostgreSQL does not take."""
    return [(column, cell.replace("\0", "")) for column, cell in refusal.cells.items()]


@transaction.atomic
def finish(imported: Import) -> bool:
    """False when another run has finished it already."""
    if Import.objects.select_for_update().get(pk=imported.pk).status == Import.Status.DONE:
        return False
    imported.status, imported.progress = Import.Status.DONE, 1.0
    imported.finished_at, imported.trouble = timezone.now(), ""
    imported.save(update_fields=["status", "progress", "finished_at", "trouble"])
    data = {"name": imported.name, **counts_of(imported)}
    events.record("feedback.import_finished", subject_id=imported.pk, data=data, actor=imported.actor)
    return True


def fail(imported: Import, problem: ImportProblem) -> None:
    if Import.objects.filter(pk=imported.pk, status=Import.Status.DONE).exists():
        return
    imported.status, imported.finished_at = Import.Status.FAILED, timezone.now()
    imported.trouble = Truncator(str(problem)).chars(200)
    imported.save(update_fields=["status", "finished_at", "trouble"])


def rehearse(table: Table, mapping: Mapping, *, tell: Tell, actor: Member | None) -> dict[str, Any]:
    """The same counts and reasons as a real import, and not a row written."""
    whole = Batch(0)
    try:
        with Seen() as seen:
            errand = Errand(imported=None, actor=actor, seen=seen, new_touchpoints=set())
            for read, progress in batches(table, mapping, seen=seen, skip=0):
                with transaction.atomic():
                    batch = store(read, errand)
                    transaction.set_rollback(True)
                whole.rows += batch.rows
                whole.stored += batch.stored
                whole.duplicates += batch.duplicates
                whole.refused += batch.refused
                tell(progress)
    except UnreadableTable as problem:
        raise ImportProblem.of_table(problem) from problem
    tell(1.0)
    return {
        "rows": whole.rows,
        "stored": whole.stored,
        "duplicates": whole.duplicates,
        "refused": len(whole.refused),
        "reasons": [{"row": one.number, "reason": explain_row(one.code, one.facts)} for one in whole.refused],
    }


def batches(
    table: Table, mapping: Mapping, *, seen: Seen, skip: int
) -> Iterator[tuple[list[ReadRow | Refusal], float]]:
    """Rows as read, with the share of the file behind them; those skipped are only counted among their likes."""
    reader = reader_of(table, mapping)
    rows = table.rows()
    for start in range(0, skip, BATCH):
        passed = [reader.read(row) for row in islice(rows, min(BATCH, skip - start))]
        uids_of([one for one in passed if isinstance(one, ReadRow)], seen)
    yield from read_ahead(read_batches(reader, rows))


def read_batches(reader: RowReader, rows: Iterator[Row]) -> Generator[tuple[list[ReadRow | Refusal], float]]:
    while batch := list(islice(rows, BATCH)):
        yield [reader.read(row) for row in batch], batch[-1].progress


def reader_of(table: Table, mapping: Mapping) -> RowReader:
    return RowReader(mapping, day_first=day_order(table, mapping), excel_serial=table.kind == "xlsx")


def day_order(table: Table, mapping: Mapping) -> bool | None:
    """As the mapping says, or as the beginning of the column tells."""
    date = mapping.date
    if not isinstance(date, DateColumn) or date.day_first is not None or date.format:
        return date.day_first if isinstance(date, DateColumn) else None
    beginning: Iterator[Row] = islice(table.rows(), DATE_SAMPLE)
    return guess_day_first(row.cells[date.column] for row in beginning)


def result_of(imported: Import) -> dict[str, Any]:
    refused = RefusedRow.objects.filter(source=imported).order_by("row").values_list("row", "reason", "facts")
    reasons = [{"row": row, "reason": explain_row(code, facts)} for row, code, facts in refused.iterator()]
    return {**counts_of(imported), "reasons": reasons}


def counts_of(imported: Import) -> dict[str, int]:
    return {name: getattr(imported, name) for name in ("rows", "stored", "duplicates", "refused")}
