"""The answers of a survey as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.services import note_taking
from kohtaamo.feedback.taking_out import FORMS, NotGivenOutError
from kohtaamo.feedback.taking_out.reply import file_of
from kohtaamo.organisation.access import MemberRequest, may, requires


@requires("feedback.read")
@require_GET
def answers_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """`as` is one of `FORMS`. With `personal` nothing is hidden in what people wrote, and that is noted in the log."""
    key = request.GET.get("as", "csv")
    if key not in FORMS:
        raise Http404
    survey = get_object_or_404(Survey, pk=pk)
    is_open = bool(request.GET.get("personal"))
    if is_open and not may(request.member, "feedback.personal"):
        raise PermissionDenied
    try:
        file = file_of(survey, key, get_language() or "fi", is_open=is_open)
    except NotGivenOutError as problem:
        messages.error(request, str(problem))
        return redirect("feedback:results", pk)
    if is_open:
        note_taking(survey=survey, form=key, actor=request.member)
    return file
