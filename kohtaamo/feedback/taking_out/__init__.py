"""Answers go out of here, in the forms that other programs read."""

from __future__ import annotations

from .form import TakenForm
from .formats import FORMS
from .giving import file_name, take_out
from .table import NotGivenOutError

__all__ = ["FORMS", "NotGivenOutError", "TakenForm", "file_name", "take_out"]
