"""One Qualtrics question becomes one of ours, or several: a table of many answers is asked row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.draft import Draft, Fields, Texts
from kohtaamo.feedback.definitions.logic import Rule, all_of
from kohtaamo.feedback.definitions.patterns import EMAIL
from kohtaamo.feedback.definitions.shapes import mapping, number, numbered, whole, words
from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.questionnaire.parts import COLUMNS, ROWS

from .conditions import Conditions
from .questions import (
    Payload,
    choice_codes,
    parts_of,
    row_keys,
    scale_codes,
    settings_of,
    shape_of,
)
from .survey import Wording, ordered, tag_of

BETWEEN = " – "


@dataclass(frozen=True, slots=True)
class Asking:
    draft: Draft
    wording: Wording
    conditions: Conditions

    def ask(self, question: Payload, rule: Rule | None) -> None:
        """`rule` comes from skips; the question's own display logic joins it."""
        tag, shape = tag_of(question), shape_of(question)
        self.draft.know(tag, {"": plain(question.get("QuestionText"))})
        own = self.conditions.rule(question.get("DisplayLogic"), tag)
        if shape is None:
            kind = f"{words(question.get('QuestionType'))} {words(question.get('Selector'))}".strip()
            self.draft.lose(tag, "kind_unknown", kind=kind)
            return
        self.tell_of_extras(question, tag, shape)
        MAKERS[shape](self, question, all_of([rule, own]))

    def tell_of_extras(self, question: Payload, tag: str, shape: str) -> None:
        lose = self.draft.lose
        if question.get("ChoiceGroups"):
            lose(tag, "choice_groups")
        if question.get("QuestionJS"):
            lose(tag, "script")
        if words(question.get("Selector")) == "PW":
            lose(tag, "password")
        if question.get("DynamicChoices"):
            lose(tag, "carried_choices")
        if question.get("DefaultChoices"):
            lose(tag, "default_value")
        if shape == "sliders" and question.get("Labels"):
            lose(tag, "slider_labels")
        if question.get("CustomValidation") or words(settings_of(question).get("Type")) == "CustomValidation":
            lose(tag, "validation")
        for key, choice in ordered(question, "Choices", "ChoiceOrder"):
            if choice.get("ExclusiveAnswer") in (True, "true"):
                lose(tag, "exclusive", choice=words(choice.get("Display")) or key)

    def title(self, question: Payload) -> Texts:
        own = self.wording.of(question, "QuestionText")
        above = question.get("Above")
        if above is None:
            return own
        column = words(question.get("Column"))
        parts = self.wording.of(above, "AdditionalQuestions", column, "QuestionText") or own
        return beside(self.title(above), parts)

    def base(self, question: Payload, rule: Rule | None, key: str = "") -> Fields:
        """What all kinds have; `key` is that of a row asked by itself."""
        qid = words(question["QuestionID"])
        target = self.draft.targets[f"{qid}/{key}" if key else qid]
        title = self.title(question)
        if key:
            title = beside(title, self.wording.of(question, "Choices", key, "Display"))
            row = mapping(numbered(question.get("Choices")).get(key))
            rule = all_of([rule, self.conditions.rule(row.get("DisplayLogic"), f"{tag_of(question)} {key}")])
        settings = settings_of(question)
        required = words(settings.get("ForceResponse")) == "ON"
        return {"name": target.name, "title": title, "required": required, "visible_if": rule}

    def put(self, question: Payload, fields: Fields) -> None:
        holder = question.get("Above") or question
        self.draft.ask(words(holder["QuestionID"]), **fields)

    def shuffled(self, question: Payload) -> bool:
        randomisation = mapping(question.get("Randomization"))
        kind = words(randomisation.get("Type"))
        is_part = bool(words(randomisation.get("TotalRandSubset")))
        if kind == "All" and not is_part:
            return True
        if kind not in ("", "None") or is_part:
            self.draft.lose(tag_of(question), "randomisation")
        return False

    def choices(self, question: Payload) -> list[Fields]:
        codes, tag = choice_codes(question), tag_of(question)
        return [
            {
                "value": codes[key],
                "text": self.wording.of(question, "Choices", key, "Display"),
                "visible_if": self.conditions.rule(choice.get("DisplayLogic"), f"{tag} {key}"),
            }
            for key, choice in ordered(question, "Choices", "ChoiceOrder")
        ]

    def lines(self, question: Payload, what: str, order: str, codes: dict[str, str]) -> list[Fields]:
        """Rows or columns of a table; those shown on a condition are shown always, and it is told."""
        found = []
        for key, part in ordered(question, what, order):
            if part.get("DisplayLogic"):
                self.draft.lose(f"{tag_of(question)} {key}", "row_condition")
            if part.get("TextEntry") in (True, "true"):
                self.draft.lose(f"{tag_of(question)} {key}", "row_text")
            found.append({"value": codes[key], "text": self.wording.of(question, what, key, "Display")})
        return found

    def scale(self, question: Payload) -> list[Fields]:
        return self.lines(question, "Answers", "AnswerOrder", scale_codes(question))


