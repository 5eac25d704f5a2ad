"""How long the server takes over the busiest pages, and how much of each travels."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from django.conf import settings as product_settings
from django.contrib.staticfiles import finders
from django.test import Client

from kohtaamo.insight.facts import forget_results, hold_now
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import measure
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_most
from kohtaamo.web.bench.shapes import last
from kohtaamo.web.bench.timing import timed, usual_seconds
from kohtaamo.web.bench.world import World, at_work

LINKED = re.compile(rb'(?:src|href)="(/static/[^"?]+\.(?:css|js))"')
KILOBYTE = 1000
DAYS = 90


def run(settings: Settings) -> Iterator[Finding]:
    world = settings.world
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_ENCODING="gzip")
    client.cookies[product_settings.SESSION_COOKIE_NAME] = world.session
    pages = {
        "home": ("/", 150),
        "journey map of 200 touchpoints": (f"/journeys/{world.journey}/", 250),
        "comment search": ("/insight/comments/?q=sovellus+lasku", 150),
    }
    with at_work(world):
        hold_now()
    for number, (name, (path, most)) in enumerate(pages.items()):
        settings.tell(number / 5, name)
        yield page(client, name, world.page(path), most)
    settings.tell(0.8, "filter change")
    yield filter_change(client, world)
    with at_work(world):
        where = last(DAYS)
        measure(METRICS["nps"], where=where)
        tile = usual_seconds(lambda: measure(METRICS["nps"], where=where)) * 1000
    yield at_most("tile asked again", tile, 5, "ms")
    yield from weights(client, world)


def page(client: Client, name: str, path: str, most: float) -> Finding:
    first, _ = timed(lambda: fetch(client, path))
    again = usual_seconds(lambda: fetch(client, path)) * 1000
    anew = usual_seconds(lambda: fetch(client, path), before=forget_results) * 1000
    return at_most(
        f"page: {name}", anew, most, "ms", beside={"with known results, ms": again, "first, ms": first * 1000}
    )


def filter_change(client: Client, world: World) -> Finding:
    """Another period and another grouping each time, so that no result is known."""
    numbers = count()
    today = date.today()  # noqa: DTZ011  any day does

    def change() -> None:
        shift = next(numbers)
        period = f"from={today - timedelta(days=365 + shift)}&to={today - timedelta(days=shift)}"
        by = ("touchpoint", "channel", "unit")[shift % 3]
        fetch(client, world.page(f"/insight/metrics/nps/?days=own&{period}&by={by}"))

    return at_most("page: filter change", usual_seconds(change) * 1000, 300, "ms")


def weights(client: Client, world: World) -> Iterator[Finding]:
    """Compressed: the page with the styles and scripts it links."""
    home, respondent = world.page("/"), f"/s/{world.survey_token}/"
    for name, path, most in (("signed-in", home, 250), ("respondent's", respondent, 40)):
        body = fetch(client, path)
        linked = sorted(set(LINKED.findall(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)))
        travels = len(body) + sum(weight(file.decode()) for file in linked)
        beside: dict[str, float | str] = {"page kB": len(body) / KILOBYTE, "linked files": len(linked)}
        yield at_most(f"weight of a {name} page", travels / KILOBYTE, most, "kB", beside=beside)


def weight(address: str) -> int:
    """Files have the names of their content once they are gathered, and their own before that."""
    name = address.removeprefix("/static/")
    gathered = Path(product_settings.STATIC_ROOT) / name
    found = gathered if gathered.is_file() else finders.find(name)
    if not found:
        raise RuntimeError(f"{address} is linked, and is not there")
    return len(gzip.compress(Path(str(found)).read_bytes()))


def fetch(client: Client, path: str) -> bytes:
    response = client.get(path, follow=True)
    if response.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"{path} answered {response.status_code}")
    return bytes(response.content)


MAP = Bench("map", "The busiest pages", run, needs_facts=True)
