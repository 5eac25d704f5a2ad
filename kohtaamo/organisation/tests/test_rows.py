from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kohtaamo.organisation.models import Event, Organisation
from kohtaamo.organisation.rows import insert_rows, moments, parts_of, select, select_at_once
from kohtaamo.organisation.tenancy import working_for

SOURCE = "FROM organisation_organisation WHERE slug LIKE %s"


@pytest.mark.django_db
def test_rows_read_at_once_are_those_read_one_by_one() -> None:
    for slug, name in (("ranta-1", 'Ääni "ja" \\ merkki'), ("ranta-2", "100 %"), ("muu", "Muu")):
        Organisation.objects.create(slug=slug, name=name)
    at_once = select_at_once("slug, name, 7", SOURCE, ["ranta-%"])
    assert sorted(map(tuple, at_once)) == [("ranta-1", 'Ääni "ja" \\ merkki', 7), ("ranta-2", "100 %", 7)]
    assert sorted(map(tuple, at_once)) == sorted(select(f"SELECT slug, name, 7 {SOURCE}", ["ranta-%"]))
    assert list(select_at_once("slug", SOURCE, ["none-%"])) == []


def test_rows_go_in_large_statements_first() -> None:
    parts = list(parts_of([(number,) for number in range(700)]))
    assert [len(part) for part in parts] == [256, 256, 64, 64, 60]
    assert [row for part in parts for row in part] == [(number,) for number in range(700)]
    assert list(parts_of([])) == []


@pytest.mark.django_db
def test_columns_that_are_empty_in_all_rows_become_null() -> None:
    organisation = Organisation.objects.create(slug="ranta", name="Ranta")
    columns = (
        "id",
        "organisation_id",
        "verb",
        "subject_id",
        "data",
        "actor_id",
        "happened_at",
        "attempts",
        "trouble",
    )
    moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    rows = [
        (number, organisation.pk, "a.b", 7 if number == 2 else None, "{}", None, moments()(moment), 0, "")
        for number in (1, 2, 3)
    ]
    insert_rows(Event, columns, rows)
    with working_for(organisation):
        told = (
            Event.objects.filter(verb="a.b")
            .order_by("pk")
            .values_list("pk", "subject_id", "actor_id", "happened_at")
        )
        expected = [(1, None, None, moment), (2, 7, None, moment), (3, None, None, moment)]
        assert [tuple(one) for one in told] == expected
