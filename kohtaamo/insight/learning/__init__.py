"""The organisation's own models of tone: taught by its stars and corrections, used where they win."""

from __future__ import annotations
