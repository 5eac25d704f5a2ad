"""What Satama has done about its troubles, and what it wants to reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kohtaamo.improvement.models import Intervention
from kohtaamo.improvement.services import begin, mark_done, note_finding, start_action
from kohtaamo.insight.board.making import make_report, order_report
from kohtaamo.insight.board.when import past
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BoardReport
from kohtaamo.insight.services import set_target
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member

from .places import CALL_BACK, GREETING, NEW_INVOICE

CALL_BACK_TITLE = "Takaisinsoitto jonottamisen sijaan"
GREETING_TITLE = "Chatbotin uusi tervehdys"
INVOICE_TITLE = "Laskun selkeytys"
PLANNED_TITLE = "Yhden siirron lupaus"
FINDING_TITLE = "Seniorit eivät pääse botin ohi ihmiselle"
DAYS_OF_WORK = 21
PLANNING_DAYS = 30

COMMON_TARGET = 10.0
TARGETS = {"phone": 10.0, "desk": 50.0, "app": 30.0, "website": 20.0, "invoice": 20.0, "chatbot": 0.0}


def set_targets(touchpoints: Mapping[str, Touchpoint], actor: Member) -> None:
    nps = METRICS["nps"]
    set_target(metric=nps, value=COMMON_TARGET, actor=actor)
    for key, value in TARGETS.items():
        set_target(metric=nps, value=value, touchpoint=touchpoints[key], actor=actor)


def act(touchpoints: Mapping[str, Touchpoint], members: Mapping[str, Member], today: date) -> None:
    """Needs the answers measured already: a finished action is judged at once."""
    call_back = start_action(
        title=CALL_BACK_TITLE,
        description="Soittaja jättää numeronsa, ja sama ihminen soittaa takaisin sovittuna aikana.",
        touchpoint=touchpoints["phone"],
        metric="nps",
        direction="up",
        size=15.0,
        owner=members["Onni Virta"],
        actor=members["Aino Laine"],
    )
    greeting = start_action(
        title=GREETING_TITLE,
        description="Botti tervehtii nimellä ja kertoo, missä se osaa auttaa.",
        touchpoint=touchpoints["chatbot"],
        metric="csat_mean",
        direction="up",
        size=0.5,
        owner=members["Mikko Salo"],
        actor=members["Sanna Heikkilä"],
    )
    invoice = start_action(
        title=INVOICE_TITLE,
        description="Summa ja eräpäivä ensimmäiseksi, erittely toiselle sivulle.",
        touchpoint=touchpoints["invoice"],
        metric="nps",
        direction="up",
        size=10.0,
        owner=members["Helmi Koski"],
        actor=members["Aino Laine"],
    )
    finish(call_back, today - timedelta(days=CALL_BACK))
    finish(greeting, today - timedelta(days=GREETING))
    finish(invoice, today - timedelta(days=NEW_INVOICE))
    plan(touchpoints, members, today)


def report_last_month(today: date, actor: Member) -> None:
    """The board report of the last whole month; it needs everything else in place."""
    report = order_report(size="month", period=past("month", today, 1)[0], actor=actor)
    make_report(report=report)


def renew_report() -> None:
    """The only one there is says again what its rows say; where people have made others, nothing is touched."""
    reports = list(BoardReport.objects.all()[:2])
    if len(reports) == 1:
        BoardReport.objects.update(status=BoardReport.Status.WAITING)
        reports[0].refresh_from_db()
        make_report(report=reports[0])


def finish(action: Intervention, done_on: date) -> None:
    begin(intervention=action, began_on=done_on - timedelta(days=DAYS_OF_WORK), actor=action.owner)
    mark_done(intervention=action, done_on=done_on, actor=action.owner)


def plan(touchpoints: Mapping[str, Touchpoint], members: Mapping[str, Member], today: date) -> None:
    start_action(
        title=PLANNED_TITLE,
        description="Puhelu siirretään enintään kerran, ja siirtäjä kertoo asian valmiiksi.",
        touchpoint=touchpoints["transfer"],
        metric="nps",
        direction="up",
        size=15.0,
        owner=members["Onni Virta"],
        due=today + timedelta(days=PLANNING_DAYS),
        actor=members["Aino Laine"],
    )
    note_finding(
        title=FINDING_TITLE,
        note="Seniorit vastaavat chatin jälkeen muita alempia arvosanoja ja kirjoittavat, ettei ihmistä löydy.",
        touchpoint=touchpoints["chatbot"],
        metric="nps",
        actor=members["Eeva Nieminen"],
    )
