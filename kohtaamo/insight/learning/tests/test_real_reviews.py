"""Reviews of bank apps in the order of their dates; the file is not in the repository."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kohtaamo.insight.learning.judging import difference, split
from kohtaamo.insight.learning.labels import Labelled, tone_of_stars
from kohtaamo.insight.learning.training import chosen_voices, engine_reads, own_reads, taught

ROOT = Path(__file__).resolve().parents[4]
FILE = Path(os.environ.get("KOHTAAMO_REAL_DATA") or ROOT.parent / "shared" / "data" / "real")
REVIEWS = FILE / "bank_app_reviews.csv"


@pytest.mark.skipif(not REVIEWS.is_file(), reason="the folder of real files is not here")
def test_a_model_taught_by_earlier_stars_beats_the_engine_on_later_reviews():
    with REVIEWS.open(encoding="utf-8", newline="") as lines:
        found = sorted(csv.DictReader(lines), key=lambda one: one["date"])
    rows = []
    for number, one in enumerate(found):
        label = tone_of_stars([{"kind": "csat", "value": int(one["rating"])}])
        moment = datetime.fromisoformat(one["date"]).replace(tzinfo=UTC)
        if label and one["review"].strip():
            rows.append(Labelled(number, one["review"], label, False, one["review_id"], moment, moment, ""))
    earlier, later = split(rows)
    engine = engine_reads(later, "en")
    own = own_reads(taught(earlier, "en", chosen_voices(earlier, "en")), later, engine)
    assert difference(later, engine, own).is_better
