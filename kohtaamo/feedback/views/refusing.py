"""A link that leads nowhere, or no longer: told kindly, to somebody whose language is not known."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from kohtaamo.feedback.models import Survey


def trouble(request: HttpRequest, kind: str, status: int, survey: Survey | None = None) -> HttpResponse:
    """Closed, unknown or expired: said in both languages, for the language of the stranger is not known."""
    sides = []
    for language in ("fi", "en"):
        with translation.override(language):
            sides.append({"language": language, **words_of(kind, survey)})
    first = translation.get_language()
    sides.sort(key=lambda side: side["language"] != first)
    again = reverse("respond", args=[survey.token]) if survey and kind == "expired" else ""
    context = {"sides": sides, "again": again}
    return render(request, "feedback/respond_trouble.html", context, status=status)


def words_of(kind: str, survey: Survey | None) -> dict[str, str]:
    _ = translation.gettext
    asker = survey.organisation.name if survey else ""
    if kind == "closed":
        return {
            "title": _("This survey has closed"),
            "text": _("%(asker)s no longer collects answers here. Thank you for coming by.")
            % {"asker": asker},
        }
    if kind == "too_late":
        return {
            "title": _("The time to answer is over"),
            "text": _("Thank you for coming by. %(asker)s no longer collects answers by this link.")
            % {"asker": asker},
        }
    if kind == "expired":
        return {
            "title": _("This form has expired"),
            "text": _("What you already answered is safe. You can begin again from the first question."),
            "act": _("Begin again"),
        }
    return {
        "title": _("This link leads to no survey"),
        "text": _(
            "The address may have been cut short. Open it again from the message you got, or ask the sender.",
        ),
    }
