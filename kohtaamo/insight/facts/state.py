"""Which state of the facts is in force: one statement, so one moment, on every database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Sum
from django.utils.translation import gettext

from kohtaamo.insight.models import ChangedValue, Copy, Measurement, Segment
from kohtaamo.organisation.panel import NotNowError
from kohtaamo.organisation.tenancy import current_organisation_id

# With fewer values than this beyond the copy, questions are answered from the tables while it is made anew.
MOST_WITHOUT_COPY = 200_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """Equal stamps mean equal facts."""

    organisation: int
    version: int
    through: int
    is_rebuilding: bool
    last: int
    # on PostgreSQL a lower id may become visible after a higher one, so ids alone do not tell
    newer: int
    changes: int
    last_change: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making of the copy has come, 0..1."""

    done: int
    expected: int

    @property
    def share(self) -> float:
        return min(1.0, self.done / self.expected) if self.expected else 1.0

    @property
    def percent(self) -> int:
        return int(100 * self.share)

    @property
    def in_words(self) -> str:
        return f"{self.percent} %"


class RebuildingError(NotNowError):
    """The copy is being made anew and too much is missing from it to count from the tables meanwhile."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        super().__init__(progress)

    def __str__(self) -> str:
        words = gettext("The numbers are being counted anew (%(percent)s %% done). Every answer is safe.")
        return words % {"percent": self.progress.percent}


STAMP = """
SELECT coalesce(max(c.version), 0), coalesce(max(c.through), 0),
       coalesce(max(CASE WHEN c.is_rebuilding THEN 1 ELSE 0 END), 0),
       (SELECT m.id FROM insight_measurement m WHERE m.organisation_id = %(o)s ORDER BY m.id DESC LIMIT 1),
       {newer},
       (SELECT count(*) FROM insight_changedvalue v WHERE v.organisation_id = %(o)s),
       (SELECT max(v.id) FROM insight_changedvalue v WHERE v.organisation_id = %(o)s)
FROM insight_copy c WHERE c.organisation_id = %(o)s
"""
NEWER = """
(SELECT count(*) FROM insight_measurement m WHERE m.organisation_id = %(o)s AND m.id >
    coalesce((SELECT through FROM insight_copy WHERE organisation_id = %(o)s), 0))
"""


def stamp_now() -> Stamp:
    organisation = current_organisation_id()
    sql = STAMP.format(newer=NEWER if connection.vendor == "postgresql" else "0")
    with connection.cursor() as cursor:
        cursor.execute(sql % {"o": organisation})
        row = cursor.fetchall()[0]
    version, through, rebuilding, last, newer, changes, last_change = (int(one or 0) for one in row)
    return Stamp(organisation, version, through, bool(rebuilding), last, newer, changes, last_change)


def progress() -> Progress | None:
    """None unless the copy is being made anew."""
    copy = Copy.objects.filter(is_rebuilding=True).first()
    return Progress(copy.through, copy.rows_expected) if copy else None


def size_of_copy() -> tuple[int, int, int, int, int]:
    """Values and files of the copy and their bytes, values newer than it, and values changed since."""
    whole = Segment.objects.aggregate(rows=Sum("rows"), files=Count("pk"), size=Sum("size_bytes"))
    through = Copy.objects.values_list("through", flat=True).first() or 0
    newer = Measurement.objects.filter(pk__gt=through).count()
    return whole["rows"] or 0, whole["files"], whole["size"] or 0, newer, ChangedValue.objects.count()
