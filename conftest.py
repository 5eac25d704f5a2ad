from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from kohtaamo.insight.facts import forget
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.process.interpreter import set_up_interpreter
from tests.world import World, build_world


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-database", action="store_true", help="only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database there is nothing to learn from tests that ask none."""
    if not config.getoption("--with-database"):
        return
    chosen = [one for one in items if uses_database(one)]
    config.hook.pytest_deselected(items=[one for one in items if not uses_database(one)])
    items[:] = chosen


def pytest_collection_finish() -> None:
    """As the product's processes: looking for garbage among all that was imported took a tenth of the time."""
    set_up_interpreter()


def uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(
        fixtures
    )


@pytest.fixture(autouse=True)
def facts_of_this_test() -> Iterator[None]:
    """Rows of a test that is over are taken back, and the next ones get their numbers; so with its language."""
    yield
    translation.deactivate()  # of the last page that was asked for
    forget()
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    """The named world; a test that reads rows itself takes `in_satama` too."""
    return build_world()


@pytest.fixture
def in_satama(world: World) -> Iterator[World]:
    with working_for(world.satama):
        yield world


@pytest.fixture
def browse() -> Callable[[Member], Client]:
    """A signed-in client; its addresses begin with `/o/<slug>/`."""

    def sign_in(member: Member) -> Client:
        client = Client()
        assert member.user is not None
        client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
