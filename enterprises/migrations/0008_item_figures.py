"""The work items of applications tell when these were sent, and the computed amount."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    item, application = apps.get_model("reviews", "WorkItem"), apps.get_model("enterprises", "Application")
    of_case = application.objects.filter(pk=OuterRef("case_id"))
    item.objects.filter(flow="application").update(
        filed_at=Subquery(of_case.values("submitted_at")[:1]), amount_fen=Subquery(of_case.values("computed_fen")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0007_batches_of_each_desk"),
        ("reviews", "0005_item_figures"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
