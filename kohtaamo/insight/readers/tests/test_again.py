"""A reader that is down, and comes back: what it could not read is tried again, but not for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.jobs import try_comments_again
from kohtaamo.insight.models import Correction, OutsideReading, Reading
from kohtaamo.insight.readers import stop_reader
from kohtaamo.insight.readers.again import MOST_TRIES, fallen, next_try
from kohtaamo.insight.readers.telling import who_read
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.loopback import Server, Told, completion, serving, tone, tones_for_all
from tests.world import World

from .test_reading import UNSURE, run_tasks, say, set_up

DOWN = Told(status=500)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda _body: DOWN) as running:
        yield running


def planned() -> list[datetime]:
    rows = DBTaskResult.objects.filter(task_path=try_comments_again.module_path, status="READY")
    return sorted(row.run_after for row in rows)


def run_planned(clock: Any) -> None:
    """As the worker would, when the moment of the first has come."""
    rows = DBTaskResult.objects.filter(task_path=try_comments_again.module_path, status="READY")
    one = rows.order_by("run_after").first()
    assert one is not None
    clock.move_to(one.run_after)
    arguments = one.args_kwargs["args"]
    one.delete()
    try_comments_again.call(*arguments)


def test_what_the_reader_could_not_read_is_read_when_it_is_back(in_satama: World, server: Server) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        set_up(server)
        say(in_satama, UNSURE)
        run_tasks()
        row = OutsideReading.objects.get()
        assert (row.why, row.tries, row.again_at) == ("broken", 1, NOW + timedelta(minutes=10))
        assert planned() == [NOW + timedelta(minutes=10)]
        server.script = tones_for_all
        run_planned(clock)
        row.refresh_from_db()
        assert (row.why, row.tries, row.again_at, row.found is None) == ("", 0, None, False)
        assert Reading.objects.get().provider == "llm"
        assert planned() == []


def test_it_is_tried_ever_more_seldom_and_given_up(in_satama: World, server: Server) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        settings = set_up(server)
        say(in_satama, UNSURE)
        run_tasks()
        moments = [timezone.now()]
        while planned():
            run_planned(clock)
            moments.append(timezone.now())
        waits = [later - earlier for earlier, later in pairwise(moments)]
        assert waits == [
            timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24),
        ]  # fmt: skip
        row = OutsideReading.objects.get()
        assert (row.tries, row.again_at, len(server.received)) == (5, None, 5)
        assert (fallen(settings).waiting, fallen(settings).given_up) == (0, 1)
        with translation.override("en"):
            (told,) = who_read(list(Comment.objects.all())).values()
        assert "given up after 5 tries" in told


def test_a_spent_budget_is_waited_for_until_the_next_day(in_satama: World, server: Server) -> None:
    server.script = lambda _body: completion([tone(1)], tokens=900)
    with time_machine.travel(NOW, tick=False) as clock:
        set_up(server, tokens_a_day=1_000)
        for number in range(2):
            say(in_satama, f"{UNSURE} {number}", f"a{number}")
            run_tasks()
        assert len(server.received) == 1
        # midnight in Helsinki is 22 o'clock in Greenwich in winter
        assert planned() == [datetime(2026, 3, 2, 22, 5, tzinfo=UTC)]
        run_planned(clock)
        assert len(server.received) == 2
        assert set(Reading.objects.values_list("provider", flat=True)) == {"llm"}


def test_what_a_person_decided_meanwhile_is_not_asked_again(in_satama: World, server: Server) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        set_up(server)
        say(in_satama, UNSURE)
        run_tasks()
        Correction.objects.create(
            organisation=in_satama.satama, comment=Comment.objects.get(), task="tone", value="positive"
        )
        run_planned(clock)
        assert (len(server.received), planned()) == (1, [])
        assert OutsideReading.objects.get().again_at is None


def test_a_reader_that_was_turned_off_is_not_asked(in_satama: World, server: Server) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        settings = set_up(server)
        say(in_satama, UNSURE)
        run_tasks()
        stop_reader(settings=settings, actor=None)
        run_planned(clock)
        assert (len(server.received), planned()) == (1, [])


def test_a_model_that_refuses_is_not_asked_twice() -> None:
    assert next_try("refused", 1, NOW) is None
    assert next_try("malformed", 1, NOW) == NOW + timedelta(minutes=10)
    assert next_try("dead", MOST_TRIES, NOW) is None


def test_the_page_tells_how_many_wait_and_how_many_were_given_up(
    world: World, server: Server, browse: Callable[[Member], Client]
) -> None:
    world.aino.role = Member.Role.ADMINISTRATOR
    with working_for(world.satama):
        world.aino.save()
        set_up(server)
        for number in range(3):
            say(world, f"{UNSURE} {number}", f"a{number}")
            run_tasks()
    client, counted = browse(world.aino), []
    for given_up in (0, 2):
        with working_for(world.satama):
            keys = list(OutsideReading.objects.order_by("pk").values_list("pk", flat=True)[:given_up])
            OutsideReading.objects.filter(pk__in=keys).update(again_at=None)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(
                "/o/satama/insight/readers/", headers={"accept-language": "en"}
            ).content.decode()
        counted.append(len(queries))
        assert f"{3 - given_up} reading" in page or f"{3 - given_up} luke" in page
    assert ("2 readings were given up" in page) or ("2 luke" in page)
    assert counted[0] == counted[1]
