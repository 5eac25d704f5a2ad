"""The import of one file of encounters, in batches that each stand or fall alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.queries import members_of
from kohtaamo.encounters.services import (
    IncomingEncounter,
    Outcome,
    record_each,
    tell_customers,
)
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.services import find_or_create_touchpoint
from kohtaamo.kit.tabular import Table, UnreadableTable, guess_day_first, open_table
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.services import make_unit

from .mapping import EncounterMapping, read_mapping
from .problems import EncounterImportProblem, explain_row
from .row import ReadMeeting, Refusal, RowReader

BATCH = 500
DATE_SAMPLE = 5_000
# More than this from one file is a column of texts taken for a column of names.
MOST_NEW_TOUCHPOINTS = 300
Tell = Callable[[float], object]


@dataclass(slots=True)
class Tally:
    rows: int = 0
    stored: int = 0
    duplicates: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def add(self, read: ReadMeeting, outcome: Outcome) -> None:
        if outcome.status == "stored":
            self.stored += 1
        elif outcome.status == "duplicate":
            self.duplicates += 1
        else:
            self.refused.append(Refusal(read.number, read.meeting, outcome.reason, outcome.facts))


@dataclass(slots=True)
class Names:
    """What cells have named so far in the file, found whatever its capitals, or made."""

    actor: Member | None
    touchpoints: dict[str, Touchpoint]
    units: dict[str, Unit]
    new: int = 0

    def touchpoint(self, name: str) -> Touchpoint | None:
        """None when the file has brought too many new ones already."""
        key = " ".join(name.split()).casefold()
        if key not in self.touchpoints:
            if self.new >= MOST_NEW_TOUCHPOINTS:
                return None
            self.touchpoints[key], is_new = find_or_create_touchpoint(name=name, actor=self.actor)
            self.new += is_new
        return self.touchpoints[key]

    def unit(self, name: str) -> Unit | None:
        if not name:
            return None
        key = name.casefold()
        if key not in self.units:
            self.units[key] = make_unit(name=name, actor=self.actor)
        return self.units[key]


def import_encounters(
    path: Path,
    *,
    mapping: str,
    dry_run: bool = False,
    tell: Tell = lambda _share: None,
    actor: Member | None = None,
) -> dict[str, Any]:
    """Store the encounters of a file. Raises `EncounterImportProblem`.

    Returns {"rows", "stored", "duplicates", "refused", "reasons": [{"row", "meeting", "reason"}]}: `rows` are
    those of the file, the rest counts encounters, and a row that tells of none is one refused. The same file
    again stores nothing twice, so an import that was interrupted is simply run again.
    """
    tally = Tally()
    try:
        table = open_table(path, name=path.name)
        chosen = read_mapping(mapping, table.columns)
        if dry_run:
            with transaction.atomic():
                carry_out(table, chosen, tally, tell, actor)
                transaction.set_rollback(True)
        else:
            carry_out(table, chosen, tally, tell, actor)
    except UnreadableTable as problem:
        raise EncounterImportProblem.of_table(problem) from problem
    tell(1.0)
    return {
        "rows": tally.rows,
        "stored": tally.stored,
        "duplicates": tally.duplicates,
        "refused": len(tally.refused),
        "reasons": [
            {"row": one.number, "meeting": one.meeting, "reason": explain_row(one.code, one.facts)}
            for one in sorted(tally.refused, key=lambda one: one.number)
        ],
    }


def carry_out(
    table: Table, mapping: EncounterMapping, tally: Tally, tell: Tell, actor: Member | None
) -> None:
    names = Names(
        actor,
        {one.name.casefold(): one for one in Touchpoint.objects.all()},
        {one.name.casefold(): one for one in Unit.objects.all()},
    )
    for rows, read, progress in batches(table, mapping):
        with transaction.atomic():
            store(read, names, tally)
        tally.rows += rows
        tell(progress)


def batches(
    table: Table, mapping: EncounterMapping
) -> Iterator[tuple[int, list[ReadMeeting | Refusal], float]]:
    reader = RowReader(mapping, day_first=day_orders(table, mapping), excel_serial=table.kind == "xlsx")
    rows = table.rows()
    while batch := list(islice(rows, BATCH)):
        yield len(batch), [one for row in batch for one in reader.read(row)], batch[-1].progress


def day_orders(table: Table, mapping: EncounterMapping) -> dict[str, bool | None]:
    """As the mapping says, or as the beginning of each column tells."""
    told = {meeting.date.column: meeting.date.day_first for meeting in mapping.meetings}
    columns = {column for meeting in mapping.meetings for column in meeting.moments()}
    unclear = [column for column in sorted(columns) if told.get(column) is None]
    beginning = list(islice(table.rows(), DATE_SAMPLE)) if unclear else []
    return told | {column: guess_day_first(row.cells[column] for row in beginning) for column in unclear}


def store(read: Iterable[ReadMeeting | Refusal], names: Names, tally: Tally) -> None:
    meetings: list[ReadMeeting] = []
    for one in read:
        if isinstance(one, Refusal):
            tally.refused.append(one)
        else:
            meetings.append(one)
    members = members_of({one.agent for one in meetings} - {""})
    cards = {n: one.customer for n, one in enumerate(meetings) if one.customer is not None}
    customers = tell_customers(cards, actor=names.actor)
    made = [incoming(one, names, members, customers.get(n)) for n, one in enumerate(meetings)]
    kept = iter(
        record_each(encounters=[one for one in made if isinstance(one, IncomingEncounter)], actor=names.actor)
    )
    for meeting, item in zip(meetings, made, strict=True):
        tally.add(meeting, next(kept) if isinstance(item, IncomingEncounter) else item)


def incoming(
    read: ReadMeeting, names: Names, members: dict[int | str, Member], customer: Customer | None
) -> IncomingEncounter | Outcome:
    touchpoint = names.touchpoint(read.touchpoint)
    if touchpoint is None:
        return Outcome("refused", reason="too_many_touchpoints", facts={"most": MOST_NEW_TOUCHPOINTS})
    if read.agent and read.agent not in members:
        return Outcome("refused", reason="foreign_reference", facts={"field": "agent"})
    return IncomingEncounter(
        uid=read.uid,
        touchpoint=touchpoint,
        happened_at=read.happened_at,
        channel=read.channel,
        unit=names.unit(read.unit),
        agent=members.get(read.agent),
        customer=customer,
        case=read.case,
        **read.observed,
        attributes=read.attributes,
        source="import",
    )
