"""One made-up sentence, so that an administrator sees what leaves this machine and what comes back."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.utils import timezone

from kohtaamo.insight.models import ReaderSettings
from kohtaamo.language.readers import (
    Answer,
    Asked,
    Breaker,
    MemoryCache,
    Outside,
    Reader,
    Reason,
    Tally,
    Task,
    hide,
    read_all,
    read_here,
)

from .guarding import DayBudget, note, reader_of

# Made up: the number, the name and the identity code are nobody's.
SENTENCES = {
    "fi": (
        "Jonotin puhelimessa tunnin, mutta Maija Meikäläinen neuvoi ystävällisesti."
        " Numeroni on 040 555 0100 ja tunnukseni 131052-308T."
    ),
    "en": (
        "I waited an hour on the phone, but Maija Meikäläinen was kind and helpful."
        " My number is 040 555 0100 and my identity code 131052-308T."
    ),
}
TASK: Task = "sentiment"
# Somebody waits before the page.
LONGEST_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Trial:
    """`why` is set when it did not answer. `tokens` and `seconds` are of this one try."""

    text: str
    sent: str
    answer: Answer
    own: Answer
    seconds: float
    tokens: int

    @property
    def why(self) -> Reason | None:
        return self.answer.why


def try_reader(*, settings: ReaderSettings, language: str) -> Trial:
    """Really asks, also when the reader is off or left alone for a while; a good answer ends that."""
    text = SENTENCES.get(language, SENTENCES["en"])
    asked = Asked(text, language, names=("Maija Meikäläinen",))
    reader = reader_of(settings, at_most=LONGEST_SECONDS)
    tally, answer, seconds = asked_once(reader, asked, DayBudget(settings.tokens_a_day))
    note(tally)
    rows = ReaderSettings.objects.filter(pk=settings.pk)
    if answer.why is None:
        rows.update(failures=0, until=None, trouble="", trouble_at=None)
    elif answer.why != "budget":
        rows.update(trouble=answer.why, trouble_at=timezone.now())
    sent = text if reader.is_here else hide(text, asked.names).text
    return Trial(text, sent, answer, read_here(asked, TASK), seconds, tally.tokens)


def asked_once(reader: Reader, asked: Asked, budget: DayBudget) -> tuple[Tally, Answer, float]:
    outside = Outside(reader, Breaker(time.time), budget, MemoryCache(seconds=0, clock=time.time))
    begun = time.monotonic()
    outcome = read_all([asked], task=TASK, policy="llm_first", outside=outside, local=read_here)
    return outcome.tally, outcome.answers[0], time.monotonic() - begun
