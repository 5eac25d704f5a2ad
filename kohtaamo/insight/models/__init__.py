from __future__ import annotations

from .facts import AttributeSlot, ChangedValue, Copy, Segment
from .measurement import Measurement
from .reading import Reading
from .target import Target

__all__ = ["AttributeSlot", "ChangedValue", "Copy", "Measurement", "Reading", "Segment", "Target"]
