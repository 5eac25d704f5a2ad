from __future__ import annotations

import threading
from collections.abc import Generator
from itertools import count, islice

import pytest

from kohtaamo.feedback.importing.ahead import read_ahead


def squares(until: int) -> Generator[int]:
    for number in range(until):
        yield number * number


def broken() -> Generator[int]:
    yield 1
    raise ValueError("line 2")


def endless(told: list[str]) -> Generator[int]:
    try:
        yield from count()
    finally:
        told.append("closed")


def test_items_come_in_their_order() -> None:
    assert list(read_ahead(squares(9))) == [0, 1, 4, 9, 16, 25, 36, 49, 64]
    assert list(read_ahead(squares(0))) == []


def test_what_stops_the_reading_is_raised_after_what_was_read() -> None:
    read = read_ahead(broken())
    assert next(read) == 1
    with pytest.raises(ValueError, match="line 2"):
        next(read)


def test_reading_ends_when_nobody_looks_further() -> None:
    told: list[str] = []
    threads = threading.active_count()
    read = read_ahead(endless(told))
    assert list(islice(read, 5)) == [0, 1, 2, 3, 4]
    del read
    assert told == ["closed"]
    assert threading.active_count() == threads
