"""What improvement tells in a board report: what was done, and whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.board.chapter import Brief, Told, tells
from kohtaamo.insight.board.lineage import Fingerprint, Stand, answers_for
from kohtaamo.insight.board.rows import digest
from kohtaamo.insight.charts import language
from kohtaamo.insight.where import today
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import show_date, show_number

from .models import Intervention
from .queries import Row, as_rows, with_people
from .services import WINDOW_DAYS

VERDICTS = "verdicts"


@tells("actions", _("What was done, and did it help"), order=50)
def actions(brief: Brief) -> Sequence[Told]:
    """Done in the period, or so little before it that the answers of the period still judge it."""
    period = Period(brief.period.start - timedelta(days=WINDOW_DAYS), brief.period.end)
    rows = done_within(period)
    if not rows:
        return []
    everything = Stand(source=VERDICTS, period=period)
    return [Told("sentence", lambda: sentence(rows), (everything,)), *(told(row) for row in rows)]


def done_within(period: Period) -> list[Row]:
    done = Intervention.objects.filter(
        status=Intervention.Status.DONE, done_on__gte=period.start, done_on__lt=period.end
    )
    return as_rows(with_people(done).order_by("-done_on", "-pk"), today())


@answers_for(VERDICTS, _("What was done, with its verdicts"))
def ask_verdicts(stands: Sequence[Stand]) -> list[Fingerprint]:
    """The facts of each action and of its newest verdict; one question for all that are named by key."""
    keys = {key for stand in stands for key in stand.keys}
    found = {
        row.action.pk: row for row in as_rows(with_people(Intervention.objects.filter(pk__in=keys)), today())
    }
    return [
        fingerprint(done_within(stand.period))
        if stand.period
        else fingerprint([found[key] for key in stand.keys if key in found])
        for stand in stands
    ]


def fingerprint(rows: Sequence[Row]) -> Fingerprint:
    return Fingerprint(len(rows), digest(sorted(facts_of(row) for row in rows)))


def facts_of(row: Row) -> list[object]:
    action, verdict = row.action, row.verdict
    facts: list[object] = [action.pk, action.title, action.metric, action.size, str(action.done_on)]
    if verdict:
        facts += [verdict.pk, verdict.verdict, verdict.strength, verdict.value, verdict.low, verdict.high]
    return facts


def told(row: Row) -> Told:
    verdict = row.verdict
    figures = {
        "action": row.action.title,
        "touchpoint": row.action.touchpoint.name,
        "metric": row.action.metric,
        "done_on": str(row.action.done_on),
        "verdict": verdict.verdict if verdict else "cannot_tell",
        "value": verdict.value if verdict else None,
        "low": verdict.low if verdict else None,
        "high": verdict.high if verdict else None,
        "n": verdict.n_after if verdict else 0,
    }
    stand = Stand(source=VERDICTS, metrics=(row.action.metric,), keys=(row.action.pk,))
    return Told("verdict", lambda: verdict_sentence(row), (stand,), figures)


def verdict_sentence(row: Row) -> str:
    """As in "Call back (phone, 2 Oct 2026): it helped, +11 NPS (4–18), moderate evidence."."""
    day = show_date(row.action.done_on, language()) if row.action.done_on else ""
    place = ", ".join(part for part in (row.action.touchpoint.name, day) if part)
    rest = [outcome(row), row.change if row.strength else "", row.strength]
    return f"{row.action.title} ({place}): {', '.join(part for part in rest if part)}."


def outcome(row: Row) -> str:
    words = {"helped": gettext("it helped"), "did_not": gettext("it did not help")}
    return words.get(row.verdict.verdict if row.verdict else "", gettext("not known yet"))


def sentence(rows: Sequence[Row]) -> str:
    """As in "2 development actions were finished; helped: 1, not known yet: 1."."""
    count = {
        key: sum((row.verdict.verdict if row.verdict else "cannot_tell") == key for row in rows)
        for key in ("helped", "did_not", "cannot_tell")
    }
    done = ngettext(
        "%(n)s development action was finished", "%(n)s development actions were finished", len(rows)
    )
    parts = [
        (count["helped"], gettext("helped: %(n)s")),
        (count["did_not"], gettext("did not help: %(n)s")),
        (count["cannot_tell"], gettext("not known yet: %(n)s")),
    ]
    told_counts = ", ".join(text % {"n": show_number(n, language())} for n, text in parts if n)
    return f"{capfirst(done % {'n': show_number(len(rows), language())})}; {told_counts}."
