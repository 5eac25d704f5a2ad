"""Qualtrics: a QSF file, JSON whose elements are blocks, the flow, options, quotas and questions."""

from .reading import knows, read

__all__ = ["knows", "read"]
