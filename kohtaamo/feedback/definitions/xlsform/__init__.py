"""XLSForm: a workbook of the sheets survey, choices and settings."""

from .reading import knows, read
from .writing import write

__all__ = ["knows", "read", "write"]
