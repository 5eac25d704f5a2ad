"""What goes together with an outcome, and how much of it each thing accounts for (`kit.statistics.drivers`).

The outcome is what people answer to one kind of question. Its drivers are the other values of the same answer,
and what was observed of the encounter, or of the case, that the answer is about. Association is not cause.
"""

from __future__ import annotations

from .gathering import Among, Gathered, Source, gathered
from .weighing import Driving, Weighed, driving, weighed

__all__ = ["Among", "Driving", "Gathered", "Source", "Weighed", "driving", "gathered", "weighed"]
