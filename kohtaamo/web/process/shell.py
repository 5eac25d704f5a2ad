"""ASGI outside, Django on four threads inside.

Django's own ASGI handler gives each request its own thread and so its own SQLite connection; four lasting
threads answered almost twice as many requests (docs/decisions.md). Streams live out here, where waiting is free.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from kohtaamo.insight.services import get_ready_to_read
from kohtaamo.web.sqlite.statistics import refresh_statistics

from .background import Background, take_up_abandoned_tasks
from .intake import intake
from .stream import STREAM_PATH, hub, serve_stream

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

DJANGO_THREADS = 4
# A thread that comes back from the database waits so long for one that computes. Python's own 5 ms add up to a
# tenth of a second in a transaction of twenty statements.
SWITCH_SECONDS = 0.0001
# Lists of answers make objects by the thousand that all go at once; looking for cycles among them every 700 new
# ones took a sixth of the time of storing them.
NEW_OBJECTS, YOUNG, OLD = 50_000, 20, 50

pages = get_wsgi_application()
background = Background(intake.writer.turns)


def pages_in_turn(environ: Any, start_response: Any) -> Any:
    with intake.writer.turns.one(is_page=True):
        return pages(environ, start_response)


# a2wsgi types its messages more narrowly than the standard does.
django_pages: Any = WSGIMiddleware(cast("Any", pages_in_turn), workers=DJANGO_THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" and await intake.takes(scope, receive, send):
        return
    if scope["type"] == "http" and scope["path"].startswith(STREAM_PATH):
        await serve_stream(scope["path"], send)
        return

    # Granian's receive and send are awaitables but not coroutines, which a2wsgi needs.
    async def take() -> Message:
        return await receive()

    async def give(message: Message) -> None:
        await send(message)

    if scope["type"] == "lifespan":
        await live(take, give)
    elif scope["type"] == "http":
        await django_pages(scope, take, give)


def prepare() -> None:
    refresh_statistics()
    take_up_abandoned_tasks()
    get_ready_to_read()


async def live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            sys.setswitchinterval(SWITCH_SECONDS)
            gc.set_threshold(NEW_OBJECTS, YOUNG, OLD)
            await asyncio.to_thread(prepare)
            intake.start()
            background.start()
            hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            hub.stop()
            await asyncio.to_thread(intake.stop)
            background.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
