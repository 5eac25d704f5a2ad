from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kohtaamo.kit.folder import collect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType


@dataclass(frozen=True)
class Question:
    key: str


def _module(key: str) -> str:
    return f"from {__name__} import Question as _Kind\n\nITEM = _Kind({key!r})\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    # under importlib mode this file is found by name only once it is registered
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Question.__module__])
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "__init__.py").touch()
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] in {"asked", "offered_nps"}]:
        del sys.modules[name]


def _write(root: Path, **modules: str) -> ModuleType:
    for name, source in modules.items():
        (root / "asked" / f"{name}.py").write_text(source, encoding="utf-8")
    return importlib.import_module("asked")


def _offer(root: Path, key: str) -> None:
    (root / "offered_nps.py").write_text(_module(key), encoding="utf-8")
    info = root / "offered-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[kohtaamo.asked]\nnps = offered_nps\n", encoding="utf-8")


def test_collect_finds_each_file_in_name_order(root: Path) -> None:
    folder = _write(root, nps=_module("nps"), ces=_module("ces"))
    found = collect(folder, Question)
    assert list(found) == ["ces", "nps"]
    assert found["nps"] == Question("nps")


def test_collect_passes_over_tests_and_underscored_files(root: Path) -> None:
    folder = _write(root, ces=_module("ces"), _scale="raise RuntimeError")
    (root / "asked" / "tests").mkdir()
    (root / "asked" / "tests" / "__init__.py").write_text("raise RuntimeError", encoding="utf-8")
    assert list(collect(folder, Question)) == ["ces"]


@pytest.mark.parametrize(
    "source", ["", _module("csat"), _module("nps") + "OTHER = _Kind('nps')\n"], ids=["none", "key", "two"]
)
def test_collect_refuses_a_file_that_breaks_the_rule(root: Path, source: str) -> None:
    with pytest.raises(TypeError, match=r"asked\.nps must define exactly one Question, with key 'nps'"):
        collect(_write(root, nps=source), Question)


def test_collect_takes_what_others_offer(root: Path) -> None:
    _offer(root, "nps")
    folder = _write(root, ces=_module("ces"))
    assert list(collect(folder, Question, group="kohtaamo.asked")) == ["ces", "nps"]
    assert list(collect(folder, Question)) == ["ces"]


def test_collect_holds_what_others_offer_to_the_same_rule(root: Path) -> None:
    _offer(root, "csat")
    with pytest.raises(TypeError, match="with key 'nps'"):
        collect(_write(root), Question, group="kohtaamo.asked")


def test_collect_refuses_a_key_that_is_taken(root: Path) -> None:
    _offer(root, "nps")
    with pytest.raises(TypeError, match="exists already"):
        collect(_write(root, nps=_module("nps")), Question, group="kohtaamo.asked")
