from __future__ import annotations

from .alerts import Alert, AlertMail, AlertRule
from .board import BoardItem, BoardReport
from .facts import AttributeSlot, ChangedValue, Copy, Segment
from .figure import BusinessFigure, FigureImport, FigureValue
from .measurement import Measurement
from .metric_settings import MetricSettings
from .reading import Reading
from .saved_view import SavedView, SharedLink
from .target import Target

__all__ = [
    "Alert",
    "AlertMail",
    "AlertRule",
    "AttributeSlot",
    "BoardItem",
    "BoardReport",
    "BusinessFigure",
    "ChangedValue",
    "Copy",
    "FigureImport",
    "FigureValue",
    "Measurement",
    "MetricSettings",
    "Reading",
    "SavedView",
    "Segment",
    "SharedLink",
    "Target",
]
