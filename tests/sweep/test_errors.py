"""What a program and a person are told when something is not there, or goes wrong."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

NOWHERE = ["/api/v1/nothing", "/api/v1/answers/1", "/api/v2/answers", "/o/satama/api/v1/x"]


@pytest.fixture
def broken(db: None) -> None:
    """A database from which a table is lost; the end of the test brings it back."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisation_apitoken RENAME TO lost_tokens")


@pytest.mark.parametrize("address", NOWHERE)
def test_program_meets_json_where_nothing_is(db: None, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert set(answer.json()) == {"detail"}


def test_person_meets_a_page_where_nothing_is(db: None) -> None:
    answer = Client(headers={"accept-language": "fi"}).get("/s/nothing/nowhere/at/all/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_program_meets_json_when_we_break(broken: None) -> None:
    client = Client(raise_request_exception=False, headers={"authorization": "Bearer kt_anything"})
    answer = client.get("/api/v1/answers")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Server Error"})


def test_program_meets_json_when_the_request_is_unfit(db: None) -> None:
    answer = Client(headers={"host": "not a host"}).get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Bad Request"})
