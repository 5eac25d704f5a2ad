from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import DoubtfulError, Message, NotSentError, SurveyChannel
from kohtaamo.feedback.texting import Backend, TextMessage, get_backend


def send(messages: Iterable[Message]) -> Iterator[NotSentError | DoubtfulError | None]:
    backend = get_backend()
    try:
        for message in messages:
            yield send_one(backend, message)
    finally:
        backend.close()


def send_one(backend: Backend, message: Message) -> NotSentError | DoubtfulError | None:
    given = TextMessage(message.to, message.text, message.sender, message.identity)
    try:
        backend.open()
        return backend.send_messages([given])[0]
    except (OSError, ValueError) as problem:
        return NotSentError(f"{type(problem).__name__}: {problem}"[:200])


channel = SurveyChannel(
    key="sms",
    label=_("Text message"),
    icon="message-square-text",
    note=_("A short message with a link of the person's own."),
    encounter_channel="sms",
    address="phone",
    send=send,
)
