from __future__ import annotations

import sys

from kohtaamo.insight.metric import Metric
from kohtaamo.kit.folder import collect

METRICS = collect(sys.modules[__name__], Metric, group="kohtaamo.insight.metrics")
MEASURED_KINDS = frozenset(metric.kind for metric in METRICS.values())
