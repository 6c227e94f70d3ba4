"""Two people for facts and numbers of the talent pages, too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("talent", "0012_guide_edits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FactEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent", models.JSONField(editable=False)),
                ("before", models.JSONField(editable=False)),
                ("after", models.JSONField(editable=False)),
                ("at", models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="written")),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                ("approved", models.BooleanField(editable=False, null=True, verbose_name="approved")),
                ("comment", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="comment")),
                ("kind", models.CharField(editable=False, max_length=40, verbose_name="kind")),
                ("fact_pk", models.PositiveBigIntegerField(editable=False, null=True)),
                ("name", models.CharField(editable=False, max_length=300, verbose_name="fact")),
                ("removes", models.BooleanField(default=False, editable=False, verbose_name="takes it away")),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "edit of a fact",
                "verbose_name_plural": "edits of facts",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("kind", "fact_pk"), name="fact_edit_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("approved", False),
                            models.Q(("decided_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="fact_edit_two_people",
                    ),
                ],
            },
        ),
    ]
