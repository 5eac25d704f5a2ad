"""What the forms of a word have in common, as topics compare words."""

from __future__ import annotations

import re
from functools import lru_cache

from kohtaamo.language.stems import STEMMERS, stem

# Longer ones are no words of a language, and a stemmer may take its time with them.
LONGEST_WORD = 64
# The weak grade of Finnish within a stem and the strong one that it comes from; long stops are short on both sides.
# Source: Iso suomen kielioppi § 41–42 (astevaihtelu), without the grades that vanish or are ambiguous.
STRONG = {
    "nn": "nt", "ng": "nk", "mm": "mp", "ll": "lt", "rr": "rt", "hd": "ht", "d": "t", "kk": "k", "pp": "p", "tt": "t",
}  # fmt: skip
GRADE = re.compile(r"(nn|ng|mm|ll|rr|hd|kk|pp|tt|d)(?=[aeiouyäö]+$)")
# At its end the stemmer has shortened the weak one: "tunnin" is "tun", so "tunti" is too; "sovelluks-" is "sovellus".
AT_END = re.compile(r"(?<=[nlr])t$|(?<=m)p$|(?<=n)[gk]$|(?<=[aeiouyäö])k(?=s$)")
# The same vowel that some endings leave and others take: "kauppa" is "kaup", "kaupassa" would be "kaupa".
LEFT_OVER = re.compile(r"(?<=\w{4})[aä]$")


@lru_cache(maxsize=65_536)
def root(form: str, language: str) -> str:
    """The stem, in Finnish without its change of grade: "tunti" and "tunnin" are one; the form where we know none."""
    if language not in STEMMERS or len(form) > LONGEST_WORD:
        return form
    found = stem(form, language)
    if language != "fi":
        return found
    return AT_END.sub("", LEFT_OVER.sub("", GRADE.sub(lambda match: STRONG[match.group()], found)))
