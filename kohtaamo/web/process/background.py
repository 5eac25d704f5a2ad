"""Jobs on threads of the web process: events are delivered, tasks run and alerts watched until the process stops."""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kohtaamo.feedback.sending import send_all_due
from kohtaamo.feedback.services import clean_unclaimed_everywhere, start_due_waves_everywhere
from kohtaamo.insight.alerting.watch import watch_all
from kohtaamo.insight.facts import keep_up_everywhere
from kohtaamo.insight.services import look_after_readings_everywhere
from kohtaamo.organisation.events import deliver
from kohtaamo.web.sqlite.statistics import GROWTH, refresh_statistics, rows_written

from .turns import Turns

IDLE_SECONDS = 0.2
# Few, so that what comes in meanwhile is noticed: an event may be of 500 answers.
DELIVERED_AT_ONCE = 4
# While answers pour in, reactions to them wait so many times as long as they worked: storing comes first, and
# what waits to be measured is in the database.
PATIENCE = 19
LONGEST_PATIENCE_SECONDS = 5.0
# Weeks close seldom; whoever of several processes looks first is the only one (`watch_one`).
WATCH_SECONDS = 60.0
FACTS_SECONDS = 5.0
SENDING_SECONDS = 2.0
BEGINNINGS = 3
PARENT_SECONDS = 0.25

logger = logging.getLogger(__name__)


class Background:
    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._worker = Worker(
            queue_names=["*"],
            interval=IDLE_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def start(self) -> None:
        for name, work in (
            ("events", self._deliver),
            ("tasks", self._run_tasks),
            ("alerts", self._watch),
            ("facts", self._keep_up),
            ("sending", self._send),
        ):
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)
        threading.Thread(target=end_with_parent, args=(os.getppid(),), name="parent", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._worker.running = False
        for thread in self._threads:
            thread.join(timeout=10)

    def _deliver(self) -> None:
        while not self._stopping.is_set():
            pressed = self._turns.is_pressed()
            try:
                with self._turns.one():
                    begun = time.monotonic()
                    handed_over = deliver(limit=1 if pressed else DELIVERED_AT_ONCE)
            except Exception:  # the thread must live as long as the process
                logger.exception("events could not be delivered; trying again")
                handed_over = 0
            close_old_connections()
            if not handed_over:
                self._stopping.wait(IDLE_SECONDS)
            elif pressed:
                worked = time.monotonic() - begun
                self._stopping.wait(min(worked * PATIENCE, LONGEST_PATIENCE_SECONDS))

    def _watch(self) -> None:
        is_start = True
        while not self._stopping.is_set():
            try:
                watch_all()
                clean_unclaimed_everywhere()
                start_due_waves_everywhere(timezone.localdate())
                look_after_readings_everywhere(timezone.now(), is_start=is_start)
                is_start = False
            except Exception:
                logger.exception(
                    "alerts, old files, waves of surveys or readings could not be looked after; trying again"
                )
            close_old_connections()
            self._stopping.wait(WATCH_SECONDS)

    def _send(self) -> None:
        while not self._stopping.is_set():
            try:
                send_all_due()
            except Exception:
                logger.exception("invitations could not be sent; trying again")
            close_old_connections()
            self._stopping.wait(SENDING_SECONDS)

    def _keep_up(self) -> None:
        rows_known = rows_written()
        while not self._stopping.is_set():
            try:
                keep_up_everywhere()
                if rows_written() > GROWTH * rows_known:
                    rows_known = refresh_statistics()
            except Exception:
                logger.exception("the copy of facts could not be brought up; trying again")
            close_old_connections()
            self._stopping.wait(FACTS_SECONDS)

    def _run_tasks(self) -> None:
        while not self._stopping.is_set():
            try:
                self._worker.run()
            except Exception:
                logger.exception("the task worker stopped; starting it again")
                self._stopping.wait(1)


def take_up_abandoned_tasks() -> int:
    """What a killed process had in hand runs again: each of our tasks goes on where it stood.

    SQLite serves one process, so nobody else can be running them; on PostgreSQL somebody may. A task that was
    begun `BEGINNINGS` times may be what kills the process, and is left. Returns how many were taken up.
    """
    if connection.vendor != "sqlite":
        return 0
    abandoned = [task for task in DBTaskResult.objects.running() if len(task.worker_ids) < BEGINNINGS]
    for task in abandoned:
        task.status = TaskResultStatus.READY
        task.save(update_fields=["status"])
    return len(abandoned)


def end_with_parent(parent: int) -> None:
    """A server whose parent was killed would keep the port; it ends too (every answer is already on disk)."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os._exit(1)
