"""Alarms: how long until a false one, and how soon a change is found, against what was declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

import numpy as np

from kohtaamo.insight.alerting.asking import USUAL_EVERY
from kohtaamo.insight.alerting.design import BASELINE_WEEKS
from kohtaamo.insight.metrics.nps import NPS
from kohtaamo.kit.statistics import Sample
from kohtaamo.kit.statistics.alarms import Alarm, ChartKind, design_alarm
from kohtaamo.kit.statistics.turns import WINDOW, design_turn
from kohtaamo.kit.statistics.usual_level import UsualLevel, usual_level

from .populations import Floats, Ints, shares_of
from .row import Row, sized

RUNS = sized(small=300, full=10_000)
BASELINES = sized(small=40, full=800)
RUNS_A_BASELINE = sized(small=10, full=20)
LONGEST = 20_000
ANSWERS_A_WEEK = 40
WITHIN = 0.1
SHIFT_OF_NPS = 10.0

Weeks = Callable[[int], Floats]


def every_alarm() -> Iterator[Row]:
    kinds: tuple[ChartKind, ...] = ("cusum", "ewma", "shewhart")
    for kind in kinds:
        yield from white_noise(kind)
    yield from answers_of_weeks()
    yield from turns_of_target()


def white_noise(kind: ChartKind) -> Iterator[Row]:
    """Normal weeks; each run has a usual level of its own from as many weeks as the product takes."""
    alarm = design_alarm(every=USUAL_EVERY, shift=1.0, baseline=BASELINE_WEEKS, kind=kind)
    for shift in (0.0, 1.0):
        chance = np.random.default_rng([7, len(kind), int(shift)])
        off = chance.normal(0, BASELINE_WEEKS**-0.5, RUNS)
        lengths = run_lengths(alarm, partial(runs_normal, chance), off=shift - off)
        yield told(
            f"{kind}, white noise", float(lengths.mean()), alarm, shift=shift, replays=RUNS, n="1 a week"
        )


def runs_normal(chance: np.random.Generator, runs: int) -> Floats:
    return chance.normal(0, 1, runs)


def run_lengths(alarm: Alarm, weeks: Weeks, *, off: Floats) -> Floats:
    """Weeks until the alarm of each run; `weeks` gives the next week of so many runs, `off` is added to it."""
    up, down = np.zeros(len(off)), np.zeros(len(off))
    lengths, left = np.full(len(off), float(LONGEST)), np.arange(len(off))
    for week in range(1, LONGEST + 1):
        value = weeks(len(left)) + off[left]
        up, down, limit = moved(alarm, up, down, value)
        alarmed = np.maximum(up, down) > limit
        lengths[left[alarmed]] = week
        left, up, down = left[~alarmed], up[~alarmed], down[~alarmed]
        if not len(left):
            break
    return lengths


def moved(alarm: Alarm, up: Floats, down: Floats, value: Floats) -> tuple[Floats, Floats, float]:
    if alarm.kind == "cusum":
        gathered = np.maximum(0, up + value - alarm.reference), np.maximum(0, down - value - alarm.reference)
        return *gathered, alarm.threshold
    if alarm.kind == "ewma":
        up = (1 - alarm.reference) * up + alarm.reference * value
        return up, -up, alarm.threshold * (alarm.reference / (2 - alarm.reference)) ** 0.5
    return value, -value, alarm.threshold


def answers_of_weeks() -> Iterator[Row]:
    """NPS of forty answers a week, as a rule of the product is set up: level and spread from half a year.

    Without a change, and with the change of ten points that it was asked to find.
    """
    runs = [run for number in range(BASELINES) for run in runs_from_one_baseline(number)]
    what = f"cusum, NPS of {ANSWERS_A_WEEK} answers a week"
    calm = [run for run in runs if not run.shift]
    yield row_of_runs(
        f"{what}, +0 points", calm, reason="weeks uneven by chance make a rule slower, not rasher"
    )
    yield row_of_runs(f"{what}, +0 points, baselines not uneven", [run for run in calm if run.spread == 1])
    yield row_of_runs(f"{what}, {SHIFT_OF_NPS:+.0f} points", [run for run in runs if run.shift])


@dataclass(frozen=True, slots=True)
class Run:
    shift: float
    spread: float
    length: float
    declared: float


def runs_from_one_baseline(number: int) -> Iterator[Run]:
    """Some runs with the same usual level: their mean length beside what its alarm declares."""
    chance, shares = np.random.default_rng([8, number]), shares_of(NPS)
    level = level_from(chance.multinomial(ANSWERS_A_WEEK, shares, BASELINE_WEEKS))
    error = level.error(ANSWERS_A_WEEK)
    alarm = designed(round(SHIFT_OF_NPS / error, 2))
    for shift in (0.0, SHIFT_OF_NPS):
        better = shifted(shares, shift)

        def weeks(runs: int, better: Floats = better) -> Floats:
            found: Floats = (nps_of(chance.multinomial(ANSWERS_A_WEEK, better, runs)) - level.mean) / error
            return found

        lengths = run_lengths(alarm, weeks, off=np.zeros(RUNS_A_BASELINE))
        declared = alarm.delay if shift else alarm.false_alarm_every
        yield Run(shift, level.spread, float(lengths.mean()), declared)


def turns_of_target() -> Iterator[Row]:
    """NPS of forty answers a week against a target it stands at, then ten points below, as the product compares."""
    shares = shares_of(NPS)
    target, error = true_nps(shares), error_of(shares)
    turn = design_turn(shift=SHIFT_OF_NPS / error)
    for shift, declared in ((0.0, turn.false_alarm_every), (SHIFT_OF_NPS, turn.delay)):
        chance = np.random.default_rng([9, int(shift)])
        lengths = turn_lengths(chance, shares, shifted(shares, -shift), target)
        yield row_of(
            f"target, NPS of {ANSWERS_A_WEEK} answers a week, {0 - shift:+.0f} points",
            float(lengths.mean()),
            declared,
            is_calm=not shift,
            replays=RUNS,
            n=f"{ANSWERS_A_WEEK} a week",
        )


def turn_lengths(chance: np.random.Generator, before: Floats, after: Floats, target: float) -> Floats:
    """Weeks until the interval of the four last ones is below the target; the first three stood at it."""
    last = [chance.multinomial(ANSWERS_A_WEEK, before, RUNS) for _ in range(WINDOW - 1)]
    lengths, left = np.full(RUNS, float(LONGEST)), np.arange(RUNS)
    for week in range(1, LONGEST + 1):
        last.append(chance.multinomial(ANSWERS_A_WEEK, after, len(left)))
        worse = highest_of(np.sum(last, axis=0)) < target
        lengths[left[worse]] = week
        last, left = [one[~worse] for one in last[1:]], left[~worse]
        if not len(left):
            break
    return lengths


def highest_of(weeks: Ints) -> Floats:
    """The upper ends of the product's own intervals; the same counts give the same interval."""
    promoters, detractors = weeks[..., 9:].sum(axis=-1), weeks[..., :7].sum(axis=-1)
    n = int(weeks[0].sum())
    return np.array([highest(int(p), int(d), n) for p, d in zip(promoters, detractors, strict=True)])


