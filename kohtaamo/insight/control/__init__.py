from __future__ import annotations

from .judging import Control, Standing, control_of, controls_by, how_counted, standing, summary
from .picture import control_picture

__all__ = [
    "Control",
    "Standing",
    "control_of",
    "control_picture",
    "controls_by",
    "how_counted",
    "standing",
    "summary",
]
