"""Marks of irony. None of them proves it, so they only make a reading less sure, and never a complaint: irony does not
turn it into praise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .sentiment import Hit

IRONIC = 0.5
# Of training lines with praise beside a complaint that were read as good, 0.48 were, where 0.68 would have been told
# (n = 140); of those read as bad 0.74, where 0.75 would have been (n = 321).
MIXED = 0.7
STRONG = 2.0
# A long comment may well praise one thing and blame another.
FEW = 4
SAYINGS = re.compile(
    r"\b(?:niin\s+varmaan|juu\s+niin\s+varmasti|kiitos\s+tästäkin|kiitos\s+(?:vain\s+)?ei\s+mistään|kiitti\s+vaan"
    r"|just\s+joo|joopa\s+joo|no\s+kiva|muka|taas\s+(?:kerran\s+)?loistava\w*|onneksi\s+olkoon"
    r"|hienosti\s+hoidettu\s+taas|yeah,?\s+right|thanks\s+for\s+nothing|thanks\s+a\s+lot\s+for|how\s+lovely"
    r"|just\s+great|just\s+what\s+i\s+needed|oh\s+(?:great|joy|well\s+done)|what\s+a\s+surprise|so-called"
    r"|tack\s+för\s+ingenting|jo\s+tjena|eller\s+hur)\b",
    re.IGNORECASE,
)
QUOTES = re.compile(r"[\"”“«»][^\"”“«»]{2,40}[\"”“«»]")
# A slash s at the end, eyes rolled, a face upside down.
SIGNS = re.compile(r"(?:^|\s)/s\b|🙄|🙃|😏|🤡")


def belief_in_praise(text: str, hits: Sequence[Hit]) -> float:
    """1 without a mark. Marks are a saying, a sign, praise in quotation marks, and in a short text strong praise beside
    a strong complaint.
    """
    if SAYINGS.search(text) or SIGNS.search(text):
        return IRONIC
    praise = [hit for hit in hits if hit.weight >= STRONG]
    if not praise:
        return 1.0
    quoted = [found.span() for found in QUOTES.finditer(text)]
    if any(start <= hit.start and hit.end <= end for hit in praise for start, end in quoted):
        return IRONIC
    return MIXED if len(hits) <= FEW and any(hit.weight <= -STRONG for hit in hits) else 1.0
