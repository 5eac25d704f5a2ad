"""A chart or table of an insight page as a file: SVG and PNG to show, CSV and XLSX to count with."""

from __future__ import annotations

from .files import FORMATS, file_name, file_of

__all__ = ["FORMATS", "file_name", "file_of"]
