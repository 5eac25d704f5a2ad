"""The models that read the tone of an organisation's comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Q

from kohtaamo.insight.in_use import InUse, models_in_use
from kohtaamo.insight.models import Correction, LearnedModel
from kohtaamo.language.linear import LinearModel, UnknownFormatError
from kohtaamo.language.own_model import OwnModel, read_with
from kohtaamo.language.reading import CommentReading, read_comment
from kohtaamo.language.sentiment import PROVIDER, VERSION
from kohtaamo.organisation.tenancy import current_organisation_id

TONE = "tone"
OWN = "own"


@dataclass(frozen=True, eq=False, slots=True)
class OwnModels:
    """The models of one organisation, by language; the same models are the same object."""

    tones: Mapping[str, OwnModel] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def read(self, text: str, hint: str | None) -> CommentReading:
        found = read_comment(text, hint)
        own = self.tones.get(found.language)
        return read_with(own, text, found) if own else found

    def stamp(self, language: str) -> tuple[str, str]:
        """Provider and version of what is read in this language."""
        number = self.numbers.get(language)
        return (OWN, f"{VERSION}.{number}") if number else (PROVIDER, VERSION)

    def outdated(self) -> Q:
        """Of comments: those not read, or read by an earlier version. What people corrected stands."""
        own = Q(reading__language__in=list(self.numbers))
        late = ~own & ~Q(reading__version=VERSION)
        for language in self.numbers:
            late |= Q(reading__language=language) & ~Q(reading__version=self.stamp(language)[1])
        stands = Q(reading__provider=Correction.PROVIDER) | Q(reading__is_settled=True)
        return Q(reading__isnull=True) | (late & ~stands)


NONE_OF_ITS_OWN = OwnModels()


def current_models() -> OwnModels:
    known = models_in_use(TONE)
    return loaded(current_organisation_id(), known) if known else NONE_OF_ITS_OWN


@lru_cache(maxsize=32)
def loaded(organisation_id: int, known: InUse) -> OwnModels:  # noqa: ARG001  whose they are is part of the key
    rows = LearnedModel.objects.filter(pk__in=[one[3] for one in known])
    models = {row.language: (as_model(row), row.number) for row in rows}
    read = {language: (model, number) for language, (model, number) in models.items() if model}
    tones = {language: model for language, (model, _number) in read.items()}
    return OwnModels(tones, {language: number for language, (_model, number) in read.items()})


def as_model(row: LearnedModel) -> OwnModel | None:
    """None of one that an earlier version of the program kept in a form no longer read: the engine reads instead."""
    voice, engine = row.card["voices"]
    try:
        return OwnModel(LinearModel.from_bytes(bytes(row.data)), voice, engine)
    except UnknownFormatError:
        return None
