"""Every address of the product, as the resolver knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return self.name or self.route


def addresses() -> list[Address]:
    return list(walk(get_resolver().url_patterns, "", ""))


def walk(patterns: list[Any], namespace: str, route: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inside, here)
        elif isinstance(pattern, URLPattern):
            converters = tuple(pattern.pattern.converters)
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Address(name, here, pattern.callback, converters)
