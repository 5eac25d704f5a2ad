"""What each column of an unknown file probably is: by its name in Finnish or English, and by what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.tabular import ColumnProfile

from .mapping import (
    MOST_ATTRIBUTES,
    MOST_QUESTIONS,
    AttributeColumn,
    Column,
    DateColumn,
    Mapping,
    NamedTouchpoint,
    QuestionColumn,
)

# Tried in this order; the first that fits a score column's name and values wins.
SCORE_NAMES: tuple[tuple[str, str], ...] = (
    ("enps", r"enps|työpaik|employer"),
    ("nps", r"\bnps|suosit|recommend|promot"),
    ("expectation", r"odotu|expectation"),
    ("ces_1_7", r"\bces|helppo|easy|\bease|effort|vaiva"),
    ("ces_1_5", r"\bces|effort|vaiva"),
    ("effort", r"\bces|effort|vaiva"),
    ("csat", r"csat|tyytyv|satisf|rating|stars?\b|score|arvosan|arvio|tähdet|tähti|pistee|grade|points"),
)
# Of several moments the one of the answer is wanted; a later word is a weaker sign.
DATE_WORDS = (
    *("answered", "responded", "submitted", "vastat", "vastaus", "review", "palaut", "feedback"),
    *("created", "luotu", "sent", "date", "päivä", "pvm", "aika", "time"),
)
UID_NAMES = re.compile(r"answer|response|review|vastau|palaut|tweet|feedback|order|tilau", re.IGNORECASE)
PLAIN_UID = re.compile(r"^(id|uid|uuid|guid|tunnus|tunniste)$|[ _-](id|uid)$|Id$|ID$")
CUSTOMER = re.compile(r"customer|client|asiakas|user[ _-]?id|jäsennumero", re.IGNORECASE)
TOUCHPOINT = re.compile(r"touch[ _-]?point|kontaktipiste|kohtaamispiste|palvelupiste$", re.IGNORECASE)
CHANNEL = re.compile(r"^channel|[ _-]channel$|kanava$|^source$|^lähde$", re.IGNORECASE)
UNIT = re.compile(
    r"^unit|yksikkö|toimipiste|department|osasto|store$|myymälä|branch$|konttori", re.IGNORECASE
)
LANGUAGE = re.compile(r"^(lang|language|locale|kieli|vastauskieli)$", re.IGNORECASE)
LONG_TEXT, CHANNEL_LENGTH, MOST_CHOICES = 25.0, 40, 30
# The share of the scores that must stand on the scale: a slip is refused with its row, not with its column.
ENOUGH = 0.9
COMMENT = re.compile(
    r"comment|kommentti|text|teksti|palaute$|feedback$|review$|sana|avoin|vapaa|title|perustel|why|miksi",
    re.IGNORECASE,
)


def guess_mapping(columns: Sequence[ColumnProfile], *, name: str = "") -> Mapping:
    """A mapping to begin with; `name` of the file names the touchpoint where no column does.

    What cannot be guessed is left out, so the result may still lack a date or questions.
    """
    date = best_date(columns)
    rest = Rest(columns, {date.name} if date else set())
    customer = rest.named(CUSTOMER, "identifier", "choice", "text")
    uid = rest.take(best_uid(rest.columns()))
    touchpoint = rest.named(TOUCHPOINT, "choice", "text")
    channel, unit, language = (rest.named(pattern, "choice") for pattern in (CHANNEL, UNIT, LANGUAGE))
    questions = named_once(question for one in rest.columns() if (question := question_of(one)))
    rest.taken.update(question.column for question in questions)
    attributes = [
        AttributeColumn(column=one.name, name=short(one.name))
        for one in rest.columns()
        if one.kind == "choice" and one.distinct <= MOST_CHOICES
    ]
    return Mapping(
        date=DateColumn(column=date.name, day_first=date.day_first) if date else None,
        uid=uid,
        touchpoint=touchpoint or NamedTouchpoint(name=touchpoint_name(name)),
        channel=channel,
        unit=unit,
        customer=customer,
        language=language,
        questions=questions,
        attributes=distinct_names(attributes)[:MOST_ATTRIBUTES],
    )


@dataclass(frozen=True, slots=True)
class Rest:
    """The columns nothing has been made of yet."""

    every: Sequence[ColumnProfile]
    taken: set[str]

    def columns(self) -> list[ColumnProfile]:
        return [one for one in self.every if one.name not in self.taken]

    def named(self, pattern: re.Pattern[str], *kinds: str) -> Column | None:
        fitting = (one for one in self.columns() if one.kind in kinds and pattern.search(one.name))
        return self.take(next(fitting, None))

    def take(self, column: ColumnProfile | None) -> Column | None:
        if column is None:
            return None
        self.taken.add(column.name)
        return Column(column=column.name)


def best_date(columns: Sequence[ColumnProfile]) -> ColumnProfile | None:
    """The moment the answer was given, if its name tells; else the first column that is always filled."""
    moments = [one for one in columns if one.kind == "moment"]

    def rank(column: ColumnProfile) -> tuple[float, int]:
        said = [place for place, word in enumerate(DATE_WORDS) if word in column.name.casefold()]
        return -round(column.filled, 1), min(said, default=len(DATE_WORDS))

    return min(moments, key=rank, default=None)


def best_uid(columns: Sequence[ColumnProfile]) -> ColumnProfile | None:
    """Only a column of identifiers that is filled on every row: two rows without one must stay two answers."""
    whole = [one for one in columns if one.kind == "identifier" and one.filled == 1]
    for fits in (PLAIN_UID.search, UID_NAMES.search):
        found = next((one for one in whole if fits(one.name)), None)
        if found:
            return found
    return None


def question_of(column: ColumnProfile) -> QuestionColumn | None:
    if column.kind == "number":
        kind = score_kind(column)
        return QuestionColumn(column=column.name, kind=kind, name=short(column.name)) if kind else None
    if column.kind == "text" and (column.average_length >= LONG_TEXT or COMMENT.search(column.name)):
        return QuestionColumn(column=column.name, kind="open_text", name=short(column.name))
    if column.kind == "choice" and COMMENT.search(column.name) and column.average_length >= LONG_TEXT:
        return QuestionColumn(column=column.name, kind="open_text", name=short(column.name))
    return None


def score_kind(column: ColumnProfile) -> str | None:
    name = column.name.casefold().replace("_", " ")
    for kind, pattern in SCORE_NAMES:
        scale = QUESTIONS[kind].scale or ()
        fitting = [number for number in column.numbers if number in scale]
        if fitting and len(fitting) >= ENOUGH * len(column.numbers) and re.search(pattern, name):
            # Marks of 1 to 5 fit the seven steps too: the seven are meant only where six or seven occurs.
            if kind == "ces_1_7" and max(fitting) <= 5 and not re.search("helppo|easy|ease", name):  # noqa: PLR2004
                continue
            return kind
    return None


def named_once(questions: Iterable[QuestionColumn]) -> list[QuestionColumn]:
    found: dict[str, QuestionColumn] = {}
    for question in questions:
        found.setdefault(question.name, question)
    return list(found.values())[:MOST_QUESTIONS]


def distinct_names(attributes: Iterable[AttributeColumn]) -> list[AttributeColumn]:
    found: dict[str, AttributeColumn] = {}
    for attribute in attributes:
        found.setdefault(attribute.name, attribute)
    return list(found.values())


def short(name: str) -> str:
    return name[:60].strip()


def touchpoint_name(file_name: str) -> str:
    """The file bank_app_reviews.csv as people write it: Bank app reviews."""
    words = " ".join(re.split(r"[\s_\-.]+", PurePath(file_name).stem)).strip()[:200]
    return words[:1].upper() + words[1:] if words else "Import"
