"""Answers brought in from files: what each column is, and the import itself."""

from __future__ import annotations

from .doors import continue_import, import_file
from .guess import guess_mapping
from .mapping import Mapping, read_mapping
from .problems import ImportProblem

__all__ = ["ImportProblem", "Mapping", "continue_import", "guess_mapping", "import_file", "read_mapping"]
