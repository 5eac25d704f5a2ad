from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import slugify

from kohtaamo.insight.charts import language
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.showing import Part
from kohtaamo.insight.where import today, zone
from kohtaamo.kit.text import show_moment

from .paper import as_paper
from .picture import Imprint, as_png, as_svg
from .sheets import as_csv, as_workbook


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    make: Callable[[Part, Imprint], bytes]


FORMATS: dict[str, Format] = {
    "svg": Format("image/svg+xml", lambda part, imprint: as_svg(part, imprint).encode()),
    "png": Format("image/png", as_png),
    "csv": Format("text/csv; charset=utf-8", lambda part, _imprint: as_csv(part)),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
    "pdf": Format("application/pdf", as_paper),
}


def file_of(part: Part, ending: str) -> bytes:
    """In the language of the page that asks."""
    when = show_moment(timezone.localtime(timezone=zone()), language())
    return FORMATS[ending].make(part, Imprint(str(current_organisation()), when))


def file_name(part: Part, ending: str) -> str:
    """As in "nps-how-it-has-moved-2026-11-22.csv", in letters that every system keeps."""
    return f"{slugify(part.title)[:60].strip('-') or part.key}-{today():%Y-%m-%d}.{ending}"
