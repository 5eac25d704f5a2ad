from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0012_corrections")]

    operations = []
