"""How conditions are said in each language. Where there are two: when it holds, and when it must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kohtaamo.kit.text import Language

from .condition import Relation

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    language: Language
    when: str
    is_so: Pair
    contains: Pair
    missing: Pair
    given: Pair
    numbers: Mapping[Relation, str]
    days: Mapping[Relation, str]
    always: Pair
    yes: Pair
    empty: str
    quoted: str
    all_of: str
    any_of: str
    none_of: str  # between the last two of what it is not


FINNISH = Speech(
    language="fi",
    when="kun {}",
    is_so=("{} on {}", "{} ei ole {}"),
    contains=("{} sisältää {}", "{} ei sisällä {}"),
    missing=("{} puuttuu", "{} on annettu"),
    given=("{} on annettu", "{} puuttuu"),
    numbers={
        "less": "alle {}",
        "at_most": "enintään {}",
        "more": "yli {}",
        "at_least": "vähintään {}",
    },
    days={
        "less": "ennen {}",
        "at_most": "viimeistään {}",
        "more": "{} jälkeen",
        "at_least": "aikaisintaan {}",
    },
    always=("aina", "ei koskaan"),
    yes=("”kyllä”", "”ei”"),
    empty="tyhjä",
    quoted="”{}”",
    all_of="ja",
    any_of="tai",
    none_of="eikä",
)
ENGLISH = Speech(
    language="en",
    when="when {}",
    is_so=("{} is {}", "{} is not {}"),
    contains=("{} contains {}", "{} does not contain {}"),
    missing=("{} is missing", "{} is given"),
    given=("{} is given", "{} is not given"),
    numbers={
        "less": "less than {}",
        "at_most": "at most {}",
        "more": "more than {}",
        "at_least": "at least {}",
    },
    days={
        "less": "before {}",
        "at_most": "{} at the latest",
        "more": "after {}",
        "at_least": "{} at the earliest",
    },
    always=("always", "never"),
    yes=("“yes”", "“no”"),
    empty="empty",
    quoted="“{}”",
    all_of="and",
    any_of="or",
    none_of="or",
)
SPEECHES: Mapping[str, Speech] = {"fi": FINNISH, "en": ENGLISH}
