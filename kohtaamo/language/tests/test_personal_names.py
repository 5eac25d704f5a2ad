from __future__ import annotations

import os
from pathlib import Path

import pytest

from kohtaamo.language.bench.naming import names_found, sentences
from kohtaamo.language.personal import find
from kohtaamo.language.personal.name_words import base_in

LEAST_RECALL, LEAST_PRECISION = 0.5, 0.75


def names(text):
    return [text[one.start : one.end] for one in find(text) if one.kind == "name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sain apua Pekka Virtaselta eilen", ["Pekka Virtaselta"]),
        ("Pekka oli ystävällinen", ["Pekka"]),
        ("Kiitos Pirkolle avusta", ["Pirkolle"]),
        ("Myyjä Nieminen neuvoi hyvin", ["Nieminen"]),
        ("Puhuin T. Virtasen kanssa", ["T. Virtasen"]),
        ("Soitin ja herra Tšerepanov vastasi", ["Tšerepanov"]),
        ("Asiakaspalvelija Kokljuschkin auttoi", ["Kokljuschkin"]),
        ("Eilen Lindström soitti", ["Lindström"]),
        ("Minua palveli Anna-Liisa Mäki-Petäjä", ["Anna-Liisa Mäki-Petäjä"]),
        ("Kysyin asiaa Matilta", ["Matilta"]),
        ("Kun Onni tuli töihin", ["Onni"]),
        ("Danielille iso kiitos", ["Danielille"]),
        ("Keijo Grisay lupasi soittaa. Odotin, mutta Grisay ei soittanut", ["Keijo Grisay", "Grisay"]),
        ("Huonoa palvelua.\nMatti", ["Matti"]),
        ("Terveisin\nXyzzy Qwert", ["Xyzzy Qwert"]),
        ("I spoke with Dr Okonkwo", ["Okonkwo"]),
        ("Your agent Sarah Miller was kind", ["Sarah Miller"]),
        ("Then Jennifer hung up", ["Jennifer"]),
        ("MATTI VIRTANEN HOITI ASIAN", ["MATTI VIRTANEN"]),
    ],
)
def test_names_are_found_with_their_endings(text, found):
    assert names(text)[: len(found)] == found
    assert all(not one.is_certain for one in find(text) if one.kind == "name")


@pytest.mark.parametrize(
    "text",
    [
        "Onni oli myötä ja asia hoitui", "Anna palautetta tästä", "Pian tuli vastaus", "Toivo ei auta",
        "Elisa on kallis", "Sain laskun Elisalta", "Sampo Pankki ei vastaa", "Helsingissä on hyvä palvelu",
        "Suomalainen palvelu", "Yleinen asenne oli huono", "Toinen tilaus tuli", "Asetuksen mukaan",
        "Will you call me", "Mark my words", "May I have a refund", "The Service Desk was closed",
        "Kävin Savonlinnassa ja Loviisassa", "Lasku tuli Kelalta", "Sain Nokian puhelimen", "Asiakaspalvelu sanoi ei",
        "HUONO PALVELU JA HIDAS TOIMITUS", "Tilasin Visa kortin", "Laina hylättiin", "Kaikki Hyvin", "Sama vika",
    ],
)  # fmt: skip
def test_what_only_has_a_capital_letter_is_no_name(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("matille", "matti"), ("pekan", "pekka"), ("pirkosta", "pirkko"), ("tuomaksen", "tuomas"),
        ("outia", "outi"), ("oudin", "outi"), ("danielin", "daniel"), ("matti", "matti"), ("dania", ""), ("sama", ""),
    ],
)  # fmt: skip
def test_a_case_has_its_name(word, base):
    known = frozenset({"matti", "pekka", "pirkko", "tuomas", "outi", "daniel", "sam"})
    assert base_in(word, known) == base


def test_names_of_the_turku_corpus_are_found_as_well_as_promised():
    """The corpus is only measured on: nothing of it is in the lists."""
    path = Path(os.environ.get("KOHTAAMO_LANGUAGE_DATA", "")) / "turku_ner_fi.dev.tsv"
    if not path.is_file():
        pytest.skip("KOHTAAMO_LANGUAGE_DATA names no folder with turku_ner_fi.dev.tsv")
    agreement = names_found(sentences(path))
    assert agreement.right / agreement.said >= LEAST_RECALL
    assert agreement.right / agreement.read >= LEAST_PRECISION
