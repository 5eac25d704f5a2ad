"""A way in which a survey reaches people, and what it is given to send."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .question import Words


class NotSentError(Exception):
    """The message did not go. `for_good`: the address takes none, so it is not tried again."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class DoubtfulError(Exception):
    """Whether it went is not known: the line broke while it was handed over. It is told, and not tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one person is sent. `identity` is the same on every try; `html` is empty where there is only text."""

    to: str
    text: str
    identity: str
    language: str
    sender: str = ""
    reply_to: str = ""
    subject: str = ""
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


# Sends one after the other and says of each, before it takes the next, what became of it: None when it went.
Send = Callable[[Iterable[Message]], Iterator[NotSentError | DoubtfulError | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyChannel:
    """`encounter_channel` is what answers that came this way say of their channel, empty: nothing.

    `address` names the field of a customer it is sent to, and with `send` it may be a channel of an occasion.
    `page` is the name of its set-up page, reversed with the survey's key. `note` says in a sentence what it is for.
    """

    key: str
    label: Words
    icon: str
    note: Words
    encounter_channel: str = ""
    address: str = ""
    send: Send | None = None
    page: str | None = None

    @property
    def sends(self) -> bool:
        return self.send is not None
