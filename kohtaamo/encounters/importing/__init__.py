"""Encounters brought in from files, where one row may tell of several."""

from __future__ import annotations

from .problems import EncounterImportProblem
from .run import import_encounters

__all__ = ["EncounterImportProblem", "import_encounters"]
