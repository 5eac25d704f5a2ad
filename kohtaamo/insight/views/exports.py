"""Each chart and table as a file, with the numbers that the page shows for the same address."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from kohtaamo.insight.exporting import FORMATS, file_name, file_of
from kohtaamo.insight.showing import part_of
from kohtaamo.organisation.access import MemberRequest, requires


@requires("insight.read")
@require_GET
def export(request: MemberRequest, key: str) -> HttpResponse:
    """`as` is one of `FORMATS`; everything else in the address is what the page itself would read."""
    ending = request.GET.get("as", "csv")
    part = part_of(key, request.GET) if ending in FORMATS else None
    if part is None:
        raise Http404
    response = HttpResponse(file_of(part, ending), content_type=FORMATS[ending].content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(part, ending)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
