"""Orders of a real shop from purchase to delivery, against figures worked out here from the file alone.

Relative weights are worked out anew from the correlations, by numpy's eigenvalues (Johnson 2000).
"""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kohtaamo.encounters.importing import import_encounters
from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.models import Answer
from kohtaamo.insight.driving import driving
from kohtaamo.insight.paths import Step, following, funnel
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver_all
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("KOHTAAMO_REAL_DATA") or ROOT.parent / "shared" / "data" / "real")
FILE = FOLDER / "shop_orders.csv"
MAPPINGS = ROOT / "tests" / "mappings"
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
STEPS = {
    "Osto": "purchased_at",
    "Maksun hyväksyntä": "approved_at",
    "Luovutus kuljettajalle": "handed_to_carrier_at",
    "Toimitus": "delivered_at",
}
DAY = 86_400

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the folder of real files is not here")


def brought_in() -> None:
    import_encounters(FILE, mapping=(MAPPINGS / "shop_encounters.json").read_text(encoding="utf-8"))
    import_file(FILE, mapping=(MAPPINGS / "shop_orders.json").read_text(encoding="utf-8"))
    deliver_all()


def orders() -> list[dict[str, str]]:
    """The first row of each order, as both imports keep it."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        first: dict[str, dict[str, str]] = {}
        for row in csv.DictReader(lines):
            first.setdefault(row["order_id"], row)
    return list(first.values())


def moment(text: str) -> float | None:
    """Seconds since 1970."""
    if not text:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=SAO_PAULO).astimezone(UTC).timestamp()


def reached_by_hand() -> tuple[list[int], list[list[float]]]:
    """How many orders reached each step in order, and the seconds from the step before."""
    counts, gaps = [0] * len(STEPS), [list[float]() for _ in STEPS]
    for row in orders():
        before: float | None = None
        for at, column in enumerate(STEPS.values()):
            now = moment(row[column])
            if now is None or (before is not None and now < before):
                break
            counts[at] += 1
            if before is not None:
                gaps[at].append(now - before)
            before = now
    return counts, gaps


def steps() -> list[Step]:
    known = dict(Touchpoint.objects.values_list("name", "pk"))
    return [Step(name, (known[name],)) for name in STEPS]


def check_funnel() -> None:
    found = funnel(steps(), Where())
    counts, gaps = reached_by_hand()
    assert counts[0] == len(orders()) > 4_000
    assert [one.n for one in found] == counts
    assert [one.lost for one in found] == [0, *(one - two for one, two in pairwise(counts))]
    for at in range(1, len(counts)):
        took = found[at].took
        assert took is not None
        seconds = np.array(gaps[at])
        assert took.n == len(seconds)
        assert took.mean == pytest.approx(seconds.mean())
        assert took.low is not None
        # Student's t of thousands is the normal's
        assert took.mean - took.low == pytest.approx(
            1.96 * seconds.std(ddof=1) / len(seconds) ** 0.5, rel=2e-3
        )
        # quartiles are counted by whole hours
        assert took.quartiles == pytest.approx(tuple(np.quantile(seconds, (0.25, 0.5, 0.75))), abs=3_600)
        of_all = found[at].of_all
        assert of_all is not None
        assert of_all.value == pytest.approx(counts[at] / counts[0])


def check_what_follows_what() -> None:
    names = dict(Touchpoint.objects.values_list("pk", "name"))
    wanted: dict[tuple[str, str | None], list[float]] = {}
    for row in orders():
        met = [
            (now, place, name)
            for place, (name, column) in enumerate(STEPS.items())
            if (now := moment(row[column])) is not None
        ]
        met.sort()
        for (now, _, here), (then, _, there) in pairwise(met):
            wanted.setdefault((here, there), []).append(then - now)
        wanted.setdefault((met[-1][2], None), []).append(0.0)
    found = {(names[one.here], names.get(one.there or 0)): one for one in following(Where()).pairs}
    assert {pair: one.n for pair, one in found.items()} == {
        pair: len(seconds) for pair, seconds in wanted.items() if len(seconds) >= 10
    }
    for pair, one in found.items():
        if one.took is not None:
            assert one.took.mean == pytest.approx(sum(wanted[pair]) / len(wanted[pair]))


def delivered() -> list[dict[str, float]]:
    """Of each order that was delivered and reviewed: what drives, in seconds and days, and the score."""
    found = []
    for row in orders():
        at = {name: moment(row[name]) for name in (*STEPS.values(), "estimated_delivery_at")}
        bought, approved, arrived = (at[name] for name in ("purchased_at", "approved_at", "delivered_at"))
        promised = at["estimated_delivery_at"]
        if row["review_score"] and bought and arrived and promised:
            found.append(
                {
                    # the import keeps days with two decimals
                    "delay_days": round((arrived - promised) / DAY, 2),
                    "delivery": arrived - bought,
                    "approval": approved - bought if approved and approved >= bought else np.nan,
                    "score": float(row["review_score"]),
                }
            )
    return found


def check_links() -> None:
    linked = Answer.objects.filter(encounter__touchpoint__name="Toimitus").select_related("encounter")
    assert len(linked) == sum(bool(row["delivered_at"]) for row in orders())
    assert all(one.encounter and one.uid == f"import:{one.encounter.case}" for one in linked)


DRIVERS = {"attribute:attribute:delay_days": "delay_days", "met:waited_seconds": "delivery"}


def weights_by_hand(rows: list[dict[str, float]], names: list[str]) -> tuple[list[float], list[float]]:
    """Each driver's correlation with the score, and its relative weight."""
    table = np.array([[row[name] for name in (*names, "score")] for row in rows])
    together = np.corrcoef(table, rowvar=False)
    matrix, outcome = together[:-1, :-1], together[:-1, -1]
    values, vectors = np.linalg.eigh(matrix)
    roots = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    betas = np.linalg.solve(roots, outcome)
    return outcome.tolist(), (roots**2 @ betas**2).tolist()


