"""What one package keeps of a customer: how it is copied for her, shown in time order, and counted before erasing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from .models import Customer

Words = str | Promise
FILE = "personal"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of her time with us; `url` leads to where it is kept, `permission` says who may go there."""

    at: datetime
    what: Words
    where: str = ""
    icon: str = "circle"
    marks: Sequence[str] = ()
    said: Sequence[str] = ()
    url: str = ""
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """How many of something we hold; `stays` says in what form they stay when she is erased, empty: not at all."""

    count: int
    what: Words
    stays: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPart:
    """`key` is the name of the package. What is erased is the package's own answer to `customer_erased`.

    `copy` gives only what JSON knows; `timeline` at most the given number of the newest.
    """

    key: str
    order: int
    copy: Callable[[Customer], dict[str, Any]]
    timeline: Callable[[Customer, int], list[Happening]]
    holdings: Callable[[Customer], list[Holding]]


@cache
def parts() -> tuple[PersonalPart, ...]:
    """Of each package with a file `personal.py`, its `PART`."""
    found: list[PersonalPart] = []
    for config in apps.get_app_configs():
        if config.name.startswith("kohtaamo.") and module_has_submodule(config.module, FILE):
            part = importlib.import_module(f"{config.name}.{FILE}").PART
            if not isinstance(part, PersonalPart) or part.key != config.label:
                raise TypeError(
                    f"{config.name}.{FILE} must define PART, a PersonalPart of key {config.label!r}"
                )
            found.append(part)
    return tuple(sorted(found, key=lambda part: part.order))
