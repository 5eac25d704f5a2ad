"""Columns of our own, which other programs pass over: what XLSForm has no word for comes back by them."""

from __future__ import annotations

# The kind of a question that XLSForm tells only as a choice, a range or a table.
TYPE = "kohtaamo_type"
# A choice as it is kept here, where its name in the form had to be another.
VALUE = "kohtaamo_value"
# Which of our kinds may stand behind what the form has.
STANDS_FOR = {
    "slider": frozenset({"slider", "nps", "enps", "csat"}),
    "single_choice": frozenset({"yes_no", "ces_1_5", "ces_1_7", "effort", "expectation"}),
    "matrix": frozenset({"kano"}),
}
