from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0006_import_jobs")]

    operations = []
