"""The models that answers taught: put in use when they win, taken back by a person, dropped with the erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kohtaamo.insight.learning.current import TONE, models_changed
from kohtaamo.insight.learning.training import STEPS, Lesson, learn
from kohtaamo.insight.models import LearnedModel, ReadingBar, ReadingWork
from kohtaamo.language.reading import SENTIMENT_LANGUAGES
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

# The model that came with the program.
SHIPPED = 0


class NoSuchModelError(Exception):
    """There is no model of this number, or it is no longer kept."""


def teach(*, work: ReadingWork) -> bool:
    """Every language once; returns whether a new model reads from now on."""
    work.total = STEPS * len(SENTIMENT_LANGUAGES)
    known = last_cards(work)
    has_new = False
    for number, language in enumerate(SENTIMENT_LANGUAGES):
        work.done = number * STEPS
        lesson = learn(language, known=known.get(language), tell=lambda: advance(work))
        has_new |= keep(language, lesson)
        work.result = {**work.result, language: {**lesson.card, "verdict": lesson.verdict}}
    work.status, work.done, work.finished_at = ReadingWork.Status.DONE, work.total, timezone.now()
    work.save()
    return has_new


def advance(work: ReadingWork) -> None:
    work.done += 1
    work.advanced_at = timezone.now()
    work.save(update_fields=["status", "done", "total", "advanced_at"])


def last_cards(work: ReadingWork) -> dict[str, Any]:
    """What came of the last time, by language."""
    rows = ReadingWork.objects.filter(kind=work.kind, status=ReadingWork.Status.DONE).exclude(pk=work.pk)
    last = rows.order_by("-ordered_at").first()
    return dict(last.result) if last else {}


@transaction.atomic
def keep(language: str, lesson: Lesson) -> bool:
    """Put in use what won. Models with comments of somebody erased go, whatever came of it."""
    rows = LearnedModel.objects.filter(task=TONE, language=language)
    gone = rows.filter(is_outdated=True)
    is_retired = gone.filter(in_use=True).exists()
    gone.update(data=b"", in_use=False, is_outdated=False)
    if lesson.model is not None:
        number = (rows.aggregate(most=Max("number"))["most"] or 0) + 1
        row = LearnedModel(
            task=TONE,
            language=language,
            number=number,
            data=lesson.model.model.to_bytes(),
            card=lesson.card,
        )
        row.save()
        put_in_use(language=language, number=number)
    if is_retired:
        models_changed()
    return is_retired or lesson.model is not None


@transaction.atomic
def put_in_use(*, language: str, number: int, actor: Member | None = None) -> int:
    """`SHIPPED` goes back to the program's own; returns the number used before. `NoSuchModelError`."""
    rows = LearnedModel.objects.select_for_update().filter(task=TONE, language=language)
    before = rows.filter(in_use=True).first()
    chosen = rows.filter(number=number).first()
    if number != SHIPPED and (chosen is None or not chosen.data):
        raise NoSuchModelError
    rows.filter(in_use=True).update(in_use=False)
    if chosen:
        rows.filter(pk=chosen.pk).update(in_use=True)
    used = before.number if before else SHIPPED
    told = {"language": language, "number": number, "before": used}
    record("insight.model_put_in_use", data=told, actor=actor)
    models_changed()
    return used


@transaction.atomic
def set_bar(*, bar: float, actor: Member) -> float:
    """From 0 to 1; returns what it was. `ValueError` outside."""
    if not 0 <= bar <= 1:
        raise ValueError("outside 0 to 1")
    row = ReadingBar.objects.first() or ReadingBar()
    before, row.bar = row.bar, bar
    row.save()
    record("insight.reading_bar_set", data={"bar": bar, "before": before}, actor=actor)
    return before
