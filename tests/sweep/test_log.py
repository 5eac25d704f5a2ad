"""The log speaks the words of people: whatever the code records has a sentence there."""

from __future__ import annotations

import re
from pathlib import Path

from kohtaamo.organisation.views.log import SENTENCES

SOURCE = Path(__file__).resolve().parents[2] / "kohtaamo"
PACKAGES = "organisation|journeys|encounters|feedback|insight|conversations|improvement|web"
# A verb tells what was done, in the past tense; so task paths and template names are not taken for one.
VERB = re.compile(rf'"((?:{PACKAGES})\.[a-z]+(?:_[a-z]+)*_(?:[a-z]+ed|begun|drawn|made|set|done))"')


def test_whatever_is_recorded_has_a_sentence_in_the_log() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    recorded = {verb for path in files for verb in VERB.findall(path.read_text(encoding="utf-8"))}
    assert {"journeys.journey_drawn", "web.demo_made", "insight.target_set"} <= recorded
    assert recorded - set(SENTENCES) == set()
