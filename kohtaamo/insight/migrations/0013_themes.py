import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0013_cells_of_refused_rows"),
        ("insight", "0012_corrections"),
        ("organisation", "0005_colour_and_logo"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="emotions",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reading",
            name="flags",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reading",
            name="phrases",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reading",
            name="strength",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ThemeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", models.CharField(max_length=40)),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("running", "Running"), ("done", "Done")],
                        default="done",
                        max_length=8,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(blank=True, null=True)),
                ("advanced_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("name_fi", models.CharField(blank=True, max_length=60)),
                ("name_en", models.CharField(blank=True, max_length=60)),
                ("parent", models.CharField(blank=True, max_length=40)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                ("rules", models.JSONField(blank=True, default=dict)),
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
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="one_theme_of_a_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeMention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", models.CharField(max_length=40)),
                ("happened_at", models.DateTimeField()),
                ("tone", models.FloatField(default=0)),
                ("label", models.CharField(blank=True, max_length=10)),
                ("confidence", models.FloatField()),
                ("spans", models.JSONField(blank=True, default=list)),
                ("provider", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
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
                "ordering": ["-confidence", "pk"],
                "indexes": [
                    models.Index(fields=["organisation", "theme", "happened_at"], name="mentions_of_theme"),
                    models.Index(fields=["organisation", "happened_at"], name="mentions_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "theme"), name="one_mention_of_a_theme")
                ],
            },
        ),
    ]
