"""Short texts found by other short texts, through inflection, compounds and misspellings."""

from .duplicates import duplicates
from .index import Hit, Index, Weights

__all__ = ["Hit", "Index", "Weights", "duplicates"]
