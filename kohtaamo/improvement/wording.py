"""What an effect means, in sentences, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.charts import language
from kohtaamo.insight.metric import Metric
from kohtaamo.kit.text import show_date, show_number, show_range, show_signed
from kohtaamo.organisation.models import Event

from .models import Intervention, Verdict
from .needed_answers import SHORTEST_AFTER, Prospect, days_for, enough

# An interval at least this long, in the last digit shown, needs no further decimals.
WIDE = 3

HAPPENED = {
    "improvement.action_started": _("Planned"),
    "improvement.action_changed": _("Changed"),
    "improvement.action_begun": _("Begun"),
    "improvement.action_done": _("Marked as done"),
    "improvement.action_dropped": _("Dropped"),
    "improvement.action_reopened": _("Taken back a step"),
}
JUDGED = {
    "helped": _("Judged: helped"),
    "did_not": _("Judged: did not help"),
    "cannot_tell": _("Judged: cannot tell yet"),
}


@dataclass(frozen=True, slots=True)
class Story:
    """A verdict told: what changed, why that is the verdict, how far to trust it, and what still comes."""

    effect: str
    interval: str
    reason: str
    strength: str
    in_short: str
    coming: str = ""


def change_unit(metric: Metric) -> str:
    """The unit of a difference: of shares percentage points, of means nothing but the figure."""
    unit = str(metric.unit)
    if unit == "%":
        return pgettext("percentage points", "pp")
    return "" if unit.startswith("/") else unit


def decimals_of(metric: Metric, low: float, high: float) -> int:
    return metric.decimals + (1 if abs(high - low) < WIDE * 10**-metric.decimals else 0)


def show_change(metric: Metric, verdict: Verdict) -> str:
    """As in "+11 NPS (4–18), n 63 and 91"; empty where no number may be shown."""
    if verdict.value is None or verdict.low is None or verdict.high is None:
        return ""
    decimals = decimals_of(metric, verdict.low, verdict.high)
    value = show_signed(verdict.value, language(), decimals)
    interval = show_range(verdict.low, verdict.high, language(), decimals)
    n = gettext("n %(before)s and %(after)s") % {
        "before": show_number(verdict.n_before, language()),
        "after": show_number(verdict.n_after, language()),
    }
    return f"{' '.join(filter(None, [value, change_unit(metric)]))} ({interval}), {n}"


def is_in_percent(metric: Metric) -> bool:
    """A change of it is told in percentage points; of any other metric in points."""
    return str(metric.unit) == "%"


def show_size(metric: Metric, size: float, decimals: int | None = None) -> str:
    """A size within a sentence that names the metric, so that only percentage points need their unit."""
    number = show_number(size, language(), decimals)
    return f"{number} {change_unit(metric)}" if is_in_percent(metric) else number


def show_expectation(metric: Metric, action: Intervention) -> str:
    """NPS rises by at least 10."""
    facts = {"metric": metric.short_name, "size": show_size(metric, action.size)}
    if action.direction == Intervention.Direction.UP:
        return gettext("%(metric)s rises by at least %(size)s") % facts
    return gettext("%(metric)s falls by at least %(size)s") % facts


def show_expected_size(action: Intervention) -> str:
    """+10 or −10, as the change is drawn."""
    size = action.size if action.direction == Intervention.Direction.UP else -action.size
    return show_signed(size, language())


def event_words(event: Event) -> str:
    if event.verb == "improvement.action_judged":
        return str(JUDGED.get(event.data.get("verdict", ""), JUDGED["cannot_tell"]))
    return str(HAPPENED.get(event.verb, event.verb))


def story_of(
    action: Intervention, metric: Metric, verdict: Verdict, prospect: Prospect, *, last_day: date, today: date
) -> Story:
    return Story(
        effect=effect_sentence(action, metric, verdict),
        interval=interval_sentence(metric, verdict),
        reason=reason(action, metric, verdict, today),
        strength=strength(action, verdict),
        in_short="" if verdict.verdict == "cannot_tell" else strength_in_short(action),
        coming=coming(verdict, prospect, last_day, today),
    )


def effect_sentence(action: Intervention, metric: Metric, verdict: Verdict) -> str:
    if verdict.value is None or verdict.low is None or verdict.high is None:
        n = {
            "before": show_number(verdict.n_before, language()),
            "after": show_number(verdict.n_after, language()),
        }
        return gettext("Too few answers for a number: %(before)s before and %(after)s after.") % n
    decimals = decimals_of(metric, verdict.low, verdict.high)
    if verdict.verdict == "cannot_tell":
        seen = show_signed(verdict.value, language(), decimals)
        change = " ".join(filter(None, [seen, change_unit(metric)]))
        return gettext("So far it looks like %(change)s.") % {"change": change}
    facts = {
        "metric": metric.short_name,
        "size": show_size(metric, abs(verdict.value), decimals),
        "comparison": action.comparison,
    }
    return sentence_of(rounded=round(verdict.value, decimals), is_compared=bool(action.comparison)) % facts


def interval_sentence(metric: Metric, verdict: Verdict) -> str:
    if verdict.low is None or verdict.high is None:
        return ""
    decimals = decimals_of(metric, verdict.low, verdict.high)
    interval = show_range(verdict.low, verdict.high, language(), decimals)
    return gettext("The true change is between these ends with 95 %% certainty: %(interval)s.") % {
        "interval": interval
    }


def sentence_of(*, rounded: float, is_compared: bool) -> str:
    if rounded == 0:
        return gettext("%(metric)s stayed where it was.")
    if is_compared and rounded > 0:
        return gettext("Compared with “%(comparison)s”, %(metric)s rose by %(size)s.")
    if is_compared:
        return gettext("Compared with “%(comparison)s”, %(metric)s fell by %(size)s.")
    if rounded > 0:
        return gettext("%(metric)s rose by %(size)s.")
    return gettext("%(metric)s fell by %(size)s.")


def reason(action: Intervention, metric: Metric, verdict: Verdict, today: date) -> str:
    if verdict.verdict == "cannot_tell":
        return reason_for_not_telling(action, verdict, today)
    expected = {"size": show_size(metric, action.size)}
    if went_wrong_way(action, verdict):
        return gettext("It went the other way than you hoped.")
    if verdict.verdict == "did_not":
        return gettext("Even the best end of the interval is less than the %(size)s you expected.") % expected
    worst, best = sorted(abs(end) for end in (verdict.low or 0, verdict.high or 0))
    if worst >= action.size:
        return gettext("That is at least as much as you expected.")
    if best < action.size:
        return gettext("That is less than the %(size)s you expected.") % expected
    return gettext("That is perhaps less than the %(size)s you expected.") % expected


def reason_for_not_telling(action: Intervention, verdict: Verdict, today: date) -> str:
    if verdict.value is None:
        return ""
    if action.done_on and (today - action.done_on).days + 1 < SHORTEST_AFTER:
        return gettext("A week has not passed yet: every weekday must be heard at least once.")
    return gettext("The interval reaches both sides of nothing: this much may come by chance.")


def went_wrong_way(action: Intervention, verdict: Verdict) -> bool:
    if verdict.low is None or verdict.high is None:
        return False
    return verdict.high < 0 if action.direction == Intervention.Direction.UP else verdict.low > 0


def strength(action: Intervention, verdict: Verdict) -> str:
    if action.comparison:
        text = gettext(
            "The evidence is moderate: what changed at “%(comparison)s” as well has been taken away, so the "
            "season and other common reasons do not explain it."
        )
        return text % {"comparison": action.comparison}
    if verdict.verdict == "helped" or went_wrong_way(action, verdict):
        return gettext(
            "The change is real, but its cause may be another: only the time before and after was compared."
        )
    return gettext("The evidence is weak: only the time before and after was compared.")


def strength_in_short(action: Intervention) -> str:
    """Stands beside every verdict, so that no badge promises more than its comparison does."""
    return gettext("moderate evidence") if action.comparison_id else gettext("weak evidence")


def coming(verdict: Verdict, prospect: Prospect, last_day: date, today: date) -> str:
    """What still comes before the comparison ends; empty when the verdict is final."""
    left = (last_day - today).days
    day = show_date(last_day, language())
    if verdict.verdict != "cannot_tell":
        text = gettext("The comparison goes on until %(day)s, so the verdict may still change.")
        return text % {"day": day} if left > 0 else ""
    if left <= 0:
        return gettext(
            "The comparison ended on %(day)s, so this will not be known. Ask more people next time."
        ) % {"day": day}
    if not enough(verdict.n_before):
        return gettext(
            "Too few answered before the change, and new answers do not mend that. If you have earlier answers "
            "in a file, import them; otherwise ask first next time, and act then."
        )
    return answers_to_come(verdict, prospect, last_day, left)


def answers_to_come(verdict: Verdict, prospect: Prospect, last_day: date, left: int) -> str:
    """How many are missing, and whether they come in the days that are left."""
    day = show_date(last_day, language())
    missing = max(prospect.needed - verdict.n_after, 0)
    days = days_for(missing, prospect.spread.per_day)
    if missing == 0:
        return gettext("There are answers enough; the comparison goes on until %(day)s.") % {"day": day}
    if days is None:
        return gettext("Answers no longer come in here. Ask at this touchpoint to know.")
    facts = {"missing": show_number(missing, language()), "days": show_number(days, language()), "day": day}
    if days > left:
        text = gettext(
            "About %(missing)s more answers are needed: at the present rate %(days)s days, but the comparison "
            "ends on %(day)s. Ask more people to know sooner."
        )
        return text % facts
    text = ngettext(
        "About %(missing)s more answers are needed: at the present rate %(days)s day.",
        "About %(missing)s more answers are needed: at the present rate %(days)s days.",
        days,
    )
    return text % facts
