"""Made-up comments of about a hundred characters, to measure speed with."""

from __future__ import annotations

from random import Random

PARTS = {
    "fi": (
        ("Viime viikolla asioidessani", "Eilen soittaessani teille", "Kolmannella yrittämällä", "Tiistaina käydessäni"),
        ("Asiakaspalvelija", "Myyjä", "Neuvoja", "Hoitaja", "Asentaja", "Kuljettaja", "Puhelinpalvelu", "Sovellus"),
        ("vastasi", "auttoi", "palveli", "toimi", "neuvoi", "selvitti asian", "lähetti ohjeet", "kertoi hinnan"),
        ("nopeasti", "hitaasti", "ystävällisesti", "töykeästi", "huonosti", "ammattitaidolla", "vasta viikon päästä"),
        ("mutta", "ja", "eikä", "vaikka", "kun", "joten"),
        ("lasku oli väärin", "jonossa meni tunti", "paketti hukkui", "verkko pätki", "valikoima oli suppea"),
        ("joka harmitti kovasti.", "mistä suuri kiitos!", "enkä palaa enää.", "ja asia on yhä kesken.", "tilaus {}."),
    ),
    "en": (
        ("When I called last week", "On my third visit to you", "As I told you before", "Yesterday morning in town"),
        ("The agent", "The shop", "Your nurse", "The driver", "Customer service", "The app", "My adviser", "The desk"),
        ("answered", "helped me", "worked", "explained it", "replied", "sorted it out", "sent instructions"),
        ("quickly", "slowly", "in a friendly way", "rudely", "badly", "like a professional", "only after a week"),
        ("but", "and", "although", "when", "so"),
        ("the bill was wrong", "I queued for an hour", "the parcel got lost", "the line kept dropping"),
        ("which annoyed me a lot.", "so thank you!", "and I will not return.", "and it is still open.", "order {}."),
    ),
}  # fmt: skip


def comments(count: int, *, seed: int = 20) -> list[str]:
    """Finnish and English in turn; few are alike."""
    chance = Random(seed)
    languages = list(PARTS)
    return [
        " ".join(map(chance.choice, PARTS[languages[at % len(languages)]])).format(chance.randrange(10**6))
        for at in range(count)
    ]
