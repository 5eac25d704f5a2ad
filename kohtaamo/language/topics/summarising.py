"""A few sentences of people's own that say what many of them say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kohtaamo.language.clauses import clauses_in
from kohtaamo.language.personal import find

from .terms import LONGEST_TEXT, Term, terms_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST, LONGEST = 4, 45  # words of a sentence that stands alone
MOST_SENTENCES = 3_000
# How near a sentence is to the middle weighs so much, what it repeats of those before it the rest.
NEARNESS = 0.5
# Sentences more alike than this say the same.
ALIKE = 0.75
# Fewer sentences than these are quicker read than summed up.
FEWEST_SENTENCES, FEWEST_DIFFERENT = 10, 3
ENDS = ".!?…\n\r"


class Sentence(NamedTuple):
    """`text[start:end]` of the text at `place`."""

    place: int
    start: int
    end: int


def sentences_in(text: str) -> list[tuple[int, int]]:
    """Clauses put together up to the sign that ends a sentence."""
    found: list[tuple[int, int]] = []
    for clause in clauses_in(text[:LONGEST_TEXT]):
        if found and not ends_between(text, found[-1][1], clause.start):
            found[-1] = (found[-1][0], clause.end)
        else:
            found.append((clause.start, clause.end))
    return [(start, closed(text, end)) for start, end in found]


def ends_between(text: str, end: int, start: int) -> bool:
    """Whether the signs between two clauses end a sentence; the full stop of "12.10. klo 9" does not."""
    between = text[end:start]
    is_ordinal = between.strip() == "." and text[end - 1].isdigit() and text[start].islower()
    return not is_ordinal and any(sign in between for sign in ENDS)


def closed(text: str, end: int) -> int:
    """With the sign that ends it, which belongs to a quotation."""
    while end < len(text) and text[end] in ".!?…":
        end += 1
    return end


def summary(texts: Sequence[str], languages: Sequence[str], *, most: int = 5) -> tuple[Sentence, ...]:
    """The sentences nearest to the middle of all, each unlike those before it; none that names a person.

    Empty where there is little to sum up. Source: centroid (Radev et al. 2004); maximal marginal relevance
    (Carbonell & Goldstein 1998).
    """
    candidates, terms, times = candidates_in(texts, languages)
    if len(candidates) < FEWEST_DIFFERENT or sum(times) < FEWEST_SENTENCES:
        return ()
    vectors = unit_vectors(terms)
    import numpy as np  # noqa: PLC0415  not loaded to read a text

    middle = np.asarray(vectors.T @ np.array(times, float)).ravel()
    length = np.linalg.norm(middle)
    if length == 0:
        return ()
    nearness = np.asarray(vectors @ (middle / length)).ravel()
    return tuple(candidates[row] for row in chosen(vectors, nearness, most))


def candidates_in(
    texts: Sequence[str], languages: Sequence[str]
) -> tuple[list[Sentence], list[Sequence[Term]], list[int]]:
    """Sentences, the terms of each, and how many say the same in the same words: they stand by the first."""
    found: list[Sentence] = []
    terms: list[Sequence[Term]] = []
    times: list[int] = []
    seen: dict[frozenset[str], int] = {}
    for place, (text, language) in enumerate(zip(texts, languages, strict=True)):
        for start, end in sentences_in(text):
            sentence = text[start:end]
            if not SHORTEST <= len(sentence.split()) <= LONGEST or find(sentence):
                continue
            own = terms_in(sentence, language)
            keys = frozenset(term.key for term in own)
            if keys in seen:
                times[seen[keys]] += 1
            elif own:
                seen[keys] = len(found)
                found.append(Sentence(place, start, end))
                terms.append(own)
                times.append(1)
        if len(found) >= MOST_SENTENCES:
            break
    return found, terms, times


def chosen(vectors: Any, nearness: NDArray[np.float64], most: int) -> Iterable[int]:
    import numpy as np  # noqa: PLC0415  not loaded to read a text

    rows: list[int] = []
    likeness = np.zeros(len(nearness))
    while len(rows) < most:
        worth = np.where(likeness < ALIKE, NEARNESS * nearness - (1 - NEARNESS) * likeness, -np.inf)
        if rows:
            worth[rows] = -np.inf
        best = int(worth.argmax())
        if not np.isfinite(worth[best]) or nearness[best] <= 0:
            break
        rows.append(best)
        likeness = np.maximum(likeness, np.asarray((vectors @ vectors[best].T).todense()).ravel())
    return rows


def unit_vectors(texts: Sequence[Sequence[Term]]) -> Any:
    """TF-IDF, (sentences, words), each row of length 1."""
    import numpy as np  # noqa: PLC0415  not loaded to read a text
    from scipy.sparse import csr_matrix, diags  # noqa: PLC0415

    places: dict[str, int] = {}
    rows, columns = [], []
    for row, terms in enumerate(texts):
        for key in dict.fromkeys(term.key for term in terms):
            rows.append(row)
            columns.append(places.setdefault(key, len(places)))
    holding = np.bincount(columns, minlength=len(places))
    weights = np.log((1 + len(texts)) / (1 + holding)) + 1
    matrix = csr_matrix((weights[columns], (rows, columns)), shape=(len(texts), len(places)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix)
