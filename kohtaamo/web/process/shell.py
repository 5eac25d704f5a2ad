"""ASGI outside, Django on four threads inside.

Django's own ASGI handler gives each request its own thread and so its own SQLite connection; four lasting
threads answered almost twice as many requests (docs/decisions.md). Streams live out here, where waiting is free.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from kohtaamo.insight.facts import begin_holding

from .intake import intake
from .interpreter import set_up_interpreter
from .stream import STREAM_PATH, hub, serve_stream

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

DJANGO_THREADS = 4
pages = get_wsgi_application()


def pages_in_turn(environ: Any, start_response: Any) -> Any:
    with intake.line.turns.one(is_page=True):
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


async def live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            set_up_interpreter()
            begin_holding()
            await intake.start()
            hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            hub.stop()
            await intake.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
