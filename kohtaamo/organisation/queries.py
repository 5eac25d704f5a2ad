from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from .models import Event, Member, Organisation, Unit, User, Webhook, WebhookDelivery
from .tenancy import across_organisations


def first_administrator(organisation: Organisation | None = None) -> User | None:
    """The longest-standing administrator who can sign in: of one organisation, or of the whole installation."""
    with across_organisations():
        ruling = Member.objects.filter(
            role=Member.Role.ADMINISTRATOR, is_active=True, user__is_active=True
        ).select_related("user")
        if organisation is not None:
            ruling = ruling.filter(organisation=organisation)
        member = ruling.order_by("pk").first()
    return member.user if member else None


def members() -> QuerySet[Member]:
    """Everybody, those in use first."""
    return Member.objects.select_related("user", "unit").order_by("-is_active", "name", "pk")


def units_with_sizes() -> QuerySet[Unit]:
    """Each unit carries `size`, the number of its active members."""
    size = (
        Member.objects.filter(unit=OuterRef("pk"), is_active=True)
        .order_by()
        .values("unit")
        .annotate(size=Count("pk"))
    )
    return Unit.objects.annotate(size=Subquery(size.values("size"))).order_by("name", "pk")


def webhooks_with_state() -> QuerySet[Webhook]:
    """Each webhook carries `delivered`, `waiting` and `last_answer` (the newest delivery's)."""
    own = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by()
    counted = own.values("webhook")
    return Webhook.objects.annotate(
        delivered=Subquery(counted.annotate(n=Count("pk", filter=Q(delivered_at__isnull=False))).values("n")),
        waiting=Subquery(counted.annotate(n=Count("pk", filter=Q(delivered_at__isnull=True))).values("n")),
        last_answer=Subquery(own.exclude(answer="").order_by("-pk").values("answer")[:1]),
    ).order_by("pk")


def log(verb: str = "", *, without: Collection[str] = ()) -> QuerySet[Event]:
    """What happened, newest first; of one verb, or all but those left out."""
    events = Event.objects.select_related("actor").order_by("-pk").exclude(verb__in=without)
    return events.filter(verb=verb) if verb else events


def verbs_so_far() -> list[str]:
    return list(Event.objects.order_by("verb").values_list("verb", flat=True).distinct())
