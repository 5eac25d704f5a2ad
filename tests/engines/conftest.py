"""The engines leave threads behind that would keep the interpreter from ending."""

from __future__ import annotations

import os
import sys

import pytest

_ended = {"status": 0}


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    _ended["status"] = int(exitstatus)


def pytest_unconfigure(config: pytest.Config) -> None:
    if "pysail" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended["status"])
