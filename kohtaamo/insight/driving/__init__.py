"""What goes together with an outcome, and how much of it each thing accounts for (`kit.statistics.drivers`).

The outcome is what people answer to one kind of question. Its drivers are what was observed of the encounter, or
of the case, that the answer is about. Other scores of the same answer are weighed apart: one satisfied person gives
several good scores, and beside each other they would hide what can be acted on. Association is not cause.
"""

from __future__ import annotations

from .gathering import Among, Gathered, Source, gathered
from .weighing import Driving, Weighed, driving, weighed

__all__ = ["Among", "Driving", "Gathered", "Source", "Weighed", "driving", "gathered", "weighed"]
