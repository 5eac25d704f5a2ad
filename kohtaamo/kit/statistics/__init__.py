"""Metrics and their intervals, computed exactly from histograms of answers.

Shares are 0..1, nets are points -100..100 (sentiment -1..1), means are in the steps of their scale.
All intervals are 95 %. Nothing here needs more than the standard library.
"""

from __future__ import annotations

from .control_chart import OrdinaryBand, ordinary_band
from .difference import (
    Difference,
    answers_for_margin,
    answers_to_detect,
    difference,
    pooled_difference,
    two_shares,
)
from .discovery import discoveries
from .effect import (
    Design,
    Effect,
    Strength,
    Verdict,
    before_after,
    difference_in_differences,
    verdict,
)
from .effort import (
    EXPECTED_EFFORT_STEPS,
    ease_agreement,
    ease_mean,
    expected_effort_mean,
    expected_effort_net,
    expected_effort_shares,
    own_effort_mean,
    own_effort_net,
)
from .estimate import Z95, Counts, Estimate, Measured, Sample
from .expectation import expectation_met, expectation_net
from .mean import clustered_sample, mean_sample, mean_score, standard_deviation
from .median import median_sample, median_score
from .net_score import (
    AdjustedWald,
    Groups,
    adjusted_wald,
    employee_net_promoter_score,
    net_promoter_score,
    net_sample,
    net_score,
    net_variance,
    promoter_groups,
    sentiment_net,
    sentiment_net_of_opinions,
    signs,
    wald_net,
)
from .proportion import share, share_between, share_sample, top_two_box
from .student import student_quantile, student_tail, t95

__all__ = [
    "EXPECTED_EFFORT_STEPS",
    "Z95",
    "AdjustedWald",
    "Counts",
    "Design",
    "Difference",
    "Effect",
    "Estimate",
    "Groups",
    "Measured",
    "OrdinaryBand",
    "Sample",
    "Strength",
    "Verdict",
    "adjusted_wald",
    "answers_for_margin",
    "answers_to_detect",
    "before_after",
    "clustered_sample",
    "difference",
    "difference_in_differences",
    "discoveries",
    "ease_agreement",
    "ease_mean",
    "employee_net_promoter_score",
    "expectation_met",
    "expectation_net",
    "expected_effort_mean",
    "expected_effort_net",
    "expected_effort_shares",
    "mean_sample",
    "mean_score",
    "median_sample",
    "median_score",
    "net_promoter_score",
    "net_sample",
    "net_score",
    "net_variance",
    "ordinary_band",
    "own_effort_mean",
    "own_effort_net",
    "pooled_difference",
    "promoter_groups",
    "sentiment_net",
    "sentiment_net_of_opinions",
    "share",
    "share_between",
    "share_sample",
    "signs",
    "standard_deviation",
    "student_quantile",
    "student_tail",
    "t95",
    "top_two_box",
    "two_shares",
    "verdict",
    "wald_net",
]
