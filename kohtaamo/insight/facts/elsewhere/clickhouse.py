"""ClickHouse over its HTTP interface, or inside this process through the package `chdb` (address "local").

A server reads the folder of facts under its `user_files_path`, where that folder must be mounted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from sqlglot import exp

from kohtaamo.insight.facts.distributed import Distributed

LOCAL = "local"
LONGEST_SECONDS = 60
# So that nothing is null, and what is joined or divided by it, as in the other engines.
SETTINGS = {
    "aggregate_functions_null_for_empty": 1,
    "join_use_nulls": 1,
    "output_format_json_quote_64bit_integers": 0,
    "union_default_mode": "'ALL'",
}


def scan(_address: str, paths: Sequence[Path]) -> exp.Expr:
    folder, names = paths[0].parent, ",".join(path.name for path in paths)
    pattern = str(folder / (f"{{{names}}}" if len(paths) > 1 else names))
    return exp.Anonymous(
        this="file", expressions=[exp.Literal.string(pattern), exp.Literal.string("Parquet")]
    )


def run(address: str, sql: str) -> list[tuple[Any, ...]]:
    if address == LOCAL:
        chdb: Any = import_module("chdb")  # half a gigabyte, and seldom there
        settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
        told = chdb.query(f"{sql} SETTINGS {settings}", "JSONCompact").bytes()
    else:
        parameters = {name: str(value).strip("'") for name, value in SETTINGS.items()}
        query = urlencode({**parameters, "default_format": "JSONCompact"})
        request = Request(f"http://{address}/?{query}", data=sql.encode(), method="POST")
        with urlopen(request, timeout=LONGEST_SECONDS) as answer:  # noqa: S310
            told = answer.read()
    return [tuple(row) for row in json.loads(told)["data"]]


CLICKHOUSE = Distributed(key="clickhouse", dialect="clickhouse", scan=scan, run=run)
