from __future__ import annotations

import pytest

from kohtaamo.kit.statistics.quality import Criterion, average_quality, quality_score


def test_quality_score_of_the_worked_example():
    criteria = [Criterion(3, 1), Criterion(2, 0.5), Criterion(1, 1)]
    assert round(100 * quality_score(criteria, judge="human").value, 1) == 83.3


def test_quality_score_of_a_critical_failure_is_nothing():
    failed = quality_score([Criterion(3, 1), Criterion(2, 0, critical=True), Criterion(1, 1)], judge="human")
    assert failed.value == 0
    assert failed.failed_critically
    assert quality_score([Criterion(3, 1), Criterion(1, 0.5, critical=True)], judge="human").value == 0.875


def test_quality_score_leaves_out_what_does_not_apply():
    criteria = [Criterion(1, 0.5), Criterion(9, None), Criterion(5, None, critical=True)]
    assert quality_score(criteria, judge="automatic").value == 0.5


def test_average_quality_never_blends_judges():
    person = quality_score([Criterion(1, 0.5)], judge="human")
    machine = quality_score([Criterion(1, 1)], judge="automatic")
    assert average_quality([person, quality_score([Criterion(1, 1)], judge="human")]) == 0.75
    with pytest.raises(ValueError, match="one kind"):
        average_quality([person, machine])
    with pytest.raises(ValueError, match="one kind"):
        average_quality([])


def test_quality_score_refuses_impossible_judgements():
    with pytest.raises(ValueError, match="no criterion"):
        quality_score([Criterion(1, None)], judge="human")
    with pytest.raises(ValueError, match="above 0"):
        Criterion(0, 1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Criterion(1, 5)
