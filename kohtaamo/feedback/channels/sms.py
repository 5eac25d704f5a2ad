from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import DoubtfulError, Message, NotSentError, SurveyChannel
from kohtaamo.feedback.texting import TextMessage, get_backend


def send(messages: Sequence[Message]) -> list[NotSentError | DoubtfulError | None]:
    given = [TextMessage(one.to, one.text, one.sender, one.identity) for one in messages]
    backend = get_backend()
    try:
        backend.open()
        return backend.send_messages(given)
    except OSError as problem:
        return [NotSentError(f"{type(problem).__name__}: {problem}"[:200]) for _each in given]
    finally:
        backend.close()


channel = SurveyChannel(
    key="sms",
    label=_("Text message"),
    icon="message-square-text",
    note=_("A short message with a link of the person's own."),
    encounter_channel="sms",
    address="phone",
    send=send,
)
