"""What Satama watches, what its alerts have told, and what was done about them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from django.utils import timezone

from kohtaamo.insight.alerting import handling
from kohtaamo.insight.alerting.design import closing_of
from kohtaamo.insight.alerting.rules import RuleRefusedError, learn_anew, make_rule
from kohtaamo.insight.alerting.watch import bad_values, look, occasion_of, raise_alert
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.where import midnight
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import bucket_start
from kohtaamo.organisation.models import Member

from .places import CALL_BACK, QUEUE_FULL

WEEK = timedelta(days=7)
# The phone's alert was set up before its queue grew, the website's before its new sign-in.
PHONE_WATCHED, WEBSITE_WATCHED = QUEUE_FULL + 14, 70
SHIFT = 20.0
HANDLED_IN = timedelta(days=2)
QUEUE_DONE = (
    "Jonotus oli kasvanut yli 20 minuuttiin. Otettiin käyttöön takaisinsoitto: soittaja jättää numeronsa."
)
BOT_DONE = "Soitin asiakkaalle ja pahoittelin. Botti ei tunnistanut asiaa, ohje korjataan."
BAD_VALUE = 1.0


def set_alerts(touchpoints: Mapping[str, Touchpoint], members: Mapping[str, Member], today: date) -> None:
    """Needs the answers measured already. A small demo has too few for an honest alert, and goes without."""
    onni, sanna = members["Onni Virta"], members["Sanna Heikkilä"]
    with suppress(RuleRefusedError):
        phone = watched(METRICS["nps"], touchpoints["phone"], onni, today - timedelta(days=PHONE_WATCHED))
        if alert := live_through(phone, today):
            closed(alert, QUEUE_DONE, today - timedelta(days=CALL_BACK))
    with suppress(RuleRefusedError):
        website = watched(
            METRICS["nps"], touchpoints["website"], sanna, today - timedelta(days=WEBSITE_WATCHED)
        )
        if alert := live_through(website, today):
            handling.step_back(alert=alert, actor=sanna)
    tell_of_newest_bad_value(touchpoints["chatbot"], sanna)


def watched(metric: Metric, place: Touchpoint, owner: Member, on: date) -> AlertRule:
    rule = make_rule(
        kind=AlertRule.Kind.CHANGE,
        metric=metric,
        parameters={"touchpoint": str(place.pk)},
        owner=owner,
        actor=owner,
        shift=SHIFT,
        on=on,
    )
    AlertRule.objects.filter(pk=rule.pk).update(created_at=closing_of(rule.watched_from))
    return rule


def live_through(rule: AlertRule, today: date) -> Alert | None:
    """Monday by Monday up to today; the first alert is taken in hand as it comes, and later signals join it."""
    first = None
    monday = rule.watched_from + WEEK
    while monday <= bucket_start(today, "week"):
        for alert in look(rule, closing_of(monday)):
            first = first or alert
            taken_in_hand(alert)
        monday += WEEK
    return first


def taken_in_hand(alert: Alert) -> None:
    handling.acknowledge(alert=alert, actor=alert.rule.owner)
    Alert.objects.filter(pk=alert.pk).update(acknowledged_at=alert.raised_at + HANDLED_IN)


def closed(alert: Alert, done: str, on: date) -> None:
    """With what was done; from then on the latest weeks are what is usual."""
    handling.close(alert=alert, done=done, actor=alert.rule.owner)
    Alert.objects.filter(pk=alert.pk).update(closed_at=midnight(on))
    learn_anew(rule=alert.rule, actor=alert.rule.owner)


def tell_of_newest_bad_value(place: Touchpoint, owner: Member) -> None:
    """A single bad value that somebody has in hand."""
    metric = METRICS["csat_top2"]
    rule = make_rule(
        kind=AlertRule.Kind.LOW_SCORE,
        metric=metric,
        parameters={"touchpoint": str(place.pk)},
        owner=owner,
        actor=owner,
        limit=BAD_VALUE,
    )
    # the answers of the demo came just before the rule
    earlier = timezone.now() - timedelta(days=1)
    ever = AlertRule(metric=rule.metric, parameters=rule.parameters, limit=rule.limit, created_at=earlier)
    row = bad_values(ever, metric).order_by("-happened_at", "-pk").first()
    if row is None:
        return
    alert = raise_alert(rule, occasion_of(row), {"value": row.value, "n": 1}, row, now=row.happened_at)
    if alert is not None:
        handling.acknowledge(alert=alert, actor=owner)
        handling.tell_what_was_done(alert=alert, done=BOT_DONE, actor=owner)
