from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from kohtaamo.feedback.models import Comment
from kohtaamo.feedback.services import open_words
from kohtaamo.organisation.access import MemberRequest, requires, standing_page


@requires("feedback.personal")
@require_POST
def opening(request: MemberRequest, pk: int) -> HttpResponse:
    """The words of a customer as they were written, in place of those shown; a page of its own without JavaScript."""
    comment = get_object_or_404(Comment.objects.filter(answer__is_from_staff=False), pk=pk)
    words = open_words(comment=comment, actor=request.member, place=page_open(request))
    spans = [(one.start, one.end, "opened") for one in comment.shown.found]
    template = "feedback/_opened.html" if request.htmx else "feedback/opened.html"
    context = {
        "comment": comment,
        "words": words,
        "spans": spans,
        "back": f"/{standing_page(request).lstrip('/')}",
    }
    response = render(request, template, context)
    add_never_cache_headers(response)
    return response


def page_open(request: MemberRequest) -> str:
    """The name of the page on which it was asked."""
    path = urlsplit(standing_page(request)).path
    inside = path.removeprefix(f"/o/{request.organisation.slug}")
    for address in (inside, path):
        try:
            return resolve(address).view_name
        except Resolver404:
            continue
    return ""
