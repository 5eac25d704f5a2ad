"""A person corrects what a machine read, with one key."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.comments import in_order, looked_for, with_readings
from kohtaamo.insight.services import MACHINE, correct_tone
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.panel import panels_at


@requires("insight.write")
@require_POST
def tone(request: MemberRequest, pk: int, value: str) -> HttpResponse:
    """`value` is a tone, or "machine" to take a correction back."""
    comment = get_object_or_404(looked_for(), pk=pk)
    try:
        before = correct_tone(comment=comment, value=value, actor=request.member)
    except ValueError as unknown:
        raise Http404 from unknown
    said = gettext("The machine reads it again.") if value == MACHINE else gettext("Corrected. Thank you.")
    undo = reverse("insight:comment-tone", args=[pk, before])
    if not request.htmx:
        messages.success(request, said, extra_tags=undo)
        return redirect("insight:comments")
    return redrawn(request, comment, said, undo)


def redrawn(request: MemberRequest, comment: Comment, said: str, undo: str) -> HttpResponse:
    """The comment as it stands now, in its place, and a way to undo."""
    (one,) = with_readings(in_order([comment.pk]))
    standing = urlsplit(request.headers.get("HX-Current-URL", "")).path
    context = {
        "one": one,
        "acts": panels_at("comment", request, [one.comment])[comment.pk],
        "with_alike": standing == reverse("insight:comments"),
        "said": said,
        "undo": undo,
    }
    return render(request, "insight/_comment_corrected.html", context)
