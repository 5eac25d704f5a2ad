"""Reads any table a person brings: CSV of every dialect and encoding, XLSX; in constant memory."""

from __future__ import annotations

from .errors import UnreadableTable
from .opening import open_table
from .profile import ColumnProfile, profile
from .table import Row, Table
from .values import OutOfRange, guess_day_first, parse_moment, parse_number
from .writing import neutralise

__all__ = [
    "ColumnProfile",
    "OutOfRange",
    "Row",
    "Table",
    "UnreadableTable",
    "guess_day_first",
    "neutralise",
    "open_table",
    "parse_moment",
    "parse_number",
    "profile",
]
