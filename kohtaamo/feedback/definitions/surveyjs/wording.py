"""Texts of SurveyJS: one for all, or one for each language with "default" among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.draft import Draft, Texts
from kohtaamo.feedback.definitions.logic import Target
from kohtaamo.feedback.definitions.shapes import listed, mapping, words
from kohtaamo.feedback.definitions.texts import piped

PIPE = re.compile(r"\{\s*([A-Za-z_][^{}]{0,200}?)\s*\}")
DEFAULT = "default"
TEXTS = ("title", "description", "text", "label", "html", "completedHtml", "labelTrue", "labelFalse")
DEEPEST = 60


def languages_of(raw: dict[str, Any]) -> list[str]:
    """The survey's own, then every other a text is written in."""
    found = {words(raw.get("locale")) or "en": None}
    left: list[tuple[Any, int]] = [(raw, 0)]
    while left:
        part, depth = left.pop()
        if isinstance(part, dict) and depth < DEEPEST:
            for key, value in part.items():
                if key in TEXTS and isinstance(value, dict):
                    found |= {code: None for code in value if code != DEFAULT and len(code) <= 8}  # noqa: PLR2004
                else:
                    left.append((value, depth + 1))
        elif isinstance(part, list):
            left += [(one, depth + 1) for one in part]
    return list(found)


@dataclass(frozen=True, slots=True)
class Wording:
    draft: Draft
    own_language: str
    targets: Mapping[str, Target]

    def of(self, raw: Any, tag: str) -> Texts:
        tongues = self.draft.tongues
        if not isinstance(raw, dict):
            text = self.text(raw, tag)
            return dict.fromkeys(tongues.languages, text) if text and is_number(raw) else self.one(text)
        texts = {}
        for written, kept in tongues.kept.items():
            found = raw.get(written, raw.get(DEFAULT) if written == self.own_language else None)
            text = self.text(found, tag)
            if text:
                texts[kept] = text
        return texts or self.one(self.text(raw.get(DEFAULT), tag))

    def one(self, text: str) -> Texts:
        return {self.draft.tongues.first: text} if text else {}

    def text(self, raw: Any, tag: str) -> str:
        def name_of(found: re.Match[str]) -> str | None:
            target = self.targets.get(found[1])
            if target is None:
                self.draft.lose(tag, "piped_unknown", name=found[0][:80])
            return target.name if target else None

        return piped(words(raw), PIPE, name_of)


def is_number(raw: Any) -> bool:
    return words(raw).replace(".", "", 1).isdigit()


def choice_value(raw: Any) -> str:
    return words(mapping(raw).get("value") if isinstance(raw, dict) else raw)


def choices_of(raw: Any) -> list[Any]:
    return [one for one in listed(raw) if choice_value(one)]
