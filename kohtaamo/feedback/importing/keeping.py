"""Rows of another program as answers to the survey that was made of the file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer, Import, Survey, SurveyVersion
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.kit.tabular import Row
from kohtaamo.organisation.models import Member

from .batch import Batch
from .found import About
from .moments import moments_of
from .places import ensure_customers
from .plan import Plan
from .readers import Cells, clean
from .row import Refusal
from .seen import Seen
from .shaping import reader_of
from .survey import named
from .understanding import Understood

LONGEST_ID, LONGEST_KEY, ATTRIBUTE_LENGTH = 80, 120, 300
UNFINISHED = frozenset({"0", "false", "no", "falsch", "epätosi", "nein", "ei"})
LANGUAGE, LAYOUT = 5, 12


class Keeper:
    """`answered` counts, by the question's name in the file, those who said something to it."""

    def __init__(
        self,
        whole: Understood,
        plan: Plan,
        survey: Survey,
        version: SurveyVersion,
        *,
        imported: Import | None,
        actor: Member | None,
        seen: Seen,
    ) -> None:
        self.about, self.layout = whole.found.about, whole.found.layout[:LAYOUT]
        self.others = other_layouts(survey, self.layout)
        self.survey, self.version = survey, version
        self.imported, self.actor, self.seen = imported, actor, seen
        self.questions = [
            (one.name, name, plan.kinds[one.name], reader_of(one, plan.kinds[one.name], whole.facts))
            for one, name in named(whole.asked, plan)
        ]
        self.moment = moments_of(self.about, whole.facts)
        self.answered: Counter[str] = Counter()

    def pass_over(self, rows: Sequence[Row]) -> None:
        """Those of an earlier run are only counted among their likes."""
        self.uids([row for row in rows if not row.problem])

    def keep(self, rows: Sequence[Row]) -> Batch:
        """Within a transaction of the caller's."""
        batch = Batch(len(rows))
        batch.refused = [Refusal(row.number, row.problem, {}, row.cells) for row in rows if row.problem]
        whole = [row for row in rows if not row.problem]
        customers = self.customers(whole)
        items: list[tuple[Row, IncomingAnswer, list[str]]] = []
        for row, uid in zip(whole, self.uids(whole), strict=True):
            try:
                items.append((row, *self.answer(row, uid, customers)))
            except UnfitError as unfit:
                batch.refused.append(Refusal(row.number, unfit.code, unfit.facts, row.cells))
        outcomes = record_answers([item for _, item, _ in items], actor=self.actor)
        for (row, _item, said), outcome in zip(items, outcomes, strict=True):
            if outcome.status == "refused":
                refusal = Refusal(row.number, outcome.reason, dict(outcome.facts), row.cells)
                batch.refused.append(refusal)
                continue
            batch.stored += outcome.status == "stored"
            batch.duplicates += outcome.status == "duplicate"
            self.answered.update(said)
        batch.refused.sort(key=lambda refusal: refusal.number)
        return batch

    def answer(self, row: Row, uid: str, customers: dict[str, Customer]) -> tuple[IncomingAnswer, list[str]]:
        cells, about = row.cells, self.about
        values: list[GivenValue] = []
        said: list[str] = []
        for own, name, kind, read in self.questions:
            value: Any = read(cells)
            if value is not None and value != "":
                values.append(GivenValue(name, kind, value))
                said.append(own)
        answer = IncomingAnswer(
            uid=uid,
            survey=self.survey,
            version=self.version,
            touchpoint=self.survey.touchpoint,
            happened_at=self.moment(cells),
            content=tuple(values),
            customer=customers.get(self.customer_key(row)),
            language=clean(cells.get(about.language, ""))[:LANGUAGE] if about.language else "",
            attributes={
                name: text[:ATTRIBUTE_LENGTH]
                for column, name in about.attributes.items()
                if (text := clean(cells.get(column, "")))
            },
            source="import",
            imported=self.imported,
            is_complete=is_complete(cells, about),
        )
        return answer, said

    def customers(self, rows: Sequence[Row]) -> dict[str, Customer]:
        return ensure_customers({key for row in rows if (key := self.customer_key(row))})

    def customer_key(self, row: Row) -> str:
        return clean(row.cells.get(self.about.customer, ""))[:LONGEST_KEY] if self.about.customer else ""

    def uids(self, rows: Sequence[Row]) -> list[str]:
        """By the number that the other program gave, else by what the row says and which of its likes it is."""
        own = [clean(row.cells.get(self.about.uid, "")) if self.about.uid else "" for row in rows]
        marks = [fingerprint(row) for row, uid in zip(rows, own, strict=True) if not uid]
        times = iter(zip(marks, self.seen.times(marks), strict=True))
        known = self.known([short(uid) for uid in own if uid])
        marked = [short(uid) if uid else mark_of(*next(times)) for uid in own]
        return [known.get(one) or uid_of(self.layout, one) for one in marked]

    def known(self, numbers: Sequence[str]) -> dict[str, str]:
        """Those that another file of the survey brought: one with more columns tells of the same people again."""
        sought = {uid_of(layout, one): one for layout in self.others for one in numbers}
        rows = Answer.objects.filter(survey=self.survey, uid__in=sought) if sought else Answer.objects.none()
        return {sought[uid]: uid for uid in rows.values_list("uid", flat=True)}


def other_layouts(survey: Survey, own: str) -> set[str]:
    """Of files that were brought into the survey before."""
    layouts = Import.objects.filter(mapping__survey_id=survey.pk).values_list("layout", flat=True)
    return {layout[:LAYOUT] for layout in layouts} - {own, ""}


def uid_of(layout: str, mark: str) -> str:
    return f"import:{layout}:{mark}"


def is_complete(cells: Cells, about: About) -> bool:
    if about.ended and not clean(cells.get(about.ended, "")):
        return False
    return clean(cells.get(about.finished, "")).casefold() not in UNFINISHED


def mark_of(mark: bytes, number: int) -> str:
    return f"{mark.hex()}:{number}"


def short(uid: str) -> str:
    return uid if len(uid) <= LONGEST_ID else hashlib.sha256(uid.encode()).hexdigest()


def fingerprint(row: Row) -> bytes:
    said = json.dumps(sorted((column, cell) for column, cell in row.cells.items() if cell))
    return hashlib.blake2b(said.encode(), digest_size=20).digest()
