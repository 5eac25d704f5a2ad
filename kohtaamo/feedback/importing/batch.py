"""A few hundred rows in one transaction: all their answers, and how far the import got."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from kohtaamo.feedback.models import Import
from kohtaamo.feedback.services import IncomingAnswer, Outcome, record_answers
from kohtaamo.organisation.models import Member

from .places import MOST_NEW_TOUCHPOINTS, Places
from .row import ReadRow, Refusal
from .seen import Seen


@dataclass(slots=True)
class Batch:
    """What became of its rows."""

    rows: int
    stored: int = 0
    duplicates: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What stays the same from batch to batch."""

    imported: Import | None
    actor: Member | None
    seen: Seen
    new_touchpoints: set[str]

    @property
    def is_rehearsal(self) -> bool:
        return self.imported is None


def store(read: Sequence[ReadRow | Refusal], errand: Errand) -> Batch:
    """Within a transaction of the caller's."""
    batch = Batch(len(read), refused=[one for one in read if isinstance(one, Refusal)])
    rows = [one for one in read if isinstance(one, ReadRow)]
    uids = uids_of(rows, errand.seen)
    places = Places(rows, new_touchpoints=errand.new_touchpoints, actor=errand.actor)
    items: list[tuple[ReadRow, IncomingAnswer]] = []
    for row, uid in zip(rows, uids, strict=True):
        item = incoming(row, uid, places, errand.imported)
        if isinstance(item, Refusal):
            batch.refused.append(item)
        else:
            items.append((row, item))
    outcomes = record_answers([item for _, item in items], actor=errand.actor)
    for (row, item), outcome in zip(items, outcomes, strict=True):
        count(batch, row, rehearsed(item, outcome, errand.seen) if errand.is_rehearsal else outcome)
    batch.refused.sort(key=lambda refusal: refusal.number)
    return batch


def uids_of(rows: Sequence[ReadRow], seen: Seen) -> list[str]:
    """Without one of its own, of what the row says and which of its likes it is: the same in every copy of the file."""
    times = iter(seen.times([row.fingerprint for row in rows if not row.uid]))
    return [row.uid or f"import:row:{row.fingerprint.hex()}:{next(times)}" for row in rows]


def incoming(row: ReadRow, uid: str, places: Places, imported: Import | None) -> IncomingAnswer | Refusal:
    touchpoint = places.touchpoint(row.touchpoint)
    if touchpoint is None:
        return Refusal(row.number, "too_many_touchpoints", {"most": MOST_NEW_TOUCHPOINTS}, row.cells)
    return IncomingAnswer(
        uid=uid,
        touchpoint=touchpoint,
        happened_at=row.happened_at,
        content=row.content,
        channel=row.channel,
        unit=places.unit(row.unit),
        customer=places.customer(row.customer),
        encounter=places.encounter(row.case, touchpoint),
        language=row.language,
        attributes=row.attributes,
        source="import",
        imported=imported,
    )


def count(batch: Batch, row: ReadRow, outcome: Outcome) -> None:
    if outcome.status == "stored":
        batch.stored += 1
    elif outcome.status == "duplicate":
        batch.duplicates += 1
    else:
        batch.refused.append(Refusal(row.number, outcome.reason, dict(outcome.facts), row.cells))


def rehearsed(item: IncomingAnswer, outcome: Outcome, seen: Seen) -> Outcome:
    """A rehearsal forgets each batch: what it would have stored earlier is remembered beside."""
    if outcome.status != "stored":
        return outcome
    contents = digest(item)
    earlier = seen.contents_of(item.uid)
    if earlier is None:
        seen.remember(item.uid, contents)
        return outcome
    return Outcome("duplicate") if earlier == contents else Outcome("refused", reason="uid_taken")


def digest(item: IncomingAnswer) -> bytes:
    said = [item.touchpoint.name, [[given.name, given.kind, given.value] for given in item.content]]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=20).digest()
