"""The models of themes that people's corrections taught, as comments are read by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kohtaamo.insight.in_use import InUse, models_in_use
from kohtaamo.insight.models import LearnedModel
from kohtaamo.language.clauses import clauses_in
from kohtaamo.language.linear import LinearModel, UnknownFormatError
from kohtaamo.language.reading import LONGEST, CommentReading
from kohtaamo.language.sentiment import label_of
from kohtaamo.language.theme_model import SURE, Signs, ThemeModel
from kohtaamo.language.themes import THEMES
from kohtaamo.organisation.tenancy import current_organisation_id

from .finding import VERSION, Changes, Mention, mentions_in, tone_of

OWN = "own"
# The task of a learned model: "theme:waiting".
TASK = "theme:"
KEPT_TEXTS = 2_000


@dataclass(frozen=True, slots=True)
class Numbered:
    model: ThemeModel
    number: int

    @property
    def version(self) -> str:
        return f"{VERSION}.{self.number}"


@dataclass(frozen=True, eq=False, slots=True)
class ThemeModels:
    """By language and theme; the same models are the same object."""

    of: Mapping[str, Mapping[str, Numbered]] = field(default_factory=dict)

    def version(self, language: str, theme: str) -> str:
        """Empty where the rules read it."""
        found = self.of.get(language, {}).get(theme)
        return found.version if found else ""


NONE_OF_ITS_OWN = ThemeModels()


def theme_models() -> ThemeModels:
    known = models_in_use(TASK)
    return loaded(current_organisation_id(), known) if known else NONE_OF_ITS_OWN


@lru_cache(maxsize=32)
def loaded(organisation_id: int, known: InUse) -> ThemeModels:  # noqa: ARG001  whose they are is part of the key
    found: dict[str, dict[str, Numbered]] = {}
    for row in LearnedModel.objects.filter(pk__in=[one[3] for one in known]):
        model = as_theme_model(row)
        if model is not None:
            theme = row.task.removeprefix(TASK)
            found.setdefault(row.language, {})[theme] = Numbered(model, row.number)
    return ThemeModels(found)


def as_theme_model(row: LearnedModel) -> ThemeModel | None:
    """None of one that an earlier version of the program kept in a form no longer read: the rules read instead."""
    try:
        return ThemeModel(LinearModel.from_bytes(bytes(row.data)), tuple(row.card["voices"]))
    except UnknownFormatError:
        return None


@lru_cache(maxsize=KEPT_TEXTS)
def themes_read(
    text: str, reading: CommentReading, changes: Changes, models: ThemeModels
) -> tuple[Mention, ...]:
    """By the rules, and where a theme has a model of its own, by that: it may add the theme or take it away."""
    ruled = mentions_in(text, reading, changes)
    own = models.of.get(reading.language)
    if not own or not any(character.isalpha() for character in text):
        return ruled
    by_rules = {one.theme: one for one in ruled}
    found = [one for one in ruled if one.theme not in own]
    for theme, numbered in own.items():
        if not is_read(theme, changes):
            continue
        share = numbered.model.share(text, signs_of(theme, ruled))
        if share >= SURE:
            known = by_rules.get(theme) or newly_found(theme, numbered.model, text, reading)
            found.append(known._replace(confidence=round(share, 4)))
    return tuple(sorted(found, key=lambda one: -one.confidence))


def is_read(theme: str, changes: Changes) -> bool:
    """Neither turned off nor removed since the model was taught."""
    active = {one.key: one.is_active for one in changes}
    return active.get(theme, theme in THEMES)


def signs_of(theme: str, ruled: tuple[Mention, ...]) -> Signs:
    confidence = next((one.confidence for one in ruled if one.theme == theme), 0.0)
    return Signs(confidence, sum(one.theme != theme for one in ruled))


def newly_found(theme: str, model: ThemeModel, text: str, reading: CommentReading) -> Mention:
    """The tone is of the clauses in which the words that decided stand."""
    spans = model.evidence(text)
    places = tuple(
        (clause.start, clause.end)
        for clause in clauses_in(text[:LONGEST])
        if any(start < clause.end and clause.start < end for start, end in spans)
    )
    tone, is_sure = tone_of(text[:LONGEST], reading, places)
    return Mention(theme, tone, label_of(tone) if is_sure else "", 0.0, spans)
