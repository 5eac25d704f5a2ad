"""Whether the cells of a file fit a question that is here already, and how they are read into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questionnaire.parts import Choice, Row
from kohtaamo.feedback.questions import QUESTIONS

from .found import Asked, Item, Shape
from .readers import clean
from .settling import Facts, are_ticks, coded, day_order, is_ranking, ticked, with_codes, yes_or_no
from .shaping import parts_of, words

SINGLE: frozenset[Shape] = frozenset({"one", "text", "number", "date"})
SEPARATORS = (";", ",")
SHAPES: dict[str, Shape] = {"multiple_choice": "many", "matrix": "table", "ranking": "ranking"}


def fitted(asked: Asked, element: Element, facts: Facts) -> Asked | None:
    """The question as its cells are read into the element; None where some cell would be refused."""
    if element.type in {"multiple_choice", "ranking"} and len(asked.items) == 1:
        return with_parts(asked, element, facts)
    if element.type in SHAPES:
        return with_items(asked, element, facts)
    if len(asked.items) > 1 or asked.shape not in {*SINGLE, "joined"}:
        return None
    return with_cells(replace(asked, shape="one"), element, facts)


def with_cells(asked: Asked, element: Element, facts: Facts) -> Asked | None:
    """One column, one answer in each cell."""
    here = facts[asked.column]
    if element.type == "open_text":
        return None if asked.other else asked
    if element.type == "single_choice":
        codes = values_said(here.values, element.choices, asked, besides=(asked.own,))
        if codes is None or here.is_varied or (asked.other and not element.other):
            return None
        return replace(asked, codes=codes)
    asked = with_codes(asked, facts)
    if element.type == "yes_no":
        return asked if yes_or_no(asked, coded(asked, facts)) is not None else None
    if element.type == "date" and day_order(here) is not None:
        return asked
    return asked if all(is_taken(element, asked.codes.get(text, text)) for text in here.values) else None


def is_taken(element: Element, text: str) -> bool:
    question = QUESTIONS[element.type]
    try:
        question.check(question.parse(text), element)
    except UnfitError:
        return False
    return True


def with_parts(asked: Asked, element: Element, facts: Facts) -> Asked | None:
    """One column, several answers in a cell. A choice may hold the sign that parts them."""
    here = facts[asked.column]
    if here.is_varied or (asked.other and not element.other):
        return None
    known = {text for one in element.choices for text in (one.value, *one.text.values())} | set(asked.labels)
    for separator in dict.fromkeys([asked.separator or SEPARATORS[0], *SEPARATORS]):
        told = [part for cell in here.values for part in parts_of(clean(cell), separator, known)]
        codes = values_said(told, element.choices, asked)
        if codes is not None:
            labels = {text: asked.labels.get(text, "") for text in known}
            return replace(asked, shape="joined", separator=separator, codes=codes, labels=labels)
    return None


def with_items(asked: Asked, element: Element, facts: Facts) -> Asked | None:
    """A column for each choice or row."""
    shape = SHAPES[element.type]
    if asked.shape not in {"group", shape} or (asked.other and not element.other):
        return None
    listed: Sequence[Choice | Row] = element.rows if element.type == "matrix" else element.choices
    if asked.shape == "group" and shape == "many":
        asked = ticked(asked, facts)
    items = items_of(asked, listed)
    columns = [facts[item.column] for item in asked.items]
    told = [cell for one in columns for cell in one.values]
    if items is None or any(one.is_varied for one in columns):
        return None
    if shape == "table":
        codes = values_said(told, element.columns, asked)
        return None if codes is None else replace(asked, shape=shape, items=items, codes=codes)
    is_fit = are_ticks(asked, facts) if shape == "many" else is_ranking(columns)
    return replace(asked, shape=shape, items=items) if is_fit or asked.shape == shape or not told else None


def items_of(asked: Asked, listed: Sequence[Choice | Row]) -> tuple[Item, ...] | None:
    """Each by its words, and else by its code; two columns never stand for the same."""
    said, values = known_words(listed), {one.value for one in listed}
    found: list[Item] = []
    for item in asked.items:
        value = said.get(folded(item.text)) or (item.value if item.value in values else "")
        if not value or any(one.value == value for one in found):
            return None
        found.append(replace(item, value=value))
    return tuple(found)


def values_said(
    cells: Iterable[str], listed: Sequence[Choice | Row], asked: Asked, *, besides: tuple[str, ...] = ()
) -> dict[str, str] | None:
    """The value that each cell stands for; None where one stands for nothing that is listed."""
    said, values = known_words(listed), {one.value for one in listed}
    found: dict[str, str] = {}
    for cell in cells:
        text = clean(cell)
        if text in besides:
            continue
        label = asked.labels.get(text, "")
        value = text if text in values else said.get(folded(text)) or said.get(folded(label))
        if not value:
            return None
        found[text] = value
    return found


def known_words(listed: Sequence[Choice | Row]) -> dict[str, str]:
    """The value by its words in each language; words of two are of neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for one in listed:
        for text in {folded(text) for text in one.text.values()}:
            if text in found:
                twice.add(text)
            found[text] = one.value
    return {text: value for text, value in found.items() if text and text not in twice}


def folded(text: str) -> str:
    return " ".join(words(text).replace("{{", "{").casefold().split())
