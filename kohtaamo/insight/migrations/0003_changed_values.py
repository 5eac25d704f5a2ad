"""Triggers that write down each change of a measured value, so that no way of changing one can pass the copy by."""

from django.db import migrations

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


def add(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER values_changed ON insight_measurement")
        schema_editor.execute("DROP FUNCTION note_changed_value()")
    else:
        schema_editor.execute("DROP TRIGGER values_updated")
        schema_editor.execute("DROP TRIGGER values_deleted")


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_columnar_copy")]
    operations = [migrations.RunPython(add, remove)]
