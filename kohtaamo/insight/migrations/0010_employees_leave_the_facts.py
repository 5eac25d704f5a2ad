from django.db import migrations
from django.db.models import Q


def leave(apps, schema_editor):
    """Values of employees from before they were counted in crowds; as of a correction, the copy drops them too."""
    rows = apps.get_model("insight", "Measurement").objects
    of_staff = Q(kind="enps") | Q(answer__is_from_staff=True)
    rows.filter(of_staff, is_superseded=False).update(is_superseded=True)
    readings = apps.get_model("insight", "Reading").objects
    readings.filter(comment__answer__is_from_staff=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0003_crowds"),
        ("insight", "0009_values_of_invitations"),
    ]

    operations = [
        migrations.RunPython(leave, migrations.RunPython.noop, elidable=True),
    ]
