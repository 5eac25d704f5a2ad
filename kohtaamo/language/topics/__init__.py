"""What many texts are about: what is new in them, what belongs together, what a person asks for, what sums them up.

Whatever trains a model or needs many numbers loads its libraries when it is asked, not when it is imported.
"""

from __future__ import annotations

from .discovering import Discovered, Topic, discover, needed_for_topics
from .emerging import FEWEST_TEXTS as FEWEST_TO_COMPARE
from .emerging import Emerging, emerging
from .query import Prepared, Query, QueryError, matches, parse, prepare
from .summarising import Sentence, sentences_in, summary
from .terms import Term, terms_in

__all__ = [
    "FEWEST_TO_COMPARE",
    "Discovered",
    "Emerging",
    "Prepared",
    "Query",
    "QueryError",
    "Sentence",
    "Term",
    "Topic",
    "discover",
    "emerging",
    "matches",
    "needed_for_topics",
    "parse",
    "prepare",
    "sentences_in",
    "summary",
    "terms_in",
]
