"""Which rule may ask what: only what is surely known when the rule is tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kohtaamo.feedback.question import UnfitError
from kohtaamo.kit.rules import names_in

from .parts import Element, Rule
from .whole import Questionnaire

# Page and place on it, both from nought; a page's own rule stands before its questions.
Position = tuple[int, int]
PAGE_ITSELF = -1


@dataclass(frozen=True, slots=True)
class Reach:
    """Where each question stands, and what each calculated value follows from."""

    questionnaire: Questionnaire
    positions: Mapping[str, Position]
    sources: Mapping[str, frozenset[str]]

    def is_known(self, name: str) -> bool:
        return name in self.positions or name in self.sources or name in self.questionnaire.hidden

    def is_before(self, name: str, here: Position) -> bool:
        """Whether it is known when the one here is shown; of what is shuffled nothing is before anything."""
        if name in self.sources:
            return all(self.is_before(source, here) for source in self.sources[name])
        if name not in self.positions:
            return True
        page, place = self.positions[name]
        if page == here[0]:
            return not self.questionnaire.pages[page].shuffle and place < here[1]
        return not self.questionnaire.shuffle_pages and page < here[0]


def check_rules(questionnaire: Questionnaire) -> None:
    """`UnfitError` for a name that nobody asks, for one that comes later, and for values in a circle."""
    reach = reach_of(questionnaire)
    check_values(reach)
    for page_at, page in enumerate(questionnaire.pages):
        check_named(reach, page.visible_if, (page_at, PAGE_ITSELF), "page", page_at + 1)
    for number, (element, here) in enumerate(placed(questionnaire), start=1):
        for rule in rules_of(element):
            check_named(reach, rule, here, "question", number)


def check_values(reach: Reach) -> None:
    """Calculated values and quotas are worked out at the end, so they may ask of everything."""
    for calculated in reach.questionnaire.calculated:
        for name in names_of(calculated.value):
            if not reach.is_known(name):
                raise UnfitError("value_names_unknown", name=name, value=calculated.name)
    circle = circle_in(reach.sources)
    if circle:
        raise UnfitError("values_in_circle", names=", ".join(circle))
    for quota in reach.questionnaire.quotas:
        for name in names_of(quota.when):
            if not reach.is_known(name):
                raise UnfitError("quota_names_unknown", name=name, quota=quota.name)


def check_named(reach: Reach, rule: Rule | None, here: Position, what: str, number: int) -> None:
    for name in names_of(rule):
        if not reach.is_known(name):
            raise UnfitError(f"{what}_names_unknown", name=name, number=number)
        if not reach.is_before(name, here):
            raise UnfitError(f"{what}_names_later", name=name, number=number)


def reach_of(questionnaire: Questionnaire) -> Reach:
    positions = {name: here for element, here in placed(questionnaire) for name in element.names()}
    sources = {one.name: frozenset(names_of(one.value)) for one in questionnaire.calculated}
    return Reach(questionnaire, positions, sources)


def placed(questionnaire: Questionnaire) -> Iterator[tuple[Element, Position]]:
    for page_at, page in enumerate(questionnaire.pages):
        for place, element in enumerate(page.elements):
            yield element, (page_at, place)


def rules_of(element: Element) -> list[Rule]:
    return [element.visible_if, element.required_if, *(choice.visible_if for choice in element.choices)]


def names_of(rule: Rule | None) -> list[str]:
    """Without what stands after a dot: "rooms.kitchen" asks the question rooms."""
    return sorted({name.partition(".")[0] for name in names_in(rule)}) if rule is not None else []


def circle_in(sources: Mapping[str, frozenset[str]]) -> list[str]:
    """Calculated values that follow from each other; empty when there are none."""
    return sorted(sources.keys() - set(order_of(sources)))


def order_of(sources: Mapping[str, frozenset[str]]) -> list[str]:
    """Calculated values, each after those it follows from; without those in a circle."""
    order: list[str] = []
    left = set(sources)
    while ready := sorted(name for name in left if not sources[name] & left):
        order += ready
        left -= set(ready)
    return order
