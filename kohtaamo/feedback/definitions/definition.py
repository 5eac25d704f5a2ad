"""The definition of a survey in a form of some program: how it is read, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kohtaamo.feedback.question import Words
from kohtaamo.feedback.questionnaire import Questionnaire

from .opened import Opened


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be carried over as it was: the element by its own name, and why by a code.

    The sentences stand in `definitions.problems`.
    """

    element: str
    why: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """`questions` stand in the file; of `imported` something is asked here. One may become several."""

    format: str
    name: str
    questionnaire: Questionnaire
    losses: tuple[Loss, ...]
    questions: int
    imported: int
    # what people read of a question, by each code it has in the file
    wordings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionFormat:
    """`knows` tells by the contents whether a file is in this form. A form may be only read or only written."""

    key: str
    label: Words
    knows: Callable[[Opened], bool] | None = None
    read: Callable[[Opened], Definition] | None = None
    write: Callable[[Questionnaire, str], bytes] | None = None
    ending: str = ".json"
    content_type: str = "application/json"
