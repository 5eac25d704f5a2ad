from __future__ import annotations

from kohtaamo.language.readers import EMOTIONS, Asked, read_here


def test_our_own_reader_answers_every_task() -> None:
    asked = Asked("Jonotin puhelimessa tunnin, ja palvelu oli todella huonoa.", "fi")
    (tone,) = read_here(asked, "sentiment").found
    assert tone.key == "negative"
    assert tone.tone is not None
    assert tone.tone < 0
    assert "waiting" in {one.key for one in read_here(asked, "themes").found}
    assert {one.key for one in read_here(asked, "emotions").found} <= set(EMOTIONS)


def test_what_it_cannot_read_it_leaves() -> None:
    answer = read_here(Asked("..."), "themes")
    assert (answer.found, answer.confidence, answer.note) == ((), 0.0, "")
