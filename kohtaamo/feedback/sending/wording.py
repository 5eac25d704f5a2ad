"""What an occasion does, in sentences a person reads."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kohtaamo.encounters import channels
from kohtaamo.feedback.channels import CHANNELS
from kohtaamo.feedback.models import FatigueRule, Occasion

HOUR, DAY = 60, 24 * 60
ALL = 100


def sentences_of(occasion: Occasion) -> list[str]:
    """When, whom and how; then what comes after."""
    return [one for one in (when(occasion), whom(occasion), how(occasion), after(occasion)) if one]


def when(occasion: Occasion) -> str:
    delay = span(occasion.delay_minutes)
    if occasion.after == Occasion.After.CONTACTS:
        return _("The people of a list are asked once you start this.")
    if occasion.after == Occasion.After.EVENT:
        if delay:
            return _("%(delay)s after “%(event)s” the customer is asked.") % {
                "delay": delay.capitalize(), "event": occasion.event
            }  # fmt: skip
        return _("Right after “%(event)s” the customer is asked.") % {"event": occasion.event}
    place = where(occasion)
    if delay:
        return _("%(delay)s after an encounter%(place)s the customer is asked.") % {
            "delay": delay.capitalize(), "place": place
        }  # fmt: skip
    return _("Right after an encounter%(place)s the customer is asked.") % {"place": place}


def where(occasion: Occasion) -> str:
    """Begins with a space, or is empty."""
    parts = []
    if occasion.touchpoint is not None:
        parts.append(_("at “%(touchpoint)s”") % {"touchpoint": occasion.touchpoint.name})
    if occasion.channel:
        parts.append(_("by %(channel)s") % {"channel": channels.label_of(occasion.channel).lower()})
    return "".join(f" {part}" for part in parts)


def whom(occasion: Occasion) -> str:
    parts = []
    if occasion.segment:
        parts.append(_("only the group “%(segment)s”") % {"segment": occasion.segment})
    if occasion.condition is not None:
        parts.append(_("only when your condition holds"))
    if occasion.sample_percent < ALL:
        parts.append(_("%(share)s %% of them") % {"share": f"{occasion.sample_percent:g}"})
    if occasion.needs_consent:
        parts.append(_("only who has allowed it"))
    if not parts:
        return ""
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def how(occasion: Occasion) -> str:
    ways = [str(CHANNELS[key].label).lower() for key in occasion.ways if key in CHANNELS]
    if not ways:
        return _("No way of asking has been chosen yet.")
    if len(ways) == 1:
        return _("The survey “%(survey)s” goes by %(way)s.") % {
            "survey": occasion.survey.name, "way": ways[0]
        }  # fmt: skip
    return _("The survey “%(survey)s” goes by %(way)s, or else by %(others)s.") % {
        "survey": occasion.survey.name, "way": ways[0], "others": ", ".join(ways[1:])
    }  # fmt: skip


def after(occasion: Occasion) -> str:
    closing = ngettext(
        "The link is open for a day.", "The link is open for %(days)s days.", occasion.expires_after_days
    )
    closing %= {"days": occasion.expires_after_days}
    if not occasion.reminders:
        return closing
    reminded = ngettext(
        "Who stays silent is reminded once, after %(days)s days.",
        "Who stays silent is reminded at most %(times)s times, %(days)s days apart.",
        occasion.reminders,
    )
    return f"{reminded % {'times': occasion.reminders, 'days': occasion.remind_after_days}} {closing}"


def span(minutes: int) -> str:
    """As "2 hours"; empty for none. Of days and hours the larger that divides it."""
    if not minutes:
        return ""
    if minutes % DAY == 0:
        days = minutes // DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def limit_in_words(rule: FatigueRule) -> str:
    facts = {"most": rule.most, "days": rule.days, "of": of_what(rule)}
    if rule.counts == FatigueRule.Counts.ANSWERED:
        return _("Who has answered %(of)s is left in peace for %(days)s days.") % facts
    return (
        ngettext(
            "Nobody is asked more than once in %(days)s days: %(of)s.",
            "Nobody is asked more than %(most)s times in %(days)s days: %(of)s.",
            rule.most,
        )
        % facts
    )


def of_what(rule: FatigueRule) -> str:
    if rule.of == FatigueRule.Of.SURVEY and rule.survey is not None:
        return rule.survey.name
    if rule.of == FatigueRule.Of.KIND:
        return str(Occasion.Kind(rule.kind).label).lower()
    return str(FatigueRule.Of(rule.of).label)
