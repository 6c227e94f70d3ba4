"""Each work item tells the accepting authority of its case; a service fills in when it was sent, and its amount."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    item, case = apps.get_model("reviews", "WorkItem"), apps.get_model("reviews", "Case")
    item.objects.update(place=Subquery(case.objects.filter(pk=OuterRef("case_id")).values("unit")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_talent_roles"),
        ("reviews", "0004_due_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="workitem",
            name="desk_queue",
        ),
        migrations.AddField(
            model_name="workitem",
            name="amount_fen",
            field=models.BigIntegerField(blank=True, editable=False, null=True, verbose_name="computed amount in fen"),
        ),
        migrations.AddField(
            model_name="workitem",
            name="filed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted"),
        ),
        migrations.AddField(
            model_name="workitem",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="accepting authority",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["unit", "desk", "due_on", "id", "filed_at", "amount_fen"],
                name="desk_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["unit", "desk", "place", "due_on", "id", "amount_fen"],
                name="desk_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["unit", "desk", "amount_fen"], name="desk_by_amount"
            ),
        ),
    ]
