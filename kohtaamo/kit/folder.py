from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from types import ModuleType


class Keyed(Protocol):
    """What a folder may collect: a thing that knows its own key."""

    @property
    def key(self) -> str: ...


Item = TypeVar("Item", bound=Keyed)


def collect(folder: ModuleType, kind: type[Item], *, group: str | None = None) -> dict[str, Item]:
    """Import every module in `folder`, in name order; its file name is the key of the item it defines.

    `tests` and names that start with an underscore are passed over. `group` names the entry points by which
    other distributions offer modules of their own, held to the same rule: the entry point's name is the key.
    `TypeError` when a module has not exactly one item, or one with another key, or a key is taken.
    """
    items: dict[str, Item] = {}
    for found in sorted(pkgutil.iter_modules(folder.__path__), key=lambda module: module.name):
        if found.name == "tests" or found.name.startswith("_"):
            continue
        module = importlib.import_module(f"{folder.__name__}.{found.name}")
        items[found.name] = _item_of(module, kind, found.name)
    for point in sorted(entry_points(group=group), key=lambda point: point.name) if group else ():
        if point.name in items:
            raise TypeError(f"{point.value} offers the {kind.__name__} {point.name!r}, which exists already")
        items[point.name] = _item_of(point.load(), kind, point.name)
    return items


def _item_of(module: ModuleType, kind: type[Item], key: str) -> Item:
    own = [value for value in vars(module).values() if isinstance(value, kind)]
    if len(own) != 1 or own[0].key != key:
        raise TypeError(f"{module.__name__} must define exactly one {kind.__name__}, with key {key!r}")
    return own[0]
