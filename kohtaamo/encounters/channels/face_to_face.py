from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="face_to_face",
    label=_("Face to face"),
    synonyms=(
        "käynti",
        "käynti paikan päällä",
        "paikan päällä",
        "kasvokkain",
        "henkilökohtainen käynti",
        "visit",
        "in person",
        "on site",
        "onsite",
        "f2f",
    ),
)
