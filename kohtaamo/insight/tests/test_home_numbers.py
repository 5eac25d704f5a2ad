"""Every figure of the home page has its interval and how many it rests on."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from kohtaamo.insight.changes import Change
from kohtaamo.insight.home import in_words, looks_of, place_talked_of
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import Measured
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics.difference import Difference
from kohtaamo.kit.statistics.estimate import Estimate
from tests.world import World

MINUS = "\N{MINUS SIGN}"


def test_tone_of_a_touchpoint_has_its_interval_and_comments(in_satama: World) -> None:
    found = Measured({"touchpoint": in_satama.phone.pk}, Estimate(-0.42, -0.6, -0.2, 19), 19, None)
    with translation.override("fi"):
        told = place_talked_of(found, {in_satama.phone.pk: "Puhelinpalvelu"})
    assert (told["tone"], told["interval"], told["comments"]) == (
        f"{MINUS}0,42",
        f"{MINUS}0,60…{MINUS}0,20",
        19,
    )


def test_real_change_has_the_answers_of_both_sides(in_satama: World) -> None:
    difference = Difference(-49.0, 12.0, -73.0, -25.0, -4.1, 0.00004)
    change = Change(METRICS["nps"], in_satama.phone.pk, difference, 1091, 89)
    period = Period.last_days(28, date(2026, 11, 22))
    with translation.override("en"):
        told = in_words(change, {in_satama.phone.pk: "Phone"}, period)
    assert told.interval == f"{MINUS}73\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{MINUS}25"
    assert told.n == "n 1,091 before, 89 now"


def test_tone_is_coloured_only_when_its_whole_interval_is_on_one_side() -> None:
    assert looks_of(Estimate(0.44, -0.02, 0.75, 16)) == ""
    assert looks_of(Estimate(0.41, 0.1, 0.66, 34)) == "text-better"
    assert looks_of(Estimate(-0.42, -0.7, -0.02, 19)) == "text-worse"
