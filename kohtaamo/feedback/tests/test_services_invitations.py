from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Invitation
from kohtaamo.feedback.services import IncomingInvitation, record_invitation_outcomes
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.queries import measure
from kohtaamo.insight.where import Where
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOW = NOON + timedelta(days=30)
SILENT, ANSWERED, BOUNCED, OPTED_OUT = Invitation.Outcome


def invitation(
    world: World, uid: str, outcome: Invitation.Outcome = SILENT, **facts: Any
) -> IncomingInvitation:
    return IncomingInvitation(
        **{"uid": uid, "touchpoint": world.phone, "sent_at": NOON, "outcome": outcome, **facts}
    )


def told(*items: IncomingInvitation) -> list[str]:
    return [one.reason or one.status for one in record_invitation_outcomes(items, now=NOW)]


def test_an_invitation_takes_its_newest_outcome_but_never_silence_again(in_satama: World) -> None:
    assert told(invitation(in_satama, "a")) == ["stored"]
    assert told(invitation(in_satama, "a", ANSWERED)) == ["stored"]
    assert told(invitation(in_satama, "a", ANSWERED), invitation(in_satama, "a")) == [
        "duplicate",
        "duplicate",
    ]
    assert Invitation.objects.get().outcome == ANSWERED
    assert Event.objects.filter(verb="feedback.invitations_recorded").count() == 2


def test_one_uid_twice_in_one_go_keeps_the_last_outcome(in_satama: World) -> None:
    assert told(invitation(in_satama, "a"), invitation(in_satama, "a", BOUNCED)) == ["stored", "stored"]
    assert Invitation.objects.get().outcome == BOUNCED


def test_bad_invitations_are_refused_alone(in_satama: World) -> None:
    with working_for(in_satama.toinen):
        foreign = Customer.objects.create(organisation=in_satama.toinen, key="X")
    items = [
        invitation(in_satama, " "),
        invitation(in_satama, "foreign", customer=foreign),
        invitation(in_satama, "future", sent_at=NOW + timedelta(days=3)),
        invitation(in_satama, "channel", channel="x" * 41),
        invitation(in_satama, "good", customer=in_satama.eero),
    ]
    reasons = ["uid_missing", "foreign_reference", "happened_at_in_future", "channel_too_long", "stored"]
    assert told(*items) == reasons


def test_the_rate_of_answers_is_known_by_the_way_of_asking(in_satama: World) -> None:
    outcomes = {
        "email": [ANSWERED] * 6 + [SILENT] * 12 + [OPTED_OUT] * 2 + [BOUNCED] * 5,
        "letter": [ANSWERED] * 10 + [SILENT] * 10,
    }
    items = [
        invitation(in_satama, f"{channel}-{number}", outcome, channel=channel)
        for channel, given in outcomes.items()
        for number, outcome in enumerate(given)
    ]
    record_invitation_outcomes(items, now=NOW)
    deliver_all()
    found = measure(METRICS["response_rate"], where=Where(), by=["channel"])
    rates = {one.group["channel"]: one.estimate.value for one in found if one.estimate}
    assert rates == {"email": 30.0, "letter": 50.0}


def test_a_changed_outcome_supersedes_what_was_measured(in_satama: World) -> None:
    told(invitation(in_satama, "a"))
    deliver_all()
    told(invitation(in_satama, "a", OPTED_OUT))
    deliver_all()
    rows = Measurement.objects.order_by("pk").values_list("kind", "value", "is_superseded")
    assert list(rows) == [("invitation", 0, True), ("invitation", 3, False)]


def test_many_invitations_cost_as_many_queries_as_one(in_satama: World) -> None:
    def queries_for(*uids: str) -> int:
        with CaptureQueriesContext(connection) as found:
            told(*(invitation(in_satama, uid) for uid in uids))
        return len(found)

    assert queries_for("a") == queries_for("b", "c", "d")
