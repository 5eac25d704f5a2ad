"""The Open Data Interchange for the Net Promoter System, version 1.0 (opennetpromoter.org, 2014).

A flat table with fixed names for the person (CustomerNumber, Email, SMSTelephone, FirstName, …) beside a score
and a comment. Its public pages do not name every column: score, comment and moment are found by their words.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.importing.found import About, AnswerFormat, Asked, Beginning, Found, Item, Loss
from kohtaamo.feedback.importing.mapping import MOST_ATTRIBUTES, layout_of
from kohtaamo.feedback.importing.naming import survey_name
from kohtaamo.kit.tabular import UnreadableTable

OF_FORM = frozenset({"customernumber", "email", "smstelephone", "firstname", "lastname", "salutation"})
ENOUGH = 3
PERSONAL = frozenset(
    (
        *("email", "smstelephone", "firstname", "lastname", "salutation", "address", "street", "city"),
        *("zipcode", "postalcode", "phone", "telephone", "dateofbirth"),
    )
)
SCORE = re.compile(r"(?:^|_|\b)(?:nps|netpromoter)?_?(?:score|rating)$|^nps$|recommend", re.IGNORECASE)
COMMENT = re.compile(r"comment|reason|verbatim|feedback", re.IGNORECASE)
MOMENT = re.compile(
    r"date.*(?:complet|answer|respon|survey)|(?:complet|answer|respon|survey).*date", re.IGNORECASE
)
ANY_MOMENT = re.compile(r"date|time", re.IGNORECASE)


def key_of(column: str) -> str:
    return re.sub(r"[^a-z]", "", column.casefold())


def knows(beginning: Beginning) -> bool:
    keys = {key_of(column) for column in beginning.columns}
    return len(keys & OF_FORM) >= ENOUGH and any(SCORE.search(column) for column in beginning.columns)


def read(beginning: Beginning) -> Found:
    table = beginning.table
    if table is None:
        raise UnreadableTable("not_a_table")
    columns = table.columns
    personal = [one for one in columns if key_of(one) in PERSONAL]
    score = next((one for one in columns if SCORE.search(one)), "")
    moments = [one for one in columns if MOMENT.search(one)] or [
        one for one in columns if ANY_MOMENT.search(one)
    ]
    customer = next((one for one in columns if key_of(one) == "customernumber"), "")
    language = next((one for one in columns if key_of(one) in {"language", "languagecode"}), "")
    comments = [one for one in columns if COMMENT.search(one)]
    used = {*personal, score, *moments, customer, language, *comments}
    rest = [one for one in columns if one not in used]
    asked = [Asked(name=score, title="NPS", shape="one", items=(Item(score, "1"),), wish="nps")]
    asked += [Asked(name=one, title=one, shape="text", items=(Item(one, "1"),)) for one in comments]
    losses = [Loss(one, "personal") for one in personal]
    losses += [Loss(one, "too_many_attributes", {"most": MOST_ATTRIBUTES}) for one in rest[MOST_ATTRIBUTES:]]
    if not moments:
        losses.append(Loss(beginning.name, "no_moments"))
    return Found(
        format="odi_nps",
        name=survey_name(beginning.name),
        language="en",
        asked=tuple(asked),
        about=About(
            moments=tuple(moments[:1]),
            moment="" if moments else "2014-01-28",
            customer=customer,
            language=language,
            attributes={one: one[:60] for one in rest[:MOST_ATTRIBUTES]},
        ),
        losses=tuple(losses),
        layout=layout_of(columns),
        rows=table.rows,
    )


form = AnswerFormat(key="odi_nps", label=_("Open Data Interchange for NPS"), knows=knows, read=read)
