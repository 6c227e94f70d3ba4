"""Two people for each publication of a guide: who wrote it, who approved it, and the edits that wait."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("talent", "0011_expiring_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="guide",
            name="edited_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="last edited by",
            ),
        ),
        migrations.AddField(
            model_name="guideversion",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AlterField(
            model_name="guideversion",
            name="by",
            field=models.ForeignKey(
                help_text="Empty where a file was loaded.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.CreateModel(
            name="GuideEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent", models.JSONField(editable=False)),
                ("before", models.JSONField(editable=False)),
                ("after", models.JSONField(editable=False)),
                ("at", models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="written")),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                ("approved", models.BooleanField(editable=False, null=True, verbose_name="approved")),
                ("comment", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="comment")),
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
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="talent.guide",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "edit of a guide",
                "verbose_name_plural": "edits of guides",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("guide",), name="guide_edit_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("approved", False),
                            models.Q(("decided_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="guide_edit_two_people",
                    ),
                ],
            },
        ),
    ]
