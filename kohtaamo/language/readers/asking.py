"""Who reads which text: ours first or the stronger one, and what happens when that one fails."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kohtaamo.language.quoting import own_words

from .answering import ILL, Answer, Asked, Mark, Policy, ReaderError, Reason, Task
from .breaker import Breaker
from .chat import Reply
from .hiding import LONGEST_SENT, Hidden, hide
from .prompts import PROMPT_VERSION, THEME_MEANINGS, meanings_of
from .replies import Marks

SURE = 0.5
MOST_TEXTS = 20
MOST_LETTERS = 12_000
LocalReader = Callable[[Asked, Task], Answer]


class Budget(Protocol):
    def reserve(self, tokens: int) -> bool: ...
    def settle(self, reserved: int, used: int) -> None: ...


class Cache(Protocol):
    def get(self, key: str) -> str | None: ...
    def put(self, key: str, answer: str) -> None: ...


class Reader(Protocol):
    """`is_here` says that what it reads does not leave this machine; `identity` tells it from every other."""

    @property
    def provider(self) -> str: ...
    @property
    def is_here(self) -> bool: ...
    @property
    def identity(self) -> tuple[str, str]: ...
    @property
    def version(self) -> str: ...
    def cost(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> int: ...
    def read(self, texts: Sequence[str], task: Task, meanings: Mapping[str, str]) -> Reply: ...


@dataclass
class Outside:
    """A reader beside our own, most often off this machine, with what keeps it in check."""

    reader: Reader
    breaker: Breaker
    budget: Budget
    cache: Cache
    themes: Mapping[str, str] = field(default_factory=lambda: THEME_MEANINGS)


@dataclass
class Tally:
    requests: int = 0
    sent: int = 0
    tokens: int = 0
    failures: int = 0
    fallbacks: int = 0
    cached: int = 0


@dataclass
class Outcome:
    answers: list[Answer]
    tally: Tally


@dataclass(frozen=True)
class Waiting:
    """A text to be sent: its place among those asked, and how it looks outside."""

    place: int
    hidden: Hidden
    key: str


def read_all(
    asked: Sequence[Asked],
    *,
    task: Task,
    policy: Policy,
    outside: Outside | None,
    local: LocalReader,
    sure: float = SURE,
) -> Outcome:
    """An answer for each text. Where the stronger reader was to answer and could not, ours does and says why."""
    tally = Tally()
    own: dict[int, Answer] = {}

    def ours(place: int) -> Answer:
        if place not in own:
            own[place] = local(asked[place], task)
        return own[place]

    places = list(chosen(asked, policy, ours, sure)) if outside else []
    read: dict[int, Marks | Reason] = ask(outside, asked, places, task, tally) if outside else {}
    answers: list[Answer] = []
    for place in range(len(asked)):
        found = read.get(place)
        if outside and isinstance(found, tuple):
            answers.append(Answer(task, outside.reader.provider, outside.reader.version, found))
            continue
        mine = ours(place)
        why = found if isinstance(found, str) else None
        tally.fallbacks += why is not None
        answers.append(Answer(task, mine.provider, mine.version, mine.found, why=why))
    return Outcome(answers, tally)


def chosen(
    asked: Sequence[Asked], policy: Policy, ours: Callable[[int], Answer], sure: float
) -> Iterator[int]:
    """What employees wrote is never sent, whatever the policy."""
    if policy == "local_only":
        return
    for place, one in enumerate(asked):
        if one.is_from_staff or not one.text.strip():
            continue
        if policy == "llm_first" or ours(place).confidence < sure:
            yield place


def ask(
    outside: Outside, asked: Sequence[Asked], places: Sequence[int], task: Task, tally: Tally
) -> dict[int, Marks | Reason]:
    meanings = meanings_of(task, outside.themes)
    read: dict[int, Marks | Reason] = {}
    to_send: list[Waiting] = []
    for place in places:
        hidden = as_sent(outside.reader, asked[place])
        one = Waiting(place, hidden, key_of(outside.reader, task, meanings, hidden.text))
        kept = outside.cache.get(one.key)
        if kept is None:
            to_send.append(one)
        else:
            tally.cached += 1
            read[place] = in_original(loaded(kept), hidden)
    for bunch in bunches(to_send):
        for one, found in zip(bunch, send(outside, bunch, task, meanings, tally), strict=True):
            if isinstance(found, tuple):
                outside.cache.put(one.key, dumped(found))
                read[one.place] = in_original(found, one.hidden)
            else:
                read[one.place] = found
    return read


def as_sent(reader: Reader, asked: Asked) -> Hidden:
    """A reader on this machine reads the words as they are."""
    text = own_words(asked.text).rstrip()
    return Hidden(text[:LONGEST_SENT], {}, ()) if reader.is_here else hide(text, asked.names)


def key_of(reader: Reader, task: Task, meanings: Mapping[str, str], text: str) -> str:
    """Of the text as it looks outside; only the digest is kept, never the text."""
    parts = [*reader.identity, PROMPT_VERSION, task, sorted(meanings.items()), text]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def bunches(waiting: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    bunch: list[Waiting] = []
    letters = 0
    for one in waiting:
        if bunch and (len(bunch) == MOST_TEXTS or letters + len(one.hidden.text) > MOST_LETTERS):
            yield bunch
            bunch, letters = [], 0
        bunch.append(one)
        letters += len(one.hidden.text)
    if bunch:
        yield bunch


def send(
    outside: Outside, bunch: Sequence[Waiting], task: Task, meanings: Mapping[str, str], tally: Tally
) -> Sequence[Marks | Reason]:
    texts = [one.hidden.text for one in bunch]
    reserved = outside.reader.cost(texts, task, meanings)
    if not outside.budget.reserve(reserved):
        return ["budget"] * len(bunch)
    if not outside.breaker.may_try():
        outside.budget.settle(reserved, 0)
        return ["paused"] * len(bunch)
    tally.requests += 1
    tally.sent += len(bunch)
    try:
        reply = outside.reader.read(texts, task, meanings)
    except ReaderError as problem:
        tally.failures += 1
        if problem.reason in ILL:
            outside.breaker.failed(problem.wait)
        else:
            outside.breaker.succeeded()
        # what was worked on was paid for, as far as can be known
        used = 0 if problem.reason in {"dead", "busy", "rejected"} else reserved
        outside.budget.settle(reserved, used)
        tally.tokens += used
        return [problem.reason] * len(bunch)
    outside.breaker.succeeded()
    outside.budget.settle(reserved, reply.tokens)
    tally.tokens += reply.tokens
    return reply.found


def in_original(found: Marks, hidden: Hidden) -> Marks:
    """Spans in the text as its writer wrote it: a placeholder that was quoted is what it stands for."""
    return tuple(
        Mark(
            one.key,
            one.confidence,
            one.tone,
            tuple((*hidden.in_original(start, end), sign) for start, end, sign in one.spans),
        )
        for one in found
    )


def dumped(found: Marks) -> str:
    return json.dumps([[one.key, one.confidence, one.tone, one.spans] for one in found])


def loaded(kept: str) -> Marks:
    return tuple(
        Mark(key, confidence, tone, tuple((start, end, sign) for start, end, sign in spans))
        for key, confidence, tone, spans in json.loads(kept)
    )
