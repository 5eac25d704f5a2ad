"""Writes docs/glossary.md from the one list of words, `kohtaamo/kit/glossary.toml`; `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

from kohtaamo.kit.glossary import glossary

PAGE = Path("docs/glossary.md")
HEAD = """# Glossary

One word per concept, in code and on screen. Made from `kohtaamo/kit/glossary.toml` by `tools/glossary.py`.

| in code | English | Finnish | means |
|---|---|---|---|
"""


def page() -> str:
    rows = [
        f"| `{key}` | {term.word('en')} | {term.word('fi')} | {term.definition('en')} |"
        for key, term in sorted(glossary().items())
    ]
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    if "--check" in sys.argv:
        same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print("the glossary page is up to date" if same else "docs/glossary.md is old: run tools/glossary.py")
        return 0 if same else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
