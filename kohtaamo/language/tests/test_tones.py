"""What the shipped lists and models say of made-up comments that nothing was trained on."""

from __future__ import annotations

from pathlib import Path

from kohtaamo.language.tone import read_tone

SIGNS = {"pos": 1, "neg": -1}
# Of 60; with the lists and models before these it was 48.
LEAST_RIGHT = 54


def test_most_comments_are_read_on_the_right_side() -> None:
    lines = Path(__file__).with_name("tones_fi.tsv").read_text(encoding="utf-8").splitlines()
    comments = [line.split("\t") for line in lines if not line.startswith("# ")]
    right = [tone for tone, text in comments if float(read_tone(text, "fi").value) * SIGNS[tone] > 0]
    assert len(comments) == 60
    assert len(right) >= LEAST_RIGHT
