from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_stream_of_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="minimum_people",
            field=models.PositiveSmallIntegerField(default=5, verbose_name="fewest employees for a number"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="minimum_comments",
            field=models.PositiveSmallIntegerField(
                default=8, verbose_name="fewest employees for their comments"
            ),
        ),
    ]
