from __future__ import annotations

from kohtaamo.kit.folder import collect

from . import benches
from .bench import Bench

BENCHES = collect(benches, Bench)
