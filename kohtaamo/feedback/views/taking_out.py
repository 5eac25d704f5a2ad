"""The answers of a survey as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.taking_out import FORMS, NotGivenOutError
from kohtaamo.feedback.taking_out.reply import file_of
from kohtaamo.organisation.access import MemberRequest, requires


@requires("feedback.read")
@require_GET
def answers_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """`as` is one of `FORMS`."""
    key = request.GET.get("as", "csv")
    if key not in FORMS:
        raise Http404
    survey = get_object_or_404(Survey, pk=pk)
    try:
        return file_of(survey, key, get_language() or "fi")
    except NotGivenOutError as problem:
        messages.error(request, str(problem))
        return redirect("feedback:results", pk)
