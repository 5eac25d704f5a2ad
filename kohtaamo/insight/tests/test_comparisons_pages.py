"""The pages of tables and comparisons: they open, cost the same for more rows, and keep what was chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]

PAGES = (
    "compare/",
    "compare/?split=touchpoint",
    "compare/?split=attribute:region&first=x&second=y&days=365",
    "compare/?against=year&days=own&from=2026-01-01&to=2026-03-31",
    "crosstab/",
    "crosstab/?rows=month&columns=month&days=365",
    "crosstab/?rows=segment&columns=attribute:region",
    "heat/",
    "heat/?show=metrics&order=journey",
    "heat/?journey=999999&metric=csat_mean",
    "drivers/",
    "drivers/?metric=csat_mean&among=said&without=said:nps&days=365",
    "paths/",
    "paths/?journey=own&s1=1&s2=999999&days=365",
    "paths/?split=touchpoint&channel=phone",
)


@pytest.mark.parametrize("page", PAGES)
def test_page_without_answers_says_what_will_be_there(world: World, browse: Browse, page: str):
    shown = browse(world.aino).get(f"/o/satama/insight/{page}")
    assert shown.status_code == 200
    assert 'class="empty' in shown.content.decode()


def cost(client: Client, page: str) -> int:
    client.get(f"/o/satama/insight/{page}")  # what is kept after a first visit is not the page's cost
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/o/satama/insight/{page}").status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
def test_page_costs_the_same_for_three_touchpoints_as_for_one(world: World, browse: Browse, page: str):
    client = browse(world.aino)
    with working_for(world.satama):
        hear(world.phone, {10: 20, 0: 30}, timezone.now())
    one = cost(client, page)
    with working_for(world.satama):
        hear(world.desk, {10: 20, 0: 30}, timezone.now())
        hear(
            Touchpoint.objects.create(organisation=world.satama, name="Lasku"),
            {10: 20, 0: 30},
            timezone.now(),
        )
    three = cost(client, page)
    # a comparison of groups has nothing to look up while there is one group
    assert three - one <= ("split=touchpoint" in page)


@pytest.mark.parametrize("page", PAGES)
def test_page_is_not_there_for_members_of_another_organisation(world: World, browse: Browse, page: str):
    assert browse(world.outi).get(f"/o/satama/insight/{page}").status_code == 404


def test_tabs_keep_the_filter_and_the_metric(world: World, browse: Browse):
    with working_for(world.satama):
        hear(world.phone, {10: 20, 0: 30}, timezone.now())
    shown = browse(world.aino).get(f"/o/satama/insight/heat/?days=365&touchpoint={world.phone.pk}")
    page = shown.content.decode()
    kept = f"?days=365&amp;touchpoint={world.phone.pk}&amp;by=touchpoint&amp;size=week"
    assert f'href="/o/satama/insight/crosstab/{kept}&metric=nps"' in page
    assert f'href="/o/satama/insight/{kept}"' in page
