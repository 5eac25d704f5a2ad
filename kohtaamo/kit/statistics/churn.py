from __future__ import annotations

from .estimate import Estimate
from .proportion import share


def churn(lost: int, at_start: int) -> Estimate:
    """The share of the customers at a period's start who left during it; unit 0..1, Wilson interval.

    Those who came during the period count in neither number. `ValueError` when it is not a share.
    Source: text-book, row 16.
    """
    return share(lost, at_start)


def retention(lost: int, at_start: int) -> Estimate:
    """The share who stayed: 1 - `churn`."""
    return share(at_start - lost, at_start)


def annualised(rate: float, *, periods_in_year: float = 12) -> float:
    """The share lost in a year when each period loses `rate` (0..1) of those left: 1 - (1 - m)^12.

    `ValueError` when the rate is not a share or the periods are not above 0. Source: row 16.
    """
    if not 0 <= rate <= 1 or periods_in_year <= 0:
        raise ValueError("a rate lies between 0 and 1, and a year has periods")
    return float(1 - (1 - rate) ** periods_in_year)


def annual_churn(lost: int, at_start: int, *, periods_in_year: float = 12) -> Estimate:
    """One period's churn as a year's, with its interval carried along: exact, as the formula only rises.

    It supposes that all periods are like this one. `ValueError` as in `churn` and `annualised`.
    """
    period = churn(lost, at_start)
    value, low, high = (
        annualised(rate, periods_in_year=periods_in_year) for rate in (period.value, period.low, period.high)
    )
    return Estimate(value, low, high, period.n)
