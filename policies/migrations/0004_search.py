from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_revisions")]

    operations = []
