from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from django.conf import settings

from kohtaamo.feedback.channel import DoubtfulError, NotSentError

from . import TextMessage


class Backend:
    """A line of JSON for each message, for a program of the organisation's own that sends them."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None

    def open(self) -> None:
        if self._file is not None:
            return
        path = Path(settings.SMS_FILE)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def send_messages(self, messages: list[TextMessage]) -> list[NotSentError | DoubtfulError | None]:
        if self._file is None:
            raise OSError("the file is not open")
        for one in messages:
            told = {"id": one.identity, "to": one.to, "from": one.sender, "text": one.text}
            self._file.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._file.flush()
        return [None for _ in messages]
