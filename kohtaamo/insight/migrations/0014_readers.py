import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0013_cells_of_refused_rows"),
        ("insight", "0013_themes"),
        ("organisation", "0005_colour_and_logo"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task", models.CharField(max_length=10)),
                ("provider", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=140)),
                ("found", models.JSONField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=20)),
                ("digest", models.CharField(max_length=16)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_readings",
                        to="feedback.comment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "at"], name="outside_readings_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "task"), name="one_outside_reading_of_a_task")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("requests", models.PositiveIntegerField(default=0)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("tokens", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("fallbacks", models.PositiveIntegerField(default=0)),
                ("cached", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-day"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "day"), name="one_day_of_a_reader")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("answer", models.TextField()),
                ("expires_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="replies_by_expiry")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="one_reply_of_a_text")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500)),
                ("model", models.CharField(max_length=120)),
                ("key", models.CharField(blank=True, max_length=500)),
                ("is_on", models.BooleanField(default=False)),
                ("policies", models.JSONField(blank=True, default=dict)),
                ("tokens_a_day", models.PositiveIntegerField(default=200000)),
                ("timeout_seconds", models.PositiveSmallIntegerField(default=20)),
                ("price", models.FloatField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("until", models.FloatField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=20)),
                ("trouble_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation",), name="one_reader_settings")
                ],
            },
        ),
    ]
