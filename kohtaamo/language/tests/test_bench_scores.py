from __future__ import annotations

from math import isclose

import pytest

from kohtaamo.language.bench.intervals import as_sets, macro_f1_interval
from kohtaamo.language.bench.scores import (
    Agreement,
    Bin,
    accuracy,
    all_labels,
    expected_calibration_error,
    macro_f1,
    paired_difference,
    per_class,
    per_label,
    reliability,
)

# Ten texts: four of a (three read so, one as b), three of b (two; one as c), three of c (one; two as a).
PAIRS = [("a", "a")] * 3 + [("a", "b")] + [("b", "b")] * 2 + [("b", "c")] + [("c", "c")] + [("c", "a")] * 2


def test_scores_of_classes_worked_out_by_hand():
    found = per_class(PAIRS)
    assert found["a"] == Agreement(right=3, said=4, read=5)
    assert (found["a"].precision, found["a"].recall) == (0.6, 0.75)
    assert isclose(found["a"].f1, 6 / 9)
    assert isclose(found["b"].f1, 4 / 6)
    assert isclose(found["c"].f1, 2 / 5)
    assert isclose(macro_f1(found), (6 / 9 + 4 / 6 + 2 / 5) / 3)
    assert accuracy(PAIRS) == 0.6


def test_a_label_nobody_said_lowers_precision_and_is_no_class_of_its_own():
    found = per_class([("a", "a"), ("a", "z")])
    assert found["z"] == Agreement(right=0, said=0, read=1)
    assert isclose(macro_f1(found), 2 / 3)


def test_a_label_never_read_has_no_precision():
    assert Agreement(right=0, said=3, read=0).precision == 0
    assert Agreement(right=0, said=0, read=0).f1 == 0
    assert macro_f1({}) == 0


def test_several_labels_of_a_text_are_counted_one_by_one():
    pairs = [({"price", "staff"}, {"price"}), ({"staff"}, {"staff", "trust"}), (set(), set())]
    assert per_label(pairs)["staff"] == Agreement(right=1, said=2, read=1)
    assert all_labels(pairs) == Agreement(right=2, said=3, read=3)
    assert isclose(all_labels(pairs).f1, 2 / 3)


def test_calibration_error_worked_out_by_hand():
    # 0.95 and 0.85 right and wrong, 0.25 wrong, 1 (in the last bin) right
    bins = reliability([0.95, 0.85, 0.25, 1.0], [True, False, False, True])
    assert [(one.low, one.n) for one in bins] == [(0.2, 1), (0.8, 1), (0.9, 2)]
    assert bins[2] == Bin(0.9, 2, 0.975, 1.0)
    assert isclose(expected_calibration_error(bins), (0.25 + 0.85 + 2 * 0.025) / 4)
    assert expected_calibration_error([]) == 0


def test_a_confidence_beyond_one_is_none():
    with pytest.raises(ValueError, match="between 0 and 1"):
        reliability([1.2], [True])


def test_readers_that_differ_on_ten_texts():
    """Nine gained and one lost of a hundred: McNemar exact is 2·(1 + 10)/2^10."""
    first = [True] + [False] * 9 + [True] * 90
    second = [False] + [True] * 9 + [True] * 90
    found = paired_difference(first, second)
    assert isclose(found.value, 0.08)
    assert isclose(found.p, 22 / 1024)
    assert isclose(found.low, 8 / 102 - 1.959964 * (11 - 64 / 102) ** 0.5 / 102)
    assert found.low < found.value < found.high


def test_readers_that_never_differ_differ_by_nothing():
    found = paired_difference([True, False], [True, False])
    assert (found.value, found.p) == (0, 1)
    assert found.low < 0 < found.high
    with pytest.raises(ValueError, match="same texts"):
        paired_difference([], [])


def test_interval_of_a_mean_f1_lies_around_it_and_narrows_with_texts():
    value = macro_f1(per_class(PAIRS))
    few, many = macro_f1_interval(as_sets(PAIRS * 5)), macro_f1_interval(as_sets(PAIRS * 100))
    assert few[0] < many[0] < value < many[1] < few[1]
    assert macro_f1_interval(as_sets([("a", "a")] * 9)) == (1.0, 1.0)
