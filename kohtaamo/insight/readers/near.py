"""Comments near in meaning to words or to another comment, in whatever language; by words alone where that fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
from django.db.models import Count, Max
from numpy.typing import NDArray

from kohtaamo.insight.models import CommentVector, EmbeddingSettings
from kohtaamo.language.readers import ReaderError
from kohtaamo.organisation.tenancy import current_organisation_id

from .meaning_setting import meanings_in_use, space_of
from .vectors import HALF, Floats, embedded

# Somebody waits before the page.
LONGEST_SECONDS = 3.0
MOST_NEAR = 20
# Of those that are looked up, some may be left out by what a page is narrowed to.
MOST_LOOKED_UP = 500
# What the vectors say beside the words. Chosen in the design of the language engine on Finnish questions.
VOICE = 0.7
KEPT_SPACES, KEPT_QUESTIONS = 4, 256

Cosines = NDArray[np.float32]
# how many vectors, and when the latest of them came
Stand = tuple[int, datetime | None]


@dataclass(frozen=True, eq=False)
class Space:
    keys: NDArray[np.int64]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Near:
    """`is_silent`: a reader of meanings is in use, but did not answer. `cosines` are of every comment known."""

    is_used: bool = False
    is_silent: bool = False
    cosines: Mapping[int, float] = field(default_factory=dict)

    def nearest(self, most: int = MOST_LOOKED_UP) -> list[int]:
        """Those clearly nearer than comments are in general: beyond the middle between the mean and the best."""
        if not self.cosines:
            return []
        values = list(self.cosines.values())
        least = (max(values) + sum(values) / len(values)) / 2
        found = sorted(self.cosines.items(), key=lambda one: (-one[1], one[0]))
        return [key for key, cosine in found if cosine >= least][:most]


NOT_USED = Near()


def near_words(words: str) -> Near:
    settings = meanings_in_use()
    if settings is None or not words.strip():
        return NOT_USED
    space = space_now(settings)
    if not len(space.keys):
        return Near(is_used=True)
    question = vector_of(settings, words)
    return Near(is_silent=True) if question is None else near(space, question)


def near_comment(comment: int) -> Near:
    """Nothing is asked: its vector is known already, or it is not used."""
    settings = meanings_in_use()
    if settings is None:
        return NOT_USED
    space = space_now(settings)
    (places,) = np.nonzero(space.keys == comment)
    return near(space, space.vectors[places[0]]) if len(places) else NOT_USED


def near(space: Space, question: Floats) -> Near:
    if len(question) != space.vectors.shape[1]:
        return Near(is_silent=True)
    found = space.vectors @ question
    return Near(is_used=True, cosines=dict(zip(space.keys.tolist(), found.tolist(), strict=True)))


def space_now(settings: EmbeddingSettings) -> Space:
    name = space_of(settings)
    told = CommentVector.objects.filter(space=name).aggregate(n=Count("pk"), latest=Max("at"))
    return loaded(current_organisation_id(), name, (told["n"], told["latest"]))


@lru_cache(maxsize=KEPT_SPACES)
def loaded(organisation_id: int, name: str, stand: Stand) -> Space:  # noqa: ARG001  whose and of when is part of the key
    rows = list(CommentVector.objects.filter(space=name).order_by("comment").values_list("comment", "vector"))
    size = max((len(bytes(vector)) for _key, vector in rows), default=0)
    # a server that changed its mind about the length of vectors: the longest are compared
    same = [(key, bytes(vector)) for key, vector in rows if len(bytes(vector)) == size]
    keys = np.fromiter((key for key, _vector in same), dtype=np.int64, count=len(same))
    table = np.frombuffer(b"".join(vector for _key, vector in same), dtype=HALF)
    return Space(
        keys, table.reshape(len(same), -1).astype(np.float32) if same else np.zeros((0, 0), np.float32)
    )


def vector_of(settings: EmbeddingSettings, words: str) -> Floats | None:
    """None when the reader gave no answer in time. What names a person is hidden before the words are sent."""
    known = (current_organisation_id(), space_of(settings), words)
    if known in questions:
        return questions[known]
    try:
        vectors = embedded(settings, [words], at_most=LONGEST_SECONDS)
    except ReaderError:
        return None
    if vectors is None:
        return None
    if len(questions) >= KEPT_QUESTIONS:
        questions.clear()
    questions[known] = np.asarray(vectors[0], dtype=np.float32)
    return questions[known]


# (organisation, space, words) -> vector: whoever turns a page asks the same again.
questions: dict[tuple[int, str, str], Floats] = {}


def together(keys: Iterable[int], near: Near, by_words: Mapping[int, float]) -> list[int]:
    """Best first: vectors and words, each from 0 to 1 among these."""
    listed = list(keys)
    meant = scaled({key: near.cosines[key] for key in listed if key in near.cosines})
    said = scaled({key: by_words.get(key, 0.0) for key in listed})
    scores = {key: VOICE * meant.get(key, 0.0) + (1 - VOICE) * said[key] for key in listed}
    return sorted(listed, key=lambda key: -scores[key])


def scaled(values: Mapping[int, float]) -> dict[int, float]:
    if not values:
        return {}
    low, high = min(values.values()), max(values.values())
    return {key: (value - low) / (high - low) if high > low else 0.0 for key, value in values.items()}
