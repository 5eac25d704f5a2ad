"""A list of people, from a file or pasted: each is asked, or it is told why not, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from kohtaamo.encounters.models import Consent, Customer
from kohtaamo.encounters.reasons import UnfitEncounterError
from kohtaamo.encounters.services import (
    IncomingCustomer,
    give_consent,
    read_customer,
    tell_customers,
    withdraw_consent,
)
from kohtaamo.feedback.models import ContactList, Occasion
from kohtaamo.kit.tabular import open_table
from kohtaamo.organisation.models import Member

from .choosing import invite
from .hours import hours_now
from .triggers import Trigger

BATCH = 200
MOST_ROWS = 50_000
# So many broken rows are told one by one; how many there are is always told.
MOST_TOLD = 2_000
LONGEST_VALUE = 300
NAMES: Mapping[str, frozenset[str]] = {
    "email": frozenset(
        {"email", "e-mail", "sähköposti", "sähköpostiosoite", "email address", "mail", "s-posti"}
    ),
    "phone": frozenset(
        {"phone", "puhelin", "puhelinnumero", "gsm", "mobile", "matkapuhelin", "phone number"}
    ),
    "name": frozenset({"name", "nimi", "full name", "asiakas", "customer name"}),
    "key": frozenset(
        {"customer", "customer number", "asiakasnumero", "asiakasnro", "id", "customer id", "key"}
    ),
    "language": frozenset({"language", "kieli", "lang"}),
    "segment": frozenset({"segment", "asiakasryhmä", "customer group", "ryhmä"}),
    "preferred_channel": frozenset({"preferred channel", "mieluisin kanava"}),
    "consent": frozenset({"consent", "suostumus", "lupa"}),
}
YES, NO = {"1", "yes", "true", "kyllä", "k", "x", "on"}, {"0", "no", "false", "ei", "e"}


def take_contacts(*, occasion: Occasion, path: Path, name: str, actor: Member | None = None) -> ContactList:
    """Raises `UnreadableTable`. A person who is in the list twice is asked once; rows are numbered as the lines of
    the list, its heading being the first.
    """
    table = open_table(path, name=name)
    columns = columns_of(table.columns)
    first = 2
    rows: Iterator[Mapping[str, str]] = (row.cells for row in table.rows())
    if not {"email", "phone", "key"} & set(columns.values()) and any("@" in one for one in table.columns):
        # a list without a heading: its first line was a person too
        rows = chain([dict(zip(table.columns, table.columns, strict=True))], rows)
        columns = {one: "email" for one in table.columns if "@" in one}
        first = 1
    taken = ContactList.objects.create(occasion=occasion, name=name[:255], actor=actor)
    numbered = enumerate(islice(rows, MOST_ROWS), start=first)
    while batch := list(islice(numbered, BATCH)):
        take_batch(taken, columns, batch)
    taken.save()
    return taken


def take_pasted(*, occasion: Occasion, text: str, name: str, actor: Member | None = None) -> ContactList:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pasted.csv"
        path.write_text(text, encoding="utf-8")
        taken = take_contacts(occasion=occasion, path=path, name="pasted.csv", actor=actor)
    taken.name = name
    taken.save(update_fields=["name"])
    return taken


def columns_of(headings: list[str]) -> dict[str, str]:
    """What each column is, by its heading; columns not known are kept of the customer as they are named."""
    found: dict[str, str] = {}
    for heading in headings:
        plain = " ".join(heading.replace("_", " ").split()).casefold()
        for field, names in NAMES.items():
            if plain in names and field not in found.values():
                found[heading] = field
    return found


def take_batch(
    taken: ContactList, columns: Mapping[str, str], batch: list[tuple[int, Mapping[str, str]]]
) -> None:
    region = hours_now().country
    read: dict[int, IncomingCustomer] = {}
    words: dict[str, bool] = {}
    for number, cells in batch:
        taken.rows += 1
        try:
            given = read_customer(customer_in(cells, columns), region=region)
        except UnfitEncounterError as problem:
            if len(taken.refused) < MOST_TOLD:
                taken.refused.append({"row": number, "reason": problem.code, "facts": problem.facts})
            continue
        read[number] = given
        word = next(
            (cells[one].strip().casefold() for one, field in columns.items() if field == "consent"), ""
        )
        if word in YES | NO:
            words[given.key] = word in YES
    customers = tell_customers(read)
    note_words(customers, words)
    now = timezone.now()
    triggers = [
        Trigger(uid=f"list:{taken.pk}:{one.pk}", customer=one, happened_at=now) for one in customers.values()
    ]
    made = len(invite(triggers, [taken.occasion], now=now))
    taken.taken += made
    taken.duplicates += len(read) - made


def customer_in(cells: Mapping[str, str], columns: Mapping[str, str]) -> IncomingCustomer:
    known = {field: cells.get(heading, "") for heading, field in columns.items() if field != "consent"}
    others = {
        heading.strip()[:60]: text.strip()[:LONGEST_VALUE]
        for heading, text in cells.items()
        if heading not in columns and heading.strip() and text.strip()
    }
    return IncomingCustomer(**{"key": "", **known}, attributes=others)


def note_words(customers: Mapping[int, Customer], words: Mapping[str, bool]) -> None:
    """A yes in a list never takes back the no that a person said herself."""
    for customer in {row.key: row for row in customers.values()}.values():
        word = words.get(customer.key, words.get(customer.email))
        if word is None or Consent.objects.filter(customer=customer).exists():
            continue
        say = give_consent if word else withdraw_consent
        say(customer=customer, source="import")