def beside(first: Texts, second: Texts) -> Texts:
    return {
        language: BETWEEN.join(part for part in (first.get(language), second.get(language)) if part)
        for language in dict.fromkeys([*first, *second])
    }


def said(asking: Asking, question: Payload, rule: Rule | None) -> None:
    if rule is not None:
        asking.draft.lose(tag_of(question), "text_condition")
    asking.draft.text(asking.wording.of(question, "QuestionText"), source=words(question["QuestionID"]))


def nps(asking: Asking, question: Payload, rule: Rule | None) -> None:
    asking.put(question, {**asking.base(question, rule), "type": "nps"})


def one(asking: Asking, question: Payload, rule: Rule | None) -> None:
    choice(asking, question, rule, {"type": "single_choice"})


def many(asking: Asking, question: Payload, rule: Rule | None) -> None:
    settings = settings_of(question)
    limits = {"at_least": whole(settings.get("MinChoices")), "at_most": whole(settings.get("MaxChoices"))}
    choice(asking, question, rule, {"type": "multiple_choice", **limits})


def choice(asking: Asking, question: Payload, rule: Rule | None, fields: Fields) -> None:
    fields |= {"choices": asking.choices(question), "shuffle": asking.shuffled(question)}
    base = asking.base(question, rule)
    asking.put(question, {**base, **fields})
    target, codes = asking.draft.targets[words(question["QuestionID"])], choice_codes(question)
    for key, part in ordered(question, "Choices", "ChoiceOrder"):
        if part.get("TextEntry") in (True, "true"):
            own = {
                "name": asking.draft.name(f"{target.name}_{codes[key]}_text"),
                "type": "open_text",
                "title": asking.wording.of(question, "Choices", key, "Display"),
                "visible_if": target.has(key),
            }
            asking.put(question, own)


def ranking(asking: Asking, question: Payload, rule: Rule | None) -> None:
    fields = {"choices": asking.choices(question), "shuffle": asking.shuffled(question), "type": "ranking"}
    asking.put(question, {**asking.base(question, rule), **fields})


def text(asking: Asking, question: Payload, rule: Rule | None) -> None:
    settings = settings_of(question)
    content = words(settings.get("ContentType"))
    limits = {"pattern": EMAIL if content == "ValidEmail" else "", "longest": whole(settings.get("MaxChars"))}
    if content not in ("", "ValidEmail"):
        asking.draft.lose(tag_of(question), "validation")
    if settings.get("MinChars"):
        asking.draft.lose(tag_of(question), "shortest")
    asking.put(question, {**asking.base(question, rule), **limits, "type": "open_text"})


def texts(asking: Asking, question: Payload, rule: Rule | None) -> None:
    """A form of several fields, or a table of texts: a text for each row."""
    if words(question.get("QuestionType")) == "Matrix":
        asking.draft.lose(tag_of(question), "table_split")
    for key in row_keys(question):
        asking.put(question, {**asking.base(question, rule, key), "type": "open_text"})


