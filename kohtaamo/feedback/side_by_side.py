"""Two waves set side by side, and groups of answers set beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kohtaamo.kit.statistics import Difference, discoveries
from kohtaamo.kit.text import whole_number

from .grouping import Dimension, Group, Groups, by_dimension, by_wave, hidden_of, labels_of
from .measures import (
    Measure,
    compare,
    labels_of_all,
    measures_of,
    of_share,
    show_difference,
    show_interval,
    show_value,
)
from .models import Survey, SurveyVersion, Wave
from .queries import is_of_staff
from .questionnaire import Element
from .results import Counted, asked_of
from .visit import title_of

# How many answered, None where it is hidden, and what they say; nothing where too few did.
Side = tuple[int | None, list[Measure]]


def waves_asked(asked: Mapping[str, str], newest_first: Sequence[Wave]) -> tuple[Wave, Wave] | None:
    """The two that an address names as `first` and `second`, else the newest two; None of fewer."""
    if len(newest_first) < 2:  # noqa: PLR2004 - two are compared
        return None
    by_key = {wave.pk: wave for wave in newest_first}
    first, second = (by_key.get(whole_number(asked.get(name, "")) or 0) for name in ("first", "second"))
    return first or newest_first[1], second or newest_first[0]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """Value and interval of each wave as words, the later less the earlier, and whether chance explains it badly."""

    label: str
    first: str
    second: str
    difference: str
    interval: str
    is_real: bool


@dataclass(frozen=True, slots=True)
class ComparedQuestion:
    """`ns`: how many answered in each wave, None where too few did or another group would be told by it."""

    title: str
    ns: tuple[int | None, int | None]
    lines: Sequence[ComparedLine]

    @property
    def is_shown(self) -> bool:
        return None not in self.ns


@dataclass(frozen=True, slots=True)
class Pair:
    label: str
    first: Measure
    second: Measure
    difference: Difference


def waves_compared(
    survey: Survey, version: SurveyVersion, first: Wave, second: Wave, language: str, minimum: int
) -> list[ComparedQuestion]:
    """All differences of the page are weighed together, so that few of those marked are chance."""
    found: list[tuple[Element, tuple[int | None, int | None], list[Pair]]] = []
    for element, before, after in wave_sides(survey, version, (first, second), language, minimum):
        is_told = before[0] is not None and after[0] is not None
        pairs = pairs_of(before[1], after[1]) if is_told else []
        found.append((element, (before[0], after[0]), pairs))
    marks = iter(discoveries([pair.difference.p for *_, pairs in found for pair in pairs]))
    return [
        ComparedQuestion(
            title_of(element, language), ns, [line_of(pair, language, is_real=next(marks)) for pair in pairs]
        )
        for element, ns, pairs in found
    ]


def wave_sides(
    survey: Survey, version: SurveyVersion, waves: tuple[Wave, Wave], language: str, minimum: int
) -> list[tuple[Element, Side, Side]]:
    """Each question in the two waves."""
    groups = by_wave(survey, version, list(Wave.objects.filter(survey=survey)))
    is_of_crowds = is_of_staff(version)
    least = 1 if is_of_crowds else minimum
    found = []
    for element in asked_of(version):
        hidden = hidden_of(groups, element, minimum, is_of_crowds=is_of_crowds)
        first, second = (side_of(groups, wave.pk, element, language, least, hidden) for wave in waves)
        found.append((element, first, second))
    return found


def side_of(
    groups: Groups, group: Group, element: Element, language: str, minimum: int, hidden: frozenset[Group]
) -> Side:
    if group in hidden:
        return None, []
    result, measures = measures_of(element, groups.get(group, Counted()), language, minimum)
    return (result.n, measures) if result.n >= max(minimum, 1) else (None, [])


def pairs_of(first: Sequence[Measure], second: Sequence[Measure]) -> list[Pair]:
    """What both have; of choices one of them may have been chosen by nobody in the other."""
    sides = [{str(one.label): one for one in side} for side in (first, second)]
    found = []
    for label in labels_of_all([first, second]):
        one, other = (
            of_label(side, label, whole) for side, whole in zip(sides, (first, second), strict=True)
        )
        if one and other:
            found.append(Pair(label, one, other, compare(one, other)))
    return found


def of_label(side: Mapping[str, Measure], label: str, measures: Sequence[Measure]) -> Measure | None:
    sizes = {one.estimate.n for one in measures if one.unit == "share"}
    if label in side or len(sizes) != 1 or ": " in label:
        return side.get(label)
    return of_share(label, 0, sizes.pop())


def line_of(pair: Pair, language: str, *, is_real: bool) -> ComparedLine:
    value, interval = show_difference(pair.first.unit, pair.difference, language)
    first, second = in_words(pair.first, language), in_words(pair.second, language)
    return ComparedLine(pair.label, first, second, value, interval, is_real)


def in_words(measure: Measure, language: str) -> str:
    return f"{show_value(measure, language)} ({show_interval(measure, language)})"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`n` is None, and the cells are empty, where the group is too small or would tell of a small one."""

    label: str
    n: int | None
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class GroupedQuestion:
    title: str
    heads: Sequence[str]
    rows: Sequence[GroupRow]

    @property
    def is_shown(self) -> bool:
        return bool(self.heads)


def groups_told(
    survey: Survey, version: SurveyVersion, dimension: Dimension, language: str, minimum: int
) -> list[GroupedQuestion]:
    """Each question by the groups of one dimension; a question that nobody was heard at has no rows."""
    found = []
    for element, sides in group_sides(survey, version, dimension, language, minimum):
        heads = labels_of_all([measures for _, (_, measures) in sides])
        rows = [GroupRow(label, n, cells_of(measures, heads, language)) for label, (n, measures) in sides]
        found.append(GroupedQuestion(title_of(element, language), heads, rows))
    return found


def group_sides(
    survey: Survey, version: SurveyVersion, dimension: Dimension, language: str, minimum: int
) -> list[tuple[Element, list[tuple[str, Side]]]]:
    """Each question with the groups heard at it, by name; those hidden are among them."""
    groups = by_dimension(survey, version, dimension)
    labels = labels_of(dimension, groups)
    is_of_crowds = is_of_staff(version)
    least = 1 if is_of_crowds else minimum
    found = []
    for element in asked_of(version):
        hidden = hidden_of(groups, element, minimum, is_of_crowds=is_of_crowds)
        sides = [
            (label, side_of(groups, group, element, language, least, hidden))
            for group, label in labels.items()
            if groups[group].answered[(element.name, element.type)]
        ]
        found.append((element, sides))
    return found


def cells_of(measures: Sequence[Measure], heads: Sequence[str], language: str) -> list[str]:
    if not measures:
        return []
    by_label = {str(one.label): one for one in measures}
    return [in_words(by_label[head], language) if head in by_label else "–" for head in heads]
