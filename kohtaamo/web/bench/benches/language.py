"""How well open text is read, on data of others that you have, and how quickly."""

from __future__ import annotations

from collections.abc import Iterator

from kohtaamo.web.bench.bench import Bench, Finding, Settings
from kohtaamo.web.bench.open_text.finding import retrieval
from kohtaamo.web.bench.open_text.real import airline_mentions, bank_reviews
from kohtaamo.web.bench.open_text.speed import speed
from kohtaamo.web.bench.open_text.tone import tone
from kohtaamo.web.bench.open_text.understanding import identifiers, languages, names, themes


def run(settings: Settings) -> Iterator[Finding]:
    folder, real = settings.language_data, settings.real_data
    steps = (
        ("reading speed and memory", speed()),
        ("personal data", identifiers()),
        ("tone", tone(folder)),
        ("languages", languages(folder)),
        ("themes", themes(folder)),
        ("names", names(folder)),
        ("finding", retrieval(folder)),
        ("tweets to airlines", airline_mentions(real)),
        ("reviews of banks' apps", bank_reviews(real)),
    )
    for number, (text, step) in enumerate(steps):
        settings.tell(number / len(steps), text)
        yield from step


LANGUAGE = Bench("language", "How well and how quickly open text is read", run)
