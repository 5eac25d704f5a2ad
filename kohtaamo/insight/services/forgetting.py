"""Values of somebody who is erased stay in every number; nothing in them leads to her."""

from __future__ import annotations

from django.db import transaction

from kohtaamo.insight.models import Alert, FigureValue, LearnedModel, Measurement, ReaderReply


@transaction.atomic
def forget_customer(customer_id: int) -> int:
    """Returns how many values stay as values of nobody. Triggers tell the columnar copy of each.

    What the business counts of her alone is about nobody else, so it goes. What was done about an alert is
    written in free words, so it goes too. Models that her words taught are taught anew in the night.
    """
    values = Measurement.objects.filter(customer=customer_id)
    answers = list(values.filter(answer__isnull=False).order_by().values_list("answer", flat=True).distinct())
    Alert.objects.filter(answer__in=answers).exclude(done="").update(done="")
    FigureValue.objects.filter(customer=customer_id).delete()
    LearnedModel.objects.update(is_outdated=True)
    # known by digests, which could be held against words of hers: whose is whose is not known, so all of them go
    ReaderReply.objects.all().delete()
    return values.update(customer=None, case=None, attributes={})
