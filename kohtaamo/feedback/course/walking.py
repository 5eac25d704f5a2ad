from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kohtaamo.feedback.questionnaire import Choice, Element, Page, Questionnaire, Row, Rule
from kohtaamo.feedback.questionnaire.reach import names_of, order_of, reach_of
from kohtaamo.kit.rules import holds, value_of

from .order import shuffled

Values = Mapping[str, Any]
Stated = TypeVar("Stated", Choice, Row)


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """`element` has its choices and rows as they are shown now; `why`: an open text follows right below."""

    element: Element
    required: bool
    why: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    """`number` counts from 1 over all pages in this person's order, shown or not: it stays when answers change."""

    number: int
    page: Page
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """`values` are those of what is shown; `dropped` names the others that were given.

    `calculated` are the calculated values, `quotas` the names of the quotas that hold.
    """

    questionnaire: Questionnaire
    pages: tuple[ShownPage, ...]
    values: dict[str, Any]
    dropped: tuple[str, ...]
    hidden: dict[str, Any]
    calculated: dict[str, Any]
    quotas: tuple[str, ...]


def course_of(
    questionnaire: Questionnaire, values: Values, *, hidden: Values | None = None, seed: str = ""
) -> Course:
    """`values` as they are stored, by the name of the question, and "<name>_why" for reasons."""
    return Walk(questionnaire, values, hidden or {}, seed).whole()


class Walk:
    """One pass in the order of showing: a rule asks only of what came before it."""

    def __init__(self, questionnaire: Questionnaire, given: Values, hidden: Values, seed: str) -> None:
        self.questionnaire, self.given, self.seed = questionnaire, given, seed
        self.hidden = {name: hidden[name] for name in questionnaire.hidden if hidden.get(name) is not None}
        self.facts: dict[str, Any] = dict(self.hidden)
        self.kept: dict[str, Any] = {}
        rules = {one.name: one.value for one in questionnaire.calculated}
        order = order_of(reach_of(questionnaire).sources) if rules else []
        self.calculated = [(name, rules[name]) for name in order]

    def whole(self) -> Course:
        pages = [self.page(number, page) for number, page in enumerate(self.pages_in_order(), start=1)]
        facts = self.with_calculated()
        quotas = self.questionnaire.quotas
        return Course(
            questionnaire=self.questionnaire,
            pages=tuple(page for page in pages if page is not None),
            values=self.kept,
            dropped=tuple(
                name for name in self.given if name not in self.kept and is_answered(self.given[name])
            ),
            hidden=self.hidden,
            calculated={name: facts[name] for name, _ in self.calculated},
            quotas=tuple(one.name for one in quotas if one.when is None or holds(one.when, facts)),
        )

    def pages_in_order(self) -> list[Page]:
        pages = self.questionnaire.pages
        if not self.questionnaire.shuffle_pages:
            return pages
        places = shuffled(map(str, range(len(pages))), seed=self.seed, scope="pages")
        return [pages[int(place)] for place in places]

    def page(self, number: int, page: Page) -> ShownPage | None:
        """None when it is not shown. A page without any questions is shown for its words."""
        if not self.holds(page.visible_if):
            return None
        shown = [one for element in self.in_order(page) if (one := self.question(element)) is not None]
        has_words = any(text.strip() for text in (*page.title.values(), *page.description.values()))
        if not shown and (page.elements or not has_words):
            return None
        return ShownPage(number, page, tuple(shown))

    def in_order(self, page: Page) -> list[Element]:
        if not page.shuffle:
            return page.elements
        named = {element.name: element for element in page.elements}
        return [named[name] for name in shuffled(named, seed=self.seed, scope="elements")]

    def question(self, element: Element) -> ShownQuestion | None:
        if not self.holds(element.visible_if):
            return None
        shown = self.as_shown(element)
        if shown is None:
            return None
        value = self.without_hidden_choices(element, shown)
        required = element.required or (element.required_if is not None and self.holds(element.required_if))
        self.keep(element.name, value)
        why = is_to_be_told(element, value)
        if why:
            self.keep(element.why, self.given.get(element.why))
        return ShownQuestion(shown, required, why)

    def keep(self, name: str, value: Any) -> None:
        if is_answered(value):
            self.facts[name] = self.kept[name] = value

    def as_shown(self, element: Element) -> Element | None:
        """With the choices that are shown now; a question left without any is not asked."""
        changes: dict[str, Any] = {}
        choices = [choice for choice in element.choices if self.holds(choice.visible_if)]
        if element.choices and not choices and not element.other:
            return None
        if element.shuffle:
            choices = self.mixed(choices, element)
            changes["rows"] = self.mixed(element.rows, element)
        if choices != element.choices:
            changes["choices"] = choices
            if isinstance(element.at_least, int):
                changes["at_least"] = min(element.at_least, len(choices) + element.other)
        return element.model_copy(update=changes) if changes else element

    def mixed(self, given: Sequence[Stated], element: Element) -> list[Stated]:
        by_value = {one.value: one for one in given}
        return [by_value[value] for value in shuffled(by_value, seed=self.seed, scope=element.name)]

    def without_hidden_choices(self, element: Element, shown: Element) -> Any:
        value = self.given.get(element.name)
        gone = {choice.value for choice in element.choices} - {choice.value for choice in shown.choices}
        if not gone:
            return value
        if isinstance(value, list):
            return [one for one in value if not isinstance(one, str) or one not in gone]
        return None if isinstance(value, str) and value in gone else value

    def holds(self, rule: Rule | None) -> bool:
        if rule is None:
            return True
        asks_calculated = self.calculated and not set(names_of(rule)).isdisjoint(dict(self.calculated))
        return holds(rule, self.with_calculated() if asks_calculated else self.facts)

    def with_calculated(self) -> dict[str, Any]:
        facts = dict(self.facts)
        for name, rule in self.calculated:
            facts[name] = value_of(rule, facts)
        return facts


def is_answered(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ([], {})


def is_to_be_told(element: Element, value: Any) -> bool:
    """Whether "Why?" is asked after this value; true is not 1 here, as in JSON."""
    given = value if isinstance(value, list) else [value]
    return any(
        one == asked and isinstance(one, bool) == isinstance(asked, bool)
        for one in given
        for asked in element.ask_why
    )
