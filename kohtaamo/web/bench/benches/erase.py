"""One person is erased: how long the copy takes, and whether anything of her is left in it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
from django.db import transaction
from django.db.models import Count

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.feedback.models import Answer
from kohtaamo.insight.facts import Question, ask, forget_results, project
from kohtaamo.insight.models import Measurement, Segment
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_most
from kohtaamo.web.bench.flat import whole_copy
from kohtaamo.web.bench.timing import timed
from kohtaamo.web.bench.world import at_work

TOTAL = Question(sql="SELECT count(*) AS n FROM facts")


def run(settings: Settings) -> Iterator[Finding]:
    with at_work(settings.world):
        whole_copy()
        person = somebody()
        facts = Measurement.objects.filter(customer=person).count()
        before = total()
        segments = set(Segment.objects.values_list("path", flat=True))
        settings.tell(0.2, "erasing a person")
        deleting, _ = timed(lambda: erase(person))
        seen, _ = timed(total)
        rewriting, _ = timed(project)
        months = len(segments - set(Segment.objects.values_list("path", flat=True)))
        left = facts_of(person)
        missing = before - facts - total()
    beside: dict[str, float | str] = {
        "facts": facts,
        "segments rewritten": months,
        "all, s": rewriting,
        "deleted from the tables, s": deleting,
        "first question after it, s": seen,
    }
    yield at_most(
        "15 a person erased, each segment touched", rewriting / max(months, 1), 1, "s", beside=beside
    )
    yield at_most("15 facts of her left in the files", left, 0, "facts")
    yield at_most("15 facts of others lost", abs(missing), 0, "facts")


def somebody() -> int:
    """The customer of whom most is known."""
    found = (
        Measurement.objects.filter(customer__isnull=False)
        .order_by()
        .values("customer")
        .annotate(facts=Count("pk"))
        .order_by("-facts", "customer")
        .first()
    )
    if found is None:
        raise LookupError("nobody is known")
    return int(found["customer"])


def erase(person: int) -> None:
    """All rows about her. Values go first, so that each deletion is noted for the copy."""
    with transaction.atomic():
        Measurement.objects.filter(customer=person).delete()
        Answer.objects.filter(customer=person).delete()
        Encounter.objects.filter(customer=person).delete()
        Customer.objects.filter(pk=person).delete()


def total() -> int:
    forget_results()
    return int(ask(TOTAL)[0][0])


def facts_of(person: int) -> int:
    """In every file of the copy, named by the manifest or not."""
    folders = {file.rsplit("/", 1)[0] for file in whole_copy()}
    with duckdb.connect() as reader:
        return sum(
            int(
                reader.execute(
                    f"SELECT count(*) FROM read_parquet('{folder}/*.parquet') WHERE customer = {person}"
                ).fetchall()[0][0]
            )
            for folder in folders
        )


ERASE = Bench("erase", "One person erased", run, needs_facts=True)
