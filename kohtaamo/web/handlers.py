from __future__ import annotations

from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from .demo.actions import renew_report
from .demo.queries import is_demo


@on("insight.comments_read_again")
def keep_first_report_true(event: Event) -> None:
    """A demo is taught by its own answers once it runs: else its report would be out of date when first opened."""
    if is_demo(event.organisation) and not earlier(event):
        renew_report()


def earlier(event: Event) -> bool:
    return Event.objects.filter(verb=event.verb, pk__lt=event.pk).exists()
