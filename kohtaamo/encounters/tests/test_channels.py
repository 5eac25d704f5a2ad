from __future__ import annotations

import pytest
from django.utils.translation import override

from kohtaamo.encounters.channels import CHANNELS, KEYS, as_word, key_of, label_of


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("puhelin", "phone"),
        ("Puh.", "phone"),
        ("phone  call", "phone"),
        ("PHONE", "phone"),
        ("verkko", "web"),
        ("Nettisivu", "web"),
        ("Käynti", "face_to_face"),
        ("paikan päällä", "face_to_face"),
        ("face-to-face", "face_to_face"),
        ("Sähköposti", "email"),
        ("e-mail", "email"),
        ("drone", "drone"),
        ("Kioski 3", "Kioski 3"),
        ("", ""),
    ],
)
def test_channel_is_known_by_what_people_call_it(told: str, key: str) -> None:
    assert key_of(told) == key


def test_no_name_means_two_channels() -> None:
    names = [as_word(name) for one in CHANNELS.values() for name in (one.key, *one.synonyms)]
    assert len(names) == len(set(names)) == len(KEYS)


def test_unknown_channel_is_shown_as_it_was_told() -> None:
    with override("en"):
        assert label_of("face_to_face") == "Face to face"
    assert label_of("drone") == "drone"
