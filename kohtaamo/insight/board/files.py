"""A report as a file to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kohtaamo.insight.models import BoardReport

from .pdf import as_pdf
from .shown import Shown, shown
from .slides import as_slides
from .when import name_of
from .workbook import as_workbook

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    ending: str
    content_type: str
    make: Callable[[Shown], bytes]


FORMATS: dict[str, Format] = {
    one.ending: one
    for one in (
        Format("pdf", "application/pdf", as_pdf),
        Format("pptx", f"{OFFICE}.presentationml.presentation", as_slides),
        Format("xlsx", f"{OFFICE}.spreadsheetml.sheet", as_workbook),
    )
}


def file_of(report: BoardReport, ending: str, language: str) -> bytes:
    return FORMATS[ending].make(shown(report, language))


def file_name(report: BoardReport, ending: str, language: str) -> str:
    """As in "report-2026-10-fi.pdf"; a later edition tells its number."""
    edition = f"-{report.edition}" if report.edition > 1 else ""
    return f"report-{name_of(report.size, report.start)}{edition}-{language}.{ending}"
