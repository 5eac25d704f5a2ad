"""SurveyJS: JSON of pages, panels and elements, with conditions as texts."""

from .reading import knows, read
from .writing import write

__all__ = ["knows", "read", "write"]
