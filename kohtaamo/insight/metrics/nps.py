from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import net_promoter_score, net_sample, promoter_groups

from ._answers import RECOMMENDATION_PARTS, RECOMMENDATIONS

NPS = Metric(
    key="nps",
    kind="nps",
    name=_("Net promoter score (NPS)"),
    short_name=_("NPS"),
    description=_("How willingly people would recommend us: promoters less detractors."),
    formula=_("100 × (answers 9–10 − answers 0–6) / all answers"),
    interval=_("It is counted by the adjusted Wald method, which stays honest with few answers too."),
    source="Medallia, MeasuringU",
    version=1,
    unit="NPS",
    decimals=0,
    signed=True,
    scale=(-100, 100),
    answers=RECOMMENDATIONS,
    parts=RECOMMENDATION_PARTS,
    higher_is_better=True,
    estimate=net_promoter_score,
    sample=lambda counts: net_sample(promoter_groups(counts)),
)
