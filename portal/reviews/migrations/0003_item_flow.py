"""Each open or closed work item tells the procedure of its case."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    item, case = apps.get_model("reviews", "WorkItem"), apps.get_model("reviews", "Case")
    item.objects.update(flow=Subquery(case.objects.filter(pk=OuterRef("case_id")).values("flow")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_notice_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="workitem",
            name="flow",
            field=models.CharField(default="", editable=False, max_length=30, verbose_name="procedure"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
