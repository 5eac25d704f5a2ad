"""XLSForm: a workbook of the sheets survey, choices and settings."""

from .reading import knows, read

__all__ = ["knows", "read"]
