"""From the bytes of requests to the bytes of their replies; all that came together is stored in one transaction."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
from django.conf import settings
from django.db import close_old_connections, transaction
from django.http import HttpRequest, parse_cookie
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kohtaamo.encounters import intake as encounters
from kohtaamo.feedback import intake as answers
from kohtaamo.kit.allowance import Allowance
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for

from .frames import Asked, Told

Unreadable = answers.UnreadableError | encounters.UnreadableError
TakeIn = Callable[[Sequence[Any]], list[Any]]

UNREADABLE = (answers.UnreadableError, encounters.UnreadableError)

logger = logging.getLogger(__name__)


class Given(Protocol):
    @property
    def items(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Door:
    """What may be sent to an address, and what becomes of it; `too_many` is told who sends too fast."""

    permission: str
    read: Callable[[bytes], Given]
    take_in: TakeIn
    tell: Callable[[Any, Sequence[Any]], tuple[int, bytes]]
    too_large: Callable[[], Unreadable]
    too_many: str | Promise


DOORS: dict[str, Door] = {
    "/api/v1/answers": Door(
        "feedback.write",
        answers.read_body,
        answers.take_in,
        answers.tell,
        answers.too_large,
        gettext_lazy("Too many answers at once. Send again in a moment."),
    ),
    "/api/v1/encounters": Door(
        "feedback.write",
        encounters.read_body,
        encounters.take_in,
        encounters.tell,
        encounters.too_large,
        gettext_lazy("Too many encounters at once. Send again in a moment."),
    ),
}


class Waiting:
    """What one request brought. Its outcomes, or what went wrong, are set once they are on disk."""

    __slots__ = ("asked", "given", "outcomes", "trouble")

    def __init__(self, asked: Asked, given: Given) -> None:
        self.asked = asked
        self.given = given
        self.outcomes: list[Any] = []
        self.trouble: Exception | None = None


class Desk:
    def __init__(self) -> None:
        rate = settings.CONFIGURATION.answers_per_second
        self.allowance = Allowance(rate, rate * 2)

    def look_at(self, asked: Asked) -> Waiting | Told:
        """What is to be stored, or why nothing of it is."""
        door = DOORS[asked.path]
        try:
            if len(asked.body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise door.too_large()
            given = door.read(asked.body)
        except UNREADABLE as problem:
            with speaking(asked):
                return Told(asked.number, problem.status, detail(problem.told()))
        if wait := self.allowance.take(asked.token, len(given.items), time.monotonic()):
            with speaking(asked):
                return Told(asked.number, 429, detail(str(door.too_many)), wait)
        return Waiting(asked, given)

    def store(self, group: Sequence[Waiting]) -> list[Told]:
        """When it returns, all of it is on disk."""
        if group:
            store(group)
        return [reply_to(one) for one in group]

    def rest(self) -> None:
        """Between two groups: a connection that broke is given up, so that the next opens another."""
        close_old_connections()


def reply_to(waiting: Waiting) -> Told:
    asked = waiting.asked
    if waiting.trouble is not None:
        with speaking(asked):
            sentence = _("Something went wrong here, and nothing of this was stored.")
            return Told(asked.number, 500, detail(sentence))
    # Most replies hold no sentence; setting the language takes longer than writing them.
    has_sentences = any(outcome.reason for outcome in waiting.outcomes)
    with speaking(asked) if has_sentences else nullcontext():
        return Told(asked.number, *DOORS[asked.path].tell(waiting.given, waiting.outcomes))


def store(group: Sequence[Waiting]) -> None:
    """All in one transaction; if that fails, each by itself, so that what is wrong with one stays its own."""
    try:
        with transaction.atomic():
            for members in by_owner(group):
                take_in = DOORS[members[0].asked.path].take_in
                with working_for(Organisation(pk=members[0].asked.organisation)):
                    outcomes = iter(take_in([item for one in members for item in one.given.items]))
                for one in members:
                    one.outcomes = [next(outcomes) for _ in one.given.items]
    except Exception as problem:
        if len(group) > 1:
            for one in group:
                store([one])
        else:
            logger.exception("what a program sent could not be stored")
            group[0].trouble = problem


def by_owner(group: Sequence[Waiting]) -> Iterable[list[Waiting]]:
    owners: dict[tuple[int, str], list[Waiting]] = defaultdict(list)
    for one in group:
        owners[one.asked.organisation, one.asked.path].append(one)
    return owners.values()


@contextmanager
def speaking(asked: Asked) -> Iterator[None]:
    """The language that Django would answer this request in."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = asked.accept_language.decode("latin-1")
    request.COOKIES = parse_cookie(asked.cookie.decode("latin-1"))
    with translation.override(translation.get_language_from_request(request)):
        yield


def detail(sentence: str) -> bytes:
    return msgspec.json.encode({"detail": sentence})
