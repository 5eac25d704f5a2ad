from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.process.stream import Hub, Listener, organisation_of, serve_stream, stream_address
from tests.world import World


def test_address_opens_the_stream_of_its_organisation_only(world: World) -> None:
    assert organisation_of(stream_address(world.aino)) == world.satama.pk
    assert organisation_of(stream_address(world.outi)) == world.toinen.pk


def test_address_made_up_or_old_opens_nothing(world: World) -> None:
    address = stream_address(world.aino)
    assert organisation_of(address + "x") is None
    assert organisation_of("/stream/") is None
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert organisation_of(address) is None


def test_stranger_is_told_to_stop_asking() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(serve_stream("/stream/forged", send))
    assert sent[0]["status"] == 204


def test_listener_hears_the_verbs_of_its_organisation_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two organisations, two looks: each listener hears its own, and the second look tells nothing twice."""
    # the test's own connection must outlive the look
    monkeypatch.setattr("kohtaamo.web.process.stream.close_old_connections", lambda: None)
    hub, loop, before = Hub(), asyncio.new_event_loop(), timezone.now()
    listeners = {one.pk: [Listener(loop), Listener(loop)] for one in (world.satama, world.toinen)}
    for organisation, pages in listeners.items():
        for page in pages:
            hub.listen(organisation, page)
    with working_for(world.satama):
        record("feedback.answers_recorded", data={"answers": []})
        record("journeys.journey_drawn")
    with working_for(world.toinen):
        record("organisation.settings_changed")
    deliver_all()
    looked = hub._look(before, set())
    heard = {
        pk: [loop.run_until_complete(page.changes()) for page in pages] for pk, pages in listeners.items()
    }
    hub._look(*looked)
    monkeypatch.setattr("kohtaamo.web.process.stream.HEARTBEAT_SECONDS", 0.01)
    again = [loop.run_until_complete(page.changes()) for pages in listeners.values() for page in pages]
    loop.close()
    assert heard == {
        world.satama.pk: [["feedback.answers_recorded", "journeys.journey_drawn"]] * 2,
        world.toinen.pk: [["organisation.settings_changed"]] * 2,
    }
    assert again == [[], [], [], []]


def test_a_page_hears_of_what_happened_between_its_drawing_and_its_listening(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others have heard it, so it is nothing new to the hub; what is long past is told to nobody."""
    monkeypatch.setattr("kohtaamo.web.process.stream.close_old_connections", lambda: None)
    monkeypatch.setattr("kohtaamo.web.process.stream.HEARTBEAT_SECONDS", 0.01)
    hub, loop, before = Hub(), asyncio.new_event_loop(), timezone.now()
    first, second, third = (Listener(loop) for _ in range(3))
    hub.listen(world.satama.pk, first)
    with working_for(world.satama):
        record("journeys.journey_drawn")
    deliver_all()
    looked = hub._look(before, set())
    hub.listen(world.satama.pk, second)
    looked = hub._look(*looked)
    heard = [loop.run_until_complete(page.changes()) for page in (first, second, first, second)]
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        hub.listen(world.satama.pk, third)
        hub._look(*looked)
        heard += [loop.run_until_complete(page.changes()) for page in (first, second, third)]
    loop.close()
    assert heard == [["journeys.journey_drawn"], ["journeys.journey_drawn"], [], [], [], [], []]


def test_a_page_that_reads_slowly_is_told_once_of_all_that_happened_meanwhile() -> None:
    async def listen() -> list[list[str]]:
        listener = Listener(asyncio.get_running_loop())
        waiting = asyncio.ensure_future(listener.changes())
        await asyncio.sleep(0)
        for verbs in (["b", "a"], ["c"], ["a"]):
            listener.hear(verbs)
        return [await waiting]

    assert asyncio.run(listen()) == [["a", "b", "c"]]
