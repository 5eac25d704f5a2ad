"""Requests and replies between the web process and the storing process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence

import pytest

from kohtaamo.web.process.intake import line as lines
from kohtaamo.web.process.intake import storer as storers
from kohtaamo.web.process.intake.desk import Desk, Waiting
from kohtaamo.web.process.intake.frames import Asked, Frames, Told, frame, read_asked
from kohtaamo.web.process.intake.line import BusyError, Line, LostError
from kohtaamo.web.process.intake.storer import Storer

SECONDS = 10


class Given:
    def __init__(self, items: Sequence[int]) -> None:
        self.items = items


class CountingDesk(Desk):
    """Stores nothing; each byte of a body is an item, an empty one is refused."""

    def __init__(self) -> None:
        self.groups: list[int] = []

    def look_at(self, asked: Asked) -> Waiting | Told:
        return Waiting(asked, Given(asked.body)) if asked.body else Told(asked.number, 400, b"empty")

    def store(self, group: Sequence[Waiting]) -> list[Told]:
        self.groups.append(sum(len(one.given.items) for one in group))
        return [Told(one.asked.number, 201, one.asked.body) for one in group]

    def rest(self) -> None:
        """There is no database here."""


def asking(body: bytes = b"x") -> Callable[[int, bool], Asked]:
    return lambda number, _is_beside_page: asked(number, body)


def asked(number: int, body: bytes = b"x") -> Asked:
    return Asked(number, "/", 1, 1, b"", b"", body)


def test_frames_are_put_together_from_any_pieces() -> None:
    sent = frame([asked(1, b"a" * 300), asked(2)]) + frame([asked(3)])
    frames = Frames()
    came = [whole for place in range(len(sent)) for whole in frames.add(sent[place : place + 1])]
    assert [[one.number for one in read_asked(whole)] for whole in came] == [[1, 2], [3]]
    assert [len(list(Frames().add(sent)))] == [2]


async def talking(line: Line, desk: Desk) -> threading.Thread:
    """The line with a storer on a thread at its other end."""
    ours, theirs = socket.socketpair()

    def work() -> None:
        with theirs:
            Storer(theirs, desk).run()

    thread = threading.Thread(target=work)
    thread.start()
    await line.talk(ours)
    return thread


def test_each_request_gets_its_own_reply() -> None:
    async def told() -> list[tuple[int, bytes]]:
        line = Line()
        thread = await talking(line, CountingDesk())
        bodies = [b"%d" % number for number in range(50)] + [b""]
        replies = await asyncio.gather(*(line.ask(asking(body)) for body in bodies))
        await line.stop()
        await asyncio.to_thread(thread.join, SECONDS)
        return [(one.status, one.body) for one in replies]

    assert asyncio.run(told()) == [(201, b"%d" % number) for number in range(50)] + [(400, b"empty")]


def test_what_was_handed_over_is_stored_before_the_end_in_groups_of_a_limited_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(storers, "MOST_TOGETHER", 10)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(frame([asked(number, b"four") for number in range(9)]))
        ours.shutdown(socket.SHUT_WR)
        desk = CountingDesk()
        Storer(theirs, desk).run()
    assert desk.groups == [12, 12, 12]


def test_no_more_waits_than_is_allowed_and_a_lost_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_WAITING", 1)

    async def told() -> list[type]:
        line = Line()
        ours, theirs = socket.socketpair()
        theirs.sendall(frame([]))
        await line.talk(ours)
        first = asyncio.ensure_future(line.ask(asking()))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(line.ask(asking()))
        await asyncio.sleep(0)
        theirs.close()
        done = await asyncio.gather(first, second, return_exceptions=True)
        await line.stop()
        return [type(one) for one in done]

    assert asyncio.run(told()) == [LostError, BusyError]
