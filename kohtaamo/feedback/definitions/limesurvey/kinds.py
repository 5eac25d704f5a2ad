"""Letters of LimeSurvey's question types, and what each becomes here."""

from __future__ import annotations

from collections.abc import Mapping

from kohtaamo.feedback.definitions.draft import Texts

ONE = frozenset("L!O")
MANY = frozenset("MP")
TEXT = frozenset("STU")
TABLE = frozenset("ABCEFH")
TEXT_A_ROW, NUMBER_A_ROW, NUMBER_CELLS, TEXT_CELLS, TWO_SCALES = "Q", "K", ":", ";", "1"

# Choices that LimeSurvey itself knows, in the order it shows them.
Fixed = tuple[tuple[str, Texts], ...]
GENDER: Fixed = (
    ("F", {"fi": "Nainen", "en": "Female"}),
    ("M", {"fi": "Mies", "en": "Male"}),
)
YES_NO_UNSURE: Fixed = (
    ("Y", {"fi": "Kyllä", "en": "Yes"}),
    ("U", {"fi": "En osaa sanoa", "en": "Uncertain"}),
    ("N", {"fi": "Ei", "en": "No"}),
)
MORE_SAME_LESS: Fixed = (
    ("I", {"fi": "Enemmän", "en": "Increase"}),
    ("S", {"fi": "Sama", "en": "Same"}),
    ("D", {"fi": "Vähemmän", "en": "Decrease"}),
)


def points(most: int) -> Fixed:
    return tuple((str(number), {"fi": str(number), "en": str(number)}) for number in range(1, most + 1))


SCALES: Mapping[str, Fixed] = {"A": points(5), "B": points(10), "C": YES_NO_UNSURE, "E": MORE_SAME_LESS}


def in_languages(fixed: Fixed, languages: list[str]) -> list[tuple[str, Texts]]:
    return [
        (code, {language: texts.get(language, texts["en"]) for language in languages})
        for code, texts in fixed
    ]
