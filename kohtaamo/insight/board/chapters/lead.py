"""What has really changed, and what is only ordinary variation."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.board.chapter import Brief, Told, tells
from kohtaamo.insight.board.lineage import Stand
from kohtaamo.insight.board.when import within
from kohtaamo.insight.changes import WATCHED, Change, Changes, real_changes
from kohtaamo.insight.charts import language
from kohtaamo.insight.home import count_word, is_named_by_unit
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import show_number, show_range, show_signed

MOST_CHANGES = 6


@tells("lead", _("What really changed"), order=10)
def lead(brief: Brief) -> Sequence[Told]:
    found = real_changes(brief.period.last_day, days=brief.period.days)
    both = Period(brief.period.before.start, brief.period.end)
    stand = Stand(metrics=WATCHED, period=both, by=("touchpoint",))
    names = dict(Touchpoint.objects.values_list("pk", "name"))
    first = Told("sentence", lambda: sentence(found, brief), (stand,), {"is_lead": True})
    return [first, *(told(change, names[change.touchpoint], stand) for change in found.real[:MOST_CHANGES])]


def sentence(found: Changes, brief: Brief) -> str:
    if not found.compared:
        return gettext("There are not enough answers yet to tell change from chance.")
    facts = {"when": within(brief.size, brief.period.start), "count": count_word(len(found.real))}
    if not found.real:
        text = gettext("Nothing really changed %(when)s. What moved is ordinary variation.")
    else:
        text = ngettext(
            "One thing really changed %(when)s. The rest is ordinary variation.",
            "%(count)s things really changed %(when)s. The rest is ordinary variation.",
            len(found.real),
        )
    return capfirst(text % facts)


def told(change: Change, name: str, stand: Stand) -> Told:
    """Which changes are believed depends on all that were compared, so it stands on the same rows as the lead."""
    found = change.difference
    figures = {
        "touchpoint": name,
        "metric": change.metric.key,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "n_before": change.n_before,
        "n": change.n_after,
        "tone": "better" if change.is_better else "worse",
    }
    return Told("sentence", lambda: change_sentence(change, name), (stand,), figures)


def change_sentence(change: Change, name: str) -> str:
    metric, found = change.metric, change.difference
    amount = f"{show_signed(found.value, language(), metric.decimals)} {metric.change_unit}".strip()
    facts = {
        "touchpoint": name,
        "what": amount if is_named_by_unit(metric) else f"{metric.short_name} {amount}",
        "interval": show_range(found.low, found.high, language(), metric.decimals),
        "before": show_number(change.n_before, language()),
        "after": show_number(change.n_after, language()),
    }
    if change.is_better:
        text = gettext(
            "%(touchpoint)s got better: %(what)s (%(interval)s; answers %(before)s and %(after)s)."
        )
    else:
        text = gettext("%(touchpoint)s got worse: %(what)s (%(interval)s; answers %(before)s and %(after)s).")
    return text % facts
