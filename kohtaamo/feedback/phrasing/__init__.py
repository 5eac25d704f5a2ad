"""A look at how questions are worded. It goes by word lists: it may err, and it never stops anybody."""

from .hints import Hint, hints_of, hints_of_survey

__all__ = ["Hint", "hints_of", "hints_of_survey"]
