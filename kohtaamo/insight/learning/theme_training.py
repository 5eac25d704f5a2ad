"""Models of themes taught by people's corrections; each is used only when it wins over the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kohtaamo.insight.models import LearnedModel
from kohtaamo.insight.themes.finding import changes_now, version_of
from kohtaamo.insight.themes.learned import TASK, Numbered, as_theme_model
from kohtaamo.language.theme_model import VERSION, ThemeModel
from kohtaamo.language.theme_model import taught as taught_model

from .judging import folds, split
from .theme_judging import difference, figures, own_reads, rule_reads
from .theme_labels import LEAST_CORRECTIONS, Corrected, ThemeLabel, corrected_themes
from .training import FOLDS, SAME, Verdict

# Of each answer in what is learned from and in what is judged by.
LEAST_OF_A_KIND = 5
# Corrections that a model in use has not seen; fewer cannot tell whether a new one is better.
LEAST_NEW = 10


@dataclass(frozen=True, slots=True)
class ThemeLesson:
    """What came of learning one theme; `model` only when it is better than what is in use."""

    verdict: Verdict
    card: dict[str, Any]
    model: ThemeModel | None = None


def learn_themes(language: str, *, known: Mapping[str, Any]) -> dict[str, ThemeLesson]:
    """By theme, of those that people have corrected often enough. `known` is what came of the last time."""
    changes = changes_now()
    corrected = corrected_themes(language, changes)
    if corrected is None:
        return {}
    return {
        theme: learn_theme(corrected, theme, known.get(theme))
        for theme, told in sorted(corrected.told.items())
        if len(told) >= LEAST_CORRECTIONS
    }


def learn_theme(corrected: Corrected, theme: str, known: dict[str, Any] | None) -> ThemeLesson:
    row = LearnedModel.objects.filter(task=TASK + theme, language=corrected.language, in_use=True).first()
    in_use = usable(row)
    rows = corrected.labels(theme, in_use)
    told_by = f"{VERSION}/{version_of(corrected.changes)}"
    card: dict[str, Any] = {"labels": counted(rows), "taught_by": told_by}
    is_outdated = row is not None and row.is_outdated
    if known and not is_outdated and all(known.get(one) == card[one] for one in SAME):
        return ThemeLesson("nothing_new", {**known, **card})
    earlier, later = split(rows)
    if not (has_both(earlier) and has_both(later)):
        return ThemeLesson("too_few", card)
    trial = taught(earlier, corrected.language)
    ruled, read = rule_reads(later), own_reads(trial, later)
    won = difference(later, ruled, read)
    card |= {
        "since": later[0].happened_at.isoformat(),
        "until": later[-1].happened_at.isoformat(),
        "rules": figures(later, ruled),
        "own": figures(later, read),
        "difference": asdict(won),
        "learned": len(earlier),
        "otherwise": otherwise(trial, corrected, theme),
    }
    if not won.is_better:
        return ThemeLesson("not_better", card)
    verdict = against_own(row, in_use, rows, corrected.language, card) if row and in_use else "better"
    if verdict != "better":
        return ThemeLesson(verdict, card)
    model = taught(rows, corrected.language)
    return ThemeLesson("better", card | {"voices": model.voices}, model)


def usable(row: LearnedModel | None) -> Numbered | None:
    model = as_theme_model(row) if row and not row.is_outdated else None
    return Numbered(model, row.number) if row and model else None


def counted(rows: Sequence[ThemeLabel]) -> dict[str, Any]:
    told = [one for one in rows if one.is_corrected]
    newest = max(one.known_at for one in told)
    return {
        "yes": sum(one.is_about for one in told),
        "no": sum(not one.is_about for one in told),
        "beside": len(rows) - len(told),
        "newest": newest.isoformat(),
    }


def has_both(rows: Sequence[ThemeLabel]) -> bool:
    yes = sum(one.is_about for one in rows)
    return yes >= LEAST_OF_A_KIND and len(rows) - yes >= LEAST_OF_A_KIND


def otherwise(model: ThemeModel, corrected: Corrected, theme: str) -> tuple[int, int]:
    """Of all the comments that nobody corrected, how many it reads otherwise than the rules, and of how many."""
    rows = [corrected.label(one, theme, None) for one in corrected.left]
    reads = zip(own_reads(model, rows), rule_reads(rows), strict=True)
    return sum(one != other for one, other in reads), len(rows)


def against_own(
    row: LearnedModel, in_use: Numbered, rows: Sequence[ThemeLabel], language: str, card: dict[str, Any]
) -> Verdict:
    """By corrections that the model in use has not seen, and what stands; each is read by a new one that has not
    seen it either.
    """
    told = sum(one.is_corrected and one.known_at > row.trained_at for one in rows)
    if told < LEAST_NEW:
        return "too_few_new"
    judged: list[ThemeLabel] = []
    old: list[bool] = []
    now: list[bool] = []
    unseen = [one for one in rows if one.known_at > row.trained_at or not one.is_corrected]
    for part in folds(unseen, FOLDS):
        theirs = {one.respondent for one in part}
        rest = [one for one in rows if one.respondent not in theirs]
        if not part or not has_both(rest):
            return "too_few_new"
        trial = taught(rest, language)
        judged += part
        old += own_reads(in_use.model, part)
        now += own_reads(trial, part)
    won = difference(judged, old, now)
    card["against_own"] = {**asdict(won), "n": told}
    return "better" if won.is_better else "not_better_than_own"


def taught(rows: Sequence[ThemeLabel], language: str) -> ThemeModel:
    return taught_model(
        [one.text for one in rows],
        [one.signs for one in rows],
        [one.is_about for one in rows],
        language=language,
    )
