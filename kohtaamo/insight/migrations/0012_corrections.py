import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0013_cells_of_refused_rows"),
        ("insight", "0011_alert_charts"),
        ("organisation", "0005_colour_and_logo"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="is_settled",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task", models.CharField(choices=[("tone", "Tone"), ("theme", "Theme")], max_length=10)),
                ("theme", models.CharField(blank=True, max_length=60)),
                ("value", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="feedback.comment",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.member",
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
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["organisation", "task", "at"], name="corrections_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "task", "theme"), name="one_correction_of_a_comment"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task", models.CharField(default="tone", max_length=70)),
                ("language", models.CharField(max_length=5)),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField(default=bytes)),
                ("card", models.JSONField(default=dict)),
                ("trained_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("in_use", models.BooleanField(default=False)),
                ("is_outdated", models.BooleanField(default=False)),
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
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "task", "language", "number"), name="one_model_of_a_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("in_use", True)),
                        fields=("organisation", "task", "language"),
                        name="one_model_in_use",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingBar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bar", models.FloatField(default=0.6)),
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
                    models.UniqueConstraint(fields=("organisation",), name="one_bar_of_readings")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("learn", "Learn"), ("reread", "Reread")], max_length=10)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                ("result", models.JSONField(default=dict)),
                ("ordered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("advanced_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.member",
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
                "ordering": ["-ordered_at", "-pk"],
                "indexes": [
                    models.Index(fields=["organisation", "kind", "ordered_at"], name="reading_work_in_order")
                ],
            },
        ),
    ]
