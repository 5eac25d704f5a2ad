from __future__ import annotations

import pytest

from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.rows import select, select_at_once

SOURCE = "FROM organisation_organisation WHERE slug LIKE %s"


@pytest.mark.django_db
def test_rows_read_at_once_are_those_read_one_by_one() -> None:
    for slug, name in (("ranta-1", 'Ääni "ja" \\ merkki'), ("ranta-2", "100 %"), ("muu", "Muu")):
        Organisation.objects.create(slug=slug, name=name)
    at_once = select_at_once("slug, name, 7", SOURCE, ["ranta-%"])
    assert sorted(map(tuple, at_once)) == [("ranta-1", 'Ääni "ja" \\ merkki', 7), ("ranta-2", "100 %", 7)]
    assert sorted(map(tuple, at_once)) == sorted(select(f"SELECT slug, name, 7 {SOURCE}", ["ranta-%"]))
    assert list(select_at_once("slug", SOURCE, ["none-%"])) == []
