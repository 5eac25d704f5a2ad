"""One organisation never sees another's rows: every table of ours is `Owned`, every query has a scope."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self

from django.db import models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled


class ForeignRowError(ValueError):
    """A row of one organisation was about to point at a row of another."""


class Owned(models.Model):
    """A row of one organisation. Queries outside a scope raise `ScopeError`, they never answer."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Self]] = ScopedManager(organisation="organisation")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.organisation_id is None:
            self.organisation_id = current_organisation_id()
        self.check_references()
        super().save(*args, **kwargs)

    def check_references(self) -> None:
        """Managers guard queries, not references: a row may point only at rows of its own organisation."""
        for field in self._meta.concrete_fields:
            target = field.related_model
            if not (
                isinstance(field, models.ForeignKey)
                and isinstance(target, type)
                and issubclass(target, Owned)
            ):
                continue
            key = getattr(self, field.attname)
            if key is None:
                continue
            if field.is_cached(self):
                fits = getattr(self, field.name).organisation_id == self.organisation_id
            else:
                fits = target._base_manager.filter(pk=key, organisation_id=self.organisation_id).exists()  # noqa: SLF001
            if not fits:
                raise ForeignRowError(f"{self._meta.label}.{field.name} points outside its organisation")


def current_organisation_id() -> int:
    """The organisation in force; raises `LookupError` outside a scope."""
    organisation = get_scope().get("organisation")
    if organisation is None:
        raise LookupError("no organisation is in force")
    return int(getattr(organisation, "pk", organisation))


@contextmanager
def working_for(organisation: models.Model) -> Iterator[None]:
    """All reads and writes inside concern this organisation."""
    with scope(organisation=organisation):
        yield


@contextmanager
def across_organisations() -> Iterator[None]:
    """For the few jobs that serve every organisation; the one name to search for when auditing tenancy."""
    with scopes_disabled():
        yield
