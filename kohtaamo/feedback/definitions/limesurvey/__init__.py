"""LimeSurvey: LSS, a survey as XML with one table after another, and LSQ, one question in the same form."""

from .reading import knows, read

__all__ = ["knows", "read"]
