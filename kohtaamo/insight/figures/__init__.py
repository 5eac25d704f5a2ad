"""What the business counts itself: taken in from files and programs, and read by month and place."""

from __future__ import annotations

from .bringing import (
    bring_file,
    carry_out,
    check_known,
    claim_stopped,
    drop,
    import_figures,
    looked_at,
    start,
)
from .definitions import Definition, DirectionError, define
from .monthly import Grain, MonthValue, by_place, every_grain, grain_of, monthly, monthly_of_places
from .problems import FigureProblem, explain_row
from .recording import Counted, IncomingFigure, record_figures

__all__ = [
    "Counted",
    "Definition",
    "DirectionError",
    "FigureProblem",
    "Grain",
    "IncomingFigure",
    "MonthValue",
    "bring_file",
    "by_place",
    "carry_out",
    "check_known",
    "claim_stopped",
    "define",
    "drop",
    "every_grain",
    "explain_row",
    "grain_of",
    "import_figures",
    "looked_at",
    "monthly",
    "monthly_of_places",
    "record_figures",
    "start",
]
