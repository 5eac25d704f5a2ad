"""LimeSurvey: LSS, a survey as XML of one table after another; LSQ, one question alike; LSA, an archive."""

from .reading import knows, read

__all__ = ["knows", "read"]
