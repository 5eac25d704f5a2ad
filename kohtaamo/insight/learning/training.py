"""A model of tone taught by the organisation's own answers; it is used only when it wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kohtaamo.insight.models import LearnedModel
from kohtaamo.language.linear import train
from kohtaamo.language.own_model import OwnModel, best_voices, read_with
from kohtaamo.language.quoting import own_words
from kohtaamo.language.reading import LONGEST, CommentReading, read_comment
from kohtaamo.language.sentiment import VERSION

from .current import TONE, as_model
from .judging import difference, figures, folds, split
from .labels import Labelled, labelled

# So many to learn from, to be judged by, and of each of two tones in both.
LEAST_LEARNED, LEAST_JUDGED, LEAST_OF_A_TONE = 120, 40, 10
# Labels that a model in use has not seen; fewer cannot tell whether a new one is better.
LEAST_NEW = 20
FOLDS = 3
# In which a run is told to be so far: reading, choosing, judging, comparing, the final model.
STEPS = 5
# By these a card tells that it was taught by the same labels and the same program.
SAME = ("labels", "taught_by")

Verdict = Literal["too_few", "nothing_new", "not_better", "too_few_new", "not_better_than_own", "better"]
Tell = Callable[[], None]
Voices = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning from one language; `model` only when it is better than what is in use."""

    verdict: Verdict
    card: dict[str, Any]
    model: OwnModel | None = None


def learn(language: str, *, known: dict[str, Any] | None = None, tell: Tell = lambda: None) -> Lesson:
    """`known` is what came of the last time: from the same labels nothing else would come."""
    rows = labelled(language)
    card: dict[str, Any] = {"labels": counted(rows), "months": by_month(rows), "taught_by": VERSION}
    tell()
    own = LearnedModel.objects.filter(task=TONE, language=language, in_use=True).first()
    if known and not (own and own.is_outdated) and all(known.get(one) == card[one] for one in SAME):
        return Lesson("nothing_new", {**known, **card})
    earlier, later = split(rows)
    if len(later) >= LEAST_JUDGED:
        shipped = engine_reads(later, language)
        card |= {"since": later[0].happened_at.isoformat(), "until": later[-1].happened_at.isoformat()}
        card["engine"] = figures(later, shipped)
    if is_too_few(earlier, later):
        return Lesson("too_few", card)
    voices = chosen_voices(earlier, language)
    tell()
    trial = taught(earlier, language, voices)
    reads = own_reads(trial, later, shipped)
    won = difference(later, shipped, reads)
    card |= {
        "own": figures(later, reads),
        "difference": asdict(won),
        "voices": voices,
        "learned": len(earlier),
    }
    tell()
    if not won.is_better:
        return Lesson("not_better", card)
    verdict = against_own(own, rows, voices, card) if own else "better"
    tell()
    if verdict != "better":
        return Lesson(verdict, card)
    return Lesson("better", card, taught(rows, language, voices))


def counted(rows: Sequence[Labelled]) -> dict[str, Any]:
    corrected = sum(one.is_corrected for one in rows)
    newest = max((one.known_at for one in rows), default=None)
    return {
        "stars": len(rows) - corrected,
        "corrections": corrected,
        "newest": newest.isoformat() if newest else "",
    }


def by_month(rows: Sequence[Labelled]) -> list[tuple[str, int, int]]:
    """How often what was read agreed with the stars: month, how often, of how many."""
    n, right = Counter[str](), Counter[str]()
    for one in rows:
        if not one.is_corrected:
            month = f"{one.happened_at:%Y-%m}"
            n[month] += 1
            right[month] += one.read == one.label
    return [(month, right[month], n[month]) for month in sorted(n)]


def is_too_few(earlier: Sequence[Labelled], later: Sequence[Labelled]) -> bool:
    if len(earlier) < LEAST_LEARNED or len(later) < LEAST_JUDGED:
        return True
    counts = (Counter(one.label for one in part) for part in (earlier, later))
    return any(sum(n >= LEAST_OF_A_TONE for n in count.values()) < 2 for count in counts)  # noqa: PLR2004  two tones


def chosen_voices(rows: Sequence[Labelled], language: str) -> Voices:
    """How loudly model and engine speak, chosen on the latest part of what is learned from."""
    first, rest = split(rows)
    if len({one.label for one in first}) < 2:  # noqa: PLR2004  nothing to choose between
        return 1.0, 1.0
    model = taught(first, language, (1.0, 0.0)).model
    labels = [one.label for one in rest]
    return best_voices(model, [one.text for one in rest], engine_reads(rest, language), labels)


def against_own(row: LearnedModel, rows: Sequence[Labelled], voices: Voices, card: dict[str, Any]) -> Verdict:
    """Beside a model already in use only labels count that it has not seen; each is read by one that has not either."""
    in_use, language = as_model(row), row.language
    if row.is_outdated or in_use is None:
        return "better"
    new = [one for one in rows if one.known_at > row.trained_at]
    if len(new) < LEAST_NEW:
        return "too_few_new"
    old, now, judged = [], [], []
    for part in folds(new, FOLDS):
        theirs = {one.respondent for one in part}
        trial = taught([one for one in rows if one.respondent not in theirs], language, voices)
        found = engine_reads(part, language)
        judged += part
        old += own_reads(in_use, part, found)
        now += own_reads(trial, part, found)
    won = difference(judged, old, now)
    card["against_own"] = {**asdict(won), "n": len(new)}
    return "better" if won.is_better else "not_better_than_own"


def taught(rows: Sequence[Labelled], language: str, voices: Voices) -> OwnModel:
    texts, labels = [own_words(one.text[:LONGEST]) for one in rows], [one.label for one in rows]
    weights = [one.weight for one in rows]
    return OwnModel(train(texts, labels, language=language, weights=weights), *voices)


def engine_reads(rows: Sequence[Labelled], language: str) -> list[CommentReading]:
    return [read_comment(one.text, language) for one in rows]


def own_reads(
    own: OwnModel, rows: Sequence[Labelled], found: Sequence[CommentReading]
) -> list[CommentReading]:
    return [read_with(own, row.text, read) for row, read in zip(rows, found, strict=True)]
