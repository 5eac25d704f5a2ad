from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import DoubtfulError, Message, NotSentError, SurveyChannel

REASON_LENGTH = 200
# The first digit of an SMTP reply that will be the same next time.
FOR_GOOD = 5
OK = 250
Trouble = NotSentError | DoubtfulError | None


def send(messages: Iterable[Message]) -> Iterator[Trouble]:
    """Through one connection, made anew where the server has let it go between two messages."""
    connection: Any = get_connection()
    try:
        for message in messages:
            yield send_one(connection, message)
    finally:
        with suppress(OSError):
            connection.close()


def send_one(connection: Any, message: Message) -> Trouble:
    try:
        ready(connection)
    except OSError as problem:  # the mail server's own errors are of this kind too
        return NotSentError(short(problem))
    return handed_over(connection, message)


def handed_over(connection: Any, message: Message) -> Trouble:
    try:
        as_mail(message, connection).send()
    except smtplib.SMTPRecipientsRefused as problem:
        code, words = next(iter(problem.recipients.values()))
        return refusal(code, words)
    except smtplib.SMTPResponseException as problem:
        # our address or what we write is refused: that is no fault of the receiver's
        return NotSentError(short(problem))
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as problem:
        with suppress(OSError):
            connection.close()
        return DoubtfulError(short(problem))
    except (OSError, UnicodeError, ValueError) as problem:
        return NotSentError(short(problem), for_good=not isinstance(problem, OSError))
    return None


def ready(connection: Any) -> None:
    """An open line that answers."""
    line = getattr(connection, "connection", None)
    if line is not None and hasattr(line, "noop"):
        try:
            is_alive = line.noop()[0] == OK
        except OSError:
            is_alive = False
        if not is_alive:
            connection.close()
    connection.open()


def refusal(code: int, words: bytes | str) -> NotSentError:
    told = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return NotSentError(f"{code} {told}"[:REASON_LENGTH], for_good=code // 100 == FOR_GOOD)


def short(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:REASON_LENGTH]


def as_mail(message: Message, connection: Any) -> EmailMultiAlternatives:
    address = parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]
    mail = EmailMultiAlternatives(
        subject=one_line(message.subject),
        body=message.text,
        from_email=formataddr((one_line(message.sender), address)) if message.sender else address,
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": f"<{message.identity}@{address.rpartition('@')[2] or 'localhost'}>",
            "Content-Language": message.language,
            # so that an absent person's automatic answer is not sent to us
            "Auto-Submitted": "auto-generated",
            **message.headers,
        },
        connection=connection,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def one_line(text: str) -> str:
    """A name with a line break in it would begin a header of its own; what looks encoded (=?utf-8?…) would be
    decoded by the receiver into something else than was written.
    """
    return " ".join(text.split()).replace("=?", "= ?")


channel = SurveyChannel(
    key="email",
    label=_("E-mail"),
    icon="mail",
    note=_("A message with the first question in it, sent after what you choose."),
    encounter_channel="email",
    address="email",
    send=send,
)
