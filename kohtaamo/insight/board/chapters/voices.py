"""What customers said in their own words: how many in which tone, and a few of the words where they are wanted."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.functions import Length
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.board.chapter import Brief, Told, tells
from kohtaamo.insight.board.lineage import COMMENTS, Stand
from kohtaamo.insight.charts import language
from kohtaamo.insight.comments import looked_for
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import Measured, measure
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.text import show_number, show_percent, show_range, show_signed

TONE = "sentiment_net"
QUOTED = ("negative", "positive", "negative")
FEWEST_LETTERS = 30
TONES = (("negative", -1.0), ("neutral", 0.0), ("positive", 1.0))


@tells("voices", _("What customers said"), order=40)
def voices(brief: Brief) -> Sequence[Told]:
    metric, where = METRICS[TONE], Where(period=brief.period)
    measured = measure(metric, where=where)[0]
    if not measured.estimate:
        return []
    counts = {name: measured.counts.get(value, 0) for name, value in TONES}
    stand = Stand(metrics=(TONE,), period=brief.period)
    by_place = Stand(metrics=(TONE,), period=brief.period, by=("touchpoint",))
    told = [Told("tones", lambda: tone_sentence(counts), (stand,), counts)]
    found = sorted(
        (one for one in measure(metric, where=where, by=["touchpoint"]) if one.estimate),
        key=lambda one: one.estimate.value if one.estimate else 0.0,
    )
    if len(found) > 1:
        names = dict(Touchpoint.objects.values_list("pk", "name"))
        told.append(Told("sentence", lambda: ends_sentence(found[0], found[-1], names), (by_place,)))
    return [*told, *(quotes(brief) if brief.with_quotes else [])]


def tone_sentence(counts: dict[str, int]) -> str:
    n = sum(counts.values())
    facts = {name: show_percent(count / n, language()) for name, count in counts.items()}
    facts["n"] = show_number(n, language())
    return (
        gettext(
            "Of the comments whose tone is sure (%(n)s), %(negative)s are negative, %(neutral)s neutral and "
            "%(positive)s positive."
        )
        % facts
    )


def ends_sentence(worst: Measured, best: Measured, names: dict[int, str]) -> str:
    text = gettext("People wrote worst of %(worst)s and best of %(best)s.")
    return text % {"worst": described(worst, names), "best": described(best, names)}


def described(one: Measured, names: dict[int, str]) -> str:
    """As in "Chatbot (−0.42; −0.60 to −0.21; n 58)"."""
    if one.estimate is None:
        return ""
    decimals = METRICS[TONE].decimals
    value = show_signed(one.estimate.value, language(), decimals)
    ends = show_range(one.estimate.low, one.estimate.high, language(), decimals)
    name = names.get(one.group["touchpoint"], "")
    return f"{name} ({value}; {ends}; n {show_number(one.n, language())})"


def quotes(brief: Brief) -> list[Told]:
    """The newest of each tone that say more than a word or two.

    Their words stay where they were said, so that erasing a person erases them here too.
    """
    found: list[Comment] = []
    for tone in QUOTED:
        rows = looked_for(period=brief.period, tone=tone).exclude(pk__in=[one.pk for one in found])
        long_enough = rows.alias(letters=Length("text")).filter(letters__gte=FEWEST_LETTERS)
        found += list(long_enough[:1])
    return [
        Told(
            "quote",
            str,
            (Stand(source=COMMENTS, keys=(one.pk,)),),
            {"comment": one.pk, "touchpoint": one.touchpoint.name},
        )
        for one in found
    ]
