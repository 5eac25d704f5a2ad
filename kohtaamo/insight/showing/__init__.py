"""What an insight page shows, read from its address: the same charts, figures and lineage for page, file and link."""

from __future__ import annotations

from .asked import Asked, query_of
from .behind import Behind, behind
from .pages import PAGES, PARTS, Page, page_of, part_of, parts_of
from .parts import Figures, Line, Part

__all__ = [
    "PAGES",
    "PARTS",
    "Asked",
    "Behind",
    "Figures",
    "Line",
    "Page",
    "Part",
    "behind",
    "page_of",
    "part_of",
    "parts_of",
    "query_of",
]
