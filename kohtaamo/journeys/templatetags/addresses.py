from __future__ import annotations

from functools import lru_cache

from django import template
from django.urls import get_script_prefix, reverse

register = template.Library()


@register.simple_tag
def address(page: str, *keys: int) -> str:
    """As `{% url %}`, where one page links hundreds of parts of one kind: their addresses differ in the last key."""
    *whole, part = keys
    before, after = around(page, tuple(whole), get_script_prefix())
    return f"{before}{part}{after}"


@lru_cache(maxsize=1024)
def around(page: str, whole: tuple[int, ...], prefix: str) -> tuple[str, str]:  # noqa: ARG001  - the organisation's
    """What stands before and after the last key."""
    before, _, after = reverse(page, args=[*whole, 0]).rpartition("/0/")
    return f"{before}/", f"/{after}"
