import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


# Each change of a measured value is written down, so that no way of changing one can pass the copy by.
NOTED = """
    INSERT INTO insight_changedvalue (organisation_id, measurement_id, happened_at)
    VALUES (OLD.organisation_id, OLD.id, OLD.happened_at);
"""
SQLITE = [
    f"CREATE TRIGGER values_updated AFTER UPDATE ON insight_measurement BEGIN {NOTED} END",
    f"CREATE TRIGGER values_deleted AFTER DELETE ON insight_measurement BEGIN {NOTED} END",
]
POSTGRESQL = [
    f"CREATE FUNCTION note_changed_value() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {NOTED} RETURN NULL; END $$",
    """CREATE TRIGGER values_changed AFTER UPDATE OR DELETE ON insight_measurement
       FOR EACH ROW EXECUTE FUNCTION note_changed_value()""",
]


def add_triggers(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER values_changed ON insight_measurement")
        schema_editor.execute("DROP FUNCTION note_changed_value()")
    else:
        schema_editor.execute("DROP TRIGGER values_updated")
        schema_editor.execute("DROP TRIGGER values_deleted")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('encounters', '0001_initial'),
        ('feedback', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('kind', models.CharField(choices=[('change', 'A real change'), ('target', 'Surely worse than the target'), ('low_score', 'A single bad value')], max_length=10, verbose_name='what gives the alert')),
                ('metric', models.CharField(max_length=40, verbose_name='metric')),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member', verbose_name='owner')),
                ('is_active', models.BooleanField(default=True)),
                ('limit', models.FloatField(blank=True, null=True, verbose_name='limit')),
                ('chart', models.CharField(choices=[('cusum', 'Differences gathered (CUSUM)'), ('ewma', 'A mean that forgets slowly (EWMA)'), ('shewhart', 'Each week alone (Shewhart)')], default='cusum', max_length=10, verbose_name='chart')),
                ('every', models.PositiveSmallIntegerField(default=52)),
                ('shift', models.FloatField(blank=True, null=True)),
                ('mean', models.FloatField(blank=True, null=True)),
                ('deviation', models.FloatField(blank=True, null=True)),
                ('spread', models.FloatField(blank=True, null=True)),
                ('baseline_weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('answers_a_week', models.FloatField(blank=True, null=True)),
                ('reference', models.FloatField(blank=True, null=True)),
                ('threshold', models.FloatField(blank=True, null=True)),
                ('unlucky_every', models.FloatField(blank=True, null=True)),
                ('delay', models.FloatField(blank=True, null=True)),
                ('false_alarm_every', models.FloatField(blank=True, null=True)),
                ('watched_from', models.DateField()),
                ('was_worse', models.BooleanField(default=False)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-is_active', '-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('is_active', True)), fields=['next_at'], name='rules_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='insight.alertrule')),
                ('occasion', models.CharField(max_length=90)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feedback.answer')),
                ('figures', models.JSONField(default=dict)),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'Open'), ('acknowledged', 'Being looked into'), ('closed', 'Closed')], default='open', max_length=12, verbose_name='state')),
                ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('done', models.TextField(blank=True, verbose_name='what was done')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-raised_at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'state'], name='alerts_by_state')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'occasion'), name='one_alert_of_an_occasion')],
            },
        ),
        migrations.CreateModel(
            name='AlertMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.member')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='insight.alert')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('alert', 'member'), name='one_mail_of_an_alert')],
            },
        ),
        migrations.CreateModel(
            name='BoardReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('size', models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter')], default='month', max_length=8, verbose_name='period')),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('with_quotes', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Stopped')], default='waiting', max_length=8)),
                ('progress', models.FloatField(default=0)),
                ('advanced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-start', 'size', '-edition'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'size', 'start', 'edition'), name='one_report_of_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='BoardItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='insight.boardreport')),
                ('position', models.PositiveSmallIntegerField()),
                ('chapter', models.CharField(max_length=40)),
                ('form', models.CharField(max_length=20)),
                ('texts', models.JSONField(default=dict)),
                ('figures', models.JSONField(default=dict)),
                ('stands_on', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['report', 'position'],
                'constraints': [models.UniqueConstraint(fields=('report', 'position'), name='one_item_at_a_position')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='feedback.comment')),
                ('task', models.CharField(choices=[('tone', 'Tone'), ('theme', 'Theme')], max_length=10)),
                ('theme', models.CharField(blank=True, max_length=60)),
                ('value', models.CharField(max_length=20)),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'task', 'at'], name='corrections_in_order')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'task', 'theme'), name='one_correction_of_a_comment')],
            },
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('through', models.BigIntegerField(default=0)),
                ('version', models.BigIntegerField(default=0)),
                ('changes_through', models.BigIntegerField(default=0)),
                ('is_rebuilding', models.BooleanField(default=False)),
                ('rows_expected', models.BigIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_copy_of_an_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('month', models.IntegerField()),
                ('path', models.CharField(max_length=200)),
                ('rows', models.BigIntegerField()),
                ('size_bytes', models.BigIntegerField()),
                ('kinds', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['month', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('path',), name='one_segment_of_a_path')],
            },
        ),
        migrations.CreateModel(
            name='ChangedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('measurement_id', models.BigIntegerField()),
                ('happened_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'id'], name='changes_in_order')],
            },
        ),
        migrations.CreateModel(
            name='AttributeSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('key', models.CharField(max_length=200)),
                ('slot', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_slot_of_an_attribute'), models.UniqueConstraint(fields=('organisation', 'slot'), name='one_attribute_of_a_slot')],
            },
        ),
        migrations.CreateModel(
            name='BusinessFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('measure', models.CharField(blank=True, max_length=20, verbose_name='unit of measure')),
                ('higher_is_better', models.BooleanField(default=True)),
                ('is_summed', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_figure_of_a_key')],
            },
        ),
        migrations.CreateModel(
            name='FigureValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('figure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='insight.businessfigure')),
                ('size', models.CharField(choices=[('day', 'Day'), ('month', 'Month')], default='month', max_length=5)),
                ('starts_on', models.DateField()),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journeys.touchpoint')),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='encounters.customer')),
                ('place', models.CharField(blank=True, max_length=40)),
                ('value', models.FloatField()),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'figure', 'starts_on'], name='figures_in_order')],
                'constraints': [models.UniqueConstraint(fields=('figure', 'size', 'starts_on', 'place'), name='one_value_of_a_figure')],
            },
        ),
        migrations.CreateModel(
            name='FigureImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
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
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LearnedModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('task', models.CharField(default='tone', max_length=70)),
                ('language', models.CharField(max_length=5)),
                ('number', models.PositiveIntegerField()),
                ('data', models.BinaryField(default=bytes)),
                ('card', models.JSONField(default=dict)),
                ('trained_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('in_use', models.BooleanField(default=False)),
                ('is_outdated', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'task', 'language', 'number'), name='one_model_of_a_number'), models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('organisation', 'task', 'language'), name='one_model_in_use')],
            },
        ),
        migrations.CreateModel(
            name='ReadingWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('kind', models.CharField(choices=[('learn', 'Learn'), ('reread', 'Reread')], max_length=10)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('reached', models.BigIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('ordered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('advanced_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-ordered_at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'kind', 'ordered_at'], name='reading_work_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ReadingBar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('bar', models.FloatField(default=0.6)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_bar_of_readings')],
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('kind', models.CharField(max_length=40)),
                ('question', models.CharField(blank=True, max_length=60)),
                ('value', models.FloatField()),
                ('happened_at', models.DateTimeField()),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint')),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.unit')),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='encounters.customer')),
                ('segment', models.CharField(blank=True, max_length=120)),
                ('survey', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.survey')),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.answer')),
                ('encounter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='encounters.encounter')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.invitation')),
                ('case', models.BigIntegerField(blank=True, null=True)),
                ('source', models.CharField(max_length=20)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('is_superseded', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-happened_at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'kind', 'touchpoint', 'happened_at'], name='values_of_place'), models.Index(fields=['organisation', 'kind', 'happened_at'], name='values_of_kind'), models.Index(fields=['organisation', 'id'], name='values_as_recorded')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_superseded', False)), fields=('answer', 'question', 'kind'), name='one_value_of_an_answer'), models.UniqueConstraint(condition=models.Q(('answer__isnull', True), ('is_superseded', False)), fields=('encounter', 'kind'), name='one_value_of_an_encounter'), models.UniqueConstraint(condition=models.Q(('is_superseded', False)), fields=('invitation',), name='one_value_of_an_invitation')],
            },
        ),
        migrations.CreateModel(
            name='MetricSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('metric', models.CharField(max_length=40, verbose_name='metric')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member', verbose_name='owner')),
                ('threshold', models.FloatField(blank=True, null=True, verbose_name='threshold')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'metric'), name='one_settings_of_a_metric')],
            },
        ),
        migrations.CreateModel(
            name='ReaderSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('address', models.CharField(max_length=500)),
                ('model', models.CharField(max_length=120)),
                ('key', models.CharField(blank=True, max_length=500)),
                ('is_on', models.BooleanField(default=False)),
                ('policies', models.JSONField(blank=True, default=dict)),
                ('tokens_a_day', models.PositiveIntegerField(default=200000)),
                ('timeout_seconds', models.PositiveSmallIntegerField(default=20)),
                ('price', models.FloatField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('until', models.FloatField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=20)),
                ('trouble_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_reader_settings')],
            },
        ),
        migrations.CreateModel(
            name='ReaderDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('day', models.DateField()),
                ('requests', models.PositiveIntegerField(default=0)),
                ('sent', models.PositiveIntegerField(default=0)),
                ('tokens', models.PositiveIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('fallbacks', models.PositiveIntegerField(default=0)),
                ('cached', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-day'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'day'), name='one_day_of_a_reader')],
            },
        ),
        migrations.CreateModel(
            name='ReaderReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('key', models.CharField(max_length=64)),
                ('answer', models.TextField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='replies_by_expiry')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_reply_of_a_text')],
            },
        ),
        migrations.CreateModel(
            name='OutsideReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outside_readings', to='feedback.comment')),
                ('task', models.CharField(max_length=10)),
                ('provider', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=140)),
                ('found', models.JSONField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=20)),
                ('digest', models.CharField(max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('again_at', models.DateTimeField(blank=True, null=True)),
                ('is_sent', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'at'], name='outside_readings_by_time'), models.Index(fields=['organisation', 'again_at'], name='outside_readings_again')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'task'), name='one_outside_reading_of_a_task')],
            },
        ),
        migrations.CreateModel(
            name='EmbeddingSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('address', models.CharField(max_length=500)),
                ('model', models.CharField(max_length=120)),
                ('key', models.CharField(blank=True, max_length=500)),
                ('is_on', models.BooleanField(default=False)),
                ('timeout_seconds', models.PositiveSmallIntegerField(default=20)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('until', models.FloatField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=20)),
                ('trouble_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_embedding_settings')],
            },
        ),
        migrations.CreateModel(
            name='CommentVector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='vector', to='feedback.comment')),
                ('space', models.CharField(max_length=16)),
                ('digest', models.CharField(max_length=16)),
                ('vector', models.BinaryField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'space', 'comment'], name='vectors_of_a_space')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading', to='feedback.comment')),
                ('language', models.CharField(blank=True, max_length=5)),
                ('sentiment', models.FloatField(blank=True, null=True)),
                ('label', models.CharField(blank=True, max_length=10)),
                ('confidence', models.FloatField(default=0)),
                ('spans', models.JSONField(blank=True, default=list)),
                ('strength', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('emotions', models.JSONField(blank=True, default=list)),
                ('flags', models.JSONField(blank=True, default=list)),
                ('phrases', models.JSONField(blank=True, default=list)),
                ('provider', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=40)),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_settled', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('page', models.CharField(max_length=20)),
                ('parameters', models.JSONField(default=dict)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.member')),
                ('is_common', models.BooleanField(default=False, verbose_name='for everybody')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SharedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('page', models.CharField(max_length=20)),
                ('parameters', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('maker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('opened_times', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('metric', models.CharField(max_length=40, verbose_name='metric')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journeys.touchpoint')),
                ('value', models.FloatField(verbose_name='target')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due date')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'metric', 'touchpoint'), name='one_target_of_a_metric_at_a_touchpoint'), models.UniqueConstraint(condition=models.Q(('touchpoint__isnull', True)), fields=('organisation', 'metric'), name='one_common_target_of_a_metric')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('key', models.CharField(max_length=40)),
                ('name_fi', models.CharField(blank=True, max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('parent', models.CharField(blank=True, max_length=40)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('rules', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_theme_of_a_key')],
            },
        ),
        migrations.CreateModel(
            name='ThemeMention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='feedback.comment')),
                ('theme', models.CharField(max_length=40)),
                ('happened_at', models.DateTimeField()),
                ('tone', models.FloatField(default=0)),
                ('label', models.CharField(blank=True, max_length=10)),
                ('confidence', models.FloatField()),
                ('spans', models.JSONField(blank=True, default=list)),
                ('provider', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['-confidence', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'theme', 'happened_at'], name='mentions_of_theme'), models.Index(fields=['organisation', 'happened_at'], name='mentions_by_time')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'theme'), name='one_mention_of_a_theme')],
            },
        ),
        migrations.CreateModel(
            name='ThemeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('theme', models.CharField(max_length=40)),
                ('before', models.JSONField(blank=True, null=True)),
                ('after', models.JSONField(blank=True, null=True)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done')], default='done', max_length=8)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('reached', models.BigIntegerField(blank=True, null=True)),
                ('advanced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='QueryTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('query', models.CharField(max_length=500, verbose_name='words')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tagged_at', models.DateTimeField(blank=True, null=True)),
                ('progress', models.FloatField(default=0)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TopicTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='insight.querytopic')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.comment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'comment'), name='one_tag_of_a_comment')],
            },
        ),
        migrations.CreateModel(
            name='TopicRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.organisation')),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journeys.touchpoint')),
                ('language', models.CharField(blank=True, max_length=5)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Stopped')], default='waiting', max_length=8)),
                ('progress', models.FloatField(default=0)),
                ('advanced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.member')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('n', models.PositiveIntegerField(default=0)),
                ('newest', models.PositiveBigIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'start', 'end'], name='looks_of_a_time')],
            },
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
