from __future__ import annotations

from kohtaamo.organisation.models import Event, Organisation
from kohtaamo.organisation.tenancy import across_organisations

# The two marks of a demo: that it was begun, and that nothing of it is missing.
BEGUN, MADE = "web.demo_begun", "web.demo_made"


def is_demo(organisation: Organisation) -> bool:
    with across_organisations():
        return Event.objects.filter(organisation=organisation, verb=BEGUN).exists()


def demo_organisation() -> Organisation | None:
    with across_organisations():
        mark = Event.objects.filter(verb=BEGUN).select_related("organisation").order_by("pk").first()
    return mark.organisation if mark else None


def is_whole(organisation: Organisation) -> bool:
    with across_organisations():
        return Event.objects.filter(organisation=organisation, verb=MADE).exists()
