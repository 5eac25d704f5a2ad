"""A finished report in one language, as the page and every file show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.charts import language
from kohtaamo.insight.models import BoardItem, BoardReport
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.where import zone
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.text import show_moment, show_period
from kohtaamo.organisation.veiling import veiled

from .chapter import chapters
from .explained import Explained, explained
from .lineage import Fingerprint, Frozen, Stand, changed, fingerprints
from .when import title_of


@dataclass(frozen=True, slots=True)
class Item:
    """`number` counts the items of the whole report from 1; `stale` says why it no longer holds."""

    number: int
    form: str
    text: str
    figures: Mapping[str, Any]
    lineage: list[Explained]
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    items: list[Item] = field(default_factory=list)

    def of(self, *forms: str) -> list[Item]:
        return [item for item in self.items if item.form in forms]


@dataclass(frozen=True, slots=True)
class Shown:
    organisation: str
    title: str
    period: str
    made: str
    edition: int
    language: str
    lead: str
    parts: list[Part]

    @property
    def stale(self) -> list[Item]:
        return [item for part in self.parts for item in part.items if item.stale]

    @property
    def items(self) -> list[Item]:
        return [item for part in self.parts for item in part.items]

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)


def shown(report: BoardReport, code: str) -> Shown:
    """Asks every item's rows again, and marks those that no longer stand as they stood."""
    items = list(report.items.all())
    frozen = {item.pk: [Frozen.read(one) for one in item.stands_on] for item in items}
    now = fingerprints(one.stand for found in frozen.values() for one in found)
    with translation.override(code):
        return in_words(report, items, frozen, now)


def in_words(
    report: BoardReport,
    items: Sequence[BoardItem],
    frozen: Mapping[int, list[Frozen]],
    now: Mapping[Stand, Fingerprint],
) -> Shown:
    parts = {chapter.key: Part(chapter.key, str(chapter.title)) for chapter in chapters()}
    names = dict(Touchpoint.objects.values_list("pk", "name"))
    said = words_of_quotes(items)
    for number, item in enumerate(items, start=1):
        reasons = [changed(one, now) for one in frozen[item.pk]]
        told = Item(
            number=number,
            form=item.form,
            text=said.get(item.pk) or item.texts.get(language(), ""),
            figures=item.figures,
            lineage=[explained(one, now.get(one.stand), names) for one in frozen[item.pk]],
            stale=next((reason for reason in ("formula", "rows") if reason in reasons), ""),
        )
        parts.setdefault(item.chapter, Part(item.chapter, item.chapter)).items.append(told)
    kept = [part for part in parts.values() if part.items]
    made = (report.made_at or timezone.now()).astimezone(zone())
    return Shown(
        organisation=current_organisation().name,
        title=title_of(report.size, report.start),
        period=show_period(report.period, language()),
        made=show_moment(made, language()),
        edition=report.edition,
        language=language(),
        lead=next((item.text for part in kept for item in part.items if item.figures.get("is_lead")), ""),
        parts=kept,
    )


def words_of_quotes(items: Sequence[BoardItem]) -> dict[int, str]:
    """Read where they were said: what a person has had erased is in no report either. Reports go far, so whatever
    names a person is hidden in them from all.
    """
    keys = {item.pk: item.figures["comment"] for item in items if item.form == "quote"}
    texts = dict(Comment.objects.filter(pk__in=keys.values()).values_list("pk", "text")) if keys else {}
    gone = gettext("This comment has been removed.")
    return {item: veiled(texts[comment]).text if comment in texts else gone for item, comment in keys.items()}
