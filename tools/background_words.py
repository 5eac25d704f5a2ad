"""How common words are: `python -m tools.background_words DIR` with XED files xed_{fi,en,sv}.train.jsonl in DIR.

Writes kohtaamo/language/backgrounds/LANGUAGE.tsv: stems that stand there at least twice, with how often they do, and
on the first line the number of all words.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from kohtaamo.language.clauses import WORD, form_of
from kohtaamo.language.phrases import ALL_WORDS, BACKGROUNDS
from kohtaamo.language.stems import STEMMERS, stem

FEWEST = 2


def counted(path: Path, language: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        forms = (form_of(word) for word in WORD.findall(json.loads(line)["text"]))
        counts.update(stem(form, language) for form in forms if form)
    return counts


def main(folder: Path) -> None:
    BACKGROUNDS.mkdir(exist_ok=True)
    for language in STEMMERS:
        counts = counted(folder / f"xed_{language}.train.jsonl", language)
        rows = sorted((-count, word) for word, count in counts.items() if count >= FEWEST)
        lines = [f"{ALL_WORDS}\t{counts.total()}", *(f"{word}\t{-count}" for count, word in rows)]
        (BACKGROUNDS / f"{language}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
