from __future__ import annotations

from datetime import date

from kohtaamo.insight.board.making import make_report, order_report
from kohtaamo.insight.board.shown import shown
from kohtaamo.insight.board.when import past
from kohtaamo.insight.models import BoardReport
from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for

AGAIN = "insight.comments_read_again"


def unsettle() -> int:
    """As it is once comments are read otherwise: an item stood on other rows than there are. How many are told so."""
    report = BoardReport.objects.get()
    item = next(one for one in report.items.all() if one.stands_on)
    item.stands_on[0]["rows"] += 1
    item.save(update_fields=["stands_on"])
    return len(shown(report, "fi").stale)


def test_report_of_a_demo_is_true_again_after_the_first_rereading_only(small_demo: Organisation) -> None:
    with working_for(small_demo):
        key = BoardReport.objects.get().pk
        assert unsettle() == 1
        record(AGAIN, data={"comments": 1})
        deliver_all()
        report = BoardReport.objects.get()
        assert (report.pk, report.status, report.edition) == (key, "done", 1)
        assert shown(report, "fi").stale == []
        unsettle()
        record(AGAIN, data={"comments": 1})
        deliver_all()
        assert len(shown(report, "fi").stale) == 1


def test_where_people_made_reports_none_is_touched(small_demo: Organisation) -> None:
    with working_for(small_demo):
        own = order_report(size="month", period=past("month", date(2026, 6, 1), 1)[0])
        make_report(report=own)
        before = list(BoardReport.objects.order_by("pk").values_list("made_at", flat=True))
        record(AGAIN, data={"comments": 1})
        deliver_all()
        assert list(BoardReport.objects.order_by("pk").values_list("made_at", flat=True)) == before
