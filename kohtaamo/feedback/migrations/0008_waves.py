import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0006_sending"), ("organisation", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("every_months", models.PositiveSmallIntegerField(default=0)),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.organisation")),
                ("survey", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="waves", to="feedback.survey")),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.UniqueConstraint(fields=("survey", "number"), name="one_wave_of_a_number"),
        ),
    ]
