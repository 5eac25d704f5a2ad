from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, UnfitError, step_of
from kohtaamo.kit.statistics.kano import Feeling, KanoClass, kano_class

WITH, WITHOUT = "with", "without"
step = step_of(1, 2, 3, 4, 5)


def parse(raw: Any) -> dict[str, int]:
    """{"with": 1–5, "without": 1–5}: how it would be with the feature, and without it."""
    if not isinstance(raw, dict) or not set(raw) <= {WITH, WITHOUT}:
        raise UnfitError("not_a_pair")
    given = {key: raw[key] for key in (WITH, WITHOUT) if raw.get(key) not in (None, "")}
    if len(given) == 1:
        raise UnfitError("half_a_pair")
    return {key: step(one) for key, one in given.items()}


def class_of(value: Any) -> KanoClass:
    feelings = list(Feeling)
    return kano_class(feelings[value[WITH] - 1], feelings[value[WITHOUT] - 1])


def counted(value: Any) -> list[str]:
    return [class_of(value).value]


question = Question(
    key="kano",
    label=_("Kano pair"),
    input="pair",
    parse=parse,
    counted=counted,
    takes=frozenset(),
    choices={
        1: _("I like it"),
        2: _("I expect it"),
        3: _("I do not mind"),
        4: _("I can live with it"),
        5: _("I dislike it"),
    },
    title={"fi": "Näet asiasi etenemisen verkossa.", "en": "You can follow your matter online."},
    seconds=15,
)
