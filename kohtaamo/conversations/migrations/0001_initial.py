import datetime
import django.db.models.deletion
import django.utils.timezone
import kohtaamo.conversations.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('encounters', '0001_initial'),
        ('feedback', '0001_initial'),
        ('insight', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('time_zone', models.CharField(default='Europe/Helsinki', max_length=60)),
                ('country', models.CharField(blank=True, default='FI', max_length=2, verbose_name='country of the holidays')),
                ('opens_at', models.TimeField(default=datetime.time(8, 0), verbose_name='work begins')),
                ('closes_at', models.TimeField(default=datetime.time(16, 0), verbose_name='work ends')),
                ('days', models.JSONField(default=kohtaamo.conversations.models.weekdays, verbose_name='days')),
                ('on_holidays', models.BooleanField(default=False, verbose_name='on holidays too')),
                ('react_hours', models.FloatField(default=8)),
                ('close_hours', models.FloatField(default=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_working_hours')],
            },
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('name', models.CharField(max_length=120, verbose_name='cause')),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='one_cause_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='CaseRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('condition', models.JSONField(blank=True, null=True)),
                ('makes_cases', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('way', models.CharField(choices=[('member', 'One person'), ('turns', 'The people of a unit in turn'), ('least', 'The one in a unit with the fewest open')], default='member', max_length=8)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.unit')),
                ('last_given', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('react_hours', models.FloatField(default=8)),
                ('close_hours', models.FloatField(default=40)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-is_active', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('born', models.CharField(choices=[('alert', 'a single bad value'), ('wish', 'wants to be contacted'), ('rule', 'a rule'), ('hand', 'opened by hand')], max_length=8)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feedback.answer')),
                ('alert', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='insight.alert')),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.caserule')),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='encounters.customer')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.unit')),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('wants_contact', models.BooleanField(default=False)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('state', models.CharField(choices=[('new', 'New'), ('taken', 'In hand'), ('waiting', 'Waiting for the customer'), ('done', 'Done'), ('dropped', 'Dropped')], default='new', max_length=8)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('react_by', models.DateTimeField()),
                ('close_by', models.DateTimeField()),
                ('reacted_at', models.DateTimeField(blank=True, null=True)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('cause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.cause')),
                ('cause_note', models.CharField(blank=True, max_length=500, verbose_name='more about the cause')),
                ('done', models.TextField(blank=True, verbose_name='what was done')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feedback.invitation')),
                ('next_answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feedback.answer')),
                ('is_recovered', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'state', 'close_by'], name='cases_by_state'), models.Index(fields=['organisation', 'customer'], name='cases_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('answer',), name='one_case_of_an_answer')],
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='conversations.case')),
                ('kind', models.CharField(choices=[('opened', 'Opened'), ('taken', 'Taken in hand'), ('given', 'Given to another'), ('attempt', 'Tried to reach the customer'), ('note', 'Note'), ('waiting', 'Waiting for the customer'), ('resumed', 'Goes on'), ('cause', 'Cause chosen'), ('done', 'Done'), ('dropped', 'Dropped'), ('reopened', 'Opened again'), ('asked', 'Asked again'), ('heard', 'She answered again'), ('late', 'Its time went by')], max_length=8)),
                ('text', models.TextField(blank=True)),
                ('is_reached', models.BooleanField(blank=True, null=True)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('is_undone', models.BooleanField(default=False)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['happened_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.member')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='conversations.case')),
                ('about', models.CharField(choices=[('new', 'a new case'), ('late', 'a deadline gone by')], max_length=8)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'member', 'about'), name='one_mail_of_a_case')],
            },
        ),
    ]
