"""A questionnaire in the making, while the file of another program is read from the beginning to the end."""

from __future__ import annotations

from typing import Any

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import MOST_QUESTIONS

from .definition import Loss
from .logic import Rule, Target, all_of
from .texts import name_from
from .tongues import Tongues

MOST_IN_A_FILE = 10_000
Texts = dict[str, str]
Fields = dict[str, Any]


class Draft:
    """Elements and pages are kept as plain fields; `finishing.finished` makes a questionnaire of them."""

    def __init__(self, tongues: Tongues) -> None:
        self.tongues = tongues
        self.losses: list[Loss] = list(tongues.losses)
        self.pages: list[Fields] = []
        self.hidden: list[str] = []
        self.calculated: list[Fields] = []
        self.quotas: list[Fields] = []
        self.thanks: Texts = {}
        self.settings: Fields = {}
        self.targets: dict[str, Target] = {}
        self.taken: set[str] = set()
        self.used: set[str] = set()
        self.found: set[str] = set()
        self.carried: set[str] = set()
        self.pending: Texts = {}
        self.wordings: dict[str, str] = {}

    def lose(self, element: object, why: str, **facts: Any) -> None:
        loss = Loss(str(element)[:200] or "–", why, facts)
        if loss not in self.losses:
            self.losses.append(loss)

    def know(self, code: str, texts: Texts) -> None:
        """By which words people know the question with this code of the file; its first words stand."""
        words = next((text for text in texts.values() if text.strip()), "")
        if words:
            self.wordings.setdefault(code, words)

    def find(self, source: str) -> None:
        """A question of the file; counted whether or not it can be asked here."""
        self.found.add(source)
        if len(self.found) > MOST_IN_A_FILE:
            raise UnfitError("too_many_questions", count=len(self.found), most=MOST_QUESTIONS)

    def name(self, wanted: object, otherwise: str = "question") -> str:
        """A name that nothing else has."""
        name = name_from(wanted, self.taken, otherwise)
        self.taken.add(name)
        return name

    def hide(self, wanted: str) -> str:
        name = self.name(wanted, "value")
        self.hidden.append(name)
        return name

    def page(self, *, title: Texts | None = None, description: Texts | None = None, **fields: Any) -> Fields:
        page = {"title": title or {}, "description": description or {}, "elements": [], **fields}
        self.pages.append(page)
        return page

    def text(self, texts: Texts, *, source: str | None = None) -> None:
        """Words between questions: kept on the page when they begin it, else with the question after them."""
        page = self.pages[-1] if self.pages else self.page()
        if source is not None:
            self.carried.add(source)
        if page["elements"]:
            self.pending = together(self.pending, texts)
        else:
            page["description"] = together(page["description"], texts)

    def ask(self, source: str, *, visible_if: Rule | None = None, **fields: Any) -> Fields:
        page = self.pages[-1] if self.pages else self.page()
        element = {"visible_if": visible_if, **fields}
        for code in (source, fields["name"]):
            self.know(code, fields.get("title") or {})
        if self.pending:
            element["description"] = together(self.pending, element.get("description") or {})
            self.pending = {}
        page["elements"].append(element)
        self.carried.add(source)
        return element

    def end_page(self) -> None:
        """Words left at the end of a page go to the next one."""
        words, self.pending = self.pending, {}
        if words:
            self.page(description=words)

    def narrow(self, fields: Fields, rule: Rule | None) -> None:
        fields["visible_if"] = all_of([rule, fields.get("visible_if")])


def together(first: Texts, second: Texts) -> Texts:
    return {
        language: "\n\n".join(part for part in (first.get(language), second.get(language)) if part)
        for language in dict.fromkeys([*first, *second])
    }
