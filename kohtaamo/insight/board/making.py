from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kohtaamo.insight.models import BoardItem, BoardReport
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .contents import items_of
from .when import Size, title_of

Status = BoardReport.Status
# The last step, storing, is left.
NEARLY = 0.95


@transaction.atomic
def order_report(
    *, size: Size, period: Period, with_quotes: bool = False, actor: Member | None = None
) -> BoardReport:
    """A report to be made; one of the same period before it stays as it is, and this is its next edition."""
    earlier = BoardReport.objects.filter(size=size, start=period.start)
    edition = (earlier.aggregate(last=Max("edition"))["last"] or 0) + 1
    report = BoardReport.objects.create(
        organisation_id=current_organisation_id(),
        size=size,
        start=period.start,
        end=period.end,
        edition=edition,
        with_quotes=with_quotes,
        actor=actor,
    )
    data = {"name": title_of(size, period.start), "size": size, "period": str(period), "edition": edition}
    record("insight.report_ordered", subject_id=report.pk, data=data, actor=actor)
    return report


def make_report(*, report: BoardReport) -> None:
    """Freezes what the report says. Safe to repeat after a kill: what is finished is never made again."""
    if report.status == Status.DONE:
        return
    advance(report, 0.0)
    try:
        items = items_of(report, lambda share: advance(report, NEARLY * share))
    except Exception:
        BoardReport.objects.filter(pk=report.pk).update(status=Status.FAILED)
        raise
    with transaction.atomic():
        held = BoardReport.objects.select_for_update().get(pk=report.pk)
        if held.status == Status.DONE:
            return
        BoardItem.objects.filter(report=held).delete()
        BoardItem.objects.bulk_create(items)
        held.status, held.progress, held.made_at = Status.DONE, 1.0, timezone.now()
        held.save(update_fields=["status", "progress", "made_at"])
        data = {"name": title_of(held.size, held.start), "items": len(items)}
        record("insight.report_made", subject_id=report.pk, data=data, actor=report.actor)
    report.refresh_from_db()


def advance(report: BoardReport, share: float) -> None:
    BoardReport.objects.filter(pk=report.pk).exclude(status=Status.DONE).update(
        status=Status.RUNNING, progress=share, advanced_at=timezone.now()
    )


def claim_stuck(*, report: BoardReport) -> bool:
    """Whether a stopped report is the caller's to start again: of two who ask, one gets it."""
    if not report.is_stuck:
        return False
    rows = BoardReport.objects.filter(pk=report.pk, status=report.status, advanced_at=report.advanced_at)
    return bool(rows.update(status=Status.WAITING, advanced_at=timezone.now()))


@transaction.atomic
def remove_report(*, report: BoardReport, actor: Member | None) -> None:
    data = {
        "name": title_of(report.size, report.start),
        "size": report.size,
        "period": str(report.period),
        "edition": report.edition,
    }
    key = report.pk
    report.delete()
    record("insight.report_removed", subject_id=key, data=data, actor=actor)
