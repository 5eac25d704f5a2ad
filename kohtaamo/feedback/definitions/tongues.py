"""Which of a file's languages a survey here can be asked in, and under which code each is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kohtaamo.feedback.questionnaire import LANGUAGES

from .definition import Loss

# What XLSForm and others write out in full.
NAMES = {"finnish": "fi", "suomi": "fi", "english": "en", "swedish": "sv", "svenska": "sv", "ruotsi": "sv"}
STAND_IN = "en"


def code_of(written: str) -> str:
    """Both "EN-GB" and "English (en)" are "en"."""
    text = written.strip().lower().replace("_", "-")
    if text.endswith(")") and "(" in text:
        text = text.rpartition("(")[2][:-1]
    return NAMES.get(text, text.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Tongues:
    """`kept`: under which language of ours a text in each of the file's own languages is kept."""

    kept: Mapping[str, str]
    losses: tuple[Loss, ...] = ()

    @property
    def languages(self) -> list[str]:
        return list(dict.fromkeys(self.kept.values()))

    @property
    def first(self) -> str:
        return self.languages[0]

    def of(self, written: str) -> str | None:
        return self.kept.get(written)


def tongues_of(written: Iterable[str]) -> Tongues:
    """The file's own language comes first. When none is known here, it is kept as English, and that is told."""
    all_written = list(dict.fromkeys(one for one in written if one)) or [STAND_IN]
    kept: dict[str, str] = {}
    for one in all_written:
        if code_of(one) in LANGUAGES and code_of(one) not in kept.values():
            kept[one] = code_of(one)
    losses = [Loss(one, "language_left_out") for one in all_written if one not in kept]
    if not kept:
        kept = {all_written[0]: STAND_IN}
        losses[0] = Loss(all_written[0], "language_stands_in", {"language": STAND_IN})
    return Tongues(kept, tuple(losses))
