"""Sizes: a file of ours has at most 400 lines, a function at most 40. Prints the median, fails on the rest."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 40
SKIP = {"migrations", "node_modules", ".venv", "static"}


def product_files() -> list[Path]:
    found = [path for root in ("kohtaamo", "tests", "tools") for path in Path(root).rglob("*.py")]
    return sorted(path for path in found if not SKIP & set(path.parts))


def too_long(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    faults = [f"{path}: {lines} lines"] if lines > FILE_LINES else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LINES:
                faults.append(f"{path}:{node.lineno}: {node.name} has {size} lines")
    return faults


def main() -> int:
    files = product_files()
    faults = [fault for path in files for fault in too_long(path)]
    sizes = [path.read_text(encoding="utf-8").count("\n") for path in files]
    print(f"{len(files)} files, median {statistics.median(sizes):.0f} lines, longest {max(sizes)}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
