"""Text messages, through a backend of three methods as Django's e-mail has them: console, file or HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from kohtaamo.feedback.channel import DoubtfulError, NotSentError


@dataclass(frozen=True, slots=True)
class TextMessage:
    """`to` is in the international form, +358401234567; `identity` is the same on every try."""

    to: str
    text: str
    sender: str
    identity: str


class Backend(Protocol):
    def open(self) -> None: ...

    def close(self) -> None: ...

    def send_messages(self, messages: list[TextMessage]) -> list[NotSentError | DoubtfulError | None]:
        """Of each, in order, what became of it: None when it was taken."""
        ...


def get_backend() -> Backend:
    made: Backend = import_string(settings.SMS_BACKEND)()
    return made
