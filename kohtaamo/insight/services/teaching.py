"""The models that answers taught: put in use when they win, taken back by a person, dropped with the erased."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from kohtaamo.insight.in_use import models_changed
from kohtaamo.insight.learning.current import TONE
from kohtaamo.insight.learning.theme_training import ThemeLesson, learn_themes
from kohtaamo.insight.learning.training import STEPS, Lesson, learn
from kohtaamo.insight.models import LearnedModel, ReadingBar, ReadingWork
from kohtaamo.insight.themes.learned import TASK
from kohtaamo.language.reading import SENTIMENT_LANGUAGES
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

# The model that came with the program.
SHIPPED = 0


class NoSuchModelError(Exception):
    """There is no model of this number, or it is no longer kept."""


class Taught(NamedTuple):
    """Whether tones are read otherwise from now on, and in which languages themes are."""

    tones: bool
    themes: list[str]


def teach(*, work: ReadingWork) -> Taught:
    """Every language once, its tones and then its themes."""
    steps = STEPS + 1
    work.total = steps * len(SENTIMENT_LANGUAGES)
    known = last_cards(work)
    has_new, themes = False, []
    for number, language in enumerate(SENTIMENT_LANGUAGES):
        work.done = number * steps
        before = known.get(language)
        lesson = learn(language, known=before, tell=lambda: advance(work))
        has_new |= keep(language, lesson)
        lessons = learn_themes(language, known=(before or {}).get("themes", {}))
        if keep_themes(language, lessons):
            themes.append(language)
        advance(work)
        cards = {theme: {**one.card, "verdict": one.verdict} for theme, one in lessons.items()}
        work.result = {
            **work.result,
            language: {**lesson.card, "verdict": lesson.verdict, "themes": cards},
        }
    work.status, work.done, work.finished_at = ReadingWork.Status.DONE, work.total, timezone.now()
    work.save()
    return Taught(has_new, themes)


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
    is_retired = retire(LearnedModel.objects.filter(task=TONE, language=language))
    if lesson.model is not None:
        keep_new(TONE, language, lesson.model.model.to_bytes(), lesson.card)
    return is_retired or lesson.model is not None


@transaction.atomic
def keep_themes(language: str, lessons: dict[str, ThemeLesson]) -> bool:
    """As `keep`, for every theme of the language."""
    is_retired = retire(LearnedModel.objects.filter(task__startswith=TASK, language=language))
    won = {theme: one for theme, one in lessons.items() if one.model is not None}
    for theme, lesson in won.items():
        if lesson.model is not None:
            keep_new(TASK + theme, language, lesson.model.words.to_bytes(), lesson.card)
    return is_retired or bool(won)


def retire(rows: QuerySet[LearnedModel]) -> bool:
    """Models that somebody erased has taught are kept no longer; whether one of them was in use."""
    gone = rows.filter(is_outdated=True)
    was_in_use = gone.filter(in_use=True).exists()
    gone.update(data=b"", in_use=False, is_outdated=False)
    if was_in_use:
        models_changed()
    return was_in_use


def keep_new(task: str, language: str, data: bytes, card: dict[str, Any]) -> None:
    rows = LearnedModel.objects.filter(task=task, language=language)
    number = (rows.aggregate(most=Max("number"))["most"] or 0) + 1
    LearnedModel(task=task, language=language, number=number, data=data, card=card).save()
    put_in_use(language=language, number=number, task=task)


@transaction.atomic
def put_in_use(*, language: str, number: int, actor: Member | None = None, task: str = TONE) -> int:
    """`SHIPPED` goes back to the program's own; returns the number used before. `NoSuchModelError`.

    `task` is the tone, or a theme as `theme:waiting`.
    """
    rows = LearnedModel.objects.select_for_update().filter(task=task, language=language)
    before = rows.filter(in_use=True).first()
    chosen = rows.filter(number=number).first()
    if number != SHIPPED and (chosen is None or not chosen.data):
        raise NoSuchModelError
    rows.filter(in_use=True).update(in_use=False)
    if chosen:
        rows.filter(pk=chosen.pk).update(in_use=True)
    used = before.number if before else SHIPPED
    told: dict[str, Any] = {"language": language, "number": number, "before": used}
    if task == TONE:
        record("insight.model_put_in_use", data=told, actor=actor)
    else:
        told |= {"theme": task.removeprefix(TASK)}
        record("insight.theme_model_put_in_use", data=told, actor=actor)
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
