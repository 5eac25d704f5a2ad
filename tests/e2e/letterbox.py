"""A real SMTP server of this machine that keeps what it is given, so that a test reads it as the receiver would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.processes.server import free_port

PATIENCE_SECONDS = 30


@dataclass
class Letterbox:
    port: int = 0
    received: dict[str, list[EmailMessage]] = field(default_factory=dict)
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        with self._arrived:
            for receiver in envelope.rcpt_tos:
                self.received.setdefault(receiver, []).append(mail)
            self._arrived.notify_all()
        return "250 OK"

    def first_mail_to(self, address: str) -> EmailMessage:
        with self._arrived:
            assert self._arrived.wait_for(lambda: address in self.received, PATIENCE_SECONDS), self.received
            return self.received[address][0]


@contextmanager
def letterbox_of_this_machine() -> Iterator[Letterbox]:
    box = Letterbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
