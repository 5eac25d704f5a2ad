"""What each question of a foreign file is here: its shape by what the cells hold, its kind by words and scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kohtaamo.feedback.direction import Told, check_told
from kohtaamo.feedback.question import CHOICES, UnfitError
from kohtaamo.feedback.questionnaire.parts import COLUMNS, ROWS
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.tabular import guess_day_first, parse_number

from .column_facts import ColumnFacts, fits
from .found import Asked, Item, Loss, Shape
from .readers import clean

Facts = Mapping[str, ColumnFacts]
FEWEST = 2
LOCAL_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")
SEPARATORS = (";", ", ")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Codes of choices are small whole numbers; a slider goes further.
HIGHEST_CODE, MOST_CODES = 20, 12
FEW_CHOICES, SHORT, SHORT_ON_AVERAGE = 30, 100, 40
OF_SHAPE = {
    "many": "multiple_choice",
    "codes": "multiple_choice",
    "joined": "multiple_choice",
    "places": "ranking",
    "table": "matrix",
    "ranking": "ranking",
    "text": "open_text",
    "date": "date",
}
# What a question is about, in the words of those who ask it; the first that fits its numbers too is meant.
SCORE_WORDS: tuple[tuple[str, str], ...] = (
    (
        "enps",
        r"\benps\b|(?:suosit|recommend|empfehl|rekommend).*(?:työpaik|employer|arbeitgeber|place to work)",
    ),
    ("nps", r"\bnps\b|suosit|recommend|empfehl|rekommend"),
    ("expectation", r"odotuks|\bexpectation|erwartung|förvänt"),
    ("ces_1_7", r"\bces\b|helppo|\beasy\b|\bease\b|leicht|einfach|\blätt"),
    ("ces_1_5", r"\bces\b|\beffort|vaiva|aufwand|ansträng"),
    ("effort", r"\beffort|vaiva|aufwand|ansträng"),
    ("csat", r"\bcsat\b|tyytyv|satisf|zufried|\bnöjd|\barvosan|\bstars?\b|\btähte"),
)
YES_OR_NO = frozenset({"0", "1"})
YES_WORDS = {"yes": True, "kyllä": True, "ja": True, "oui": True, "sí": True, "true": True, "y": True}
NO_WORDS = {
    "no": False,
    "ei": False,
    "nein": False,
    "nej": False,
    "non": False,
    "false": False,
    "n": False,
    "n/a": False,
}


def settled(asked: Asked, facts: Facts) -> Iterator[Asked]:
    """The question with a shape that its cells fit; a group that is none becomes several questions."""
    if asked.shape == "group":
        yield from settled_group(asked, facts)
    elif asked.shape == "joined" and not asked.separator:
        yield apart(asked, facts)
    elif asked.shape == "one" and not asked.labels:
        yield with_codes(asked, facts)
    elif asked.shape in {"many", "ranking", "table"} and not is_publishable(asked, facts):
        yield from singles(asked)
    else:
        yield asked


def settled_group(asked: Asked, facts: Facts) -> Iterator[Asked]:
    asked = ticked(asked, facts)
    columns = [facts[item.column] for item in asked.items]
    filled = [one for one in columns if one.filled]
    shape: Shape | None = None
    if are_ticks(asked, facts):
        shape = "many"
    elif is_ranking(columns):
        shape = "ranking"
    elif all(is_code(one) or is_short(one) for one in filled):
        shape = "table"
    if shape is None:
        yield from singles(asked)
    else:
        yield from settled(replace(asked, shape=shape), facts)


def ticked(asked: Asked, facts: Facts) -> Asked:
    """Yes for each that was chosen and no for the others, in whatever words."""
    told = {value for item in asked.items for value in facts[item.column].values}
    yes = {value for value in told if YES_WORDS.get(value.casefold())}
    no = {value for value in told if NO_WORDS.get(value.casefold()) is False}
    if len(yes) != 1 or yes | no != told:
        return asked
    return replace(asked, items=tuple(replace(item, counted=next(iter(yes))) for item in asked.items))


def apart(asked: Asked, facts: Facts) -> Asked:
    """Several answers in one cell, where their parts come again; else one answer."""
    here = facts[asked.column]
    for separator in SEPARATORS:
        parts = [part.strip() for cell in here.values for part in cell.split(separator)]
        is_list = any(separator in cell for cell in here.values) and not here.is_varied and not here.numbers
        few = len(set(parts)) <= FEW_CHOICES and len(set(parts)) < len(parts)
        if is_list and few and max(map(len, parts)) <= SHORT and repeats(parts):
            return replace(asked, separator=separator)
    return with_codes(replace(asked, shape="one"), facts)


def repeats(parts: list[str]) -> bool:
    return len(set(parts)) * FEWEST <= len(parts) or len(set(parts)) <= MOST_CODES


def with_codes(asked: Asked, facts: Facts) -> Asked:
    """A cell "5 - very good" stands for 5."""
    here = facts[asked.column]
    if here.numbers or not here.filled or here.is_varied or len(here.values) > MOST_CODES:
        return asked
    told = {cell: parse_number(cell) for cell in here.values}
    if any(number is None or not number.is_integer() for number in told.values()):
        return asked
    codes = {cell: str(int(number)) for cell, number in told.items() if number is not None}
    labels = {code: cell for cell, code in codes.items() if not fits("number", cell)}
    return replace(asked, codes=codes, labels=labels)


def coded(asked: Asked, facts: Facts) -> ColumnFacts:
    """What the column holds once its words are numbers."""
    here = facts[asked.column]
    if not asked.codes:
        return here
    found = ColumnFacts()
    for cell, times in here.values.items():
        for _ in range(min(times, MOST_CODES)):
            found.take(asked.codes.get(cell, cell))
    return found


def are_ticks(asked: Asked, facts: Facts) -> bool:
    """A one for each that was chosen, or its own words."""
    told = set().union(*(facts[item.column].values for item in asked.items))
    if any(item.counted for item in asked.items) or told <= {"1"}:
        return True
    return all(is_own_label(item, facts[item.column]) for item in asked.items)


def singles(asked: Asked) -> Iterator[Asked]:
    """Each column a question of its own."""
    for item in asked.items:
        title = " – ".join(part for part in (asked.title, item.text) if part)
        name = f"{asked.name}_{item.value}" if len(asked.items) > 1 else asked.name
        yield replace(asked, name=name, title=title, shape="one", items=(item,), other="")
    if asked.other:
        yield Asked(
            name=f"{asked.name}_other", title=asked.title, shape="text", items=(Item(asked.other, ""),)
        )


def is_publishable(asked: Asked, facts: Facts) -> bool:
    """Whether it has at least as many choices, rows and columns as it must, and no more than it may."""
    if asked.shape == "table":
        return len(asked.items) <= ROWS and FEWEST <= len(codes_of(asked, facts)) <= COLUMNS
    return FEWEST <= len(asked.items) + bool(asked.other) <= CHOICES


def is_own_label(item: Item, facts: ColumnFacts) -> bool:
    """A chosen one is written out by its own name, as in an export of words."""
    return not facts.filled or (len(facts.values) == 1 and next(iter(facts.values)) == item.text)


def is_ranking(columns: list[ColumnFacts]) -> bool:
    """Every place is given as often as every other: as many firsts as seconds, when all rank all."""
    places = {str(place) for place in range(1, len(columns) + 1)}
    if len(columns) <= FEWEST or len({one.filled for one in columns}) > 1:
        return False
    counts = {place: sum(one.values.get(place, 0) for one in columns) for place in places}
    told = set().union(*(one.values for one in columns))
    return told <= places and len(set(counts.values())) == 1 and columns[0].filled >= len(columns)


def is_code(facts: ColumnFacts) -> bool:
    return (
        facts.numbers
        and facts.are_whole
        and not facts.is_varied
        and facts.low >= -FEWEST
        and facts.high <= HIGHEST_CODE
        and len(facts.values) <= MOST_CODES
    )


def is_short(facts: ColumnFacts) -> bool:
    """Words that come again, as choices do."""
    repeats = len(facts.values) * FEWEST <= facts.filled
    return (
        not facts.numbers
        and not facts.is_varied
        and len(facts.values) <= FEW_CHOICES
        and facts.longest <= SHORT
        and facts.average <= SHORT_ON_AVERAGE
        and repeats
    )


def codes_of(asked: Asked, facts: Facts) -> list[str]:
    """All answers that a choice may have: those with words first, then those that only occur."""
    found = dict.fromkeys(code for code in asked.labels if code)
    for item in asked.items:
        here = coded(asked, facts) if asked.codes else facts[item.column]
        found |= dict.fromkeys(clean(value) for value in sorted_codes(here))
    found.pop(asked.own or "\0", None)
    found.pop("", None)
    return list(found)


def sorted_codes(facts: ColumnFacts) -> list[str]:
    return sorted(facts.values, key=number_of) if facts.numbers else list(facts.values)


def number_of(text: str) -> float:
    return parse_number(text, labels=False) or 0.0


def kinds_for(asked: Asked, facts: Facts) -> list[str]:
    """Kinds that every cell fits; the guess comes first."""
    if asked.shape not in {"one", "number"}:
        kind = OF_SHAPE[asked.shape]
        return [kind, "open_text"] if kind == "date" else [kind]
    facts_here = coded(asked, facts)
    fitting = [kind for kind in QUESTIONS if is_fit(kind, asked, facts_here, facts)]
    guessed = guessed_kind(asked, facts_here, fitting)
    return [guessed, *(kind for kind in fitting if kind != guessed)]


def is_fit(kind: str, asked: Asked, here: ColumnFacts, facts: Facts) -> bool:
    if kind == "open_text":
        return True
    if not here.filled or (here.is_varied and kind not in {"number", "date"}):
        return False
    scale = QUESTIONS[kind].scale
    if scale:
        return here.numbers and {number_of(code) for code in here.values} <= set(scale)
    checks = {
        "single_choice": FEWEST <= len(codes_of(asked, facts)) + bool(asked.other) <= CHOICES,
        "yes_no": yes_or_no(asked, here) is not None,
        "number": here.numbers,
        "date": here.are_days or day_order(here) is not None,
    }
    return checks.get(kind, False)


def day_order(here: ColumnFacts) -> bool | None:
    """Whether days in the manner of some country begin with the day; None where they are none, or do not tell."""
    if not here.filled or not all(LOCAL_DAY.fullmatch(text) for text in here.values):
        return None
    return guess_day_first(here.values)


def yes_or_no(asked: Asked, here: ColumnFacts) -> dict[str, bool] | None:
    """What each cell stands for, when they all say yes or no."""
    words = YES_WORDS | NO_WORDS
    told: dict[str, bool] = {}
    for code in here.values:
        label = asked.labels.get(code, code).strip().casefold()
        if label in words:
            told[code] = words[label]
        elif code in YES_OR_NO and not asked.labels:
            told[code] = code == "1"
        else:
            return None
    return told


def guessed_kind(asked: Asked, here: ColumnFacts, fitting: list[str]) -> str:
    if asked.wish in fitting:
        return asked.wish
    scored = score_of(asked, fitting)
    if scored:
        return scored
    if asked.shape == "number" and "number" in fitting:
        return "number"
    order = ["yes_no", "single_choice"] if asked.labels or asked.other or is_short(here) else []
    order += ["yes_no"] if "1" in here.values and set(here.values) <= YES_OR_NO else []
    order += ["single_choice"] if is_code(here) else []
    return next((kind for kind in [*order, "date", "number"] if kind in fitting), "open_text")


def score_of(asked: Asked, fitting: list[str]) -> str | None:
    """By the words of the question, where the numbers stand on the scale and the labels go the same way."""
    words = f"{asked.title} {asked.name.replace('_', ' ')}".casefold()
    for kind, pattern in SCORE_WORDS:
        if kind in fitting and re.search(pattern, words) and not is_turned(kind, asked):
            scale = QUESTIONS[kind].scale or ()
            codes = [number_of(code) for code in asked.labels if fits("number", code)]
            if all(code in scale for code in codes):
                return kind
    return None


def is_turned(kind: str, asked: Asked) -> bool:
    labels = {text: number_of(code) for code, text in asked.labels.items() if fits("number", code)}
    try:
        check_told(kind, Told(labels=labels), name=asked.name)
    except UnfitError:
        return True
    return False


def losses_of(asked: Asked, facts: Facts, kind: str) -> Iterator[Loss]:
    """What the file does not tell of a question that becomes this kind."""
    here = [facts[item.column] for item in asked.items]
    filled = [one for one in here if one.filled]
    is_dry = kind in {"single_choice", "matrix"} and not asked.labels and all(map(is_code, filled))
    if not filled:
        yield Loss(asked.name, "nobody_answered")
    elif is_dry:
        yield Loss(asked.name, "no_words_for_codes")
    if asked.shape != "one":
        return
    if not here[0].are_days and all(DAY.fullmatch(text) for text in here[0].values):
        yield Loss(asked.name, "day_kept_as_text")
    if asked.labels and (turned := turned_kind(asked, facts)):
        yield Loss(asked.name, "scale_turned", {"kind": turned})


def turned_kind(asked: Asked, facts: Facts) -> str:
    words = f"{asked.title} {asked.name.replace('_', ' ')}".casefold()
    here = coded(asked, facts)
    for kind, pattern in SCORE_WORDS:
        if re.search(pattern, words) and is_fit(kind, asked, here, facts) and is_turned(kind, asked):
            return kind
    return ""
