from __future__ import annotations

from .alerts import Alert, AlertMail, AlertRule
from .board import BoardItem, BoardReport
from .corrections import Correction
from .facts import AttributeSlot, ChangedValue, Copy, Segment
from .figure import BusinessFigure, FigureImport, FigureValue
from .learned import USUAL_BAR, LearnedModel, ReadingBar, ReadingWork
from .measurement import Measurement
from .metric_settings import MetricSettings
from .readers import (
    CommentVector,
    EmbeddingSettings,
    OutsideReading,
    ReaderDay,
    ReaderReply,
    ReaderServer,
    ReaderSettings,
)
from .reading import Reading
from .saved_view import SavedView, SharedLink
from .target import Target
from .themes import Theme, ThemeChange, ThemeMention
from .topics import QueryTopic, TopicRun, TopicTag

__all__ = [
    "USUAL_BAR",
    "Alert",
    "AlertMail",
    "AlertRule",
    "AttributeSlot",
    "BoardItem",
    "BoardReport",
    "BusinessFigure",
    "ChangedValue",
    "CommentVector",
    "Copy",
    "Correction",
    "EmbeddingSettings",
    "FigureImport",
    "FigureValue",
    "LearnedModel",
    "Measurement",
    "MetricSettings",
    "OutsideReading",
    "QueryTopic",
    "ReaderDay",
    "ReaderReply",
    "ReaderServer",
    "ReaderSettings",
    "Reading",
    "ReadingBar",
    "ReadingWork",
    "SavedView",
    "Segment",
    "SharedLink",
    "Target",
    "Theme",
    "ThemeChange",
    "ThemeMention",
    "TopicRun",
    "TopicTag",
]
