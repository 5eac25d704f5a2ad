"""Bringing the copy up to the tables: what is new becomes segments, months in which something changed are rewritten."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from kohtaamo.insight.models import ChangedValue, Copy, Measurement, Segment
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import current_organisation_id, working_for

from .places import own_folder, whole_path
from .repair import begin_anew, locked_copy, remove, report_loss
from .state import stamp_now
from .writing import Writer, Written

logger = logging.getLogger(__name__)

# The hot tail is written out when it has grown so long, and changes when there are so many or it is anyway.
LONGEST_TAIL = 20_000
MOST_CHANGES = 1_000
# A month is written whole again when it would have more segments than this.
MOST_SEGMENTS = 4
# Ids in one round, which bounds the memory it takes.
ROUND = 4_000_000
# A file that no manifest names is left of a round that was killed.
ORPHAN_SECONDS = 600
BATCH = 5_000


class OutdatedError(Exception):
    """Somebody else brought the copy up meanwhile; nothing was done."""


def keep_up() -> bool:
    """What the background does for one organisation now and then; whether it changed anything."""
    if report_loss():
        return True
    stamp = stamp_now()
    behind = stamp.last - stamp.through if connection.vendor == "sqlite" else stamp.newer
    if stamp.is_rebuilding:
        go_on_rebuilding()
    elif behind >= LONGEST_TAIL or stamp.changes >= MOST_CHANGES:
        project()
    else:
        return False
    return True


def keep_up_everywhere() -> None:
    """Every organisation in turn; another process may be quicker, and one's trouble is not another's."""
    for organisation in Organisation.objects.order_by("pk"):
        with working_for(organisation):
            try:
                keep_up()
            except OutdatedError:
                continue
            except Exception:
                logger.exception(
                    "the copy of organisation %s could not be brought up; trying again", organisation.pk
                )


def rebuild(told: Callable[[int, int], None] = lambda _done, _all: None) -> None:
    """The whole copy anew from the tables; `told` hears how many ids are done of how many."""
    begin_anew()
    go_on_rebuilding(told)


def go_on_rebuilding(told: Callable[[int, int], None] = lambda _done, _all: None) -> None:
    while project():
        copy = Copy.objects.get()
        told(copy.through, max(copy.through, copy.rows_expected))
    tidy_months(most=1)
    with transaction.atomic():
        copy = locked_copy()
        copy.is_rebuilding, copy.version = False, copy.version + 1
        copy.save()


def tidy_months(*, most: int = MOST_SEGMENTS) -> None:
    """Months with more segments than `most` become one file each."""
    by_month: dict[int, list[str]] = {}
    for month, path in Segment.objects.values_list("month", "path"):
        by_month.setdefault(month, []).append(path)
    crowded = {month: paths for month, paths in by_month.items() if len(paths) > most}
    if crowded:
        version = version_now()
        writer = Writer()
        try:
            written = writer.write_all(crowded)
        finally:
            writer.close()
        replaced = [path for paths in crowded.values() for path in paths]
        publish(version, written, replaced, through=None, settled=())


def project() -> bool:
    """One round: new values and changed ones into segments; whether there was anything to do.

    Raises `OutdatedError` when another process was quicker.
    """
    organisation = current_organisation_id()
    remove_orphans()
    version = version_now()
    through = Copy.objects.values_list("through", flat=True).get()
    last = safe_last()
    changes = list(ChangedValue.objects.values_list("pk", "measurement_id"))
    upto = min(last, through + ROUND)
    changed = sorted({value for _, value in changes if value <= through})
    if upto <= through and not changes:
        return False
    writer = Writer()
    try:
        writer.take_between(organisation, through, upto)
        writer.take_changed(organisation, changed)
        written, replaced = write_months(writer, changed)
    finally:
        writer.close()
    # a change of a value that no segment holds yet needs nothing: the value was read as it is now, or will be
    publish(version, written, replaced, through=upto, settled=[pk for pk, _ in changes])
    return True


def write_months(writer: Writer, changed: Sequence[int]) -> tuple[list[Written], list[str]]:
    by_month: dict[int, list[str]] = {}
    for month, path in Segment.objects.values_list("month", "path"):
        by_month.setdefault(month, []).append(path)
    writer.exclude(changed)
    holding = writer.holding_excluded([path for paths in by_month.values() for path in paths])
    dirty = {month for month, paths in by_month.items() if holding.intersection(paths)}
    whole = {
        month: by_month.get(month, [])
        if month in dirty or len(by_month.get(month, [])) >= MOST_SEGMENTS
        else []
        for month in sorted(dirty.union(writer.months()))
    }
    return writer.write_all(whole), [path for earlier in whole.values() for path in earlier]


def version_now() -> int:
    Copy.objects.get_or_create(organisation_id=current_organisation_id())
    return Copy.objects.values_list("version", flat=True).get()


def safe_last() -> int:
    """The highest id below which no value can appear any more.

    SQLite has one writer. On PostgreSQL a lower id may be committed after a higher one, so for the moment of looking
    nobody may be writing.
    """
    rows = Measurement.objects.order_by("-pk").values_list("pk", flat=True)
    if connection.vendor != "postgresql":
        return rows.first() or 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        try:
            with transaction.atomic():
                cursor.execute("LOCK TABLE insight_measurement IN SHARE MODE")
                return rows.first() or 0
        except OperationalError:  # somebody writes for long; the next round will see
            return Copy.objects.values_list("through", flat=True).get()


def publish(
    version: int,
    written: Sequence[Written],
    replaced: Sequence[str],
    *,
    through: int | None,
    settled: Sequence[int],
) -> None:
    """The new set of segments in one transaction; a reader sees the old one or the new one."""
    organisation = current_organisation_id()
    try:
        with transaction.atomic():
            copy = copy_at(version)
            Segment.objects.filter(path__in=replaced).delete()
            Segment.objects.bulk_create(
                Segment(
                    organisation_id=organisation,
                    month=one.month,
                    path=one.path,
                    rows=one.rows,
                    size_bytes=one.size_bytes,
                    kinds=list(one.kinds),
                )
                for one in written
            )
            for start in range(0, len(settled), BATCH):
                ChangedValue.objects.filter(pk__in=settled[start : start + BATCH]).delete()
            copy.version += 1
            copy.through = copy.through if through is None else through
            copy.changed_at = timezone.now()
            copy.save()
    except BaseException:
        remove([one.path for one in written])
        raise
    # a question under way that finds its file gone asks again (`asking.ask`)
    remove(replaced)


def copy_at(version: int) -> Copy:
    copy = locked_copy()
    if copy.version != version:
        raise OutdatedError
    return copy


def remove_orphans() -> None:
    named = {whole_path(path) for path in Segment.objects.values_list("path", flat=True)}
    for file in own_folder().iterdir():
        if file.is_file() and file not in named and time.time() - file.stat().st_mtime > ORPHAN_SECONDS:
            file.unlink(missing_ok=True)
