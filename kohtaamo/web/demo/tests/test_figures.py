from __future__ import annotations

from kohtaamo.insight.correlating import known_at, whole_table
from kohtaamo.insight.dictionary import entry
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BusinessFigure, FigureValue
from kohtaamo.organisation.models import Organisation


def test_the_planted_relation_is_found_with_its_lag(whole_demo: Organisation) -> None:
    """Retention follows NPS two months later, and a meeting costs less where customers are pleased."""
    figures = list(BusinessFigure.objects.all())
    assert FigureValue.objects.count() == 3 * 5 * 12
    table = {
        (one.second.key, one.lag): one
        for one in whole_table(known_at("unit", figures))
        if one.first.key == "metric:nps"
    }
    retention = table["figure:pysyvyys", 2]
    assert retention.is_believed
    assert (retention.correlation.rho or 0) > 0.6
    cost = table["figure:kustannus-kohtaaminen", 0]
    assert cost.is_believed
    assert (cost.correlation.rho or 0) < -0.5


def test_metrics_have_owners(whole_demo: Organisation) -> None:
    owner = entry(METRICS["nps"]).owner
    assert owner is not None
    assert owner.name == "Onni Virta"