def check_drivers() -> None:
    approval = f"case:responded_seconds@{Touchpoint.objects.get(name='Maksun hyväksyntä').pk}"
    wanted = {**DRIVERS, approval: "approval"}
    whole = driving("csat", Where())
    others = {one.source.key for one in whole.drivers} - wanted.keys()
    assert wanted.keys() <= {one.source.key for one in whole.drivers}
    found = driving("csat", Where(), without=others)
    rows = [row for row in delivered() if not np.isnan(row["approval"])]
    assert found.n == len(rows) > 2_000
    ours = {wanted[one.source.key]: one for one in found.drivers}
    names = sorted(ours)
    assert set(names) == {"delay_days", "delivery", "approval"}
    correlations, weights = weights_by_hand(rows, names)
    for name, correlation, weight in zip(names, correlations, weights, strict=True):
        assert ours[name].correlation == pytest.approx(correlation, abs=1e-9)
        assert ours[name].weight == pytest.approx(weight, abs=1e-9)
        assert ours[name].low < weight < ours[name].high
    assert found.r_squared == pytest.approx(sum(weights), abs=1e-9)
    # how deliveries met what was promised: the gap in days, and the share that came late
    delays = np.array([row["delay_days"] for row in rows])
    assert ours["delay_days"].mean == pytest.approx(delays.mean())
    assert ours["delay_days"].above == pytest.approx((delays > 0).mean())
    # late and slow orders are scored lower
    assert ours["delay_days"].correlation < 0
    assert ours["delay_days"].beyond_chance


def test_orders_are_told_as_they_stand_in_the_file(in_satama: World) -> None:
    """One import for all, since it takes longest."""
    brought_in()
    check_links()
    check_funnel()
    check_what_follows_what()
    check_drivers()
