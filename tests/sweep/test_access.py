from __future__ import annotations

from typing import Any

import pytest
from ninja.operation import PathView

from kohtaamo.organisation.access import EVERY_PERMISSION, PERMISSIONS, PUBLIC, SIGNED_IN
from kohtaamo.organisation.models import Member
from kohtaamo.web.api import api
from tests.sweep.addresses import Address, addresses

ALLOWED = EVERY_PERMISSION | {PUBLIC, SIGNED_IN}


def of_the_api(address: Address) -> bool:
    return address.route.startswith("api/")


@pytest.mark.parametrize("address", [one for one in addresses() if not of_the_api(one)], ids=str)
def test_every_page_declares_a_permission(address: Address) -> None:
    assert getattr(address.view, "permission", None) in ALLOWED


def operations() -> list[Any]:
    views: list[PathView] = [view for _, router in api._routers for view in router.path_operations.values()]
    return [operation for view in views for operation in view.operations]


def test_every_api_route_declares_a_permission() -> None:
    assert operations()
    assert {
        operation.path: getattr(operation.view_func, "permission", None) for operation in operations()
    } == {
        operation.path: permission
        for operation in operations()
        if (permission := getattr(operation.view_func, "permission", "")) in EVERY_PERMISSION
    }


def test_every_role_has_its_permissions_and_the_administrator_has_all() -> None:
    assert set(PERMISSIONS) == set(Member.Role.values)
    assert PERMISSIONS[Member.Role.ADMINISTRATOR] == EVERY_PERMISSION
