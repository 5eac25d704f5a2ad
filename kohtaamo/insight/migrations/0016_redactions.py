from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0015_topics")]

    operations = []
