from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("feedback", "0006_sending")]
    operations = []
