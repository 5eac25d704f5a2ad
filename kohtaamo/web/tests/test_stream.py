from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.process.stream import Hub, organisation_of, serve_stream, stream_address
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

    asyncio.run(serve_stream({"path": "/stream/forged"}, send))
    assert sent[0]["status"] == 204


def test_listener_hears_the_verbs_of_its_organisation_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two organisations, two looks: each listener hears its own, and the second look tells nothing twice."""
    # the test's own connection must outlive the look
    monkeypatch.setattr("kohtaamo.web.process.stream.close_old_connections", lambda: None)
    hub, loop, before = Hub(), asyncio.new_event_loop(), timezone.now()
    queues = {one.pk: asyncio.Queue[list[str]](10) for one in (world.satama, world.toinen)}
    for organisation, queue in queues.items():
        hub.listen(organisation, (loop, queue))
    with working_for(world.satama):
        record("feedback.answers_recorded", data={"answers": []})
        record("journeys.journey_drawn")
    with working_for(world.toinen):
        record("organisation.settings_changed")
    deliver_all()
    hub._look(*hub._look(before, set()))
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    heard = {
        organisation: [queue.get_nowait() for _ in range(queue.qsize())]
        for organisation, queue in queues.items()
    }
    assert heard == {
        world.satama.pk: [["feedback.answers_recorded", "journeys.journey_drawn"]],
        world.toinen.pk: [["organisation.settings_changed"]],
    }
