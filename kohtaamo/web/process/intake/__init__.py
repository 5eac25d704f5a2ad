"""The quick door: answers of programs are taken before Django, and many are stored in one transaction.

The same reading, rules and replies as Django's route (`feedback.intake`); only the way to them is shorter. What
is unusual in a request (no known key, another method) is left to Django, which says what is wrong with it.
"""

from __future__ import annotations

from .door import intake

__all__ = ["intake"]
