"""Texts as vectors by any server that speaks OpenAI's embeddings; near vectors say the same, in any language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from .answering import ReaderError
from .hiding import hide
from .http import Endpoint, post

MOST_AT_ONCE = 64
Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EmbeddingClient:
    """What names a person is hidden before a text is sent."""

    endpoint: Endpoint
    model: str

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One vector of length 1 for each text, in order. Raises `ReaderError`."""
        sent = [hide(text).text or " " for text in texts]
        vectors: list[Vector] = []
        for start in range(0, len(sent), MOST_AT_ONCE):
            vectors += self._embed(sent[start : start + MOST_AT_ONCE])
        if len({len(vector) for vector in vectors}) > 1:
            raise ReaderError("malformed", "vectors of different lengths")
        return vectors

    def _embed(self, texts: Sequence[str]) -> list[Vector]:
        body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        answer = post(self.endpoint, "/embeddings", body)
        data = answer.get("data")
        if not isinstance(data, list) or len(data) != len(texts):
            raise ReaderError("malformed", "not as many vectors as texts")
        ordered: dict[int, Vector] = {}
        for place, item in enumerate(data):
            index = item.get("index", place) if isinstance(item, dict) else place
            ordered[index if isinstance(index, int) else place] = unit(item)
        if sorted(ordered) != list(range(len(texts))):
            raise ReaderError("malformed", "vectors out of order")
        return [ordered[place] for place in range(len(texts))]


def unit(item: Any) -> Vector:
    given = item.get("embedding") if isinstance(item, dict) else None
    if not isinstance(given, list) or not given or not all(isinstance(one, int | float) for one in given):
        raise ReaderError("malformed", "no vector")
    return scaled([float(one) for one in given])


def scaled(vector: Sequence[float]) -> Vector:
    length = math.hypot(*vector)
    if not math.isfinite(length) or length == 0:
        raise ReaderError("malformed", "a vector without direction")
    return tuple(one / length for one in vector)


def nearness(one: Vector, other: Vector) -> float:
    """The cosine: 1 is the same direction."""
    return float(sum(map(mul, one, other)))


def nearest(query: Vector, vectors: Sequence[Vector], k: int) -> list[tuple[int, float]]:
    """The places of the `k` nearest, nearest first; of equals the earlier."""
    near = [(place, nearness(query, vector)) for place, vector in enumerate(vectors)]
    return sorted(near, key=lambda one: (-one[1], one[0]))[:k]


@dataclass(frozen=True, slots=True)
class NearTexts:
    """Texts found by what they say, also by a question in another language."""

    client: EmbeddingClient
    ids: tuple[str, ...]
    vectors: tuple[Vector, ...]

    @classmethod
    def of(cls, texts: Sequence[tuple[str, str]], client: EmbeddingClient) -> NearTexts:
        """Of identity and text. Raises `ReaderError`, as `search` does."""
        return cls(client, tuple(key for key, _text in texts), tuple(client.embed([one for _, one in texts])))

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        (vector,) = self.client.embed([query])
        return [(self.ids[place], near) for place, near in nearest(vector, self.vectors, k)]
