"""The questions of a LimeSurvey archive, each with the columns where its answers stand.

A column is survey X group X question, with the code of a part after it; from version 6 on it is "Q" and the
question, with "_S" and the number of the part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.questionnaire import LANGUAGES

from .found import Asked, Item, Loss, Shape

Tables = dict[str, list[dict[str, str]]]
ABOUT = frozenset({"id", "submitdate", "datestamp", "startdate", "startlanguage"})
MULTIPLE, RANKING, ROWS = frozenset("MP"), "R", frozenset("FABCEH")
TEXTS, NUMBERS = frozenset("STU"), frozenset("NK")
WORDS: dict[str, dict[str, str]] = {
    "Y": {"Y": "Yes", "N": "No"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
    "G": {"F": "Female", "M": "Male"},
}
OWN = "-oth-"


@dataclass(frozen=True, slots=True)
class Lime:
    """One question or part of one."""

    qid: str
    parent: str
    code: str
    kind: str
    words: str
    group: str


class LimeQuestions:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        survey = next(iter(tables.get("surveys", [])), {})
        self.survey = survey.get("sid", "")
        self.language = survey.get("language", "") or "en"
        self.kept_as = self.language[:2] if self.language[:2] in LANGUAGES else "en"
        settings = self.in_language(tables.get("surveys_languagesettings", []), "surveyls_language")
        self.title = plain(next(iter(settings), {}).get("surveyls_title", ""))
        words = {
            one["qid"]: one.get("question", "") for one in self.in_language(tables.get("question_l10ns", []))
        }
        self.questions = [self.lime(row, words) for row in self.in_language(tables.get("questions", []))]
        self.parts = [self.lime(row, words) for row in self.in_language(tables.get("subquestions", []))]
        self.labels = self.labels_of()
        self.known = set(ABOUT)

    def in_language(self, rows: list[dict[str, str]], key: str = "language") -> list[dict[str, str]]:
        """Older files have every row once in each language."""
        return [row for row in rows if row.get(key, self.language) in {self.language, ""}]

    def lime(self, row: dict[str, str], words: dict[str, str]) -> Lime:
        qid = row.get("qid", "")
        text = plain(row.get("question") or words.get(qid, ""))
        return Lime(
            qid,
            row.get("parent_qid", ""),
            row.get("title", ""),
            row.get("type", ""),
            text,
            row.get("gid", ""),
        )

    def labels_of(self) -> dict[str, dict[str, str]]:
        """Words of answers by question and code."""
        texts = {
            one.get("aid", ""): one.get("answer", "")
            for one in self.in_language(self.tables.get("answer_l10ns", []))
        }
        found: dict[str, dict[str, str]] = {}
        for row in self.in_language(self.tables.get("answers", [])):
            text = plain(row.get("answer") or texts.get(row.get("aid", ""), ""))
            found.setdefault(row.get("qid", ""), {})[row.get("code", "")] = text
        return found

    def asked(self, columns: list[str]) -> tuple[list[Asked], set[str]]:
        """Questions that have columns, and the columns they took."""
        found: list[Asked] = []
        for question in self.questions:
            found += self.question(question, columns)
        return found, {column for one in found for column in one.columns()}

    def question(self, lime: Lime, columns: list[str]) -> Iterator[Asked]:
        old, new = f"{self.survey}X{lime.group}X{lime.qid}", f"Q{lime.qid}"
        parts = [part for part in self.parts if part.parent == lime.qid]
        items = [
            Item(column, part.code, part.words or part.code)
            for part in parts
            for column in (f"{old}{part.code}", f"{new}_S{part.qid}")
            if column in columns
        ]
        whole = next((one for one in (old, new) if one in columns), "")
        other = next((one for one in (f"{old}other", f"{new}_Cother") if one in columns), "")
        labels = self.labels.get(lime.qid) or WORDS.get(lime.kind, {})
        title = lime.words or lime.code
        if lime.kind == RANKING:
            places = tuple(
                Item(one, str(place)) for place, one in enumerate(ranked(old, new, columns), start=1)
            )
            if places:
                yield Asked(name=lime.code, title=title, shape="places", items=places, labels=labels)
        elif items:
            yield self.of_parts(lime, title, tuple(items), labels, other)
        elif whole:
            yield self.of_one(lime, title, whole, labels, other)
        for column, name in comments(old, new, columns, lime.code, parts):
            yield Asked(name=name, title=title, shape="text", items=(Item(column, "1"),))

    def of_parts(
        self, lime: Lime, title: str, items: tuple[Item, ...], labels: dict[str, str], other: str
    ) -> Asked:
        if lime.kind in MULTIPLE:
            ticks = tuple(Item(one.column, one.value, one.text, "Y") for one in items)
            return Asked(name=lime.code, title=title, shape="many", items=ticks, other=other)
        shape: Shape = "table" if lime.kind in ROWS else "group"
        return Asked(name=lime.code, title=title, shape=shape, items=items, labels=labels)

    def of_one(self, lime: Lime, title: str, column: str, labels: dict[str, str], other: str) -> Asked:
        shape: Shape = "text" if lime.kind in TEXTS else "number" if lime.kind in NUMBERS else "one"
        item = Item(column, "1")
        return Asked(
            name=lime.code, title=title, shape=shape, items=(item,), labels=labels, other=other, own=OWN
        )

    def losses(self) -> Iterator[Loss]:
        languages = self.tables.get("languages", [])
        for one in languages:
            if one["language"] != self.language:
                yield Loss(one["language"], "language_left_out")
        for table, why in (
            ("conditions", "rules_left"),
            ("quota", "rules_left"),
            ("assessments", "rules_left"),
        ):
            if self.tables.get(table):
                yield Loss(table, why)
        for row in self.tables.get("questions", []):
            if row.get("relevance") not in {None, "", "1"}:
                yield Loss(row.get("title", ""), "rules_left")


def ranked(old: str, new: str, columns: list[str]) -> list[str]:
    found = []
    for place in range(1, len(columns) + 1):
        column = next((one for one in (f"{old}{place}", f"{new}_R{place}") if one in columns), "")
        if not column:
            break
        found.append(column)
    return found


def comments(
    old: str, new: str, columns: list[str], code: str, parts: list[Lime]
) -> Iterator[tuple[str, str]]:
    for column in (f"{old}comment", f"{new}_Ccomment"):
        if column in columns:
            yield column, f"{code}_comment"
    for part in parts:
        for column in (f"{old}{part.code}comment", f"{new}_S{part.qid}_Ccomment"):
            if column in columns:
                yield column, f"{code}_{part.code}_comment"
