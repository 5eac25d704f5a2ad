"""A survey as variables, as programs of statistics know them: one column a value, with its words.

What is chosen by a mark (several choices, rows of a table, places of a ranking) is a column each. All versions of
a survey are one: the newest tells the words, and what only an earlier one asked comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.utils.translation import override

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.question import OTHER
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS

Sort = Literal["code", "mark", "number", "text", "date", "moment"]
TICKS = {"1": {"fi": "Valittu", "en": "Chosen"}, "0": {"fi": "Ei valittu", "en": "Not chosen"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`labels` are words by value; `read` gives None where nothing was said. `set` gathers the marks of a question."""

    name: str
    label: str
    sort: Sort
    read: Callable[[Mapping[str, Any]], Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    set: str = ""
    set_label: str = ""

    def named(self, name: str) -> Variable:
        return replace(self, name=name)


def elements_of(survey: Survey) -> list[Element]:
    found: dict[tuple[str, str], Element] = {}
    for raw in survey.versions.order_by("-number").values_list("questionnaire", flat=True):
        for element in Questionnaire.model_validate(raw).elements():
            found.setdefault((element.name, element.type), element)
            if element.ask_why:
                why = Element(name=element.why, type="open_text", title=element.title)
                found.setdefault((why.name, why.type), why)
    return list(found.values())


def variables_of(survey: Survey, language: str) -> list[Variable]:
    return [variable for element in elements_of(survey) for variable in of_element(element, language)]


def words(texts: Mapping[str, str], language: str, otherwise: str) -> str:
    text = texts.get(language) or next((text for text in texts.values() if text), "") or otherwise
    return text.replace("{{", "{")


def of_element(element: Element, language: str) -> Iterator[Variable]:
    makers = {
        "multiple_choice": of_several,
        "matrix": of_table,
        "ranking": of_ranking,
        "kano": of_pair,
        "file": of_files,
    }
    yield from makers.get(element.type, of_one)(element, language)


def said(element: Element) -> Callable[[Mapping[str, Any]], Any]:
    key = f"{element.name}\0{element.type}"
    return lambda values: values.get(key)


def of_one(element: Element, language: str) -> Iterator[Variable]:
    read, title = said(element), words(element.title, language, element.name)
    kind = QUESTIONS[element.type]
    if element.type in {"yes_no", "consent"}:
        labels = {"1": "Kyllä", "0": "Ei"} if language == "fi" else {"1": "Yes", "0": "No"}
        yield Variable(name=element.name, label=title, sort="code", read=as_mark(read), labels=labels)
    elif kind.scale:
        with override(language):
            labels = {f"{step:g}": str(text) for step, text in kind.choices.items()}
        yield Variable(name=element.name, label=title, sort="number", read=read, labels=labels)
    elif element.type == "single_choice":
        labels = {one.value: words(one.text, language, one.value) for one in element.choices}
        yield Variable(name=element.name, label=title, sort="code", read=chosen(read), labels=labels)
        if element.other:
            yield Variable(name=f"{element.name}_{OTHER}", label=title, sort="text", read=own_words(read))
    else:
        sorts: dict[str, Sort] = {"number": "number", "slider": "number", "date": "date"}
        yield Variable(name=element.name, label=title, sort=sorts.get(element.type, "text"), read=read)


def as_mark(read: Callable[[Mapping[str, Any]], Any]) -> Callable[[Mapping[str, Any]], Any]:
    def mark(values: Mapping[str, Any]) -> Any:
        value = read(values)
        return None if value is None else str(int(value))

    return mark


def chosen(read: Callable[[Mapping[str, Any]], Any]) -> Callable[[Mapping[str, Any]], Any]:
    def one(values: Mapping[str, Any]) -> Any:
        value = read(values)
        return value if isinstance(value, str) else None

    return one


def own_words(read: Callable[[Mapping[str, Any]], Any]) -> Callable[[Mapping[str, Any]], Any]:
    def own(values: Mapping[str, Any]) -> Any:
        value = read(values)
        given = value if isinstance(value, list) else [value]
        return next((one[OTHER] for one in given if isinstance(one, dict)), None)

    return own


def of_several(element: Element, language: str) -> Iterator[Variable]:
    read, title = said(element), words(element.title, language, element.name)
    labels = {value: text[language if language in text else "en"] for value, text in TICKS.items()}
    for number, choice in enumerate(element.choices, start=1):

        def marked(values: Mapping[str, Any], value: str = choice.value) -> Any:
            given = read(values)
            return None if given is None else "1" if value in given else "0"

        yield Variable(
            name=f"{element.name}_{number}",
            label=words(choice.text, language, choice.value),
            sort="mark",
            read=marked,
            labels=labels,
            set=element.name,
            set_label=title,
        )
    if element.other:
        yield Variable(name=f"{element.name}_{OTHER}", label=title, sort="text", read=own_words(read))


def of_table(element: Element, language: str) -> Iterator[Variable]:
    read, title = said(element), words(element.title, language, element.name)
    labels = {one.value: words(one.text, language, one.value) for one in element.columns}
    for number, row in enumerate(element.rows, start=1):

        def on_row(values: Mapping[str, Any], value: str = row.value) -> Any:
            return (read(values) or {}).get(value)

        label = f"{title} – {words(row.text, language, row.value)}"
        yield Variable(name=f"{element.name}_{number}", label=label, sort="code", read=on_row, labels=labels)


def of_ranking(element: Element, language: str) -> Iterator[Variable]:
    read, title = said(element), words(element.title, language, element.name)
    for number, choice in enumerate(element.choices, start=1):

        def place(values: Mapping[str, Any], value: str = choice.value) -> Any:
            given = read(values) or []
            return given.index(value) + 1 if value in given else None

        label = f"{title} – {words(choice.text, language, choice.value)}"
        yield Variable(name=f"{element.name}_{number}", label=label, sort="number", read=place)


def of_pair(element: Element, language: str) -> Iterator[Variable]:
    read, title = said(element), words(element.title, language, element.name)
    for side in ("with", "without"):

        def on_side(values: Mapping[str, Any], key: str = side) -> Any:
            return (read(values) or {}).get(key)

        yield Variable(name=f"{element.name}_{side}", label=f"{title} – {side}", sort="number", read=on_side)


def of_files(element: Element, language: str) -> Iterator[Variable]:
    read, title = said(element), words(element.title, language, element.name)

    def names(values: Mapping[str, Any]) -> Any:
        return "; ".join(str(one.get("name", "")) for one in read(values) or []) or None

    yield Variable(name=element.name, label=title, sort="text", read=names)
