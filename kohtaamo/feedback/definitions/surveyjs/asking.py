"""One SurveyJS element becomes one of ours, or several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.draft import Draft, Fields, Texts
from kohtaamo.feedback.definitions.logic import Rule
from kohtaamo.feedback.definitions.patterns import EMAIL, PHONE, WEB
from kohtaamo.feedback.definitions.scales import scale_fields
from kohtaamo.feedback.definitions.shapes import listed, mapping, number, whole, words

from .conditions import Conditions
from .naming import MANY, ONE, SPREAD, column_values, words_of_rating
from .wording import Wording, choice_value, choices_of

Element = dict[str, Any]
LOSING = {
    "enableIf": "setting",
    "choicesByUrl": "carried_choices",
    "choicesFromQuestion": "carried_choices",
    "defaultValue": "default_value",
    "defaultValueExpression": "default_value",
    "hasSelectAll": "setting",
    "showSelectAllItem": "setting",
    "choicesVisibleIf": "condition",
}
INPUTS = {"email": EMAIL, "url": WEB, "tel": PHONE}
UNASKED_INPUTS = frozenset({"time", "month", "week", "color", "datetime-local", "datetime"})


@dataclass(frozen=True, slots=True)
class Asking:
    draft: Draft
    wording: Wording
    conditions: Conditions

    def ask(self, element: Element, rule: Rule | None) -> None:
        kind, source = words(element.get("type")), words(element.get("name"))
        for name, why in LOSING.items():
            if element.get(name):
                self.draft.lose(source, why, setting=name, part=f"{name} {element[name]}"[:80])
        if kind == "html":
            if rule is not None:
                self.draft.lose(source or "html", "text_condition")
            self.draft.text(self.wording.of(element.get("html"), source))
        elif kind == "image":
            self.draft.lose(source or "image", "picture")
        elif kind in SPREAD:
            self.spread(element, rule)
        elif source not in self.conditions.targets:
            self.draft.know(source, self.wording.of(element.get("title"), source))
            self.draft.lose(source or kind or "element", "kind_unknown", kind=kind)
        else:
            fields = self.fields(element, kind, source)
            if fields is not None:
                self.draft.ask(source, **self.base(element, source, rule), **fields)

    def base(self, element: Element, source: str, rule: Rule | None) -> Fields:
        title = self.wording.of(element.get("title"), source)
        return {
            "name": self.conditions.targets[source].name,
            "title": title or dict.fromkeys(self.draft.tongues.languages[:1], source),
            "description": self.wording.of(element.get("description"), source),
            "required": element.get("isRequired") is True,
            "required_if": self.conditions.rule(element.get("requiredIf"), source),
            "visible_if": rule,
        }

    def fields(self, element: Element, kind: str, source: str) -> Fields | None:
        if kind in ONE or kind in MANY or kind == "imagepicker":
            return self.choice(element, kind, source)
        if kind in MAKERS:
            return MAKERS[kind](self, element, source)
        return self.written(element, kind, source)

    def slider(self, element: Element, source: str) -> Fields:
        low, high = number(element.get("min")) or 0, number(element.get("max")) or 100
        return scale_fields(low, high, number(element.get("step")), source)

    def file(self, element: Element, _source: str) -> Fields:
        types = words(element.get("acceptedTypes")).lower().split(",")
        accept = [one.strip() for one in types if one.strip()]
        return {"type": "file", "accept": accept, "at_most": None if element.get("allowMultiple") else 1}

    def boolean(self, element: Element, source: str) -> Fields:
        if element.get("labelTrue") or element.get("labelFalse"):
            self.draft.lose(source, "setting", setting="labelTrue, labelFalse")
        return {"type": "yes_no"}

    def choice(self, element: Element, kind: str, source: str) -> Fields:
        is_many = kind in MANY or element.get("multiSelect") is True
        if kind == "imagepicker":
            self.draft.lose(source, "picture")
        choices = self.listed(element.get("choices"), source)
        if element.get("hasNone") or element.get("showNoneItem"):
            none = {"fi": "Ei mikään näistä", "en": "None of these"}
            text = self.wording.of(element.get("noneText"), source) or none
            kept = {language: text[language] for language in self.draft.tongues.languages if language in text}
            choices.append({"value": "none", "text": kept})
            if is_many:
                self.draft.lose(source, "exclusive", choice=next(iter(kept.values()), "none"))
        return {
            "type": "ranking" if kind == "ranking" else "multiple_choice" if is_many else "single_choice",
            "choices": choices,
            "other": bool(element.get("hasOther") or element.get("showOtherItem")),
            "shuffle": element.get("choicesOrder") == "random",
            "at_least": whole(element.get("minSelectedChoices")) or None,
            "at_most": whole(element.get("maxSelectedChoices")) or None,
        }

    def listed(self, raw: Any, source: str) -> list[Fields]:
        found = []
        for one in choices_of(raw):
            value = choice_value(one)
            text = mapping(one).get("text") if isinstance(one, dict) else None
            texts = self.wording.of(text if text is not None else value, source)
            rule = self.conditions.rule(mapping(one).get("visibleIf"), f"{source} {value}")
            found.append({"value": value, "text": texts, "visible_if": rule})
        return found

    def rating(self, element: Element, source: str) -> Fields:
        if words_of_rating(element):
            return {"type": "single_choice", "choices": self.listed(element["rateValues"], source)}
        if element.get("minRateDescription") or element.get("maxRateDescription"):
            self.draft.lose(source, "slider_labels")
        values = [found for one in listed(element.get("rateValues")) if (found := number(one)) is not None]
        low = min(values) if values else number(element.get("rateMin"))
        high = max(values) if values else number(element.get("rateMax")) or number(element.get("rateCount"))
        low = 1 if low is None else low
        said = [source, *self.wording.of(element.get("title"), source).values()]
        return scale_fields(low, high or 5, number(element.get("rateStep")), *said)

    def matrix(self, element: Element, source: str) -> Fields:
        if element.get("cells"):
            self.draft.lose(source, "setting", setting="cells")
        rows, columns = (
            [{"value": one["value"], "text": one["text"]} for one in self.listed(part, source)]
            for part in (element.get("rows"), column_values(element))
        )
        shuffle = element.get("rowsOrder") == "random"
        return {"type": "matrix", "rows": rows, "columns": columns, "shuffle": shuffle}

    def written(self, element: Element, kind: str, source: str) -> Fields | None:
        way = words(element.get("inputType"))
        if way in UNASKED_INPUTS:
            self.draft.lose(source, "kind_unknown", kind=f"{kind} {way}")
            return None
        limits = [element.get("min"), element.get("max")]
        if way == "date":
            days = [one if isinstance(one, str) else None for one in limits]
            return {"type": "date", "at_least": days[0], "at_most": days[1]}
        if way in ("number", "range"):
            low, high = (number(one) for one in limits)
            form = "slider" if way == "range" else "number"
            return {"type": form, "at_least": low, "at_most": high, "step": number(element.get("step"))}
        pattern = INPUTS.get(way, "")
        for one in listed(element.get("validators")):
            check = mapping(one)
            if check.get("type") == "regex":
                pattern = words(check.get("regex"))
            elif check.get("type") == "email":
                pattern = EMAIL
            else:
                self.draft.lose(source, "validation")
        return {"type": "open_text", "pattern": pattern, "longest": whole(element.get("maxLength")) or None}

    def spread(self, element: Element, rule: Rule | None) -> None:
        """Several fields in one, or the cells of a table: each a question of its own."""
        source = words(element.get("name"))
        self.draft.lose(source, "table_split")
        title = self.wording.of(element.get("title"), source)
        required = element.get("isRequired") is True
        if words(element.get("type")) == "multipletext":
            for one in listed(element.get("items")):
                item = mapping(one)
                name = words(item.get("name"))
                text = self.wording.of(item.get("title"), source) or self.wording.of(name, source)
                self.cell(source, name, beside(title, text), required or item.get("isRequired") is True, rule)
            return
        for row in self.listed(element.get("rows"), source):
            for one in listed(element.get("columns")):
                name = words(mapping(one).get("name"))
                text = self.wording.of(mapping(one).get("title"), source) or self.wording.of(name, source)
                choices = self.listed(mapping(one).get("choices") or element.get("choices"), source)
                key, said = f"{row['value']}.{name}", beside(beside(title, row["text"]), text)
                self.cell(source, key, said, required, rule, choices)

    def cell(
        self,
        source: str,
        key: str,
        title: Texts,
        required: bool,
        rule: Rule | None,
        choices: list[Fields] | None = None,
    ) -> None:
        form: Fields = {"type": "single_choice", "choices": choices} if choices else {"type": "open_text"}
        name = self.conditions.targets[f"{source}.{key}"].name
        self.draft.ask(source, name=name, title=title, required=required, visible_if=rule, **form)


MAKERS: dict[str, Callable[[Asking, Element, str], Fields]] = {
    "rating": Asking.rating,
    "matrix": Asking.matrix,
    "slider": Asking.slider,
    "file": Asking.file,
    "boolean": Asking.boolean,
}


def beside(one: Texts, other: Texts) -> Texts:
    return {
        language: " – ".join(part for part in (one.get(language), other.get(language)) if part)
        for language in dict.fromkeys([*one, *other])
    }
