from __future__ import annotations

from .answers import get_ready_to_read, measure_answers, read_ahead
from .cases import CLOSED, CLOSED_IN_TIME, REACTED, REACTED_IN_TIME, RECOVERED, CaseTold, record_case
from .forgetting import forget_customer
from .targets import set_metric_settings, set_target
from .values import BATCH, Value, write

__all__ = [
    "BATCH",
    "CLOSED",
    "CLOSED_IN_TIME",
    "REACTED",
    "REACTED_IN_TIME",
    "RECOVERED",
    "CaseTold",
    "Value",
    "forget_customer",
    "get_ready_to_read",
    "measure_answers",
    "read_ahead",
    "record_case",
    "set_metric_settings",
    "set_target",
    "write",
]
