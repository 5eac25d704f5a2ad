from __future__ import annotations

import pytest
from django.utils import translation

from kohtaamo.insight.alerting.wording import what_happened
from kohtaamo.insight.models import Alert, AlertRule


@pytest.mark.parametrize(
    ("metric", "value", "said"),
    [
        (
            "effort_net",
            -1.0,
            "A single bad value: Effort, a little more than I expected",
        ),
        ("nps", 2.0, "A single bad value: NPS 2"),
    ],
)
def test_an_alert_says_the_bad_value_as_it_was_chosen(metric: str, value: float, said: str) -> None:
    rule = AlertRule(kind=AlertRule.Kind.LOW_SCORE, metric=metric)
    with translation.override("en"):
        assert what_happened(Alert(rule=rule, figures={"value": value})) == said
