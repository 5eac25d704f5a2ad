import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0008_waves"),
        ("journeys", "0001_initial"),
        ("organisation", "0003_thresholds"),
    ]
    operations = [
        migrations.CreateModel(
            name="NamedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("way", models.CharField(default="link", max_length=40)),
                ("channel", models.CharField(blank=True, max_length=40, verbose_name="channel")),
                ("hidden", models.JSONField(blank=True, default=dict)),
                ("is_open", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.organisation")),
                ("survey", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="feedback.survey")),
                ("touchpoint", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="journeys.touchpoint")),
                ("unit", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="organisation.unit", verbose_name="unit")),
            ],
            options={"ordering": ["name", "pk"]},
        ),
        migrations.CreateModel(
            name="Widget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=24, unique=True)),
                ("place", models.CharField(choices=[("inline", "Among the text of the page"), ("corner", "A button in the corner"), ("bar", "A bar along the bottom")], default="corner", max_length=8, verbose_name="place")),
                ("sites", models.JSONField(default=list)),
                ("words", models.JSONField(blank=True, default=dict)),
                ("rules", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("link", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="widget", to="feedback.namedlink")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisation.organisation")),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
