"""What each kind of ours is called in XLSForm: its type, the names of its choices, its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kohtaamo.feedback.definitions.outward import Option, Texts, options_of
from kohtaamo.feedback.definitions.texts import name_from
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.slider import limits as slider_limits

from .relevance import Asked, number_text

TYPES = {
    "single_choice": "select_one",
    "multiple_choice": "select_multiple",
    "ranking": "rank",
    "yes_no": "select_one",
    "consent": "acknowledge",
    "open_text": "text",
    "date": "date",
    "slider": "range",
}
FILES = {"image/*": "image", "audio/*": "audio", "video/*": "video"}
# A name of a choice: select_multiple keeps several in one text with spaces between.
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
SIDES = ("with", "without")
AGREED = "OK"


class Form:
    """Names of the form: `asked` tells by our own names how rules speak of each."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.languages = list(questionnaire.languages)
        self.taken = set(questionnaire.names())
        self.asked: dict[str, Asked] = {one: Asked(one, "text") for one in questionnaire.hidden}
        for element in questionnaire.elements():
            self.ask(element)

    def free(self, wanted: str) -> str:
        name = name_from(wanted, self.taken, "page")
        self.taken.add(name)
        return name

    def ask(self, element: Element) -> None:
        name, kind = element.name, QUESTIONS[element.type]
        codes = {value: code for code, value, _text in self.choices(element)}
        lines = [one.value for one in element.rows] if element.type == "matrix" else SIDES
        if element.type in ("matrix", "kano"):
            for line in lines:
                self.asked[f"{name}.{line}"] = Asked(self.free(f"{name}_{line}"), "one", codes)
            return
        if element.ask_why:
            self.asked[element.why] = Asked(element.why, "text")
        if element.type in ("yes_no", "consent"):
            self.asked[name] = Asked(name, "yes", yes="yes" if element.type == "yes_no" else AGREED)
        elif kind.scale or kind.input in ("number", "slider"):
            self.asked[name] = Asked(name, "number")
        elif element.type in ("multiple_choice", "ranking", "file"):
            self.asked[name] = Asked(name, "many", codes)
        else:
            self.asked[name] = Asked(name, "one" if codes else "text", codes)

    def choices(self, element: Element) -> Iterator[tuple[str, str, Texts]]:
        """Name in the form, value here, words."""
        used: set[str] = set()
        for one in self.options(element):
            value = str(one.value)
            code = value if PLAIN.fullmatch(value) else name_from(value, used, "choice")
            while code in used:
                code = f"{code}_2"
            used.add(code)
            yield code, value, one.text

    def options(self, element: Element) -> list[Option]:
        if element.type == "matrix":
            return [Option(one.value, dict(one.text)) for one in element.columns]
        options = options_of(element, self.languages)
        if element.type == "yes_no":
            return [Option("yes" if one.value else "no", one.text) for one in options]
        return options

    def is_hidden_kind(self, element: Element) -> bool:
        """Whether the form tells less of the kind than we know."""
        return bool(QUESTIONS[element.type].scale) or element.type in ("yes_no", "slider")


def type_of(element: Element) -> str:
    if element.type == "number":
        return "integer" if element.step == 1 else "decimal"
    if element.type == "file":
        return FILES.get(element.accept[0], "file") if len(element.accept) == 1 else "file"
    if element.type in TYPES:
        return TYPES[element.type]
    return "select_one" if QUESTIONS[element.type].choices else "range"


def parameters(element: Element) -> str:
    kind = QUESTIONS[element.type]
    if type_of(element) == "range":
        if kind.scale:
            low, high, step = kind.scale[0], kind.scale[-1], 1.0
        else:
            low, high, step = slider_limits(element)
        return f"start={number_text(low)} end={number_text(high)} step={number_text(step)}"
    return "randomize=true" if element.shuffle else ""


def limits(element: Element) -> tuple[str, list[str]]:
    """The column "constraint", and which limits it cannot tell."""
    found: list[str] = []
    lost: list[str] = []
    if element.type == "open_text":
        if element.pattern and has_both(element.pattern):
            lost.append("pattern")
        elif element.pattern:
            found.append(f"regex(., {in_quotes(f'^(?:{element.pattern})$')})")
        found += [f"string-length(.) <= {element.longest}"] if element.longest else []
        return " and ".join(found), lost
    spoken = {"number": ".", "date": ".", "multiple_choice": "count-selected(.)"}.get(element.type)
    for name, sign, limit in (("atLeast", ">=", element.at_least), ("atMost", "<=", element.at_most)):
        if limit is None or element.type == "slider":
            continue
        if spoken:
            said = f"date('{limit}')" if isinstance(limit, str) else number_text(limit)
            found.append(f"{spoken} {sign} {said}")
        else:
            lost.append(name)
    lost += ["step"] if element.type == "number" and element.step not in (None, 1) else []
    lost += ["accept"] if element.type == "file" and element.accept and type_of(element) == "file" else []
    return " and ".join(found), lost


def has_both(text: str) -> bool:
    """Both quotes, or what would end the condition: neither can be written."""
    return ("'" in text and '"' in text) or re.search(r"\s+and\s+", text) is not None


def in_quotes(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"
