"""Short texts found by other short texts, through inflection, compounds and misspellings."""

from .duplicates import duplicates
from .index import Hit, Index, Weights
from .roots import nearest, pieces_of, roots_of
from .words import words_in

__all__ = ["Hit", "Index", "Weights", "duplicates", "nearest", "pieces_of", "roots_of", "words_in"]
