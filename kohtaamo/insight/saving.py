"""Views that people keep: a page of insight with its choices, under a name."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone

from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .models import SavedView

LONGEST_NAME = 80


class NoNameError(ValueError):
    """A view without a name cannot be found again."""


def views_for(member: Member) -> QuerySet[SavedView]:
    """Her own, and those that somebody made for everybody."""
    rows = SavedView.objects.filter(Q(owner=member) | Q(is_common=True), removed_at=None)
    return rows.select_related("owner")


def own_views(member: Member) -> QuerySet[SavedView]:
    """Those that she may change, removed ones too."""
    return SavedView.objects.filter(owner=member)


def save_view(
    *, name: str, page: str, parameters: Mapping[str, str], is_common: bool, actor: Member
) -> SavedView:
    """The same page and name of the same person is saved over. Raises `NoNameError`."""
    title = fitting_name(name)
    view = SavedView.objects.filter(owner=actor, name=title, page=page, removed_at=None).first()
    view = view or SavedView(owner=actor, name=title, page=page)
    view.parameters, view.is_common = dict(parameters), is_common
    view.save()
    record("insight.view_saved", subject_id=view.pk, data={"name": view.name}, actor=actor)
    return view


def change_view(*, view: SavedView, name: str, is_common: bool, actor: Member) -> None:
    """Raises `NoNameError`."""
    view.name, view.is_common = fitting_name(name), is_common
    view.save(update_fields=["name", "is_common"])
    record("insight.view_changed", subject_id=view.pk, data={"name": view.name}, actor=actor)


def remove_view(*, view: SavedView, actor: Member) -> None:
    view.removed_at = timezone.now()
    view.save(update_fields=["removed_at"])
    record("insight.view_removed", subject_id=view.pk, data={"name": view.name}, actor=actor)


def restore_view(*, view: SavedView, actor: Member) -> None:
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    record("insight.view_restored", subject_id=view.pk, data={"name": view.name}, actor=actor)


def fitting_name(name: str) -> str:
    title = " ".join(name.split())[:LONGEST_NAME].strip()
    if not title:
        raise NoNameError
    return title
