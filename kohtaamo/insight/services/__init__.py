from __future__ import annotations

from .answers import get_ready_to_read, measure_answers, read_ahead
from .cases import CLOSED, CLOSED_IN_TIME, REACTED, REACTED_IN_TIME, RECOVERED, CaseTold, record_case
from .correcting import MACHINE, correct_theme, correct_tone
from .forgetting import forget_customer
from .reading_work import look_after_readings_everywhere
from .rereading import reread, set_reading
from .targets import set_metric_settings, set_target
from .values import BATCH, Value, write

__all__ = [
    "BATCH",
    "CLOSED",
    "CLOSED_IN_TIME",
    "MACHINE",
    "REACTED",
    "REACTED_IN_TIME",
    "RECOVERED",
    "CaseTold",
    "Value",
    "correct_theme",
    "correct_tone",
    "forget_customer",
    "get_ready_to_read",
    "look_after_readings_everywhere",
    "measure_answers",
    "read_ahead",
    "record_case",
    "reread",
    "set_metric_settings",
    "set_reading",
    "set_target",
    "write",
]
