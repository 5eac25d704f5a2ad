"""Real files of others through the import, against sums worked out here from the files alone."""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kohtaamo.encounters.importing import import_encounters
from kohtaamo.encounters.models import Encounter
from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Reading
from kohtaamo.insight.queries import measure
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.language.reading import SURE_TONE
from kohtaamo.organisation.events import deliver_all
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("KOHTAAMO_REAL_DATA") or ROOT.parent / "shared" / "data" / "real")
MAPPINGS = ROOT / "tests" / "mappings"
HELSINKI = ZoneInfo("Europe/Helsinki")
UIDS = {"airline_mentions": "tweet_id", "bank_app_reviews": "review_id", "shop_orders": "order_id"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real files is not here")


def brought_in(name: str, **options: Any) -> dict[str, Any]:
    mapping = (MAPPINGS / f"{name}.json").read_text(encoding="utf-8")
    return import_file(FOLDER / f"{name}.csv", mapping=mapping, **options)


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def first_of_each(name: str) -> list[dict[str, str]]:
    first: dict[str, dict[str, str]] = {}
    for row in rows_of(name):
        first.setdefault(row[UIDS[name]], row)
    return list(first.values())


@pytest.mark.parametrize("name", UIDS)
def test_every_row_is_stored_or_accounted_for(in_satama: World, name: str) -> None:
    rows = rows_of(name)
    rehearsed = brought_in(name, dry_run=True)
    assert not Answer.objects.exists()
    result = brought_in(name)
    assert rehearsed == result
    assert result["rows"] == len(rows)
    assert result["rows"] == result["stored"] + result["duplicates"] + result["refused"]
    assert result["stored"] == len(first_of_each(name)) == Answer.objects.count()
    assert len({one["row"] for one in result["reasons"]}) == result["refused"]
    again = brought_in(name)
    assert again["stored"] == 0
    assert again["refused"] == result["refused"]
    assert Answer.objects.count() == result["stored"]


def test_stars_of_the_banks_average_as_in_the_file(in_satama: World) -> None:
    brought_in("bank_app_reviews")
    deliver_all()
    stars: dict[str, list[int]] = defaultdict(list)
    for row in rows_of("bank_app_reviews"):
        stars[row["bank"]].append(int(row["rating"]))
    check_satisfaction("bank", stars)


def test_scores_of_orders_average_as_in_the_file(in_satama: World) -> None:
    brought_in("shop_orders")
    deliver_all()
    for name in ("state", "status"):
        scores: dict[str, list[int]] = defaultdict(list)
        for row in rows_of("shop_orders"):
            scores[row[name]].append(int(row["review_score"]))
        check_satisfaction(name, scores)
    customers = {row["customer"] for row in rows_of("shop_orders")}
    assert Answer.objects.values("customer").distinct().count() == len(customers)


def check_satisfaction(attribute: str, scores: dict[str, list[int]]) -> None:
    shown = {group: found for group, found in scores.items() if len(found) >= 10}
    means = by_attribute("csat_mean", attribute)
    tops = by_attribute("csat_top2", attribute)
    assert {group: n for group, (_, n) in means.items()} == {group: len(one) for group, one in scores.items()}
    for group, found in shown.items():
        assert means[group][0] == pytest.approx(sum(found) / len(found))
        assert tops[group][0] == pytest.approx(100 * sum(one >= 4 for one in found) / len(found))
    assert all(means[group][0] is None for group in scores.keys() - shown.keys())
    everything = [one for found in scores.values() for one in found]
    (whole,) = measure(METRICS["csat_mean"], where=Where())
    assert whole.n == len(everything)
    assert whole.estimate is not None
    assert whole.estimate.value == pytest.approx(sum(everything) / len(everything))


def by_attribute(metric: str, attribute: str) -> dict[str, tuple[float | None, int]]:
    dimension = f"attribute:{attribute}"
    groups = measure(METRICS[metric], where=Where(), by=[dimension])
    return {one.group[dimension]: (one.estimate.value if one.estimate else None, one.n) for one in groups}


def test_mentions_keep_what_people_said_of_their_tone(in_satama: World) -> None:
    brought_in("airline_mentions")
    kept = first_of_each("airline_mentions")
    wanted = Counter((row["airline"], row["airline_sentiment"]) for row in kept)
    found: Counter[tuple[str, str]] = Counter()
    for attributes, content in Answer.objects.values_list("attributes", "content"):
        values = {value["name"]: value["value"] for value in content}
        found[attributes["airline"], values["airline_sentiment"]] += 1
    assert found == wanted
    reasons = Counter(
        value["value"]
        for content in Answer.objects.values_list("content", flat=True)
        for value in content
        if value["name"] == "negativereason"
    )
    assert reasons == Counter(row["negativereason"] for row in kept if row["negativereason"])
    assert Comment.objects.count() == sum(bool(row["text"].strip()) for row in kept)
    first = Answer.objects.get(uid="import:570301083672813571")
    assert first.happened_at == datetime(2015, 2, 24, 11, 15, tzinfo=HELSINKI)


def test_tone_of_mentions_is_counted_over_all_that_were_read(in_satama: World) -> None:
    brought_in("airline_mentions")
    deliver_all()
    (whole,) = measure(METRICS["sentiment_net"], where=Where())
    labels = Counter(Reading.objects.filter(confidence__gte=SURE_TONE).values_list("label", flat=True))
    read = sum(count for label, count in labels.items() if label)
    assert whole.n == read > 3_000
    assert whole.estimate is not None
    assert whole.estimate.value == pytest.approx((labels["positive"] - labels["negative"]) / read)


def orders_brought_in() -> dict[str, Any]:
    mapping = (MAPPINGS / "shop_encounters.json").read_text(encoding="utf-8")
    return import_encounters(FOLDER / "shop_orders.csv", mapping=mapping)


STEPS = {
    "Osto": "purchased_at",
    "Maksun hyväksyntä": "approved_at",
    "Luovutus kuljettajalle": "handed_to_carrier_at",
    "Toimitus": "delivered_at",
}


def test_every_step_of_an_order_is_a_meeting(in_satama: World) -> None:
    result = orders_brought_in()
    orders = first_of_each("shop_orders")
    wanted = {name: sum(bool(row[column]) for row in orders) for name, column in STEPS.items()}
    found = Counter(Encounter.objects.values_list("touchpoint__name", flat=True))
    assert dict(found) == wanted
    assert result["rows"] == len(rows_of("shop_orders"))
    assert (result["stored"], result["refused"]) == (sum(wanted.values()), 0)
    assert Encounter.objects.values("case").distinct().count() == len(orders)
    again = orders_brought_in()
    assert (again["stored"], again["duplicates"]) == (0, result["stored"] + result["duplicates"])


def test_time_of_delivery_is_as_in_the_file(in_satama: World) -> None:
    orders_brought_in()
    deliver_all()
    zone = ZoneInfo("America/Sao_Paulo")
    delays = []
    for row in first_of_each("shop_orders"):
        moments = [
            datetime.fromisoformat(row[column]).replace(tzinfo=zone).astimezone(UTC)
            for column in ("purchased_at", "delivered_at")
            if row[column]
        ]
        if len(moments) == 2:
            delays.append((moments[1] - moments[0]).total_seconds() / 60)
    delivery = Touchpoint.objects.get(name="Toimitus")
    (found,) = measure(METRICS["waiting_time"], where=Where(touchpoint=delivery.pk))
    assert found.n == len(delays)
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(sum(delays) / len(delays))
