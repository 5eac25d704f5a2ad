"""What a survey's answers say, question by question, counted exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kohtaamo.kit.statistics import Estimate, mean_score, share
from kohtaamo.kit.statistics.kano import KanoClass
from kohtaamo.kit.text import show_percent_range
from kohtaamo.organisation.veiling import veiled

from .course import in_language, words_of
from .course.words import text_of
from .models import Answer, Crowd, Survey, SurveyVersion, over_quota
from .nets import Net, net_of
from .queries import GivenFile, crowds, is_of_staff
from .question import OTHER, OWN_WORDS, WITHIN, Question, Words
from .questionnaire import Element, Questionnaire
from .questions import QUESTIONS
from .questions.kano import class_of
from .questions.slider import limits
from .visit import options_of, title_of

COMMENTS_SHOWN = 50
KANO_WORDS: dict[KanoClass, Words] = {
    KanoClass.MUST_BE: _("Must be there"),
    KanoClass.ONE_DIMENSIONAL: _("The more the better"),
    KanoClass.ATTRACTIVE: _("Delights"),
    KanoClass.INDIFFERENT: _("Does not matter"),
    KanoClass.REVERSE: _("Better without"),
    KanoClass.QUESTIONABLE: _("Cannot be told"),
}


Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each value was given, by question, and how many answered the question at all."""

    counts: dict[Key, Counter[str]] = field(default_factory=dict)
    answered: Counter[Key] = field(default_factory=Counter)

    def of(self, element: Element) -> Counter[str]:
        return self.counts.get((element.name, element.type), Counter())

    def add(self, content: Iterable[dict[str, Any]]) -> None:
        for given in content:
            key = (given["name"], given["kind"])
            if given["kind"] == "open_text":
                continue
            self.answered[key] += 1
            question = QUESTIONS.get(given["kind"])
            if question is not None:
                self.counts.setdefault(key, Counter()).update(map(shown, question.counted(given["value"])))

    def add_crowd(self, crowd: Crowd) -> None:
        key = (crowd.question, crowd.kind)
        self.answered[key] += crowd.people
        self.counts.setdefault(key, Counter()).update({shown(value): n for value, n in crowd.counts})


