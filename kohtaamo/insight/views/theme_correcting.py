"""A person says what a comment is about."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from kohtaamo.insight.comments import looked_for
from kohtaamo.insight.models import ThemeMention
from kohtaamo.insight.services import MACHINE, correct_theme
from kohtaamo.insight.themes.taxonomy import themes_now
from kohtaamo.organisation.access import MemberRequest, requires

from .correcting import redrawn


@requires("insight.write")
@require_GET
def choices(request: MemberRequest, pk: int) -> HttpResponse:
    """The themes that the comment does not mention yet; a page of its own without scripts."""
    comment = get_object_or_404(looked_for(), pk=pk)
    there = set(ThemeMention.objects.filter(comment=comment).values_list("theme", flat=True))
    context = {
        "comment": comment,
        "choices": [
            (theme, reverse("insight:comment-theme", args=[pk, theme.key, "yes"]))
            for theme in themes_now()
            if theme.key not in there
        ],
    }
    page = "insight/_theme_choices.html" if request.htmx else "insight/theme_choices.html"
    return render(request, page, context)


@requires("insight.write")
@require_POST
def theme(request: MemberRequest, pk: int, theme: str, value: str) -> HttpResponse:
    """`value` is "yes" or "no", or "machine" to take a correction back."""
    comment = get_object_or_404(looked_for(), pk=pk)
    if theme not in {one.key for one in themes_now()}:
        raise Http404
    try:
        before = correct_theme(comment=comment, theme=theme, value=value, actor=request.member)
    except ValueError as unknown:
        raise Http404 from unknown
    said = gettext("The machine reads it again.") if value == MACHINE else gettext("Corrected. Thank you.")
    undo = reverse("insight:comment-theme", args=[pk, theme, before])
    if not request.htmx:
        messages.success(request, said, extra_tags=undo)
        return redirect("insight:comments")
    return redrawn(request, comment, said, undo)
