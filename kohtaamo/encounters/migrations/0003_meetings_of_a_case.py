from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("encounters", "0002_cases_and_observations")]

    operations = [
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(
                condition=models.Q(("case", ""), _negated=True),
                fields=["organisation", "case", "happened_at"],
                name="encounters_of_case",
            ),
        ),
    ]
