from __future__ import annotations

import pytest

from kohtaamo.kit.rules.words import in_words

LABELS = {
    "nps": "NPS",
    "town": "Kaupunki",
    "paid": "Maksutapa",
    "asked": "Lupa",
    "day": "Päivä",
    "seen": "Nähty",
}
VALUES: dict[str, dict[object, str]] = {"paid": {"card": "kortti", "cash": "käteinen"}, "nps": {1: "yksi"}}
NPS, TOWN, PAID, DAY = ({"var": name} for name in ("nps", "town", "paid", "day"))


@pytest.mark.parametrize(
    ("rule", "fi", "en"),
    [
        ({"<=": [NPS, 6]}, "kun NPS on enintään 6", "when NPS is at most 6"),
        ({">": [6, NPS]}, "kun NPS on alle 6", "when NPS is less than 6"),
        ({"!": [{">=": [NPS, 9]}]}, "kun NPS ei ole vähintään 9", "when NPS is not at least 9"),
        ({"<=": [0, NPS, 6]}, "kun NPS on 0–6", "when NPS is 0–6"),
        (
            {"<": [-2.5, NPS, 0.125]},
            "kun NPS on yli −2,5 ja alle 0,125",
            "when NPS is more than −2.5 and less than 0.125",
        ),
        ({"==": [PAID, "card"]}, "kun Maksutapa on kortti", "when Maksutapa is kortti"),
        ({"!=": [TOWN, "Turku"]}, "kun Kaupunki ei ole ”Turku”", "when Kaupunki is not “Turku”"),
        (
            {"in": [PAID, ["card", "cash", "lahja"]]},
            "kun Maksutapa on kortti, käteinen tai ”lahja”",
            "when Maksutapa is kortti, käteinen or “lahja”",
        ),
        (
            {"!": {"in": [PAID, ["card", "cash"]]}},
            "kun Maksutapa ei ole kortti eikä käteinen",
            "when Maksutapa is not kortti or käteinen",
        ),
        ({"in": ["Åbo", TOWN]}, "kun Kaupunki sisältää ”Åbo”", "when Kaupunki contains “Åbo”"),
        ({"missing": ["town"]}, "kun Kaupunki puuttuu", "when Kaupunki is missing"),
        ({"!=": [TOWN, None]}, "kun Kaupunki on annettu", "when Kaupunki is given"),
        ({"!": [{"var": "asked"}]}, "kun Lupa puuttuu", "when Lupa is not given"),
        ({"==": [{"var": "seen"}, True]}, "kun Nähty on ”kyllä”", "when Nähty is “yes”"),
        (
            {">=": [DAY, "2026-03-01"]},
            "kun Päivä on aikaisintaan 1.3.2026",
            "when Päivä is 1 Mar 2026 at the earliest",
        ),
        (
            {"and": [{"<=": [NPS, 6]}, {"or": [{"==": [PAID, "card"]}, {"==": [TOWN, ""]}]}]},
            "kun NPS on enintään 6 ja (Maksutapa on kortti tai Kaupunki on tyhjä)",
            "when NPS is at most 6 and (Maksutapa is kortti or Kaupunki is empty)",
        ),
        (
            {"!": {"or": [{"==": [NPS, 1]}, {"var": "town"}]}},
            "kun NPS ei ole yksi ja Kaupunki puuttuu",
            "when NPS is not yksi and Kaupunki is not given",
        ),
        ({"==": [{"var": "unnamed"}, 1200]}, "kun unnamed on 1\u00a0200", "when unnamed is 1,200"),
        (True, "aina", "always"),
        (0, "ei koskaan", "never"),
    ],
)
def test_a_simple_rule_is_said_in_both_languages(rule, fi, en):
    assert in_words(rule, "fi", labels=LABELS, values=VALUES) == fi
    assert in_words(rule, "en", labels=LABELS, values=VALUES) == en


@pytest.mark.parametrize(
    "rule",
    [
        {"==": [{"+": [NPS, 1]}, 6]},
        {"and": [NPS] * 7},
        {"and": [NPS, True]},
        {"<": [TOWN, "Turku"]},
        {"in": [TOWN, []]},
        {"in": [TOWN, [None]]},
        {"<=": [None, NPS]},
    ],
)
def test_what_is_not_easily_said_is_left_unsaid(rule):
    assert in_words(rule, "fi", labels=LABELS) is None
