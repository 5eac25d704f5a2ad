"""Budget, cache and breaker of a reader, kept in the database: they hold over processes and restarts."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from kohtaamo.insight.models import ReaderDay, ReaderReply, ReaderServer, ReaderSettings
from kohtaamo.language.readers import Breaker, ChatReader, Endpoint, Outside, Reader, Tally
from kohtaamo.language.readers.asking import Budget, Cache
from kohtaamo.organisation.tenancy import current_organisation_id

from .folders import folder_of, is_folder

KEPT_FOR = timedelta(days=30)


def outside_of(settings: ReaderSettings, themes: dict[str, str]) -> Outside:
    budget: Budget = DayBudget(settings.tokens_a_day)
    cache: Cache = KeptCache()
    return Outside(reader_of(settings), kept_breaker(settings), budget, cache, themes)


def reader_of(settings: ReaderSettings, *, at_most: float = math.inf) -> Reader:
    if is_folder(settings.address):
        return folder_of(settings.address)
    seconds = min(float(settings.timeout_seconds), at_most)
    return ChatReader(Endpoint(settings.address, settings.key, seconds), settings.model)


def today() -> ReaderDay:
    return ReaderDay.objects.get_or_create(
        day=timezone.localdate(), defaults={"organisation_id": current_organisation_id()}
    )[0]


@dataclass(frozen=True)
class DayBudget:
    """Taken before a request in one statement, so that two at once cannot pass the limit together."""

    tokens_a_day: int

    def reserve(self, tokens: int) -> bool:
        room = ReaderDay.objects.filter(pk=today().pk, tokens__lte=self.tokens_a_day - tokens)
        return bool(room.update(tokens=F("tokens") + tokens))

    def settle(self, reserved: int, used: int) -> None:
        """A request that ends after midnight gives back to the day it ends on at most what was taken there."""
        day = today()
        change = max(used - reserved, -day.tokens)
        ReaderDay.objects.filter(pk=day.pk, tokens__gte=-change).update(tokens=F("tokens") + change)


class KeptCache:
    def get(self, key: str) -> str | None:
        rows = ReaderReply.objects.filter(key=key, expires_at__gt=timezone.now())
        return rows.values_list("answer", flat=True).first()

    def put(self, key: str, answer: str) -> None:
        told = {"answer": answer, "expires_at": timezone.now() + KEPT_FOR}
        shared = {"organisation_id": current_organisation_id(), **told}
        ReaderReply.objects.update_or_create(key=key, defaults=told, create_defaults=shared)


def clean_replies() -> None:
    ReaderReply.objects.filter(expires_at__lte=timezone.now()).delete()


@dataclass
class KeptBreaker(Breaker):
    settings_id: int = field(default=0)
    kind: type[ReaderServer] = field(default=ReaderSettings)

    def may_try(self) -> bool:
        """Asked of the database: another process may have met the failures."""
        known = self.rows().values_list("failures", "until").first()
        self.failures, self.until = known or (0, None)
        before = self.until
        may = super().may_try()
        if may and before is not None:
            # of several that find it half open one is let through
            changed = self.rows().filter(until=before).update(until=self.until)
            return bool(changed)
        return may

    def succeeded(self) -> None:
        if self.failures or self.until is not None:
            super().succeeded()
            self._keep()

    def failed(self, wait: float | None = None) -> None:
        super().failed(wait)
        self._keep()

    def _keep(self) -> None:
        self.rows().update(failures=self.failures, until=self.until)

    def rows(self) -> QuerySet[Any]:
        return self.kind.objects.filter(pk=self.settings_id)


def kept_breaker(settings: ReaderServer) -> KeptBreaker:
    return KeptBreaker(time.time, settings.failures, settings.until, settings.pk, type(settings))


def note(tally: Tally) -> None:
    """Tokens are counted by the budget."""
    ReaderDay.objects.filter(pk=today().pk).update(
        requests=F("requests") + tally.requests,
        sent=F("sent") + tally.sent,
        failures=F("failures") + tally.failures,
        fallbacks=F("fallbacks") + tally.fallbacks,
        cached=F("cached") + tally.cached,
    )
