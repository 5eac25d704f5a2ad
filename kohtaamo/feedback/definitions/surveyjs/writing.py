"""A questionnaire of ours as SurveyJS has it. What it has no words for is named under "notCarriedOver"."""

from __future__ import annotations

import json
from typing import Any

from kohtaamo.feedback.definitions.outward import options_of, unpiped
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.slider import limits as slider_limits

from .expression import expression

Json = dict[str, Any]


class Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.whole = questionnaire
        self.languages: list[str] = list(questionnaire.languages)
        self.lost: list[str] = []

    def document(self, name: str) -> Json:
        found: Json = {
            "title": name,
            "locale": self.languages[0],
            "showProgressBar": self.whole.show_progress,
            "questionsOrder": "random" if self.whole.shuffle_pages else "initial",
            "pages": [self.page(page, place) for place, page in enumerate(self.whole.pages, start=1)],
        }
        if self.whole.thanks:
            found["completedHtml"] = self.texts(self.whole.thanks)
        if self.whole.calculated or self.whole.quotas or self.whole.hidden:
            names = [*(one.name for one in self.whole.calculated), *(one.name for one in self.whole.quotas)]
            self.lost += [*names, *self.whole.hidden]
        return {**found, "notCarriedOver": self.lost} if self.lost else found

    def page(self, page: Any, place: int) -> Json:
        name = page.name or f"page{place}"
        found: Json = {"name": name, **self.condition("visibleIf", page.visible_if, name)}
        if page.title:
            found["title"] = self.texts(page.title)
        if page.description:
            found["description"] = self.texts(page.description)
        if page.shuffle:
            found["questionsOrder"] = "random"
        elements: list[Json] = []
        for element in page.elements:
            elements += self.element(element)
        return {**found, "elements": elements}

    def texts(self, texts: Any) -> Any:
        """One language is a text, several are an object whose default is the first."""
        kept = {language: unpiped(text) for language, text in texts.items()}
        if set(kept) <= {self.languages[0]}:
            return kept.get(self.languages[0], "")
        first = kept.get(self.languages[0])
        return {**({"default": first} if first is not None else {}), **kept}

    def condition(self, key: str, rule: Any, name: str) -> Json:
        if rule is None:
            return {}
        said = expression(rule)
        if said is None:
            self.lost.append(f"{name}.{key}")
            return {}
        return {key: said}

    def element(self, element: Element) -> list[Json]:
        found: Json = {
            "name": element.name,
            **self.kind(element),
            "title": self.texts(element.title),
            **self.condition("visibleIf", element.visible_if, element.name),
            **self.condition("requiredIf", element.required_if, element.name),
        }
        if element.description:
            found["description"] = self.texts(element.description)
        if element.required:
            found["isRequired"] = True
        if not element.ask_why:
            return [found]
        asked = {"in": [{"var": element.name}, list(element.ask_why)]}
        why = {"type": "comment", "name": element.why, **self.condition("visibleIf", asked, element.why)}
        return [found, why]

    def kind(self, element: Element) -> Json:
        kind = QUESTIONS[element.type]
        if kind.input == "keys" and kind.scale:
            return {"type": "rating", "rateMin": int(kind.scale[0]), "rateMax": int(kind.scale[-1])}
        if kind.input in ("options", "many", "ranking") and element.type != "yes_no":
            return self.choices(element, kind.input)
        if kind.input == "pair":
            return self.pair(element)
        makers = {"matrix": self.matrix, "text": self.text, "file": self.file}
        if kind.input in makers:
            return makers[kind.input](element)
        if kind.input in ("number", "slider", "date"):
            return self.measured(element, kind.input)
        return {"type": "boolean"}

    def choices(self, element: Element, way: str) -> Json:
        rules = {one.value: one.visible_if for one in element.choices}
        listed = [
            {
                "value": one.value,
                "text": self.texts(one.text),
                **self.condition("visibleIf", rules.get(one.value), f"{element.name}.{one.value}"),
            }
            for one in options_of(element, self.languages)
        ]
        forms = {"options": "radiogroup", "many": "checkbox", "ranking": "ranking"}
        found: Json = {"type": forms[way], "choices": listed}
        if element.other:
            found["showOtherItem"] = True
        if element.shuffle:
            found["choicesOrder"] = "random"
        limits = {"minSelectedChoices": element.at_least, "maxSelectedChoices": element.at_most}
        return {**found, **{key: value for key, value in limits.items() if value is not None}}

    def matrix(self, element: Element) -> Json:
        found: Json = {"type": "matrix"}
        for key, lines in (("rows", element.rows), ("columns", element.columns)):
            found[key] = [{"value": one.value, "text": self.texts(one.text)} for one in lines]
        return {**found, **({"rowsOrder": "random"} if element.shuffle else {})}

    def pair(self, element: Element) -> Json:
        """A Kano pair is a table of two rows; its answer has the same form."""
        rows = [
            {"value": "with", "text": self.texts({"fi": "Kun se on", "en": "With it"})},
            {"value": "without", "text": self.texts({"fi": "Kun sitä ei ole", "en": "Without it"})},
        ]
        options = options_of(element, self.languages)
        columns = [{"value": one.value, "text": self.texts(one.text)} for one in options]
        return {"type": "matrix", "rows": rows, "columns": columns}

    def text(self, element: Element) -> Json:
        found: Json = {"type": "text" if element.pattern else "comment"}
        if element.longest is not None:
            found["maxLength"] = element.longest
        if element.pattern:
            found["validators"] = [{"type": "regex", "regex": f"^(?:{element.pattern})$"}]
        return found

    def file(self, element: Element) -> Json:
        return {
            "type": "file",
            "acceptedTypes": ",".join(element.accept),
            "allowMultiple": element.at_most != 1,
        }

    def measured(self, element: Element, way: str) -> Json:
        low, high, step = element.at_least, element.at_most, element.step
        if way == "slider":
            low, high, step = slider_limits(element)
        forms = {"number": "number", "slider": "range", "date": "date"}
        limits = {"min": low, "max": high, "step": step}
        kept = {key: value for key, value in limits.items() if value is not None}
        return {"type": "text", "inputType": forms[way], **kept}


def write(questionnaire: Questionnaire, name: str) -> bytes:
    return json.dumps(Writer(questionnaire).document(name), ensure_ascii=False, indent=2).encode()
