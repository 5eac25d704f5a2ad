"""Which readings the organisation does not rely on: those below its bar where they were last measured."""

from __future__ import annotations

from typing import Any

from kohtaamo.insight.models import LearnedModel, ReadingBar, ReadingWork
from kohtaamo.insight.models.learned import USUAL_BAR

from .current import TONE


def bar() -> float:
    row = ReadingBar.objects.first()
    return row.bar if row else USUAL_BAR


def is_reliable(language: str) -> bool:
    """What has never been measured is not called unreliable."""
    return language not in unreliable_languages()


def unreliable_languages() -> set[str]:
    """Two or three queries, once a page."""
    limit = bar()
    return {
        language
        for language, figures in figures_in_use().items()
        if figures is not None and figures["macro_f1"] < limit
    }


def figures_in_use() -> dict[str, dict[str, Any] | None]:
    """By language, of what reads it now; None where too few labels were there to measure it."""
    last = last_lesson()
    found = {language: card.get("engine") for language, card in (last.result if last else {}).items()}
    rows = LearnedModel.objects.filter(task=TONE, in_use=True)
    return found | {row.language: row.card["own"] for row in rows.defer("data")}


def last_lesson() -> ReadingWork | None:
    rows = ReadingWork.objects.filter(kind=ReadingWork.Kind.LEARN, status=ReadingWork.Status.DONE)
    return rows.order_by("-ordered_at").first()
