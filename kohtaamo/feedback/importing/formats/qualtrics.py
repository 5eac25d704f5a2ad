"""Answers as Qualtrics writes them to CSV.

Its older form has two rows of names, codes over words; the newer has a third with the identity of each column
as {"ImportId": …}. Words of the rows follow the language of the account, the identities never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.definitions.texts import called as in_words
from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.importing.found import About, AnswerFormat, Asked, Beginning, Found, Item, Loss, Shape
from kohtaamo.feedback.importing.mapping import MOST_ATTRIBUTES, layout_of
from kohtaamo.feedback.importing.naming import language_of, shared_start, survey_name
from kohtaamo.kit.tabular import Row, Table, UnreadableTable

IMPORT_ID = re.compile(r"""["']ImportId["']\s*:\s*["']([^"']*)["']""")
ZONE = re.compile(r"""["']timeZone["']\s*:\s*["']([^"']*)["']""")
# QID4, QID10#2-1-1, QID3-TEXT, QID2_1_TEXT, 1_QID7 within a loop
QUESTION = re.compile(r"^(?P<loop>\w+_)?QID(?P<number>\d+)(?P<part>#\d+)?(?:[-_](?P<rest>.+))?$")
# What a column that tells of the answer is called, in the letters and digits of its name alone.
ROLES = {
    "uid": "responseid recordid _recordid v1 antwortid antwortkennung vastaustunnus",
    "recorded": "recordeddate aufzeichnungsdatum aufgezeichnetesdatum erfassungsdatum tallennuspäivä",
    "ended": "enddate enddatum päättymispäivä",
    "started": "startdate startdatum alkamispäivä",
    "finished": "finished beendet fertig abgeschlossen valmis",
    "language": "userlanguage qlanguage benutzersprache",
    "customer": "externaldatareference externalreference externaldatenreferenz externedatenreferenz",
    "personal": (
        "ipaddress ipadresse recipientlastname recipientfirstname recipientemail name emailaddress email"
        " locationlatitude locationlongitude locationaccuracy nachnamedesempfängers vornamedesempfängers"
        " emailadressedesempfängers emaildesempfängers standortbreitengrad standortlängengrad"
        " breitengraddesstandorts längengraddesstandorts"
    ),
    "technical": (
        "responseset responsesetid status progress duration durationinseconds distributionchannel antworttyp"
        " antwortsatz fortschritt dauer dauerinsekunden verteilungskanal distributionskanal qrecaptchascore"
        " qrelevantidduplicate qballotboxstuffing responsetype"
    ),
}
ROLE_OF = {name: role for role, names in ROLES.items() for name in names.split()}
FIRST_IN_OLD = frozenset({"responseid", "v1"})
# How columns end that come beside a question and are no answers.
ENDINGS = {
    "NPS_GROUP": "derived",
    **dict.fromkeys(("FIRST_CLICK", "LAST_CLICK", "PAGE_SUBMIT", "CLICK_COUNT"), "timing"),
    **dict.fromkeys(("First Click", "Last Click", "Page Submit", "Click Count"), "timing"),
    "_DO": "order_shown",
}
SEEN_ONLY = "-99"
# What a second column of the same name gets after it when it is read.
AGAIN = re.compile(r" \(\d+\)$")


def key_of(name: str) -> str:
    return re.sub(
        r"[^\wäöüß]|_(?!recordid)", "", name.removeprefix("panel-").removeprefix("Location-").casefold()
    )


def knows(beginning: Beginning) -> bool:
    if (
        not beginning.columns
        or not beginning.first
        or beginning.table is None
        or beginning.table.kind != "csv"
    ):
        return False
    return headers_of(beginning) > 1


def headers_of(beginning: Beginning) -> int:
    """How many rows of names there are; one tells that it is another program's."""
    first = beginning.first
    if any(is_identities(cells) for cells in first[1:2]):
        return 3
    if is_identities(first[0]):
        return 2
    column = beginning.columns[0]
    words = key_of(first[0][column])
    is_old = key_of(column) in FIRST_IN_OLD and ROLE_OF.get(words) == "uid"
    return 2 if is_old else 1


def is_identities(cells: dict[str, str]) -> bool:
    said = [text for text in cells.values() if text]
    return bool(said) and sum(bool(IMPORT_ID.search(text)) for text in said) * 2 > len(said)


def read(beginning: Beginning) -> Found:
    table, headers = beginning.table, headers_of(beginning)
    if table is None:
        raise UnreadableTable("not_a_table")
    texts = {column: plain(text) for column, text in beginning.first[0].items()}
    identities: dict[str, str] = {}
    zone = "Europe/Helsinki"
    for cells in beginning.first[: headers - 1]:
        if is_identities(cells):
            identities = {
                column: found[1] for column, text in cells.items() if (found := IMPORT_ID.search(text))
            }
            zone = next((found[1] for text in cells.values() if (found := ZONE.search(text))), zone)
    roles = {column: role_of(column, texts, identities) for column in table.columns}
    return found_in(beginning, table, headers, texts, identities, roles, zone)


def role_of(column: str, texts: dict[str, str], identities: dict[str, str]) -> str:
    """Of what tells of the answer; empty for questions."""
    identity = identities.get(column, "")
    beside = next((role for ending, role in ENDINGS.items() if f"{identity or column}".endswith(ending)), "")
    if beside or QUESTION.match(identity):
        return beside
    named = [ROLE_OF.get(key_of(name), "") for name in (identity, texts.get(column, ""), column) if name]
    known = next((role for role in named if role), "")
    if known:
        return known
    if not texts.get(column) and column.startswith("Column "):
        return "blank"
    return "attribute" if identities else ""


def found_in(
    beginning: Beginning,
    table: Table,
    headers: int,
    texts: dict[str, str],
    identities: dict[str, str],
    roles: dict[str, str],
    zone: str,
) -> Found:
    def of(role: str) -> list[str]:
        return [column for column, its in roles.items() if its == role]

    asked = tuple(questions_of(of(""), texts, identities))
    attributes = of("attribute")
    about = About(
        uid=next(iter(of("uid")), ""),
        moments=(*of("recorded"), *of("ended"), *of("started")),
        zone=zone_of(zone),
        language=next(iter(of("language")), ""),
        customer=next(iter(of("customer")), ""),
        finished=next(iter(of("finished")), ""),
        attributes={column: column[:60] for column in attributes[:MOST_ATTRIBUTES]},
    )
    return Found(
        format="qualtrics",
        name=survey_name(beginning.name),
        language=language_of(texts.values()),
        asked=asked,
        about=about,
        losses=tuple(losses_of(roles, texts, attributes[MOST_ATTRIBUTES:])),
        layout=layout_of([*table.columns, *texts.values()]),
        rows=partial(rows_of, table, headers - 1),
    )


def losses_of(roles: dict[str, str], texts: dict[str, str], too_many: list[str]) -> Iterator[Loss]:
    for lost in ("personal", "technical", "derived", "timing", "order_shown"):
        yield from (Loss(called(column, texts), lost) for column, its in roles.items() if its == lost)
    yield from (Loss(column, "too_many_attributes", {"most": MOST_ATTRIBUTES}) for column in too_many)


def called(column: str, texts: dict[str, str]) -> str:
    return in_words(texts.get(column, ""), column)


def zone_of(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return "UTC" if name == "Z" else "Europe/Helsinki"
    return name


def rows_of(table: Table, names: int) -> Iterator[Row]:
    for row in table.rows(names):
        cells = {column: "" if text == SEEN_ONLY else text for column, text in row.cells.items()}
        yield row._replace(number=row.number - names, cells=cells)


def questions_of(columns: list[str], texts: dict[str, str], identities: dict[str, str]) -> Iterator[Asked]:
    run: list[str] = []
    last = ""
    for column in columns:
        group = group_of(column, texts, identities)
        if run and (not group or group != last):
            yield question_of(run, texts, identities)
            run = []
        run.append(column)
        last = group
    if run:
        yield question_of(run, texts, identities)


def group_of(column: str, texts: dict[str, str], identities: dict[str, str]) -> str:
    """The same for neighbours that are one question; empty for what stands alone."""
    found = QUESTION.match(identities.get(column, ""))
    if found:
        rest = re.split(r"[-_]", found["rest"] or "")
        if rest == [""] or rest[-1] == "TEXT":
            return ""
        return f"{found['loop']}{found['number']}{found['part']}:{rest[:-1]}"
    if column.endswith("_TEXT") or texts.get(column, "").endswith("-TEXT"):
        return ""
    return texts.get(column, "").rpartition("-")[0]


def question_of(columns: list[str], texts: dict[str, str], identities: dict[str, str]) -> Asked:
    titles = [texts.get(column) or column for column in columns]
    if len(columns) == 1:
        is_text = columns[0].endswith("TEXT") or identities.get(columns[0], "").endswith("TEXT")
        shape: Shape = "text" if is_text else "one"
        item = Item(columns[0], "1", "")
        return Asked(name=columns[0], title=titles[0], shape=shape, items=(item,))
    start = shared_start(titles).rpartition("-")[0]
    own = [AGAIN.sub("", column) for column in columns]
    names = shared_start(own)
    names = names[: names.rfind("_") + 1] or names
    items = tuple(
        Item(column, ending(code, names, place), title[len(start) :].strip(" -") or title)
        for place, (column, code, title) in enumerate(zip(columns, own, titles, strict=True), start=1)
    )
    if len({item.value for item in items}) < len(items):
        items = tuple(Item(item.column, str(place), item.text) for place, item in enumerate(items, start=1))
    name = names.rstrip("_#-: ") or columns[0]
    return Asked(name=name, title=start.strip(" -:") or titles[0], shape="group", items=items)


def ending(column: str, start: str, place: int) -> str:
    return column[len(start) :].lstrip("_ ")[:80] or str(place)


form = AnswerFormat(key="qualtrics", label=_("Qualtrics, CSV"), knows=knows, read=read)
