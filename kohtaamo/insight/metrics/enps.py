from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.statistics import employee_net_promoter_score, net_sample, promoter_groups

from ._answers import RECOMMENDATION_PARTS, RECOMMENDATIONS

ENPS = Metric(
    key="enps",
    kind="enps",
    name=_("Employee net promoter score (eNPS)"),
    short_name=_("eNPS"),
    description=_("How willingly our own people would recommend us as an employer."),
    formula=_("100 × (answers 9–10 − answers 0–6) / all answers; never from fewer than five"),
    interval=_("It is counted by the adjusted Wald method, which stays honest with few answers too."),
    source="PeopleCues",
    version=1,
    unit="eNPS",
    decimals=0,
    signed=True,
    scale=(-100, 100),
    answers=RECOMMENDATIONS,
    parts=RECOMMENDATION_PARTS,
    higher_is_better=True,
    estimate=employee_net_promoter_score,
    sample=lambda counts: net_sample(promoter_groups(counts)),
    protects_people=True,
    level="staff",
)
