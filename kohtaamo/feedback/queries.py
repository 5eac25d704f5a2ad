from __future__ import annotations

from kohtaamo.organisation.tenancy import across_organisations

from .models import Survey, SurveyVersion


def published_version(survey: Survey) -> SurveyVersion | None:
    """What the survey asks now."""
    return survey.versions.first()


def survey_of_link(token: str) -> Survey | None:
    """The survey of a respondent's link, whichever organisation it belongs to."""
    with across_organisations():
        return Survey.objects.select_related("organisation", "touchpoint").filter(token=token).first()
