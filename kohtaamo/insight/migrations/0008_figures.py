import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("encounters", "0002_cases_and_observations"),
        ("insight", "0007_board_reports"),
        ("journeys", "0001_initial"),
        ("organisation", "0002_stream_of_events"),
    ]
    operations = [
        migrations.CreateModel(
            name='BusinessFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('measure', models.CharField(blank=True, max_length=20, verbose_name='unit of measure')),
                ('higher_is_better', models.BooleanField(default=True)),
                ('is_summed', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FigureImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('file', models.CharField(blank=True, max_length=500)),
                ('mapping', models.JSONField(default=dict)),
                ('status', models.CharField(choices=[('new', 'Waiting for columns'), ('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Stopped')], default='new', max_length=8)),
                ('progress', models.FloatField(default=0)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('stored', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('reasons', models.JSONField(blank=True, default=list)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('advanced_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FigureValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.CharField(choices=[('day', 'Day'), ('month', 'Month')], default='month', max_length=5)),
                ('starts_on', models.DateField()),
                ('place', models.CharField(blank=True, max_length=40)),
                ('value', models.FloatField()),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='encounters.customer')),
                ('figure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='insight.businessfigure')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journeys.touchpoint')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='businessfigure',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='one_figure_of_a_key'),
        ),
        migrations.AddIndex(
            model_name='figurevalue',
            index=models.Index(fields=['organisation', 'figure', 'starts_on'], name='figures_in_order'),
        ),
        migrations.AddConstraint(
            model_name='figurevalue',
            constraint=models.UniqueConstraint(fields=('figure', 'size', 'starts_on', 'place'), name='one_value_of_a_figure'),
        ),
    ]
