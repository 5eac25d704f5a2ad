"""Topics that nobody named: texts that have the same words, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from .terms import Term, parts_of, written_forms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_TEXTS = 60
FEWEST_OF_A_TOPIC = 5
MOST_TOPICS = 12
FEWEST_TOPICS = 3
# Texts behind one topic more grow with their square root: 60 give 3, 400 give 6.
TEXTS_OF_A_TOPIC = 10
MOST_WORDS = 4_000
# A word of more than this share of the texts tells nothing apart.
COMMONEST = 0.4
LABEL_WORDS = 3
# Of what a text says, so much must belong to its topic.
LEAST_SHARE = 0.3
SEED = 20_261_122
ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Topic:
    """`words` name it as they are written; `keys` are the same as stems; `places` of its texts, nearest first."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def label(self) -> str:
        return ", ".join(self.words)


@dataclass(frozen=True, slots=True)
class Discovered:
    """Of `n` texts with anything to tell; no topics where `n` < `needed`. A text belongs to one topic or none."""

    topics: tuple[Topic, ...]
    n: int
    needed: int


def needed_for_topics() -> int:
    return FEWEST_TEXTS


def how_many_topics(texts: int) -> int:
    return max(FEWEST_TOPICS, min(MOST_TOPICS, round(sqrt(texts / TEXTS_OF_A_TOPIC))))


def discover(texts: Sequence[Sequence[Term]]) -> Discovered:
    """Topics of texts in one language, the largest first; the same texts in the same order give the same.

    Source: TF-IDF and non-negative matrix factorisation (Lee & Seung 1999; NNDSVD start, Boutsidis & Gallopoulos
    2008); labels by class-based TF-IDF (Grootendorst 2022).
    """
    told = [place for place, terms in enumerate(texts) if terms]
    few = Discovered((), len(told), FEWEST_TEXTS)
    if len(told) < FEWEST_TEXTS:
        return few
    vectors, names = vectors_of([texts[place] for place in told])
    if vectors is None or vectors.shape[1] <= FEWEST_TOPICS:
        return few
    nearness = factorised(vectors, min(how_many_topics(len(told)), vectors.shape[1] - 1))
    members = members_of(nearness)
    labels = labels_of(members, [texts[told[row]] for row in range(len(told))], names)
    written = written_forms(texts)
    topics = [
        Topic(tuple(written[key] for key in keys), tuple(keys), tuple(told[row] for row in rows))
        for keys, rows in zip(labels, members, strict=True)
        if keys
    ]
    return Discovered(
        tuple(sorted(topics, key=lambda one: (-len(one.places), one.words))), len(told), FEWEST_TEXTS
    )


def vectors_of(texts: Sequence[Sequence[Term]]) -> tuple[Any, frozenset[str]]:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  seldom needed, slow to load

    vectorizer = TfidfVectorizer(
        analyzer=keys_of,
        min_df=max(2, len(texts) // 200),
        max_df=COMMONEST,
        max_features=MOST_WORDS,
        sublinear_tf=True,
    )
    try:
        vectors = vectorizer.fit_transform(texts)
    except ValueError:  # no word is common enough, or all are too common
        return None, frozenset()
    return vectors, frozenset(vectorizer.get_feature_names_out())


def keys_of(terms: Sequence[Term]) -> list[str]:
    return [term.key for term in terms]


def factorised(vectors: Any, topics: int) -> NDArray[np.float64]:
    """How near each text is to each topic: the share of the topic in what the text says, 0..1."""
    import warnings  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415  as below
    from sklearn.decomposition import NMF  # noqa: PLC0415  seldom needed, slow to load
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    model = NMF(n_components=topics, init="nndsvda", random_state=SEED, max_iter=ROUNDS)
    with warnings.catch_warnings():
        # what is left to gain after so many rounds changes no topic
        warnings.simplefilter("ignore", ConvergenceWarning)
        weights = model.fit_transform(vectors)
    # topics are made alike in size, so that a text's weights can be compared
    weights = weights * np.linalg.norm(model.components_, axis=1)
    total = weights.sum(axis=1, keepdims=True)
    nearness: NDArray[np.float64] = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return nearness


def members_of(nearness: NDArray[np.float64]) -> list[list[int]]:
    """The rows of each topic, nearest first; a text goes to the topic it is nearest to, or to none."""
    best = nearness.argmax(axis=1)
    found: list[list[int]] = [[] for _ in range(nearness.shape[1])]
    for row, topic in enumerate(best.tolist()):
        if nearness[row, topic] >= LEAST_SHARE:
            found[topic].append(row)
    for topic, rows in enumerate(found):
        rows.sort(key=lambda row, topic=topic: (-nearness[row, topic], row))  # type: ignore[misc]
    return [rows for rows in found if len(rows) >= FEWEST_OF_A_TOPIC]


def labels_of(
    members: Sequence[Sequence[int]], texts: Sequence[Sequence[Term]], names: frozenset[str]
) -> list[list[str]]:
    """Class-based TF-IDF: share of the word in the topic * ln(1 + words of a topic on average / its count)."""
    counts = [
        Counter(key for row in rows for key in {one.key for one in texts[row]} & names) for rows in members
    ]
    every: Counter[str] = sum(counts, Counter())
    average = sum(every.values()) / max(1, len(counts))
    found = []
    for own in counts:
        size = max(1, sum(own.values()))
        weight = {key: own[key] / size * log(1 + average / every[key]) for key in own if own[key] > 1}
        found.append(named(sorted(weight, key=lambda key: (-weight[key], key)), own))
    return found


def named(keys: Sequence[str], counts: Counter[str]) -> list[str]:
    """The foremost words, none twice: a pair stands for its words where it is about as common as they."""
    chosen: list[str] = []
    for key in keys:
        if len(chosen) == LABEL_WORDS:
            break
        words = set(parts_of(key))
        clash = [one for one in chosen if words & set(parts_of(one))]
        if not clash:
            chosen.append(key)
        elif len(clash) == 1 and len(words) > 1 and counts[key] >= counts[clash[0]] / 2:
            chosen[chosen.index(clash[0])] = key
    return chosen
