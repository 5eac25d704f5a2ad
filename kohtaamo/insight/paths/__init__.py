"""How cases go through touchpoints: the steps of a funnel, and what follows what.

A case is what several meetings are about; where none is told, all meetings of a customer are one.
"""

from __future__ import annotations

from .following import Following, Pair, following
from .funnel import MOST_STEPS, Reached, Step, funnel
from .times import Times

__all__ = ["MOST_STEPS", "Following", "Pair", "Reached", "Step", "Times", "following", "funnel"]