@cache
def highest(promoters: int, detractors: int, n: int) -> float:
    counts = {10.0: promoters, 8.0: n - promoters - detractors, 0.0: detractors}
    found = NPS.estimate({value: count for value, count in counts.items() if count})
    assert found is not None
    return found.high


def true_nps(shares: Floats) -> float:
    return float(100 * (shares[9:].sum() - shares[:7].sum()))


def error_of(shares: Floats) -> float:
    """The standard error of one week, in points."""
    net = true_nps(shares) / 100
    return float(100 * ((shares[9:].sum() + shares[:7].sum() - net**2) / ANSWERS_A_WEEK) ** 0.5)


def row_of_runs(what: str, runs: Sequence[Run], *, reason: str = "") -> Row:
    return row_of(
        what,
        float(np.mean([run.length for run in runs])),
        float(np.mean([run.declared for run in runs])),
        is_calm=not runs[0].shift,
        replays=len(runs) * RUNS_A_BASELINE,
        n=f"{ANSWERS_A_WEEK} a week",
        reason=reason,
    )


@lru_cache(maxsize=1000)
def designed(shift: float) -> Alarm:
    return design_alarm(every=USUAL_EVERY, shift=shift, baseline=BASELINE_WEEKS)


def level_from(weeks: Ints) -> UsualLevel:
    samples: list[Sample] = [NPS.sample(counted(week)) for week in weeks]
    return usual_level(samples, NPS.sample(counted(weeks.sum(axis=0))))


def counted(week: Ints) -> dict[float, int]:
    return {value: int(count) for value, count in zip(NPS.answers, week, strict=True) if count}


def nps_of(weeks: Ints) -> Floats:
    found: Floats = 100 * (weeks[..., 9:].sum(axis=-1) - weeks[..., :7].sum(axis=-1)) / weeks.sum(axis=-1)
    return found


def shifted(shares: Floats, points: float) -> Floats:
    """Detractors become promoters: the net rises by so many points."""
    moved_share = points / 200
    better = shares.copy()
    better[:7] *= 1 - moved_share / shares[:7].sum()
    better[9:] *= 1 + moved_share / shares[9:].sum()
    return better


def told(what: str, measured: float, alarm: Alarm, *, shift: float, replays: int, n: str) -> Row:
    declared = alarm.delay if shift else alarm.false_alarm_every
    return row_of(f"{what}, {shift:+.0f} σ", measured, declared, is_calm=not shift, replays=replays, n=n)


def row_of(
    what: str, measured: float, declared: float, *, is_calm: bool, replays: int, n: str, reason: str = ""
) -> Row:
    """A false alarm must come as declared, a change may be found sooner."""
    name = "Weeks to a false alarm" if is_calm else "Weeks to find a change"
    return Row(
        what=f"{name}: {what}",
        n=n,
        replays=replays,
        result=measured / declared,
        least=1 - WITHIN if is_calm else 0.0,
        most=1 + WITHIN,
        shown=f"{measured:.2f} of {declared:.2f} declared",
        reason=reason,
    )
