"""A questionnaire of ours as the FHIR resource Questionnaire, R4 and R5.

What it has no words for is named in the resource's description. Of conditions, those are carried over that are
comparisons joined by one "and" or one "or".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from kohtaamo.feedback.questionnaire import Element, Page, Questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.slider import limits as slider_limits

from .outward import (
    Compared,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    Told,
    condition,
    options_of,
    unpiped,
)

Json = dict[str, Any]
Release = Literal["R4", "R5"]
EXTENSION = "http://hl7.org/fhir/StructureDefinition"
SIGNS = {"is": "=", "less": "<", "at_most": "<=", "more": ">", "at_least": ">="}
TYPES = {"yes_no": "boolean", "consent": "boolean", "date": "date", "file": "attachment", "open_text": "text"}
PAIR = {
    "with": {"fi": "Kun se on", "en": "With it"},
    "without": {"fi": "Kun sitä ei ole", "en": "Without it"},
}


@dataclass
class Writer:
    questionnaire: Questionnaire
    release: Release
    lost: list[str] = field(default_factory=list)

    def resource(self, name: str) -> Json:
        pages = [self.page(page, place) for place, page in enumerate(self.questionnaire.pages, start=1)]
        thanks = self.questionnaire.thanks
        if thanks:
            pages.append({"linkId": "thanks", "type": "display", **self.text(thanks)})
        found: Json = {
            "resourceType": "Questionnaire",
            "language": self.questionnaire.languages[0],
            "title": name or "–",
            "status": "draft",
        }
        own = [
            *self.questionnaire.hidden,
            *(one.name for one in self.questionnaire.calculated),
            *(one.name for one in self.questionnaire.quotas),
        ]
        lost = [*self.lost, *own]
        if lost:
            found["description"] = f"Not carried over: {', '.join(dict.fromkeys(lost))}"
        return {**found, **({"item": pages} if pages else {})}

    def page(self, page: Page, place: int) -> Json:
        link = f"page.{page.name or place}"
        inner: list[Json] = []
        if page.description:
            inner.append({"linkId": f"{link}.text", "type": "display", **self.text(page.description)})
        for element in page.elements:
            inner += self.items(element)
        found = {
            "linkId": link,
            "type": "group",
            **self.text(page.title),
            **self.shown(page.visible_if, link),
        }
        return {**found, **({"item": inner} if inner else {})}

    def items(self, element: Element) -> list[Json]:
        found: Json = {"linkId": element.name, **self.text(element.title)}
        found |= self.shown(element.visible_if, element.name)
        if element.required_if is not None:
            self.lost.append(f"{element.name}.requiredIf")
        made = {**found, **self.kind(element)}
        # what is a group cannot be needed, its rows are
        if element.required and made["type"] != "group":
            made["required"] = True
        if element.description:
            about = {"linkId": f"{element.name}.about", "type": "display", **self.text(element.description)}
            made["item"] = [*made.get("item", []), about]
        if element.ask_why:
            self.lost.append(f"{element.name}.askWhy")
            return [made, {"linkId": element.why, "type": "text"}]
        return [made]

    def kind(self, element: Element) -> Json:
        way = QUESTIONS[element.type].input
        if way in ("matrix", "pair"):
            return self.table(element)
        if way in ("number", "slider"):
            return self.measured(element)
        if element.type in TYPES:
            limit: Json = {"maxLength": element.longest} if element.longest else {}
            if element.pattern:
                limit["extension"] = [{"url": f"{EXTENSION}/regex", "valueString": element.pattern}]
            return {"type": TYPES[element.type], **limit}
        if way == "keys":
            scale = QUESTIONS[element.type].scale or ()
            return {"type": "integer", "extension": bounds("Integer", scale[0], scale[-1])}
        return self.choice(element)

    def choice(self, element: Element) -> Json:
        found: Json = {"type": "coding" if self.release == "R5" else "choice"}
        if element.other:
            if self.release == "R5":
                found["answerConstraint"] = "optionsOrString"
            else:
                found["type"] = "open-choice"
        if QUESTIONS[element.type].input in ("many", "ranking"):
            found["repeats"] = True
        if any(one.visible_if is not None for one in element.choices):
            self.lost.append(f"{element.name}.choices.visibleIf")
        options = options_of(element, list(self.questionnaire.languages))
        coded = [
            {"valueCoding": {"code": str(one.value), **self.text(one.text, "display")}} for one in options
        ]
        return {**found, "answerOption": coded} if coded else found

    def table(self, element: Element) -> Json:
        """A group of rows, each a choice of the columns."""
        if element.type == "kano":
            rows: list[tuple[str, dict[str, str]]] = list(PAIR.items())
            columns = [
                (str(one.value), one.text) for one in options_of(element, list(self.questionnaire.languages))
            ]
        else:
            rows = [(row.value, dict(row.text)) for row in element.rows]
            columns = [(column.value, dict(column.text)) for column in element.columns]
        coded = [{"valueCoding": {"code": code, **self.text(text, "display")}} for code, text in columns]
        form = "coding" if self.release == "R5" else "choice"
        inner = [
            {
                "linkId": f"{element.name}.{value}",
                "type": form,
                **self.text(text),
                **({"required": True} if element.required else {}),
                **({"answerOption": coded} if coded else {}),
            }
            for value, text in rows
        ]
        return {"type": "group", **({"item": inner} if inner else {})}

    def measured(self, element: Element) -> Json:
        low, high, step = element.at_least, element.at_most, element.step
        if element.type == "slider":
            low, high, step = slider_limits(element)
        is_whole = step is not None and float(step).is_integer()
        limits = [one for one in (low, high) if one is not None]
        is_whole = is_whole and all(
            isinstance(one, int | float) and float(one).is_integer() for one in limits
        )
        kind = "Integer" if is_whole else "Decimal"
        found = bounds(kind, low, high)
        return {"type": kind.lower(), **({"extension": found} if found else {})}

    def text(self, texts: Any, key: str = "text") -> Json:
        """The first language as such, the others as translations of it."""
        first = self.questionnaire.languages[0]
        own = texts.get(first) or next(iter(texts.values()), "")
        others = [(code, text) for code, text in texts.items() if code != first and text and text != own]
        found: Json = {key: unpiped(own)} if own else {}
        if own and others:
            found[f"_{key}"] = {"extension": [translation(code, unpiped(text)) for code, text in others]}
        return found

    def shown(self, rule: Any, link: str) -> Json:
        if rule is None:
            return {}
        found = condition(rule)
        parts = found.parts if isinstance(found, Joined) else (found,)
        made = [self.when(part) if part is not None else None for part in parts]
        if not made or None in made:
            self.lost.append(f"{link}.visibleIf")
            return {}
        both = len(made) > 1
        every = isinstance(found, Joined) and found.every
        return {"enableWhen": made, **({"enableBehavior": "all" if every else "any"} if both else {})}

    def when(self, part: Condition) -> Json | None:
        """One comparison; None for one that enableWhen has no words for."""
        is_not = isinstance(part, Not)
        inner = part.part if isinstance(part, Not) else part
        if isinstance(inner, Missing | Told) and inner.name in self.names:
            exists = isinstance(inner, Told) != is_not
            return {"question": inner.name, "operator": "exists", "answerBoolean": exists}
        if isinstance(inner, Contains) and inner.name in self.names:
            return self.compared(inner.name, "!=" if is_not else "=", inner.text)
        if not isinstance(inner, Compared) or inner.value is None or (is_not and inner.relation != "is"):
            return None
        return self.compared(inner.name, "!=" if is_not else SIGNS[inner.relation], inner.value)

    @property
    def names(self) -> dict[str, Element]:
        return self.questionnaire.named()

    def compared(self, name: str, sign: str, value: Any) -> Json | None:
        element = self.names.get(name.partition(".")[0])
        if element is None:
            return None
        way = QUESTIONS[element.type].input
        if way in ("options", "many", "ranking", "matrix", "pair") and element.type != "yes_no":
            answer: Json = {"answerCoding": {"code": str(value)}}
        elif isinstance(value, bool):
            answer = {"answerBoolean": value}
        elif isinstance(value, int | float):
            whole = way == "keys" or self.kind(element)["type"] == "integer"
            answer = {"answerInteger": int(value)} if whole else {"answerDecimal": value}
        else:
            answer = {"answerDate" if element.type == "date" else "answerString": value}
        return {"question": name, "operator": sign, **answer}


def bounds(kind: str, low: Any, high: Any) -> list[Json]:
    ends = (("minValue", low), ("maxValue", high))
    number = int if kind == "Integer" else float
    return [
        {"url": f"{EXTENSION}/{name}", f"value{kind}": number(end)} for name, end in ends if end is not None
    ]


def translation(code: str, text: str) -> Json:
    return {
        "url": f"{EXTENSION}/translation",
        "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}],
    }


def write_r4(questionnaire: Questionnaire, name: str) -> bytes:
    return written(Writer(questionnaire, "R4").resource(name))


def write_r5(questionnaire: Questionnaire, name: str) -> bytes:
    return written(Writer(questionnaire, "R5").resource(name))


def written(resource: Json) -> bytes:
    return json.dumps(resource, ensure_ascii=False, indent=2).encode()
