"""Any engine that speaks Spark Connect (Spark, Databricks, Sail), through the package `pyspark-client`.

The folder of facts must lie where its workers read it under the same path.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlglot import exp

from kohtaamo.insight.facts.distributed import Distributed


@cache
def session(address: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  seldom there

    found = SparkSession.builder.remote(f"sc://{address}").getOrCreate()
    found.conf.set("spark.sql.session.timeZone", "UTC")
    return found


def scan(address: str, paths: Sequence[Path]) -> exp.Expr:
    """A view over the files, by a name that says which they are."""
    files = [str(path) for path in paths]
    name = f"files_{blake2b(' '.join(files).encode(), digest_size=12).hexdigest()}"
    session(address).read.parquet(*files).createOrReplaceTempView(name)
    return exp.to_table(name)


def run(address: str, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session(address).sql(sql).collect()]


SPARK_CONNECT = Distributed(key="sc", dialect="spark", scan=scan, run=run)
