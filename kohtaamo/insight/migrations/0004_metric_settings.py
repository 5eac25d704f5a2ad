import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0003_changed_values"),
        ("organisation", "0002_stream_of_events"),
    ]
    operations = [
        migrations.AddField(
            model_name='target',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='due date'),
        ),
        migrations.CreateModel(
            name='MetricSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=40, verbose_name='metric')),
                ('threshold', models.FloatField(blank=True, null=True, verbose_name='threshold')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member', verbose_name='owner')),
            ],
        ),
        migrations.AddConstraint(
            model_name='metricsettings',
            constraint=models.UniqueConstraint(fields=('organisation', 'metric'), name='one_settings_of_a_metric'),
        ),
    ]
