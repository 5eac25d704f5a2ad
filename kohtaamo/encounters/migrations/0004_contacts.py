from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("encounters", "0003_meetings_of_a_case")]
    operations = []
