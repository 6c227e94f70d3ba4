"""A verification code of its own for each snapshot that was taken before receipts carried one."""

from typing import Any

from django.db import migrations

from portal.core.codes import verification_code


def fill(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("enterprises", "Snapshot")
    batch = []
    # All of them: adding the column gave every old row the same default.
    for snapshot in model.objects.only("pk").iterator(2000):
        snapshot.code = verification_code()
        batch.append(snapshot)
    model.objects.bulk_update(batch, ["code"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0006_calls_published")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