@dataclass(frozen=True, slots=True)
class Bar:
    label: Words
    count: int
    share: Estimate

    @property
    def width(self) -> str:
        """Of the drawn bar, as SVG wants it whatever the language."""
        return f"{self.share.value:.2%}"

    @property
    def interval(self) -> str:
        language = (get_language() or "en").split("-")[0]
        return show_percent_range(self.share.low, self.share.high, language)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, or one thing ranked: how many said something of it, and its bars or mean place."""

    label: Words
    n: int
    bars: tuple[Bar, ...] = ()
    mean: Estimate | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """Nothing but `n` is told when fewer than the organisation's least number have answered.

    `net` is the score of a question about recommending; its bars are the steps of the scale.

    `is_protected`: employees are asked; then n is how many of them are counted in crowds.
    """

    title: str
    question: Question
    n: int
    bars: tuple[Bar, ...] = ()
    is_protected: bool = False
    lines: tuple[Line, ...] = ()
    mean: Estimate | None = None
    net: Net | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.bars or self.lines or self.mean)


def results_of(survey: Survey, version: SurveyVersion, language: str, minimum: int) -> list[QuestionResult]:
    """Every question asked now, over the answers of all versions; open text is read elsewhere."""
    is_protected = is_of_staff(version)
    return told(version, counted_of(survey, version), language, minimum, is_protected=is_protected)


def counted_of(survey: Survey, version: SurveyVersion) -> Counted:
    """All answers to the survey, whichever version; of employees whole crowds."""
    if is_of_staff(version):
        return Counted(*count_crowds(survey))
    rows = Answer.objects.filter(~over_quota(), survey=survey, is_from_staff=False).order_by()
    return Counted(*count_values(rows.values_list("content", flat=True).iterator(2000)))


def told(
    version: SurveyVersion, counted: Counted, language: str, minimum: int, *, is_protected: bool
) -> list[QuestionResult]:
    """What was counted, question by question. Whole crowds of employees need no least number any more."""
    least = 1 if is_protected else max(minimum, 1)
    results = []
    for element in asked_of(version):
        n = counted.answered[(element.name, element.type)]
        question = QUESTIONS[element.type]
        found = QuestionResult(title_of(element, language), question, n, is_protected=is_protected)
        if n >= least:
            found = counted_result(found, element, counted.of(element), language, least)
        results.append(found)
    return results


def asked_of(version: SurveyVersion) -> list[Element]:
    """The questions whose answers are counted; open text is read elsewhere."""
    elements = Questionnaire.model_validate(version.questionnaire).elements()
    return [element for element in elements if QUESTIONS[element.type].input != "text"]


def counted_result(
    empty: QuestionResult, element: Element, counts: Counter[str], language: str, minimum: int
) -> QuestionResult:
    match empty.question.input:
        case "matrix":
            return replace(empty, lines=lines_of_table(element, counts, language, minimum))
        case "ranking":
            return replace(empty, lines=lines_of_ranking(element, counts, language, minimum))
        case "number" | "slider":
            return replace(empty, mean=mean_of(element, {float(value): n for value, n in counts.items()}))
        case "date":
            return replace(empty, bars=bars_of_months(counts, empty.n))
        case "pair":
            return replace(empty, bars=bars_of_classes(counts, empty.n))
        case _:
            bars = bars_of(element, counts, empty.n, language)
            return replace(empty, bars=bars, net=net_of(element.type, counts))


def mean_of(element: Element, counts: dict[float, int]) -> Estimate:
    if element.type == "slider":
        low, high, step = limits(element)
        return mean_score(counts, bounds=(low, high), step=step)
    return mean_score(counts, step=element.step or 1)


def by_first(counts: Counter[str]) -> dict[str, Counter[str]]:
    """What is counted in two parts, by the first of them."""
    found: dict[str, Counter[str]] = {}
    for counted, n in counts.items():
        first, _, second = counted.partition(WITHIN)
        found.setdefault(first, Counter())[second] += n
    return found


def lines_of_table(element: Element, counts: Counter[str], language: str, minimum: int) -> tuple[Line, ...]:
    found = by_first(counts)
    columns = {column.value: in_language(column.text, language) or column.value for column in element.columns}
    lines = []
    for row in element.rows:
        own = found.get(row.value, Counter())
        n = own.total()
        labels = columns | {value: value for value in own if value not in columns}
        bars = (
            tuple(Bar(label, own[value], share(own[value], n)) for value, label in labels.items())
            if n
            else ()
        )
        lines.append(Line(in_language(row.text, language) or row.value, n, bars if n >= minimum else ()))
    return tuple(lines)


def lines_of_ranking(element: Element, counts: Counter[str], language: str, minimum: int) -> tuple[Line, ...]:
    """The mean place of each, the best first; among those only who ranked it."""
    found = by_first(counts)
    bounds = (1.0, float(len(element.choices)))
    lines = []
    for choice in element.choices:
        places = {float(place): n for place, n in found.get(choice.value, Counter()).items()}
        n = sum(places.values())
        mean = mean_score(places, bounds=bounds) if n >= minimum else None
        lines.append(Line(in_language(choice.text, language) or choice.value, n, mean=mean))
    return tuple(sorted(lines, key=lambda line: line.mean.value if line.mean else bounds[1] + 1))


def bars_of_months(counts: Counter[str], n: int) -> tuple[Bar, ...]:
    months: Counter[str] = Counter()
    for day, count in counts.items():
        months[day[:7]] += count
    return tuple(Bar(month, months[month], share(months[month], n)) for month in sorted(months))


def bars_of_classes(counts: Counter[str], n: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(words, counts[letter.value], share(counts[letter.value], n))
        for letter, words in KANO_WORDS.items()
    )


def count_values(contents: Iterable[list[dict[str, Any]]]) -> tuple[dict[Key, Counter[str]], Counter[Key]]:
    """How often each value was given, by question, and how many answered the question at all."""
    found = Counted()
    for content in contents:
        found.add(content)
    return found.counts, found.answered


def count_crowds(survey: Survey) -> tuple[dict[Key, Counter[str]], Counter[Key]]:
    """The same of employees, over whole crowds."""
    found = Counted()
    for crowd in crowds().filter(survey=survey):
        found.add_crowd(crowd)
    return found.counts, found.answered


def shown(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def bars_of(element: Element, counts: Counter[str], n: int, language: str) -> tuple[Bar, ...]:
    labels: dict[str, Words] = {option.value: option.label for option in options_of(element, language)}
    if element.other or OWN_WORDS in counts:
        labels[OWN_WORDS] = _("Something else")
    if QUESTIONS[element.type].input == "file":
        labels["1"] = _("Added a file")
    # a choice taken off the survey keeps its answers
    labels |= {value: value for value in counts if value not in labels}
    return tuple(Bar(label, counts[value], share(counts[value], n)) for value, label in labels.items())


def values_shown(answer: Answer, language: str) -> list[tuple[Words, Words]]:
    """What one answer says, as label and value, comments left out."""
    return [(label, value) for label, value, _ in values_and_files(answer, language, {})]


def values_and_files(
    answer: Answer, language: str, files: Mapping[str, Sequence[GivenFile]]
) -> list[tuple[Words, Words, Sequence[GivenFile]]]:
    """The same, and beside a value the files it is of, of those given by question."""
    elements: Mapping[str, Element] = {}
    if answer.version is not None:
        elements = Questionnaire.model_validate(answer.version.questionnaire).named()
    lines: list[tuple[Words, Words, Sequence[GivenFile]]] = []
    for given in answer.content:
        question = QUESTIONS.get(given["kind"])
        if question is None or question.input == "text":
            continue
        is_usual = bool(question.scale)
        label = question.label if is_usual else given["name"]
        element = elements.get(given["name"])
        if element is not None and not is_usual:
            label = title_of(element, language)
        words = in_words(given["value"], question, element, language)
        lines.append((label, words, files.get(given["name"], ())))
    return lines


def in_words(value: Any, question: Question, element: Element | None, language: str) -> Words:
    if question.scale and question.choices:
        return question.choices.get(value, shown(value))
    if question.scale:
        return f"{shown(value)} / {max(question.scale):g}"
    if question.input == "pair":
        return KANO_WORDS[class_of(value)]
    if question.input == "ranking":
        return ", ".join(
            f"{place}. {one_in_words(element, one, language)}" for place, one in enumerate(value, start=1)
        )
    if question.input == "matrix":
        return "; ".join(f"{row}: {column}" for row, column in named_in_table(value, element, language))
    given = value if isinstance(value, list) else [value]
    return ", ".join(one_in_words(element, one, language) for one in given)


def one_in_words(element: Element | None, value: Any, language: str) -> str:
    if isinstance(value, dict) and value.get(OTHER):
        return veiled(str(value[OTHER])).text
    if element is not None:
        return words_of(element, value, language) or shown(value)
    return str(value.get("name", "")) if isinstance(value, dict) else shown(value)


def named_in_table(value: dict[str, str], element: Element | None, language: str) -> list[tuple[str, str]]:
    rows, columns = (element.rows, element.columns) if element is not None else ([], [])
    return [
        (text_of(rows, row, language), text_of(columns, column, language)) for row, column in value.items()
    ]
