"""Links that show one page of insight to anybody who has the address, and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from threading import Lock
from time import monotonic

from django.db.models import F, QuerySet
from django.utils import timezone

from kohtaamo.kit.allowance import Allowance
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import across_organisations

from .grid import Grid, GridCell, GridGroup, GridRow, Head
from .models import SharedLink
from .numbers import HonestNumber
from .saving import fitting_name
from .showing import PAGES, Figures, Part, parts_of, query_of

USUAL_DAYS = 30
DAYS = (7, 30, 90, 365)
# How often it is worth writing down that somebody looked: an open page asks every few seconds.
LOOKED = timedelta(minutes=1)
# Looks a second, and at once. An open page looks every five seconds, and a whole office may have one address.
OF_ONE_ADDRESS_AT_ONE_LINK = (2.0, 40.0)
OF_ONE_ADDRESS = (4.0, 120.0)
AT_ONE_LINK = (20.0, 400.0)
MOST_REMEMBERED = 20_000


def share(
    *, name: str, page: str, parameters: Mapping[str, str], days: int, actor: Member
) -> tuple[SharedLink, str]:
    """The link and its secret, which is not to be had again. Raises `NoNameError`."""
    secret = secrets.token_urlsafe(32)
    link = SharedLink.objects.create(
        name=fitting_name(name),
        page=page,
        parameters=dict(parameters),
        digest=digest_of(secret),
        maker=actor,
        expires_at=timezone.now() + timedelta(days=days if days in DAYS else USUAL_DAYS),
    )
    record("insight.link_made", subject_id=link.pk, data={"name": link.name}, actor=actor)
    return link, secret


def links() -> QuerySet[SharedLink]:
    return SharedLink.objects.select_related("maker")


def revoke(*, link: SharedLink, actor: Member) -> None:
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    record("insight.link_revoked", subject_id=link.pk, data={"name": link.name}, actor=actor)


def open_again(*, link: SharedLink, actor: Member) -> None:
    link.revoked_at = None
    link.save(update_fields=["revoked_at"])
    record("insight.link_reopened", subject_id=link.pk, data={"name": link.name}, actor=actor)


def link_of(secret: str) -> SharedLink | None:
    """The link with its organisation, whichever it is: the secret is what opens it."""
    with across_organisations():
        return SharedLink.objects.select_related("organisation").filter(digest=digest_of(secret)).first()


class Gate:
    """How often a link may be looked at: from one address, from one address at any links, and from everywhere.

    Of one process; guessing secrets counts for the address like looking does.
    """

    def __init__(self) -> None:
        self.limits = [Allowance(*one) for one in (OF_ONE_ADDRESS_AT_ONE_LINK, OF_ONE_ADDRESS, AT_ONE_LINK)]
        self.lock = Lock()

    def seconds_to_wait(self, secret: str, address: str, now: float | None = None) -> int:
        """0 when the page may be looked at."""
        moment = monotonic() if now is None else now
        callers = [number_of(secret, address), number_of("", address), number_of(secret, "")]
        with self.lock:
            for limit in self.limits:
                if len(limit) > MOST_REMEMBERED:
                    limit.forget(moment)
            for limit, caller in zip(self.limits, callers, strict=True):
                if wait := limit.take(caller, 1, moment):
                    return wait
        return 0


def number_of(secret: str, address: str) -> int:
    return int.from_bytes(sha256(f"{secret} {address}".encode()).digest()[:8])


gate = Gate()


def looked_at(link: SharedLink) -> None:
    now = timezone.now()
    if link.opened_at is None or now - link.opened_at > LOOKED:
        rows = SharedLink.objects.filter(pk=link.pk)
        rows.update(opened_at=now, opened_times=F("opened_times") + 1)


def digest_of(secret: str) -> str:
    """The secret carries 256 random bits, so a plain digest is as good as a slow one."""
    return sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shared:
    """What the page shows; `mark` is the same as long as its numbers are."""

    parts: Sequence[Part]
    mark: str


def shared(link: SharedLink) -> Shared:
    """Only what the link was made of: nothing of the reader's address is read."""
    page = PAGES.get(link.page)
    every = parts_of(page, query_of(link.parameters)) if page else []
    found = [for_strangers(part) for part in every if not part.is_for_members]
    told = repr([(part.key, part.title, part.figures.word_rows) for part in found])
    return Shared(found, sha256(told.encode()).hexdigest()[:16])


def for_strangers(part: Part) -> Part:
    """Without ways to rows, and without groups of whom too few were heard: neither their name nor how many."""
    lines = [line for line in part.figures.lines if line.value is not None]
    return replace(
        part,
        figures=Figures(part.figures.heads, lines),
        numbers=[without_ways(one) for one in part.numbers],
        grid=grid_for_strangers(part.grid) if part.grid else None,
    )


def without_ways(number: HonestNumber) -> HonestNumber:
    found = replace(number, url="", explain_url="")
    return replace(found, n=0, minimum=0, is_protected=True) if found.too_few else found


def grid_for_strangers(grid: Grid) -> Grid:
    groups = [GridGroup(group.label, rows_for_strangers(group.rows)) for group in grid.groups]
    return Grid(
        grid.corner,
        [Head(head.label) for head in grid.heads],
        [group for group in groups if group.rows],
        row_for_strangers(grid.totals) if grid.totals else None,
    )


def rows_for_strangers(rows: Sequence[GridRow]) -> list[GridRow]:
    return [found for row in rows if any((found := row_for_strangers(row)).cells)]


def row_for_strangers(row: GridRow) -> GridRow:
    return GridRow(row.label, "", [cell_for_strangers(cell) for cell in row.cells])


def cell_for_strangers(cell: GridCell | None) -> GridCell | None:
    return replace(cell, url="") if cell and cell.is_shown else None
