"""Names of SurveyJS elements, and what expressions may ask of each."""

from __future__ import annotations

from typing import Any

from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.logic import Target, Way
from kohtaamo.feedback.definitions.shapes import listed, mapping, words

from .wording import choice_value, choices_of

ONE = frozenset({"radiogroup", "dropdown", "buttongroup"})
MANY = frozenset({"checkbox", "tagbox", "ranking"})
SPREAD = frozenset({"multipletext", "matrixdropdown"})
NUMERIC = frozenset({"number", "range"})


def elements_of(part: Any) -> list[Any]:
    holder = mapping(part)
    return listed(holder.get("elements")) or listed(holder.get("questions"))


def way_of(element: dict[str, Any]) -> Way | None:
    kind = words(element.get("type"))
    if kind in ONE or (kind == "imagepicker" and not element.get("multiSelect")):
        return "one"
    if kind in MANY or kind in ("imagepicker", "file"):
        return "many"
    if kind == "rating":
        return "one" if words_of_rating(element) else "number"
    if kind == "text":
        return "number" if element.get("inputType") in NUMERIC else "text"
    return OTHERS.get(kind)


OTHERS: dict[str, Way] = {"comment": "text", "boolean": "yes", "slider": "number", "matrix": "table"}


def words_of_rating(element: dict[str, Any]) -> list[Any]:
    """Steps that are named are choices; plain numbers are a scale."""
    values = listed(element.get("rateValues"))
    return values if any(isinstance(one, dict) or not choice_value(one).isdigit() for one in values) else []


def row_values(element: dict[str, Any]) -> list[str]:
    return [choice_value(one) for one in choices_of(element.get("rows"))]


def column_values(element: dict[str, Any]) -> list[Any]:
    return choices_of(element.get("columns"))


def name_element(
    draft: Draft, element: dict[str, Any], targets: dict[str, Target], rows: dict[str, list[str]]
) -> None:
    source, way = words(element.get("name")), way_of(element)
    if words(element.get("type")) in SPREAD:
        for key in spread_keys(element):
            targets[f"{source}.{key}"] = Target(draft.name(f"{source}_{key}"), "text")
    elif way is not None:
        listed_choices = column_values(element) if way == "table" else choices_of(element.get("choices"))
        listed_choices = words_of_rating(element) if element.get("type") == "rating" else listed_choices
        values: dict[str, Any] = {choice_value(one): choice_value(one) for one in listed_choices}
        if way == "yes":
            values = {
                "true": True,
                "false": False,
                "True": True,
                "False": False,
                **told_values(element),
            }
        for key, code in (("None", "none"),):
            if element.get(f"has{key}") or element.get(f"show{key}Item"):
                values[code] = code
        targets[source] = Target(draft.name(source), way, values)
        if way == "table":
            rows[source] = row_values(element)


def told_values(element: dict[str, Any]) -> dict[str, bool]:
    """A boolean may be kept under words of its own."""
    told = {words(element.get("valueTrue")): True, words(element.get("valueFalse")): False}
    return {word: value for word, value in told.items() if word}


def spread_keys(element: dict[str, Any]) -> list[str]:
    if words(element.get("type")) == "multipletext":
        return [words(mapping(one).get("name")) for one in listed(element.get("items"))]
    columns = [words(mapping(one).get("name")) for one in listed(element.get("columns"))]
    return [f"{row}.{column}" for row in row_values(element) for column in columns]
