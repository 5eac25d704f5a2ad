"""The results of one survey, question by question: no free text, and nothing of too few."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext, pgettext

from kohtaamo.feedback.grouping import DIMENSIONS
from kohtaamo.feedback.measures import Measure, measures_of, show_interval, show_value
from kohtaamo.feedback.models import Survey, SurveyVersion, Wave
from kohtaamo.feedback.queries import is_of_staff, published_version
from kohtaamo.feedback.results import asked_of, counted_of
from kohtaamo.feedback.side_by_side import Side, group_sides, wave_sides
from kohtaamo.feedback.visit import title_of
from kohtaamo.insight.charts import language
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.where import Where
from kohtaamo.kit.text import whole_number

from .asked import Asked
from .behind import Formula, behind_formulas
from .parts import Figures, Line, Part

VERSION = 1


def survey_asked(asked: Asked) -> Survey | None:
    return Survey.objects.filter(pk=whole_number(asked.text("survey")) or 0).first()


def version_asked(asked: Asked) -> tuple[Survey, SurveyVersion] | None:
    survey = survey_asked(asked)
    version = published_version(survey) if survey else None
    return (survey, version) if survey and version else None


def results(asked: Asked) -> Part | None:
    """Over all answers, where neither groups nor waves are chosen."""
    found = version_asked(asked)
    if found is None or asked.text("by") or asked.text("first"):
        return None
    survey, version = found
    is_of_crowds = is_of_staff(version)
    counted = counted_of(survey, version)
    least = 1 if is_of_crowds else current_organisation().minimum_answers
    lines: list[Line] = []
    for element in asked_of(version):
        title = title_of(element, language())
        result, measures = measures_of(element, counted, language(), least)
        lines += [line_of_measure(title, one) for one in measures]
        if not measures:
            n = None if is_of_crowds else result.n
            lines.append(Line((title, ""), gettext("Share"), "", None, None, None, n))
    title = gettext("Results of %(survey)s") % {"survey": survey.name}
    return part_of_results("survey-results", title, (gettext("Question"), gettext("Answer")), lines, asked)


def by_group(asked: Asked) -> Part | None:
    """By the groups of the dimension chosen; what is hidden on the page of groups is hidden here."""
    found, dimension = version_asked(asked), DIMENSIONS.get(asked.text("by"))
    if found is None or dimension is None:
        return None
    survey, version = found
    minimum = current_organisation().minimum_answers
    lines = [
        line
        for element, sides in group_sides(survey, version, dimension, language(), minimum)
        for label, side in sides
        for line in lines_of_side(title_of(element, language()), label, side)
    ]
    title = gettext("Results of %(survey)s by group: %(group)s") % {
        "survey": survey.name,
        "group": dimension.label,
    }
    heads = (gettext("Question"), str(dimension.label), gettext("Answer"))
    return part_of_results("survey-groups", title, heads, lines, asked)


def by_wave(asked: Asked) -> Part | None:
    """The two waves chosen, beside each other; a question is left out where either of them is hidden."""
    found = version_asked(asked)
    keys = [whole_number(asked.text(name)) or 0 for name in ("first", "second")]
    waves = Wave.objects.filter(survey=found[0], pk__in=keys).in_bulk() if found else {}
    if found is None or len(waves) < 2:  # noqa: PLR2004 - two are compared
        return None
    survey, version = found
    first, second = (waves[key] for key in keys)
    minimum = current_organisation().minimum_answers
    lines = [
        line
        for element, *sides in wave_sides(survey, version, (first, second), language(), minimum)
        if all(n is not None for n, _ in sides)
        for wave, side in zip((first, second), sides, strict=True)
        for line in lines_of_side(title_of(element, language()), wave.name, side)
    ]
    title = gettext("Results of %(survey)s: %(first)s and %(second)s") % {
        "survey": survey.name,
        "first": first.name,
        "second": second.name,
    }
    heads = (gettext("Question"), pgettext("of a survey", "Wave"), gettext("Answer"))
    return part_of_results("survey-waves", title, heads, lines, asked)


def lines_of_side(title: str, group: str, side: Side) -> list[Line]:
    """Of a hidden group only that there is one, and nothing of it."""
    n, measures = side
    if n is None:
        return [Line((title, group, ""), gettext("Share"), "", None, None, None, None)]
    lines = [line_of_measure(title, one) for one in measures]
    return [replace(line, names=(title, group, line.names[-1])) for line in lines]


def part_of_results(
    key: str, title: str, heads: tuple[str, ...], lines: list[Line], asked: Asked
) -> Part | None:
    survey = survey_asked(asked)
    if survey is None:
        return None
    behind = behind_formulas([formula_of_results(survey)], Where(survey=survey.pk), again=(key, asked.query))
    return Part(key=key, title=title, figures=Figures(heads, lines), behind=behind)


def line_of_measure(title: str, measure: Measure) -> Line:
    found = measure.estimate
    return Line(
        names=(title, str(measure.label)),
        metric={"share": gettext("Share"), "points": "NPS", "mean": gettext("Mean")}[measure.unit],
        unit={"share": "0–1", "points": "−100–100", "mean": ""}[measure.unit],
        value=found.value,
        low=found.low if abs(found.low) != float("inf") else None,
        high=found.high if abs(found.high) != float("inf") else None,
        n=found.n,
        shown=(show_value(measure, language()), show_interval(measure, language())),
    )


def formula_of_results(survey: Survey) -> Formula:
    return Formula(
        key="survey-results",
        name=survey.name,
        words=gettext("Shares of those who answered the question; of several choices each counts."),
        interval=gettext("95 %: Wilson's of shares, adjusted Wald's of nets, Student's t of means."),
        source="Wilson 1927; Agresti & Coull 1998; Student 1908",
        version=VERSION,
        rows=None,
        rows_url="",
    )
