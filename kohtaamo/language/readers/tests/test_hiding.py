from __future__ import annotations

import pytest

from kohtaamo.language.readers import hide


@pytest.mark.parametrize(
    "written",
    ["Virtanen", "Virtasen", "Virtaselle", "VIRTANEN", "VIRTASELTA", "Pekka", "Pekan", "Pekalle", "PEKKA"],
)
def test_a_known_name_is_hidden_in_its_forms(written: str) -> None:
    hidden = hide(f"tuo {written} oli töykeä", ("Pekka Virtanen",))
    assert written not in hidden.text
    assert hidden.text.startswith("tuo <")
    assert hidden.text.endswith("> oli töykeä")


def test_a_common_word_that_is_a_name_too_stays() -> None:
    assert hide("kävipä onni", ("Onni Ojala",)).text == "kävipä onni"


def test_other_known_words_are_hidden_letter_by_letter() -> None:
    hidden = hide("asiakasnumeroni on KN-77/a, kiitos", ("kn-77/A",))
    assert "77" not in hidden.text
    assert hidden.restored(hidden.text) == "asiakasnumeroni on KN-77/a, kiitos"


def test_places_lead_back_to_the_text_as_it_was_written() -> None:
    text = "Nro 040 123 4567 ja toinen 050 765 4321 loppu"
    hidden = hide(text)
    assert hidden.text == "Nro <PUHELIN_1> ja toinen <PUHELIN_2> loppu"
    for word in ("Nro", "ja toinen", "loppu"):
        start = hidden.text.index(word)
        first, last = hidden.in_original(start, start + len(word))
        assert text[first:last] == word
    inside = hidden.text.index("PUHELIN_2")
    first, last = hidden.in_original(inside, inside + 4)
    assert text[first:last] == "050 765 4321"


def test_a_text_is_cut_after_it_is_hidden() -> None:
    """An account number is known by all of its digits; half of one would be sent as it is."""
    hidden = hide("a" * 3_995 + " FI21 1234 5600 0007 85")
    assert hidden.text == "a" * 3_995 + " <IBA"
