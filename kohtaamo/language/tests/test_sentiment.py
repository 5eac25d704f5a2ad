from __future__ import annotations

import pytest

from kohtaamo.language.sentiment import label_of, read_sentiment

FINNISH = [
    ("Jonotin puhelimessa lähes tunnin ja sitten linja katkesi.", "negative"),
    ("Erittäin ystävällinen ja asiantunteva palvelu, kiitos!", "positive"),
    ("Varauksen tekeminen verkossa oli mutkatonta.", "positive"),
    ("Uusi sovellus ei toimi puhelimellani ollenkaan.", "negative"),
    ("Minut siirrettiin kolmelle eri ihmiselle eikä kukaan osannut auttaa.", "negative"),
    ("Asia hoitui nopeasti yhdellä käynnillä.", "positive"),
    ("Kukaan ei vastannut sähköpostiini.", "negative"),
    ("Ei valittamista, kaikki sujui kuten luvattiin.", "positive"),
    ("Ei ollut mitään ongelmia toimituksen kanssa.", "positive"),
    ("Ohjeet olivat epäselvät ja lomake liian monimutkainen.", "negative"),
    ("Kävin toimipisteessä tiistaina noin kello kymmenen.", "neutral"),
    ("Hoitaja kuunteli rauhassa ja selitti kaiken ymmärrettävästi.", "positive"),
    ("Lasku oli väärin jo toista kertaa ja hyvitystä ei ole näkynyt.", "negative"),
    ("Todella hidas ja takkuinen verkkopalvelu.", "negative"),
    ("Sain heti vastauksen kysymykseeni, suosittelen lämpimästi.", "positive"),
    ("En ollut tyytyväinen lopputulokseen.", "negative"),
    ("Henkilökunta oli töykeää ja välinpitämätöntä.", "negative"),
    ("Tilasin kaksi paria kenkiä ja yhden takin.", "neutral"),
    ("Hinta oli kallis, mutta työn jälki surkeaa.", "negative"),
    ("Palvelu pelasi hienosti ja ajallaan 👍", "positive"),
]
ENGLISH = [
    ("I waited forty minutes on hold and then the call was cut off.", "negative"),
    ("Very friendly staff who knew what they were doing.", "positive"),
    ("The new app does not work on my phone.", "negative"),
    ("No problems at all, everything went smoothly.", "positive"),
    ("I was passed around between departments and nobody could help.", "negative"),
    ("Quick and easy, thank you!", "positive"),
    ("The instructions were confusing and the form was too long.", "negative"),
    ("I visited the branch on Tuesday at ten.", "neutral"),
    ("My issue was resolved on the first call.", "positive"),
    ("I was not happy with the outcome.", "negative"),
    ("They never called back.", "negative"),
    ("Delivery arrived late and the box was damaged.", "negative"),
    ("Couldn't fault the service.", "positive"),
    ("I ordered two pairs of shoes and a coat.", "neutral"),
    ("The nurse listened patiently and explained everything clearly.", "positive"),
]


def marked(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end, _ in read_sentiment(text, language).evidence]


def value(text: str, language: str = "fi") -> float:
    return float(read_sentiment(text, language).value)


@pytest.mark.parametrize(("text", "label"), FINNISH)
def test_finnish_service_comment_gets_its_label(text: str, label: str) -> None:
    assert label_of(value(text)) == label


@pytest.mark.parametrize(("text", "label"), ENGLISH)
def test_english_service_comment_gets_its_label(text: str, label: str) -> None:
    assert label_of(value(text, "en")) == label


@pytest.mark.parametrize(
    ("plain", "denied", "language"),
    [
        ("palvelu oli hyvää", "palvelu ei ollut hyvää", "fi"),
        ("sovellus toimii", "sovellus ei enää kunnolla toimi", "fi"),
        ("the staff were helpful", "the staff weren't helpful", "en"),
        ("a good experience", "never a good experience", "en"),
    ],
)
def test_negation_turns_good_to_bad(plain: str, denied: str, language: str) -> None:
    assert value(plain, language) > 0 > value(denied, language)


@pytest.mark.parametrize(
    "text", ["Ongelmia ei ollut.", "Ei ollut ongelmia.", "Ei moitteen sijaa", "ilman ongelmia"]
)
def test_denied_trouble_is_good(text: str) -> None:
    assert value(text) > 0


