import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0001_initial"),
        ("insight", "0005_alerts"),
    ]
    operations = [
        migrations.AddField(
            model_name="intervention",
            name="alert",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="insight.alert",
            ),
        ),
    ]
