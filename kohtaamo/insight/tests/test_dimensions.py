from __future__ import annotations

from django.utils.translation import override

from kohtaamo.insight.dimensions import in_words, labels
from kohtaamo.insight.where import Where


def test_channels_are_named_in_words_and_unknown_ones_as_they_were_told() -> None:
    with override("en"):
        assert labels("channel", ["face_to_face", "drone", ""]) == {
            "face_to_face": "Face to face",
            "drone": "drone",
            "": "not told",
        }
        assert in_words(Where(channel="email")) == [("Channel", "Email")]
