"""Words that tell a language: `python -m tools.common_words DIR` with XED files xed_{fi,en,sv}.train.jsonl in DIR.

Writes kohtaamo/language/lexicons/common_LANGUAGE.txt: words that at least a few lines have, and a share of lines at
least three times as large as in any other of the languages. A word that is always written large is a name.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from kohtaamo.language.analysers.language_id import WORD
from kohtaamo.language.letters import LANGUAGES
from kohtaamo.language.lexicon import FOLDER as LISTS
from kohtaamo.language.subtitles import as_written

# There are far fewer Swedish lines.
FEWEST = {"fi": 5, "en": 5, "sv": 2}
TIMES = 3.0


def lines_with(path: Path) -> tuple[Counter[str], int]:
    """Of each word how many lines have it, and how many lines there are."""
    texts = [as_written(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines()]
    small = {word for text in texts for word in WORD.findall(text) if word.islower()}
    counts = Counter(word for text in texts for word in set(WORD.findall(text.lower())) & small)
    return counts, len(texts)


def main(folder: Path) -> None:
    counted = {language: lines_with(folder / f"xed_{language}.train.jsonl") for language in LANGUAGES}
    for language, (counts, lines) in counted.items():
        others = [one for other, one in counted.items() if other != language]
        telling = sorted(
            word
            for word, count in counts.items()
            if count >= FEWEST[language]
            and all(count / lines > TIMES * found[word] / of for found, of in others)
        )
        (LISTS / f"common_{language}.txt").write_text("\n".join(telling) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
