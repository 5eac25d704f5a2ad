"""A first icon guessed from the name, so that a map is readable before anybody has chosen one."""

from __future__ import annotations

# Beginnings or ends of words in Finnish and English; the first that fits decides.
WORDS = (
    ("bot", ("chatbot", "botti", "bot", "tekoäly")),
    ("message-circle", ("chat", "viesti", "keskustelu", "whatsapp", "sms", "message")),
    ("mail", ("sähköposti", "email", "e-mail", "uutiskirje")),
    ("phone", ("puhel", "soitto", "phone", "call")),
    ("smartphone", ("sovellus", "mobiili", "app", "mobile")),
    ("receipt", ("lasku", "kuitti", "invoice", "bill", "receipt")),
    ("file-text", ("sopimus", "lomake", "hakemus", "tarjous", "contract", "form", "offer")),
    ("book-open", ("ohje", "opas", "käyttöohje", "guide", "manual", "instruction")),
    ("store", ("myymälä", "palvelupiste", "toimipiste", "kauppa", "store", "shop", "desk", "branch")),
    ("shopping-cart", ("ostoskori", "verkkokauppa", "kassa", "cart", "checkout")),
    ("shuffle", ("siirto", "transfer", "hand-over")),
    ("door-open", ("irtisano", "lopetta", "poistuminen", "exit", "cancel")),
    ("truck", ("toimitus", "kuljetus", "nouto", "delivery")),
    ("package", ("paketti", "pakkaus", "tuote", "package", "product")),
    ("wrench", ("huolto", "asennus", "korjaus", "repair", "installation")),
    ("megaphone", ("mainos", "kampanja", "some", "advert", "campaign")),
    ("users", ("tuttuj", "suosit", "yhteisö", "friend", "community", "word of mouth")),
    ("calendar", ("ajanvaraus", "tapaaminen", "varaus", "booking", "appointment")),
    ("bell", ("muistutus", "ilmoitus", "reminder", "notification")),
    ("search", ("haku", "search")),
    ("globe", ("verkko", "netti", "sivu", "web", "site")),
    ("credit-card", ("maksu", "payment")),
    ("mailbox", ("kirje", "posti", "letter")),
    ("user-round", ("asiantuntija", "myyjä", "neuvoja", "lääkäri", "hoitaja", "agent", "adviser")),
)


def icon_for(name: str) -> str:
    """The name of a Lucide icon, or "" when the name suggests none."""
    words = name.casefold().split()
    for icon, parts in WORDS:
        if any(word.startswith(part) or word.endswith(part) for word in words for part in parts):
            return icon
    return ""
