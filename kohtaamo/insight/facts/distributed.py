"""What a distributed engine must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlglot import exp

# What makes the rows of these Parquet files readable: the text that stands after FROM.
Scan = Callable[[Sequence[Path]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distributed:
    """`dialect` is sqlglot's name of its language; `scan` and `run` are given the address."""

    key: str
    dialect: str
    scan: Callable[[str, Sequence[Path]], exp.Expr]
    run: Callable[[str, str], list[tuple[Any, ...]]]