def test_negation_stops_at_the_end_of_the_clause() -> None:
    assert marked("Ei, palvelu oli hyvää", "fi") == ["hyvää"]
    assert value("Ei, palvelu oli hyvää") == value("palvelu oli hyvää")


@pytest.mark.parametrize("text", ["Ei.", "Ei ole.", "Ei mitään", "En osaa sanoa", "Ei muuta lisättävää"])
def test_no_comment_is_not_a_complaint(text: str) -> None:
    assert value(text) == 0


def test_intensifier_strengthens() -> None:
    assert value("erittäin hidas") < value("hidas") < 0
    assert value("hyvin hidas") < value("hidas")
    assert value("very friendly", "en") > value("friendly", "en")


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("ei saisi olla", "fi", -1),
        ("Ei voisi olla parempi", "fi", 1),
        ("laskutettiin kahteen kertaan", "fi", -1),
        ("Ei ole ollut mitään ongelmaa", "fi", 1),
        ("It couldn't get any better", "en", 1),
        ("I can't get any help", "en", -1),
        ("I can't get enough of it", "en", 1),
        ("It did not disappoint", "en", 1),
        ("No need to look elsewhere", "en", 1),
        ("I will look elsewhere", "en", -1),
        ("I wouldn't go anywhere else", "en", 1),
    ],
)
def test_a_phrase_says_more_than_its_words(text: str, language: str, sign: int) -> None:
    assert value(text, language) * sign > 0


def test_spans_are_the_words_that_decided() -> None:
    assert marked("Ystävällinen palvelu, mutta jonossa kesti.", "fi") == ["Ystävällinen", "jonossa", "kesti"]
    assert marked("Kyllä kukaan ei vastannut 😡", "fi") == ["kukaan ei vastannut", "😡"]
    assert marked("Not the best, but no problems :)", "en") == ["Not the best", "no problems", ":)"]


def test_each_word_has_its_own_sign() -> None:
    text = "Virkailija oli ystävällinen, mutta lomake oli vaikea."
    signs = {text[start:end]: sign for start, end, sign in read_sentiment(text, "fi").evidence}
    assert signs == {"ystävällinen": 1, "vaikea": -1}


def test_denied_praise_is_marked_bad() -> None:
    ((start, end, sign),) = read_sentiment("not friendly", "en").evidence
    assert (start, end, sign) == (4, 12, -1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Täytin lomakkeen eikä se vienyt aikaa", "fi"),
        ("Lomakkeen täyttää voisi kotona", "fi"),
        ("Asian ja asiat voi hoitaa täällä, sopimus ja sopimuksen maksu", "fi"),
        ("I had a question and reached the desk", "en"),
        ("Laite on raskaana oleville, kohdan viisi mielestä", "fi"),
        ("What kind of form is it, and will it be back in May", "en"),
        ("I ordered it twice, the third time on Monday", "en"),
    ],
)
def test_ordinary_words_say_nothing(text: str, language: str) -> None:
    assert marked(text, language) == []


@pytest.mark.parametrize(
    ("word", "language"), [("hitaasti", "fi"), ("hitaita", "fi"), ("vaikeaa", "fi"), ("slow", "en")]
)
def test_slow_and_difficult_are_bad(word: str, language: str) -> None:
    assert value(word, language) < 0


def test_desk_out_of_reach_is_bad() -> None:
    assert marked("I could not reach anyone", "en") == ["could not reach"]
    assert value("I could not reach anyone", "en") < 0


def test_lengthened_and_decomposed_letters_are_read_in_place() -> None:
    text = "Niin hyva\u0308\u0308\u0308a\u0308 ja kiiiiva"
    assert value("kiiiiva") == value("kiva")
    assert marked(text, "fi")[-1] == "kiiiiva"
    assert marked("Hyva\u0308a\u0308 palvelua", "fi") == ["Hyva\u0308a\u0308"]


def test_confidence_is_nothing_without_words_and_lower_when_they_disagree() -> None:
    assert read_sentiment("Kävin tiistaina.", "fi").confidence == 0
    agreed = read_sentiment("ystävällinen ja nopea", "fi").confidence
    assert 0 < read_sentiment("ystävällinen ja hidas", "fi").confidence < agreed <= 1


def test_address_is_no_emoticon() -> None:
    assert marked("https://hyva.example/:) kiva", "fi") == ["kiva"]
