from __future__ import annotations

import sys

from kohtaamo.feedback.channel import DoubtfulError, NotSentError

from . import TextMessage


class Backend:
    """Prints what would be sent: for a machine that has no provider of text messages."""

    def open(self) -> None:
        return

    def close(self) -> None:
        sys.stdout.flush()

    def send_messages(self, messages: list[TextMessage]) -> list[NotSentError | DoubtfulError | None]:
        for one in messages:
            sys.stdout.write(f"SMS {one.to}: {one.text}\n")
        return [None for _ in messages]
