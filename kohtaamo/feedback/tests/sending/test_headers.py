"""Names, subjects and addresses for replies cannot write headers of their own, plainly or encoded."""

from __future__ import annotations

from collections.abc import Callable
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.services import IncomingEncounter, record_encounters
from kohtaamo.feedback.channel import Message
from kohtaamo.feedback.channels.email import send
from kohtaamo.feedback.models import Occasion, SendingHours
from kohtaamo.feedback.sending import send_all_due
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member
from tests.world import World

from .conftest import Mailbox, mail_in

BREAKS = ("\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", "\x00")
ENCODED = (
    "=?utf-8?q?Moi=0D=0ABcc:_muut@example.org?=",
    "=?utf-8?b?TW9pDQpCY2M6IG11dXRAZXhhbXBsZS5vcmc=?=",
    "=?iso-8859-1?q?=0ASubject:_muu?=",
)
NASTY = [f"Moi{one}Bcc: muut@example.org{one}{one}<b>runko</b>" for one in BREAKS] + list(ENCODED)


def raw_headers(content: Any) -> bytes:
    assert isinstance(content, bytes)
    return content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]


def names_of(content: Any) -> list[str]:
    lines = raw_headers(content).decode("ascii").split("\n")
    return [line.partition(":")[0].lower() for line in lines if not line.startswith((" ", "\t"))]


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_no_name_subject_or_title_brings_a_header_with_it(
    in_satama: World, occasion: Callable[..., Occasion], mailbox: Mailbox, clock: Any, nasty: str
) -> None:
    SendingHours.objects.create(
        opens_at="00:00", closes_at="00:00", days=list(range(7)), on_holidays=True,
        sender=nasty.replace("\x00", ""), reply_to="vastaa@example.org",
    )  # fmt: skip
    stored = nasty.replace("\x00", "")
    made = occasion(words={"fi": {"subject": stored, "text": stored}}, name=stored[:60])
    made.survey.name = stored
    made.survey.save()
    in_satama.eero.name, in_satama.eero.email = stored, "eero@example.org"
    in_satama.eero.save()
    met = IncomingEncounter(
        uid="m-1", touchpoint=in_satama.desk, customer=in_satama.eero, happened_at=timezone.now()
    )
    record_encounters(encounters=[met])
    deliver_all()
    assert send_all_due() == 1
    (envelope,) = mailbox.received
    assert envelope.rcpt_tos == ["eero@example.org"]
    named = names_of(envelope.content)
    assert len(named) == len(set(named))
    assert not {"bcc", "cc"} & set(named)
    mail = mail_in(envelope)
    assert mail["Reply-To"] == "vastaa@example.org"
    assert mail["From"].addresses[0].addr_spec == "palaute@kohtaamo.example"
    assert mail["To"] == "eero@example.org"
    # what a mail program shows is what was written, on one line: nothing in it is decoded once more
    shown = str(make_header(decode_header(raw_subject(envelope))))
    assert "".join(shown.split()) == "".join(stored.split())
    assert len(shown.splitlines()) == 1


def raw_subject(envelope: Any) -> str:
    lines = raw_headers(envelope.content).decode("ascii").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("Subject: "))
    end = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith((" ", "\t"))), len(lines))
    return "\n".join(lines[at:end]).removeprefix("Subject: ")


@pytest.mark.parametrize("field", ["to", "reply_to"])
def test_an_address_with_a_line_break_is_given_up_alone(mailbox: Mailbox, field: str) -> None:
    """Such ones are refused before, by forms and by the cards of customers; here they reach the sending itself."""
    good: dict[str, Any] = {
        "to": "a@example.org", "subject": "Moi", "text": "Hei", "identity": "a", "language": "fi", "sender": "S",
    }  # fmt: skip
    bad = {**good, field: "b@example.org\nBcc: muut@example.org"}
    told = list(send([Message(**bad), Message(**good)]))
    assert told[0] is not None
    assert told[1] is None
    assert [one.rcpt_tos for one in mailbox.received] == [["a@example.org"]]


@pytest.mark.parametrize("bad", ["vastaa@example.org\nBcc: muut@example.org", "ei osoite", "a@b, c@d"])
def test_an_address_for_replies_is_one_address(
    in_satama: World, browse: Callable[[Member], Client], bad: str
) -> None:
    page = browse(in_satama.aino).post(
        "/o/satama/feedback/occasions/limits/",
        {
            **{f"counts_{n}": "asked" for n in range(1, 5)},
            **{f"of_{n}": "all" for n in range(1, 5)},
            "opens_at": "10:00", "closes_at": "18:00", "days": ["0"], "country": "FI",
            "time_zone": "Europe/Helsinki", "reply_to": bad,
        },
    )  # fmt: skip
    assert page.status_code == 422
    assert list(page.context["hours"].errors) == ["reply_to"]
    assert not SendingHours.objects.filter(reply_to__contains="@").exists()
