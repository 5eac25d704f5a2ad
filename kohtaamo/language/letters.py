"""How likely each of our languages is by the letters of a text: the model of `py3langid`, cut down to them.

Its own walk through a text is spread over lists of numbers; here they lie close together, which a processor reads
in half the time. The shares are the same to the last bit.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGES = ("en", "fi", "sv")


class Walk(NamedTuple):
    """`moves[rows[state] + byte]` is the next state, `pieces[state]` the piece of letters that ends there, or -1.

    Of each piece `weights` has a row, of each language a column; `bias` is of the languages alone.
    """

    rows: array[int]
    moves: array[int]
    pieces: array[int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def ranked(text: str) -> list[tuple[str, float]]:
    """Languages with their shares, the likeliest first, of a text in small letters."""
    import numpy as np  # noqa: PLC0415  start-up time

    data = normalize("NFC", text).encode(errors="surrogatepass")
    walk = _walk()
    met = _pieces_met(walk, data)
    scores = np.zeros(len(LANGUAGES), dtype=np.float32)
    if met:
        ids = np.fromiter(met.keys(), dtype=np.intp, count=len(met))
        times = np.fromiter(met.values(), dtype=np.float32, count=len(met))
        scores = np.log1p(times) @ walk.weights.take(ids, axis=0) + walk.bias
    # The longer the text, the surer a model of its pieces is without right: so the root of its length tempers it.
    scores *= 1.0 / sqrt(len(data) or 1)
    raised = np.exp(scores - scores.max())
    shares = (raised / raised.sum()).tolist()
    return sorted(zip(LANGUAGES, shares, strict=True), key=lambda one: -one[1])


def _pieces_met(walk: Walk, data: bytes) -> Counter[int]:
    rows, moves, pieces = walk.rows, walk.moves, walk.pieces
    state, met = 0, []
    for letter in data:
        state = moves[rows[state] + letter]
        if pieces[state] >= 0:
            met.append(pieces[state])
    return Counter(met)


@cache
def _walk() -> Walk:
    # Loading brings in numpy and over 100 MB, most of which is let go: only a process that reads texts pays for it.
    import numpy as np  # noqa: PLC0415
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(list(LANGUAGES))
    if tuple(whole.nb_classes) != LANGUAGES:
        raise LookupError(whole.nb_classes)
    return Walk(
        rows=array("I", [row << 8 for row in whole.tk_row]),
        moves=whole.tk_nextmove,
        pieces=array("i", whole.tk_output),
        weights=np.ascontiguousarray(whole.nb_ptc, dtype=np.float32),
        bias=whole.nb_pc,
    )
