from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_metric_settings")]
    operations = []
