"""What a report says: every chapter's sentences in each language, with what they stand on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from kohtaamo.insight.models import BoardItem, BoardReport

from . import rows
from .chapter import Brief, Told, chapters
from .chapters import business, lead, numbers, places, voices
from .lineage import Frozen, Stand, freeze
from .when import Size

# Told how far it is, 0 to 1.
Progress = Callable[[float], None]

# Loading them is what offers them.
OWN = (rows, lead, numbers, business, places, voices)


def brief_of(report: BoardReport) -> Brief:
    size: Size = "quarter" if report.size == BoardReport.Size.QUARTER else "month"
    return Brief(period=report.period, size=size, with_quotes=report.with_quotes)


def items_of(report: BoardReport, tell: Progress) -> list[BoardItem]:
    """Not stored yet."""
    brief, found = brief_of(report), []
    listed = chapters()
    for done, chapter in enumerate(listed, start=1):
        found += [(chapter.key, told) for told in chapter.tell(brief)]
        tell(done / (len(listed) + 1))
    frozen = freeze(stand for _, told in found for stand in told.stands_on)
    return [
        BoardItem(
            report=report,
            organisation_id=report.organisation_id,
            position=position,
            chapter=chapter,
            form=told.form,
            texts=texts_of(told),
            figures=dict(told.figures),
            stands_on=stored(told.stands_on, frozen),
        )
        for position, (chapter, told) in enumerate(found)
    ]


def texts_of(told: Told) -> dict[str, str]:
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = told.words()
    return texts


def stored(stands: Sequence[Stand], frozen: Mapping[Stand, Frozen]) -> list[dict[str, Any]]:
    return [frozen[stand].stored() for stand in stands if stand in frozen]
