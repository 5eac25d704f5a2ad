"""Every run-time dependency may be used beside Apache-2.0: permissive, LGPL or MPL at most."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|MPL|Mozilla Public License|LGPL|Lesser General Public|PSF|Python Software Foundation|"
    r"Unlicense|Zlib|CC0|HPND|0BSD)",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"\b(AGPL|Affero|(?<!L)GPL(?!.*exception)|SSPL|BUSL|Commons Clause)", re.IGNORECASE)
NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)
# Packages whose metadata say nothing; their licence files were read.
READ_BY_PEOPLE = {"resvg-py": "MIT"}


def run_time_packages() -> list[str]:
    return NAME.findall(Path("requirements.txt").read_text(encoding="utf-8"))


def licence(package: Distribution) -> str:
    """What the package says of itself, licence field and classifiers together."""
    known: Any = package.metadata  # a message, which its type does not tell
    said = [known.get("License-Expression") or "", (known.get("License") or "")[:200]]
    said += [line for line in known.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join(part for part in said if part)


def main() -> int:
    faults = []
    for name in run_time_packages():
        try:
            said = licence(distribution(name)) or READ_BY_PEOPLE.get(name, "")
        except PackageNotFoundError:
            continue  # for another platform only
        if not ALLOWED.search(said) or FORBIDDEN.search(
            said.replace("LGPL", "").replace("Lesser General", "")
        ):
            faults.append(f"{name}: {said or 'says nothing'}")
    print("\n".join(faults) if faults else f"{len(run_time_packages())} run-time packages, all licences fit")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
