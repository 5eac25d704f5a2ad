from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0006_saved_views")]
    operations = []
