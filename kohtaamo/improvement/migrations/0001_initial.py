import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('insight', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('title', models.CharField(max_length=200, verbose_name='what was noticed')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint', verbose_name='touchpoint')),
                ('metric', models.CharField(blank=True, max_length=40, verbose_name='metric')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('kind', models.CharField(choices=[('action', 'Development action')], default='action', max_length=12)),
                ('title', models.CharField(max_length=200, verbose_name='what we do')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='improvement.finding')),
                ('alert', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='insight.alert')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint', verbose_name='touchpoint')),
                ('comparison', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint', verbose_name='compared with')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member', verbose_name='owner')),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('underway', 'Under way'), ('done', 'Done'), ('dropped', 'Dropped')], default='planned', max_length=10, verbose_name='status')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('metric', models.CharField(max_length=40, verbose_name='metric')),
                ('direction', models.CharField(choices=[('up', 'Rises'), ('down', 'Falls')], default='up', max_length=4, verbose_name='direction')),
                ('size', models.FloatField(verbose_name='expected change')),
                ('window_days', models.PositiveSmallIntegerField(default=56, verbose_name='days compared on each side')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='began')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='an_expected_change_is_a_size'), models.CheckConstraint(condition=models.Q(('comparison__isnull', True), models.Q(('comparison', models.F('touchpoint')), _negated=True), _connector='OR'), name='not_compared_with_itself')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='improvement.intervention')),
                ('verdict', models.CharField(max_length=12)),
                ('strength', models.CharField(max_length=10)),
                ('design', models.CharField(max_length=40)),
                ('value', models.FloatField(blank=True, null=True)),
                ('low', models.FloatField(blank=True, null=True)),
                ('high', models.FloatField(blank=True, null=True)),
                ('n_before', models.PositiveIntegerField(default=0)),
                ('n_after', models.PositiveIntegerField(default=0)),
                ('judged_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-judged_at', '-pk'],
            },
        ),
    ]
