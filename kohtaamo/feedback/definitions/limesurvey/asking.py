"""One LimeSurvey question becomes one of ours, or several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.draft import Draft, Fields, Texts
from kohtaamo.feedback.definitions.logic import Rule, Target
from kohtaamo.feedback.definitions.shapes import number, whole
from kohtaamo.feedback.questionnaire.parts import COLUMNS, ROWS

from .kinds import (
    GENDER,
    MANY,
    NUMBER_A_ROW,
    NUMBER_CELLS,
    ONE,
    SCALES,
    TABLE,
    TEXT,
    TEXT_A_ROW,
    TEXT_CELLS,
    TWO_SCALES,
    in_languages,
)
from .tables import Row, Wording, answer_key

SIMPLE = {"Y": "yes_no", "D": "date", "|": "file", "N": "number"}
SCALE_OF_FIVE = {"type": "slider", "at_least": 1, "at_most": 5, "step": 1.0}
LOSING = {
    "em_validation_q": "validation",
    "em_validation_sq": "validation",
    "array_filter": "carried_choices",
    "array_filter_exclude": "carried_choices",
    "exclude_all_others": "exclusive",
    "random_group": "randomisation",
    "time_limit": "setting",
}


@dataclass(frozen=True, slots=True)
class Asking:
    draft: Draft
    wording: Wording
    codes: Mapping[str, Target]
    parts: Mapping[str, list[Row]]
    answers: Mapping[str, list[Row]]
    attributes: Mapping[str, Mapping[str, str]]

    def ask(self, question: Row, rule: Rule | None) -> None:
        kind, qid = question.get("type", ""), question["qid"]
        tag = question.get("title") or qid
        self.draft.know(tag, self.title(question))
        self.tell_of_extras(question, tag)
        if kind == "X":
            if rule is not None:
                self.draft.lose(tag, "text_condition")
            self.draft.text(self.title(question), source=qid)
        elif kind == "*":
            self.draft.lose(tag, "calculation", part=next(iter(self.title(question).values()), "")[:80])
        elif kind in MAKERS:
            MAKERS[kind](self, question, rule, kind)
        else:
            self.draft.lose(tag, "kind_unknown", kind=kind)

    def tell_of_extras(self, question: Row, tag: str) -> None:
        attributes = self.attributes.get(question["qid"], {})
        for name, why in LOSING.items():
            if attributes.get(name):
                self.draft.lose(tag, why, choice=attributes[name], setting=name)
        if question.get("preg") and question.get("type") not in TEXT:
            self.draft.lose(tag, "validation")

    def title(self, question: Row) -> Texts:
        tag = question.get("title") or question["qid"]
        return self.wording.of("questions", question["qid"], "question", tag)

    def base(self, question: Row, rule: Rule | None) -> Fields:
        tag = question.get("title") or question["qid"]
        return {
            "name": self.codes[question["qid"]].name,
            "title": self.title(question),
            "description": self.wording.of("questions", question["qid"], "help", tag),
            "required": question.get("mandatory") == "Y",
            "visible_if": rule,
        }

    def part_text(self, part: Row) -> Texts:
        return self.wording.of("subquestions", part["qid"], "question", part.get("title", ""))

    def answer_texts(self, question: Row, scale: str = "0") -> list[Fields]:
        tag = question.get("title", "")
        found = []
        for row in self.answers.get(question["qid"], []):
            if (row.get("scale_id") or "0") == scale:
                key = row.get("aid") or answer_key(row)
                text = self.wording.of("answers", key, "answer", tag)
                found.append({"value": row.get("code", ""), "text": text})
        return found

    def rows(self, question: Row, scale: str = "0") -> list[Fields]:
        for part in self.parts.get(question["qid"], []):
            if part.get("relevance", "") not in ("", "1"):
                tag = f"{question.get('title', '')} {part.get('title', '')}"
                self.draft.lose(tag, "row_condition")
        return [
            {"value": part.get("title", ""), "text": self.part_text(part), "part": part}
            for part in self.parts.get(question["qid"], [])
            if (part.get("scale_id") or "0") == scale
        ]

    def choice(self, question: Row, rule: Rule | None, kind: str) -> None:
        attributes, qid = self.attributes.get(question["qid"], {}), question["qid"]
        if kind == "G":
            fixed = in_languages(GENDER, self.draft.tongues.languages)
            choices: list[Fields] = [{"value": code, "text": text} for code, text in fixed]
        else:
            choices = self.rows(question) if kind in MANY else self.answer_texts(question)
        fields = {
            "type": "ranking" if kind == "R" else "multiple_choice" if kind in MANY else "single_choice",
            "choices": [{"value": one["value"], "text": one["text"]} for one in choices],
            "other": question.get("other") == "Y",
            "shuffle": attributes.get("random_order") == "1" or attributes.get("answer_order") == "random",
            "at_least": whole(attributes.get("min_answers")),
            "at_most": whole(attributes.get("max_answers")),
        }
        base = self.base(question, rule)
        self.draft.ask(qid, **base, **fields)
        if kind in ("O", "P"):
            self.comments(question, choices, kind)

    def comments(self, question: Row, choices: list[Fields], kind: str) -> None:
        """Own words beside the choice, or beside each of them."""
        target = self.codes[question["qid"]]
        if kind == "O":
            name = self.draft.name(f"{target.name}_comment")
            self.draft.ask(question["qid"], name=name, type="open_text", title=self.title(question))
            return
        for one in choices:
            name = self.draft.name(f"{target.name}_{one['value']}_comment")
            fields = {"name": name, "type": "open_text", "title": one["text"]}
            self.draft.ask(question["qid"], visible_if=target.has(one["value"]), **fields)

    def simple(self, question: Row, rule: Rule | None, kind: str) -> None:
        attributes, tag = self.attributes.get(question["qid"], {}), question.get("title", "")
        fields: dict[str, Any] = {"type": SIMPLE.get(kind, "open_text")}
        if kind == "5":
            fields = dict(SCALE_OF_FIVE)
        elif kind == "N":
            low, high = (number(attributes.get(key)) for key in ("min_num_value_n", "max_num_value_n"))
            fields |= {"at_least": low, "at_most": high}
            fields["step"] = 1.0 if attributes.get("num_value_int_only") == "1" else None
        elif kind in TEXT:
            fields["longest"] = whole(attributes.get("maximum_chars"))
            pattern = question.get("preg", "")
            if pattern.startswith("/") and pattern.rstrip("/").startswith("/"):
                fields["pattern"] = pattern.removeprefix("/").rpartition("/")[0]
        elif kind == "|":
            fields |= {"at_most": whole(attributes.get("max_num_of_files")), "accept": endings(attributes)}
        elif kind == "D" and (attributes.get("date_min") or attributes.get("date_max")):
            self.draft.lose(tag, "limit_unfit", limit=attributes.get("date_min") or attributes["date_max"])
        self.draft.ask(question["qid"], **self.base(question, rule), **fields)

    def table(self, question: Row, rule: Rule | None, kind: str) -> None:
        fixed = in_languages(SCALES.get(kind, ()), self.draft.tongues.languages)
        columns = [{"value": code, "text": text} for code, text in fixed] or self.answer_texts(question)
        rows = [{"value": one["value"], "text": one["text"]} for one in self.rows(question)]
        if kind == "H":
            self.draft.lose(question.get("title", ""), "setting", setting="array by column")
        fields: Fields = {"type": "matrix", "rows": rows, "columns": columns}
        if len(rows) > ROWS or len(columns) > COLUMNS:
            self.draft.lose(question.get("title", ""), "setting", setting="large table")
        fields["shuffle"] = self.attributes.get(question["qid"], {}).get("random_order") == "1"
        self.draft.ask(question["qid"], **self.base(question, rule), **fields)

    def spread(self, question: Row, rule: Rule | None, kind: str) -> None:
        """A question for each row, or for each cell of a table."""
        qid, base = question["qid"], self.base(question, rule)
        if kind not in (TEXT_A_ROW, NUMBER_A_ROW):
            self.draft.lose(question.get("title", ""), "table_split")
        for row in self.rows(question):
            title = beside(base["title"], row["text"])
            if kind in (TEXT_A_ROW, NUMBER_A_ROW):
                target = self.codes[f"{qid}/{row['value']}"]
                form = "open_text" if kind == TEXT_A_ROW else "number"
                self.draft.ask(qid, **{**base, "name": target.name, "title": title, "type": form})
                continue
            for cell in self.cells(question, row, kind):
                self.draft.ask(qid, **{**base, **cell, "title": beside(title, cell["title"])})

    def cells(self, question: Row, row: Fields, kind: str) -> list[Fields]:
        qid = question["qid"]
        if kind == TWO_SCALES:
            return [
                {
                    "name": self.codes[f"{qid}/{row['value']}_{scale}"].name,
                    "type": "single_choice",
                    "title": {},
                    "choices": self.answer_texts(question, scale),
                }
                for scale in ("0", "1")
            ]
        form = "number" if kind == NUMBER_CELLS else "open_text"
        return [
            {
                "name": self.codes[f"{qid}/{row['value']}_{column['value']}"].name,
                "type": form,
                "title": column["text"],
            }
            for column in self.rows(question, "1")
        ]


MAKERS: dict[str, Callable[[Asking, Row, Rule | None, str], None]] = {
    **dict.fromkeys((*ONE, *MANY, "G", "R"), Asking.choice),
    **dict.fromkeys((*TEXT, *SIMPLE, "5"), Asking.simple),
    **dict.fromkeys(TABLE, Asking.table),
    **dict.fromkeys((TEXT_A_ROW, NUMBER_A_ROW, NUMBER_CELLS, TEXT_CELLS, TWO_SCALES), Asking.spread),
}


def beside(one: Texts, other: Texts) -> Texts:
    return {
        language: " – ".join(part for part in (one.get(language), other.get(language)) if part)
        for language in dict.fromkeys([*one, *other])
    }


def endings(attributes: Mapping[str, str]) -> list[str]:
    written = (one.strip().lower() for one in attributes.get("allowed_filetypes", "").split(","))
    return [f".{one}" for one in written if one.isalnum() and one.isascii() and len(one) <= 10][:20]  # noqa: PLR2004