def date(asking: Asking, question: Payload, rule: Rule | None) -> None:
    asking.put(question, {**asking.base(question, rule), "type": "date"})


def file(asking: Asking, question: Payload, rule: Rule | None) -> None:
    asking.put(question, {**asking.base(question, rule), "type": "file"})


def a_number(asking: Asking, question: Payload, rule: Rule | None) -> None:
    told = mapping(settings_of(question).get("ValidNumber"))
    decimals = whole(told.get("NumDecimals"))
    limits = {
        "at_least": number(told.get("Min")),
        "at_most": number(told.get("Max")),
        "step": 10.0**-decimals if decimals is not None and 0 <= decimals <= 6 else None,  # noqa: PLR2004
    }
    asking.put(question, {**asking.base(question, rule), **limits, "type": "number"})


def numbers(asking: Asking, question: Payload, rule: Rule | None) -> None:
    asking.draft.lose(tag_of(question), "sum")
    for key in row_keys(question):
        asking.put(question, {**asking.base(question, rule, key), "type": "number"})


def sliders(asking: Asking, question: Payload, rule: Rule | None) -> None:
    told = mapping(question.get("Configuration"))
    stars = whole(told.get("StarCount")) if words(question.get("Selector")) == "STAR" else None
    low = 1 if stars else number(told.get("CSSliderMin")) or 0
    high = stars or number(told.get("CSSliderMax")) or 100
    decimals, lines = whole(told.get("NumDecimals")), whole(told.get("GridLines"))
    step: float = 10.0**-decimals if decimals is not None and 0 < decimals <= 6 else 1.0  # noqa: PLR2004
    if told.get("SnapToGrid") is True and lines and high > low:
        step = (high - low) / lines
    limits = {"type": "slider", "at_least": low, "at_most": high, "step": step}
    for key in row_keys(question):
        asking.put(question, {**asking.base(question, rule, key), **limits})


def matrix(asking: Asking, question: Payload, rule: Rule | None) -> None:
    rows = asking.lines(question, "Choices", "ChoiceOrder", {key: key for key in row_keys(question)})
    columns, shuffle = asking.scale(question), asking.shuffled(question)
    if len(rows) > ROWS or len(columns) > COLUMNS:
        by_row(asking, question, rule, "single_choice")
        return
    fields = {"type": "matrix", "rows": rows, "columns": columns, "shuffle": shuffle}
    asking.put(question, {**asking.base(question, rule), **fields})


def many_rows(asking: Asking, question: Payload, rule: Rule | None) -> None:
    by_row(asking, question, rule, "multiple_choice")


def by_row(asking: Asking, question: Payload, rule: Rule | None, kind: str) -> None:
    asking.draft.lose(tag_of(question), "table_split")
    choices = asking.scale(question)
    for key, row in ordered(question, "Choices", "ChoiceOrder"):
        if row.get("TextEntry") in (True, "true"):
            asking.draft.lose(f"{tag_of(question)} {key}", "row_text")
        fields = {"type": kind, "choices": [{**one} for one in choices]}
        asking.put(question, {**asking.base(question, rule, key), **fields})


def side_by_side(asking: Asking, question: Payload, rule: Rule | None) -> None:
    asking.draft.lose(tag_of(question), "side_by_side")
    for part in parts_of(question):
        asking.ask(part, rule)


MAKERS: dict[str, Callable[[Asking, Payload, Any], None]] = {
    "said": said,
    "nps": nps,
    "one": one,
    "many": many,
    "ranking": ranking,
    "text": text,
    "texts": texts,
    "date": date,
    "file": file,
    "number": a_number,
    "numbers": numbers,
    "sliders": sliders,
    "matrix": matrix,
    "many_rows": many_rows,
    "side_by_side": side_by_side,
}
