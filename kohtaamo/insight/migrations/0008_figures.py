from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight", "0007_board_reports")]
    operations = []
