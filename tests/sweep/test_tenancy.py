from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django_scopes.exceptions import ScopeError

from kohtaamo.journeys.models import Placement, Touchpoint
from kohtaamo.organisation.models import Organisation, SignInLink, User
from kohtaamo.organisation.tenancy import ForeignRowError, Owned, working_for
from tests.world import World

# Tables above organisations: the organisation itself, and people, who may belong to several.
COMMON = {Organisation, User, SignInLink}


def our_tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("kohtaamo.")]


def owned_tables() -> list[type[Owned]]:
    return [model for model in our_tables() if issubclass(model, Owned)]


def test_every_table_belongs_to_an_organisation() -> None:
    assert {model for model in our_tables() if not issubclass(model, Owned)} == COMMON


@pytest.mark.parametrize("table", owned_tables(), ids=lambda table: table._meta.label)
def test_reading_without_a_scope_raises(table: type[Owned], db: None) -> None:
    with pytest.raises(ScopeError):
        table.objects.count()


@pytest.mark.parametrize("table", owned_tables(), ids=lambda table: table._meta.label)
def test_a_scope_hides_the_rows_of_others(table: type[Owned], world: World) -> None:
    with working_for(world.toinen):
        assert not table.objects.exclude(organisation=world.toinen).exists()


def test_a_row_cannot_point_at_a_row_of_another_organisation(world: World) -> None:
    with working_for(world.toinen):
        foreign = Touchpoint.objects.create(name="Toisen piste")
    with working_for(world.satama), pytest.raises(ForeignRowError):
        Placement.objects.create(moment=world.moment, touchpoint=foreign)
    with working_for(world.satama), pytest.raises(ForeignRowError):
        Placement.objects.create(moment=world.moment, touchpoint_id=foreign.pk)


def test_foreign_keys_to_people_point_down_only() -> None:
    """No reverse accessor leads from a lower package's row up to a higher package's."""
    order = [
        "organisation",
        "journeys",
        "encounters",
        "feedback",
        "insight",
        "conversations",
        "improvement",
        "training",
    ]
    for model in owned_tables():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target in our_tables():
                assert order.index(target._meta.app_label) <= order.index(model._meta.app_label)
