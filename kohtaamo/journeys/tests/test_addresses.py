from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import get_script_prefix, set_script_prefix

from kohtaamo.journeys.templatetags.addresses import address


@pytest.fixture
def prefixes() -> Iterator[None]:
    before = get_script_prefix()
    yield
    set_script_prefix(before)


def test_address_names_the_whole_and_the_part(prefixes: None) -> None:
    set_script_prefix("/o/satama/")
    assert address("journeys:stage-place", 10, 207) == "/o/satama/journeys/10/stages/207/place/"
    assert address("journeys:touchpoint", 30) == "/o/satama/journeys/touchpoints/30/"


def test_address_follows_the_organisation_of_the_page(prefixes: None) -> None:
    set_script_prefix("/o/satama/")
    assert address("journeys:moment", 1, 2) == "/o/satama/journeys/1/moments/2/"
    set_script_prefix("/o/0/")
    assert address("journeys:moment", 1, 3) == "/o/0/journeys/1/moments/3/"
