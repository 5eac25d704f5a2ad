from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kohtaamo.language.analyser import Span

Task = Literal["sentiment", "themes", "emotions"]
TASKS: tuple[Task, ...] = get_args(Task)
# local_only: nothing is sent. cascade: what our own reading is unsure of. llm_first: everything.
Policy = Literal["local_only", "cascade", "llm_first"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
Reason = Literal[
    "dead",
    "slow",
    "busy",
    "broken",
    "rejected",
    "malformed",
    "refused",
    "wrong_label",
    "missing",
    "budget",
    "paused",
    "unusable",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
# Of these the reader as a whole is ill; of the others only this text got no good answer.
ILL: frozenset[Reason] = frozenset({"dead", "slow", "busy", "broken", "rejected", "malformed", "unusable"})
TONES = ("positive", "neutral", "negative")
# The eight of Plutchik's wheel, as the XED data has them.
EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")


class ReaderError(Exception):
    """A reader gave no answer. `wait` is how many seconds it asked not to be asked again."""

    def __init__(self, reason: Reason, detail: str = "", *, wait: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Asked:
    """`language` is what the text is written in. `names` are words known to lead to a person: her own name, her
    e-mail, whoever served her. What an employee wrote is never sent.
    """

    text: str
    language: str = "und"
    names: tuple[str, ...] = ()
    is_from_staff: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing found: a tone ("positive", "neutral", "negative"), a theme or an emotion by its key.

    `tone` is -1 to 1, None of an emotion. Spans are of the text as it was written.
    """

    key: str
    confidence: float
    tone: float | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`why` is set where a stronger reader was to answer and this one did in its place."""

    task: Task
    provider: str
    version: str
    found: tuple[Mark, ...]
    why: Reason | None = None

    @property
    def confidence(self) -> float:
        """Of the least sure thing found; 0 where nothing was."""
        return min((one.confidence for one in self.found), default=0.0)

    @property
    def note(self) -> str:
        return f"fell back: {self.why}" if self.why else ""
