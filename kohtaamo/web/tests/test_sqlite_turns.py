from __future__ import annotations

import threading
import time

from kohtaamo.web.sqlite.turns import WriteLock, goes_first


def test_write_lock_goes_in_order_of_asking_and_first_to_whom_goes_first() -> None:
    lock, order = WriteLock(), list[str]()

    def write(name: str, is_first: bool) -> None:
        if is_first:
            goes_first()
        lock.acquire()
        order.append(name)
        lock.release()

    lock.acquire()
    threads = []
    for number, (name, is_first) in enumerate([("one", False), ("two", False), ("intake", True)], start=1):
        thread = threading.Thread(target=write, args=(name, is_first))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) < number:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == ["intake", "one", "two"]


def test_write_lock_taken_twice_is_let_go_of_twice() -> None:
    lock, got = WriteLock(), threading.Event()

    def other() -> None:
        lock.acquire()
        got.set()
        lock.release()

    lock.acquire()
    lock.acquire()
    thread = threading.Thread(target=other)
    thread.start()
    lock.release()
    assert not got.wait(0.05)
    lock.release()
    thread.join()
    assert got.is_set()
