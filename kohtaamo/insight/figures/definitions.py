from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kohtaamo.insight.models import BusinessFigure
from kohtaamo.organisation.tenancy import current_organisation_id


class Definition(BaseModel):
    """What a figure is. None leaves a known figure as it is; a new one is good when high, and not summed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    key: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-zA-Z0-9_-]+$")]
    name: Annotated[str, Field(max_length=120)] = ""
    measure: Annotated[str, Field(max_length=20)] = ""
    higher_is_better: bool | None = None
    is_summed: bool | None = None


class DirectionError(ValueError):
    """A figure told now to be good when high and before when low, or the other way round."""

    def __init__(self, figure: BusinessFigure) -> None:
        super().__init__(figure.key)
        self.figure = figure


def define(definitions: Iterable[Definition]) -> dict[str, BusinessFigure]:
    """The figures by key, made where they are new. Raises `DirectionError`; a name may change, a meaning not."""
    wanted = {one.key: one for one in definitions}
    known = {one.key: one for one in BusinessFigure.objects.filter(key__in=wanted)}
    for key, one in wanted.items():
        figure = known.get(key)
        if figure is None:
            known[key] = BusinessFigure.objects.create(
                organisation_id=current_organisation_id(),
                key=key,
                name=one.name or key,
                measure=one.measure,
                higher_is_better=one.higher_is_better is not False,
                is_summed=one.is_summed is True,
            )
        else:
            check_direction(figure, one)
            rename(figure, one)
    return known


def check_direction(figure: BusinessFigure, told: Definition) -> None:
    if told.higher_is_better is not None and told.higher_is_better != figure.higher_is_better:
        raise DirectionError(figure)


def rename(figure: BusinessFigure, told: Definition) -> None:
    changed = {
        name: value
        for name in ("name", "measure", "is_summed")
        if (value := getattr(told, name)) not in ("", None, getattr(figure, name))
    }
    if changed:
        for name, value in changed.items():
            setattr(figure, name, value)
        figure.save(update_fields=list(changed))
