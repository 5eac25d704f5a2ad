import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0006_saved_views")]
    operations = [
        migrations.CreateModel(
            name="BoardReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.CharField(choices=[("month", "Month"), ("quarter", "Quarter")], default="month", max_length=8, verbose_name="period")),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("with_quotes", models.BooleanField(default=False)),
                ("status", models.CharField(choices=[("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Stopped")], default="waiting", max_length=8)),
                ("progress", models.FloatField(default=0)),
                ("advanced_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("actor", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="organisation.member")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.organisation")),
            ],
            options={"ordering": ["-start", "size", "-edition"]},
        ),
        migrations.CreateModel(
            name="BoardItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("chapter", models.CharField(max_length=40)),
                ("form", models.CharField(max_length=20)),
                ("texts", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                ("stands_on", models.JSONField(default=list)),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.organisation")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="insight.boardreport")),
            ],
            options={"ordering": ["report", "position"]},
        ),
        migrations.AddConstraint(
            model_name="boardreport",
            constraint=models.UniqueConstraint(fields=("organisation", "size", "start", "edition"), name="one_report_of_an_edition"),
        ),
        migrations.AddConstraint(
            model_name="boarditem",
            constraint=models.UniqueConstraint(fields=("report", "position"), name="one_item_at_a_position"),
        ),
    ]
