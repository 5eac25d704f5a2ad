"""A questionnaire walked through with made-up answers, which are counted and never kept."""

from .walks import Tried, Way, tried

__all__ = ["Tried", "Way", "tried"]
