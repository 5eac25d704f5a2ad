from __future__ import annotations

from kohtaamo.language.redacting import KINDS, veiled

WORDS = {kind: kind.upper() for kind in KINDS}
TEXT = "Hyvä palvelu, soita 040 123 4567 tai kirjoita matti@example.org, kiitos"


def test_what_names_a_person_is_replaced_by_its_kind():
    told = veiled(TEXT, WORDS)
    assert told.text == "Hyvä palvelu, soita [PHONE] tai kirjoita [EMAIL], kiitos"
    assert told.hidden == ("phone", "email")
    assert [told.text[start:end] for start, end in told.veils] == ["[PHONE]", "[EMAIL]"]


def test_a_text_without_personal_data_is_told_as_it_is():
    told = veiled("Hyvä palvelu", WORDS)
    assert (told.text, told.hidden, told.marks) == ("Hyvä palvelu", (), [])
    assert told.moved([(0, 4, "good")]) == [(0, 4, "good")]


def test_evidence_moves_with_the_words_and_what_is_hidden_has_none():
    told = veiled(TEXT, WORDS)
    spans = [(TEXT.index(word), TEXT.index(word) + len(word), word) for word in ("Hyvä", "tai", "kiitos")]
    inside = (TEXT.index("123"), TEXT.index("123") + 3, "123")
    across = (TEXT.index("soita"), TEXT.index("040") + 3, "across")
    moved = told.moved([*spans, inside, across])
    assert [(told.text[start:end], word) for start, end, word in moved] == [
        ("Hyvä", "Hyvä"),
        ("tai", "tai"),
        ("kiitos", "kiitos"),
    ]


def test_each_kind_is_told_once():
    told = veiled("Soita 040 123 4567 tai 050 765 4321", WORDS)
    assert told.hidden == ("phone",)
    assert len(told.veils) == 2
