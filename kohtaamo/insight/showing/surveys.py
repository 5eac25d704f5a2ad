"""The results of one survey, question by question: no free text, and nothing of too few."""

from __future__ import annotations

from django.utils.translation import gettext

from kohtaamo.feedback.measures import Measure, measures_of, show_interval, show_value
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.queries import is_of_staff, published_version
from kohtaamo.feedback.results import asked_of, counted_of
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


def results(asked: Asked) -> Part | None:
    """Always over all answers: the same address never shows two groups that could be set against each other."""
    survey = survey_asked(asked)
    version = published_version(survey) if survey else None
    if survey is None or version is None:
        return None
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
    return Part(
        key="survey-results",
        title=gettext("Results of %(survey)s") % {"survey": survey.name},
        figures=Figures((gettext("Question"), gettext("Answer")), lines),
        behind=behind_formulas(
            [formula_of_results(survey)],
            Where(survey=survey.pk),
            again=("survey-results", asked.query),
        ),
    )


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
