from __future__ import annotations

import pytest
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kohtaamo.feedback.jobs import import_answers
from kohtaamo.web.process.background import take_up_abandoned_tasks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="several processes may share PostgreSQL"),
]


def in_hand(beginnings: int) -> DBTaskResult:
    task = DBTaskResult.objects.get(pk=import_answers.enqueue(1, 1).id)
    for number in range(beginnings):
        task.claim(f"worker-{number}")
    return task


def test_task_of_a_killed_process_is_taken_up() -> None:
    task = in_hand(1)
    assert take_up_abandoned_tasks() == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert list(DBTaskResult.objects.ready()) == [task]


def test_task_that_may_kill_the_process_is_left() -> None:
    task = in_hand(3)
    assert take_up_abandoned_tasks() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING
