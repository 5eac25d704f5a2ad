"""How well open text is read, on data of others that you have, and how quickly."""

from __future__ import annotations

from collections.abc import Iterator

from kohtaamo.web.bench.bench import Bench, Finding, Settings
from kohtaamo.web.bench.open_text.steps import steps


def run(settings: Settings) -> Iterator[Finding]:
    all_of = steps(settings.language_data, settings.real_data, most=max(settings.facts // 10, 10))
    for number, (about, findings) in enumerate(all_of):
        settings.tell(number / len(all_of), about)
        yield from findings


LANGUAGE = Bench("language", "How well and how quickly open text is read", run)
