from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from kohtaamo.insight.where import today
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.demo.model import Satama, a_year
from kohtaamo.web.demo.queries import demo_organisation
from kohtaamo.web.demo.services import ensure_demo

SMALL = 0.04


@pytest.fixture(scope="module")
def year() -> Satama:
    return a_year(datetime(2026, 11, 20, 20, 0, tzinfo=ZoneInfo("Europe/Helsinki")))


@pytest.fixture(scope="module")
def _whole_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The full demo stands for a whole module, and is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        ensure_demo(today=today())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _small_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Under an address of its own, so that the named world can stand beside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        ensure_demo(share=SMALL)
        Organisation.objects.filter(slug="satama").update(slug="esittely")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def whole_demo(_whole_demo: None, db: None) -> Iterator[Organisation]:
    organisation = standing_demo()
    with working_for(organisation):
        yield organisation


@pytest.fixture
def small_demo(_small_demo: None, db: None) -> Organisation:
    """Each test works in a transaction of its own inside the module's."""
    return standing_demo()


def standing_demo() -> Organisation:
    organisation = demo_organisation()
    assert organisation is not None
    return organisation
