from __future__ import annotations

import pytest

from kohtaamo.kit.statistics.churn import annual_churn, annualised, churn, retention


def test_churn_of_the_worked_example():
    assert churn(50, 1000).value == 0.05
    assert retention(50, 1000).value == 0.95
    assert round(100 * annualised(0.05), 1) == 46.0
    assert round(100 * annual_churn(50, 1000).value, 1) == 46.0


def test_annual_churn_carries_its_interval():
    month, year = churn(50, 1000), annual_churn(50, 1000)
    assert (1 - year.low, 1 - year.high) == pytest.approx(((1 - month.low) ** 12, (1 - month.high) ** 12))
    assert year.n == 1000


def test_annualised_quarters():
    assert annualised(0.1, periods_in_year=4) == pytest.approx(1 - 0.6561)


def test_churn_refuses_what_is_no_share():
    with pytest.raises(ValueError, match="not a share"):
        churn(11, 10)
    with pytest.raises(ValueError, match="between 0 and 1"):
        annualised(1.2)
