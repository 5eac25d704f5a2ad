"""A copy that lost a file is given up and made anew from the tables; the tables never depend on it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kohtaamo.insight.models import Copy, Measurement, Segment
from kohtaamo.organisation.tenancy import current_organisation_id

from .places import own_folder, whole_path

logger = logging.getLogger(__name__)


def missing_files() -> list[str]:
    """Segments of the manifest that are not there."""
    return [path for path in Segment.objects.values_list("path", flat=True) if not whole_path(path).is_file()]


def report_loss() -> bool:
    """Begin anew where a segment is missing; whether one was."""
    lost = missing_files()
    if lost:
        logger.warning(
            "%s files of the columnar copy are missing; it is made anew from the tables", len(lost)
        )
        begin_anew()
    return bool(lost)


@transaction.atomic
def begin_anew() -> None:
    """Empty the copy; `project.keep_up` fills it again."""
    copy = locked_copy()
    last = Measurement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    paths = list(Segment.objects.values_list("path", flat=True))
    Segment.objects.all().delete()
    copy.through, copy.version = 0, copy.version + 1
    copy.is_rebuilding, copy.rows_expected, copy.changed_at = True, last, timezone.now()
    copy.save()
    own_folder()
    transaction.on_commit(lambda: remove(paths))


def remove(paths: Sequence[str]) -> None:
    for path in paths:
        whole_path(path).unlink(missing_ok=True)


def locked_copy() -> Copy:
    """The row of this organisation's copy, held until the transaction ends."""
    organisation = current_organisation_id()
    Copy.objects.get_or_create(organisation_id=organisation)
    return Copy.objects.select_for_update().get(organisation_id=organisation)
