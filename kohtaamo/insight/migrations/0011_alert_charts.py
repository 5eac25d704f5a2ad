from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0010_employees_leave_the_facts")]

    operations = [
        migrations.AddField(
            model_name="alertrule",
            name="chart",
            field=models.CharField(
                choices=[
                    ("cusum", "Differences gathered (CUSUM)"),
                    ("ewma", "A mean that forgets slowly (EWMA)"),
                    ("shewhart", "Each week alone (Shewhart)"),
                ],
                default="cusum",
                max_length=10,
                verbose_name="chart",
            ),
        ),
        migrations.AddField(
            model_name="alertrule",
            name="false_alarm_every",
            field=models.FloatField(blank=True, null=True),
        ),
    ]
