from __future__ import annotations

from .answers import get_ready_to_read, measure_answers, read_ahead
from .targets import set_metric_settings, set_target
from .values import BATCH, Value, write

__all__ = [
    "BATCH",
    "Value",
    "get_ready_to_read",
    "measure_answers",
    "read_ahead",
    "set_metric_settings",
    "set_target",
    "write",
]
