"""A filter as a condition of SQL, for questions in which only some of the facts are narrowed by it."""

from __future__ import annotations

from kohtaamo.insight.where import ATTRIBUTE, COLUMNS, Where

from .asking import column_of
from .columns import day_number
from .question import Parameter


def narrowing(where: Where) -> tuple[str, dict[str, Parameter]]:
    """The condition, always true of an open filter, and its parameters."""
    parts, parameters = ["1 = 1"], dict[str, Parameter]()
    if where.period:
        parts.append("day >= :first_day AND day < :end_day")
        parameters |= {"first_day": day_number(where.period.start), "end_day": day_number(where.period.end)}
    for name in COLUMNS:
        chosen = getattr(where, name)
        if chosen is not None:
            parts.append(f"{column_of(name)} = :only_{name}")
            parameters[f"only_{name}"] = chosen
    for number, (key, text) in enumerate(sorted(where.attributes.items())):
        parts.append(f"{column_of(ATTRIBUTE + key)} = :only_{number}")
        parameters[f"only_{number}"] = text
    return " AND ".join(parts), parameters
