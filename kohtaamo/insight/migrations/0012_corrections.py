from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0011_alert_charts")]

    operations = []
