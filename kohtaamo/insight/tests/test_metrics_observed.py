from __future__ import annotations

import pytest

from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.statistics import Estimate

# (counts of stored values, value, low, high): worked out by hand, the ends of means by t(9) = 2.262157 and of
# shares by Wilson; rows 14 of metrics.md are the three fcr.
GOLDEN = {
    # five calls answered in 1 min, five in 3 min: mean 2, sd 1.0541, se 0.33333
    "response_time": ({60: 5, 180: 5}, 2.0, 1.2459, 2.7541),
    "waiting_time": ({60: 5, 180: 5}, 2.0, 1.2459, 2.7541),
    "duration": ({60: 5, 180: 5}, 2.0, 1.2459, 2.7541),
    # 6 x 0, 3 x 1, 1 x 3: mean 0.6, squares 6*.36 + 3*.16 + 5.76 = 8.4, sd 0.96609, t/sqrt(n) .71536; skewness
    # 1.959, corrected for as 0.9/.71536 = 1.2581, g/6n .02097: 3/g (cbrt(1 + g(±.71536 - .02097)) - 1) = .555, -1.385
    "transfers": ({0: 6, 1: 3, 3: 1}, 0.6, 0.0637, 1.9382),
    "turns": ({4: 5, 8: 5}, 6.0, 4.4918, 7.5082),
    # medians: of ten the second and the ninth, of nine too; the fifth of these is 5 h
    "case_reaction_time": ({3_600: 5, 10_800: 5}, 2.0, 1.0, 3.0),
    "case_closing_time": (
        dict.fromkeys((3_600 * hours for hours in (1, 2, 3, 4, 5, 6, 7, 8, 400)), 1),
        5.0,
        2.0,
        8.0,
    ),
    # Wilson of 80 / 100, as row 7
    "case_reaction_in_time": ({1: 80, 0: 20}, 80.0, 71.1, 86.7),
    "case_closing_in_time": ({1: 20, 0: 80}, 20.0, 13.34, 28.88),
    "case_recovery": ({1: 640, 0: 360}, 64.0, 60.97, 66.92),
    "response_in_time": ({60: 50, 86_400: 30, 86_401: 20}, 80.0, 71.1, 86.7),
    "waiting_in_time": ({0: 50, 300: 30, 301: 20}, 80.0, 71.1, 86.7),
    "fcr_gross": ({1: 700, 0: 300}, 70.0, 67.09, 72.76),
    "fcr_net": ({1: 700, 0: 200}, 77.78, 74.95, 80.37),
    "fcr_silent": ({1: 640, 0: 360}, 64.0, 60.97, 66.92),
    "return_rate": ({1: 20, 0: 80}, 20.0, 13.34, 28.88),
    "drop_off": ({1: 20, 0: 80}, 20.0, 13.34, 28.88),
    # 300 invited, 50 did not arrive: of the 250 reached 60 answered and 5 want no more
    "response_rate": ({0: 185, 1: 60, 2: 50, 3: 5}, 24.0, 19.13, 29.66),
    "opt_out_rate": ({0: 185, 1: 60, 2: 50, 3: 5}, 2.0, 0.86, 4.59),
    "bounce_rate": ({0: 185, 1: 60, 2: 50, 3: 5}, 16.67, 12.88, 21.30),
}
# Of those invited only those reached are counted.
REACHED = {"response_rate": 250, "opt_out_rate": 250}
OBSERVED = {key for key, metric in METRICS.items() if metric.level == "encounter"}


def test_every_observed_metric_has_a_golden_row() -> None:
    assert set(GOLDEN) == OBSERVED


@pytest.mark.parametrize("key", GOLDEN)
def test_observed_metric_gives_its_golden_number(key: str) -> None:
    counts, value, low, high = GOLDEN[key]
    found = METRICS[key].estimate(counts)
    assert isinstance(found, Estimate)
    assert (round(found.value, 2), found.n) == (value, REACHED.get(key, sum(counts.values())))
    assert found.low == pytest.approx(low, abs=0.05)
    assert found.high == pytest.approx(high, abs=0.05)


@pytest.mark.parametrize("key", GOLDEN)
def test_sample_of_an_observed_metric_has_its_value_and_unit(key: str) -> None:
    counts = GOLDEN[key][0]
    sample, estimate = METRICS[key].sample(counts), METRICS[key].estimate(counts)
    assert estimate is not None
    assert sample.value == pytest.approx(estimate.value)
    assert sample.n == estimate.n
    if key == "transfers":
        # the interval leans to where the tail is; the plain error does not
        assert sample.standard_error == pytest.approx(0.96609 / 10**0.5, abs=1e-4)
    elif METRICS[key].is_median:
        # the ends are left with a chance of 11/1024 of ten, 10/512 of nine
        reach = {10: 2.2991, 9: 2.0640}[sample.n]
        assert sample.standard_error == pytest.approx(estimate.half_width / reach, rel=1e-3)
        assert METRICS[key].scored(counts) == {}
    elif METRICS[key].is_open:
        # by t(9)
        assert sample.standard_error == pytest.approx((estimate.high - estimate.value) / 2.262157, abs=1e-4)
    else:
        assert sample.standard_error == pytest.approx(estimate.half_width / 1.96, rel=0.06)


@pytest.mark.parametrize("key", GOLDEN)
def test_parts_of_an_observed_metric_hold_every_value_once(key: str) -> None:
    metric = METRICS[key]
    for value in (*metric.answers, *metric.bins, *GOLDEN[key][0], 10**6 if metric.is_open else 0):
        assert sum(part.low <= value <= part.high for part in metric.parts) == 1, value
    assert metric.parts[0].tone == "worse"
    assert metric.parts[-1].tone == "better"


@pytest.mark.parametrize("key", [key for key in GOLDEN if METRICS[key].is_open])
def test_one_value_alone_has_no_interval_so_no_number(key: str) -> None:
    assert METRICS[key].estimate({60: 1}) is None


def test_an_open_scale_grows_to_hold_what_is_drawn_on_it() -> None:
    waiting = METRICS["waiting_time"]
    assert waiting.top([12.0]) == 30
    assert waiting.top([12.0, 100.0]) == 120
    assert METRICS["nps"].top([300.0]) == 100


def test_targets_of_an_open_scale_have_no_upper_end() -> None:
    assert METRICS["waiting_time"].target_ends == (0, None)
    assert METRICS["fcr_net"].target_ends == (0, 100)
