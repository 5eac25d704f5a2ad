import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('key', models.CharField(max_length=120, verbose_name='customer number')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='phone')),
                ('segment', models.CharField(blank=True, max_length=120, verbose_name='customer group')),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=5, verbose_name='language')),
                ('preferred_channel', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='preferred way')),
                ('attributes', models.JSONField(blank=True, db_default={}, default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('erase_at', models.DateTimeField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['key', 'pk'],
                'indexes': [models.Index(condition=models.Q(('email', ''), _negated=True), fields=['organisation', 'email'], name='customers_of_address')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_customer_of_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='encounters.customer')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message'), ('phone', 'Phone'), ('any', 'Every way')], max_length=8)),
                ('is_given', models.BooleanField()),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('source', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['happened_at', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'customer', 'happened_at'], name='consents_of_customer')],
            },
        ),
        migrations.CreateModel(
            name='Encounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('uid', models.CharField(max_length=120)),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint')),
                ('channel', models.CharField(blank=True, max_length=40, verbose_name='channel')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.unit')),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='encounters.customer')),
                ('happened_at', models.DateTimeField()),
                ('case', models.CharField(blank=True, max_length=120, verbose_name='case')),
                ('responded_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('waited_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('lasted_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('transfers', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('turns', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('resolved', models.BooleanField(blank=True, null=True)),
                ('resolvable', models.BooleanField(blank=True, null=True)),
                ('dropped_off', models.BooleanField(blank=True, null=True)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('source', models.CharField(default='api', max_length=40)),
            ],
            options={
                'ordering': ['-happened_at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'touchpoint', 'happened_at'], name='encounters_of_place'), models.Index(condition=models.Q(('case', ''), _negated=True), fields=['organisation', 'case', 'happened_at'], name='encounters_of_case')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'uid'), name='one_encounter_of_a_uid')],
            },
        ),
    ]
