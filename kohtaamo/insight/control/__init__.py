from __future__ import annotations

from .judging import Control, control_of, controls_by, how_counted, summary
from .picture import control_picture
from .standing import Standing, half_year, standing, standing_of_all, standings_of_touchpoints

__all__ = [
    "Control",
    "Standing",
    "control_of",
    "control_picture",
    "controls_by",
    "half_year",
    "how_counted",
    "standing",
    "standing_of_all",
    "standings_of_touchpoints",
    "summary",
]
