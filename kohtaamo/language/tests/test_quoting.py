from __future__ import annotations

import pytest

from kohtaamo.language.clauses import clauses_in
from kohtaamo.language.personal import find
from kohtaamo.language.quoting import own_words
from kohtaamo.language.themes import themes_in

REPLY = """Kiitos, asia on kunnossa.

ma 3.2.2025 klo 10.12 Anna Aalto kirjoitti:
> Toimitus on myöhässä.
> Soita 040 123 4567

Terveisin Pekka"""
OUTLOOK = """Palvelu oli ystävällistä.

Lähettäjä: Anna Aalto
Lähetetty: maanantai
Aihe: Lasku

Hinta on liian kallis."""
FORWARDED = "Se on hoidettu.\n-----Original Message-----\nThe queue was long"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (REPLY, ["Kiitos, asia on kunnossa.", "Terveisin Pekka"]),
        (OUTLOOK, ["Palvelu oli ystävällistä."]),
        (FORWARDED, ["Se on hoidettu."]),
        ("Fine now\nOn Monday, Anna wrote:\n\n> late again", ["Fine now"]),
        ("Bra.\nFrån: Anna\nTill: kundtjänst\nför dyrt", ["Bra."]),
    ],
)
def test_only_the_words_of_the_writer_are_left_where_they_stand(text, own):
    left = own_words(text)
    assert [line.strip() for line in left.split("\n") if line.strip()] == own
    assert len(left) == len(text)
    assert all(text[text.index(line) :][: len(line)] == left[text.index(line) :][: len(line)] for line in own)


@pytest.mark.parametrize(
    "text",
    ["Lämpötila > 20 astetta", "> hyvä", "> hyvä\n> parempi", "From: Helsinki\nTravel went well",
     "Asiakas kirjoitti: ei toimi", "Lähettäjä: en tiedä kuka\nja paketti oli rikki", "", "a\n\nb"],
)  # fmt: skip
def test_a_text_without_a_quotation_or_of_nothing_else_stays(text):
    assert own_words(text) == text


def test_what_is_quoted_has_no_clauses_and_no_themes_but_its_personal_data_is_found():
    assert "myöhässä" not in [word.form for clause in clauses_in(REPLY) for word in clause.words]
    assert "price" not in {theme.key for theme in themes_in(OUTLOOK, "fi")}
    assert "040 123 4567" in [REPLY[one.start : one.end] for one in find(REPLY)]


def test_a_long_thread_is_read_line_by_line():
    """Each line is looked at with the few after it only."""
    text = "hyvä\n" + "From: x\n" * 50_000
    assert own_words(text) == text
    assert own_words(text + "To: y\n").split("\n")[0] == "hyvä"
