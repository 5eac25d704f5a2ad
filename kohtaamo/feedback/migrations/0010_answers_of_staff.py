from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0009_points")]
    operations = [
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("is_from_staff", True)), fields=["organisation"], name="answers_of_staff"
            ),
        )
    ]
