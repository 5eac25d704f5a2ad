"""Typeform: JSON of a form's fields, with jumps between them."""

from .reading import knows, read

__all__ = ["knows", "read"]
