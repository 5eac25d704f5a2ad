"""Where the newest whole week stands: ordinary variation, or a signal to look for a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.core.cache import cache
from django.utils.translation import gettext, ngettext

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.queries import current_organisation, measure
from kohtaamo.insight.where import Where, today
from kohtaamo.kit.periods import BucketSize, Period

from .judging import Control, control_of, controls_by

# What is ordinary takes time to tell, whatever days a page shows.
WEEKS = 26
# Weeks that are over change only by what comes in late, so hundreds of charts need not be judged at each look.
KEPT_SECONDS = 300

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest point of a control chart. `run`: how many up to it stand on its side of the middle."""

    size: BucketSize
    tone: Literal["", "better", "worse"]
    is_outside: bool = False
    is_above: bool = False
    run: int = 0

    @property
    def is_signal(self) -> bool:
        return bool(self.tone)

    @property
    def words(self) -> str:
        if not self.is_signal:
            return gettext("ordinary variation")
        if self.is_outside:
            return outside_words(self.size, is_above=self.is_above)
        words = (
            ngettext("%(count)s in a row above the middle", "%(count)s in a row above the middle", self.run)
            if self.is_above
            else ngettext(
                "%(count)s in a row below the middle", "%(count)s in a row below the middle", self.run
            )
        )
        return words % {"count": self.run}


def standing(control: Control) -> Standing:
    """What the newest point says: a signal by its limits first, then by its run, else ordinary variation."""
    last = control.points[-1]
    if not last.signals:
        return Standing(control.size, "")
    is_above = last.value > (last.high if last.outside else control.middle)
    return Standing(
        control.size,
        "better" if is_above == control.metric.higher_is_better else "worse",
        is_outside=last.outside,
        is_above=is_above,
        run=run_at_end([point.value for point in control.points], control.middle),
    )


def outside_words(size: BucketSize, *, is_above: bool) -> str:
    words = {
        ("day", True): gettext("signal: last day above its limits"),
        ("day", False): gettext("signal: last day below its limits"),
        ("week", True): gettext("signal: last week above its limits"),
        ("week", False): gettext("signal: last week below its limits"),
        ("month", True): gettext("signal: last month above its limits"),
        ("month", False): gettext("signal: last month below its limits"),
    }
    return words[size, is_above]


def run_at_end(values: Sequence[float], middle: float) -> int:
    """How many values up to the last stand on its side; those exactly on the middle neither end nor count."""
    apart = [value > middle for value in values if value != middle]
    length = 0
    for is_above in reversed(apart):
        if is_above != apart[-1]:
            break
        length += 1
    return length


def half_year() -> Period:
    return Period.last_days(7 * WEEKS, today())


def standings_of_touchpoints(metric: Metric) -> Mapping[int, Standing]:
    """Each touchpoint by week, as far as it has enough weeks; at most some minutes old."""

    def found() -> dict[int, Standing]:
        period = half_year()
        rows = measure(metric, where=Where(period=period), by=["touchpoint", "week"])
        controls = controls_by(metric, rows, by="touchpoint", size="week", period=period, today=today())
        return {key: standing(control) for key, control in controls.items()}

    return kept(f"touchpoints:{metric.key}", found)


def standing_of_all(metric: Metric) -> Standing | None:
    """The whole organisation by week; None with too few weeks."""

    def found() -> tuple[Standing | None]:
        period = half_year()
        rows = measure(metric, where=Where(period=period), by=["week"])
        control = control_of(metric, rows, size="week", period=period, today=today())
        return (standing(control) if control else None,)

    return kept(f"all:{metric.key}", found)[0]


def kept(name: str, found: Callable[[], Found]) -> Found:
    key = f"standing:{current_organisation().pk}:{name}:{today().isoformat()}"
    known: Found | None = cache.get(key)
    if known is None:
        known = found()
        cache.set(key, known, KEPT_SECONDS)
    return known
