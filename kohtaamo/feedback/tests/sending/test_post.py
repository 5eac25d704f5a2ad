from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.services import IncomingEncounter, record_encounters, withdraw_consent
from kohtaamo.feedback.models import Invitation, Occasion, SendingHours
from kohtaamo.feedback.sending import send_all_due, take_bounce
from kohtaamo.organisation.events import deliver_all
from tests.world import World

from .conftest import Mailbox, body_of, mail_in

Make = Callable[..., Occasion]


def met(world: World, uid: str = "m-1", **facts: Any) -> Encounter:
    if not world.eero.email:
        world.eero.email = "eero@example.org"
        world.eero.save()
    given = {"touchpoint": world.desk, "customer": world.eero, "happened_at": timezone.now(), **facts}
    (encounter,) = record_encounters(encounters=[IncomingEncounter(uid=uid, **given)])
    deliver_all()
    return encounter


def state_of() -> tuple[str, str]:
    invitation = Invitation.objects.get()
    return invitation.state, invitation.why


def test_an_encounter_leads_to_a_mail_with_the_first_question_in_it(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion()
    encounter = met(in_satama, attributes={"order": "T-17"})
    assert send_all_due() == 1
    (envelope,) = mailbox.received
    assert envelope.rcpt_tos == ["eero@example.org"]
    mail = mail_in(envelope)
    assert mail["From"] == "Satama <palaute@kohtaamo.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = body_of(mail, "plain")
    html = body_of(mail, "html")
    invitation = Invitation.objects.get()
    assert "Suosittelisitko meitä?" in text
    assert "Suosittelisitko meitä?" in html
    for value in range(11):
        assert f"q=nps&v={value}" in text
    assert html.count("q=nps&amp;v=") == 11
    assert "<img" not in html
    assert "http://" not in html
    assert (invitation.state, invitation.outcome, invitation.encounter) == ("sent", 0, encounter)
    assert invitation.hidden == {"order": "T-17"}
    assert mail["Message-ID"] == f"<{invitation.token}.0@kohtaamo.example>"


def test_the_same_happening_twice_asks_once(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion()
    met(in_satama)
    met(in_satama)
    assert send_all_due() == 1
    assert send_all_due() == 0
    assert len(mailbox.received) == 1


def test_a_refused_address_has_bounced_at_once_and_a_busy_one_is_tried_again(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion()
    mailbox.refusals["eero@example.org"] = "450 busy"
    met(in_satama)
    send_all_due()
    assert state_of() == ("waiting", "")
    clock.shift(timedelta(seconds=61))
    mailbox.refusals["eero@example.org"] = "550 no such user"
    send_all_due()
    assert state_of() == ("bounced", "bad_address")
    assert Invitation.objects.get().outcome == Invitation.Outcome.BOUNCED


def test_a_server_that_is_down_is_asked_less_and_less_often_and_then_given_up(
    in_satama: World, occasion: Make, settings: Any, clock: Any, always: SendingHours, mailbox: Mailbox
) -> None:
    occasion()
    settings.EMAIL_PORT = 1
    met(in_satama)
    gaps = []
    for _ in range(8):
        begin = timezone.now()
        send_all_due()
        due = Invitation.objects.get().due_at
        if due is not None:
            gaps.append(round((due - begin).total_seconds() / 60))
            clock.move_to(due)
    assert gaps == [1, 5, 30, 120, 360, 720, 1440]
    assert state_of() == ("failed", "not_taken")
    assert Invitation.objects.get().sent_at is None


def test_one_killed_while_handing_over_is_told_and_not_sent_again(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion()
    met(in_satama)
    now = timezone.now()
    Invitation.objects.update(lease="dead", leased_until=now + timedelta(minutes=10), handed_over_at=now)
    assert send_all_due() == 0
    clock.shift(timedelta(minutes=11))
    assert send_all_due() == 0
    assert state_of() == ("sent", "doubtful")
    assert mailbox.received == []


def test_one_killed_before_handing_over_is_sent_once_its_lease_is_over(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion()
    met(in_satama)
    Invitation.objects.update(lease="dead", leased_until=timezone.now() + timedelta(minutes=10))
    assert send_all_due() == 0
    clock.shift(timedelta(minutes=11))
    assert send_all_due() == 1
    assert len(mailbox.received) == 1


def test_a_reminder_goes_to_the_silent_only_and_so_many_times(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion(reminders=2, remind_after_days=4)
    met(in_satama)
    for days in (0, 3, 2, 4, 10):
        clock.shift(timedelta(days=days))
        send_all_due()
    assert len(mailbox.received) == 3
    assert Invitation.objects.get().reminders == 2
    mails = [mail_in(one) for one in mailbox.received]
    assert len({mail["Message-ID"] for mail in mails}) == 3
    assert [mail["Subject"].startswith("Muistutus") for mail in mails] == [False, True, True]


REPORT = """From: MAILER-DAEMON@mx.example
To: palaute@kohtaamo.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not go.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; eero@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--b
Content-Type: text/rfc822-headers

Subject: hello
Message-ID: <{token}.0@kohtaamo.example>

--b--
"""


def report(action: str = "failed", status: str = "5.1.1", token: str = "") -> bytes:
    token = token or Invitation.objects.get().token
    return REPORT.format(action=action, status=status, token=token).encode()


def test_a_report_that_mail_came_back_moves_its_invitation_and_no_other(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion()
    met(in_satama)
    send_all_due()
    assert take_bounce(b"Subject: hello\n\nnothing") == "unreadable"
    assert take_bounce(report(token="A" * 20)) == "unknown"
    assert take_bounce(report(), organisation_id=in_satama.toinen.pk) == "unknown"
    assert take_bounce(report("delayed", "4.4.1")) == "delayed"
    assert state_of() == ("sent", "")
    assert take_bounce(report()) == "bounced"
    assert take_bounce(report()) == "known"
    assert state_of() == ("bounced", "bad_address")


def test_a_name_cannot_bring_a_header_with_it(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    in_satama.satama.name = "Satama\r\nBcc: muut@example.org"
    in_satama.satama.save()
    in_satama.eero.name = "Eero\nBcc: kaikki@example.org"
    in_satama.eero.save()
    occasion(words={"fi": {"subject": "Moi\nBcc: muut@example.org", "text": "Hei"}})
    met(in_satama)
    send_all_due()
    (envelope,) = mailbox.received
    mail = mail_in(envelope)
    assert envelope.rcpt_tos == ["eero@example.org"]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Moi Bcc: muut@example.org"


def test_one_that_cannot_be_put_together_keeps_no_other_waiting(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours, caplog: Any
) -> None:
    """Its words were written by something that knew no rules."""
    broken = occasion(words={"fi": "no words"}, channel="chat")
    occasion(channel="phone")
    met(in_satama, "m-1", channel="chat")
    Invitation.objects.update(state="waiting")
    bo = Customer.objects.create(key="B", email="bo@example.org")
    met(in_satama, "m-2", customer=bo, channel="phone")
    send_all_due()
    assert [one.rcpt_tos for one in mailbox.received] == [["bo@example.org"]]
    left = Invitation.objects.get(occasion=broken)
    assert (left.state, left.attempts) == ("waiting", 1)
    assert "AttributeError" in left.trouble


def test_who_has_answered_or_left_is_not_reminded(
    in_satama: World, occasion: Make, mailbox: Mailbox, clock: Any, always: SendingHours
) -> None:
    occasion(reminders=1, remind_after_days=2)
    met(in_satama)
    send_all_due()
    invitation = Invitation.objects.get()
    assert invitation.due_at is not None
    withdraw_consent(customer=in_satama.eero, source="api")
    clock.shift(timedelta(days=3))
    assert send_all_due() == 1
    assert len(mailbox.received) == 1
    assert Invitation.objects.get().due_at is None
