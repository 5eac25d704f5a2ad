"""What a fact weighs on disk, beside the same facts in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db.models import Sum

from kohtaamo.insight.models import Segment
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_least, at_most, not_run
from kohtaamo.web.bench.flat import Flat, in_postgresql, in_sqlite, whole_copy
from kohtaamo.web.bench.world import DATABASE, FULL, at_work

NAME = "10 bytes of a fact"


def run(settings: Settings) -> Iterator[Finding]:
    with at_work(settings.world):
        settings.tell(0.1, "the facts in other engines")
        files = whole_copy()
        rows = Segment.objects.aggregate(rows=Sum("rows"))["rows"] or 0
        ours = sum(Path(file).stat().st_size for file in files) / rows
        tables = (settings.folder / FULL / DATABASE).stat().st_size / rows
        yield at_most(
            NAME, ours, 26, "B", beside={"facts": rows, "all tables of the product, B a fact": tables}
        )
        yield lighter("SQLite", in_sqlite(settings.folder, files), ours, rows, 4)
        if not settings.database_url.startswith("postgres"):
            yield not_run(f"{NAME}, PostgreSQL ÷ ours", "KOHTAAMO_DATABASE_URL names no PostgreSQL")
            return
        other = in_postgresql(settings.folder, files, settings.database_url)
        yield lighter("PostgreSQL", other, ours, rows, 7)


def lighter(engine: str, flat: Flat, ours: float, rows: int, least: float) -> Finding:
    flat.close()
    theirs = flat.size_bytes / rows
    return at_least(
        f"{NAME}, {engine} ÷ ours", theirs / ours, least, beside={"theirs, B": theirs, "ours, B": ours}
    )


SIZE = Bench("size", "What a fact weighs on disk", run, needs_facts=True)
