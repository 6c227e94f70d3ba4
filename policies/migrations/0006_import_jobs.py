import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [("policies", "0005_follows")]

    operations = [
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "noun",
                    models.CharField(
                        choices=[
                            ("policy", "Policy documents"),
                            ("measure", "Support measures"),
                            ("indicator", "Indicators"),
                            ("negativelistentry", "Negative-list entries"),
                            ("base", "Export bases"),
                        ],
                        max_length=20,
                        verbose_name="list",
                    ),
                ),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                (
                    "encoding",
                    models.CharField(
                        blank=True, help_text="As chosen; empty: found out.", max_length=10, verbose_name="encoding"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be read"),
                            ("reading", "Being read"),
                            ("checked", "Read; nothing is changed yet"),
                            ("applying", "Being imported"),
                            ("done", "Imported"),
                            ("failed", "Not imported"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("rows_done", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("new_count", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("changed_count", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("same_count", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                ("problem_count", models.PositiveIntegerField(default=0, verbose_name="errors")),
                (
                    "problems",
                    models.JSONField(default=list, help_text="At most 1,000.", verbose_name="errors by row and column"),
                ),
                ("notes", models.JSONField(default=list, verbose_name="remarks")),
                ("refusal", models.JSONField(default=dict, verbose_name="why it failed")),
                ("columns", models.JSONField(default=list, verbose_name="columns of the file")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the changes")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="times taken up")),
                ("lease_token", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="imported")),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of a file",
                "verbose_name_plural": "imports of files",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("first_row", models.PositiveIntegerField(verbose_name="from row")),
                ("last_row", models.PositiveIntegerField(verbose_name="to row")),
                ("new_count", models.PositiveIntegerField(default=0)),
                ("changed_count", models.PositiveIntegerField(default=0)),
                ("same_count", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="batches", to="policies.importjob"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ImportPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="policies.importjob"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(fields=["noun", "-id"], name="importjob_of_noun"),
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(
                condition=models.Q(("phase__in", ("waiting", "reading", "applying"))),
                fields=["id"],
                name="importjob_at_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.UniqueConstraint(fields=("job", "number"), name="importbatch_once"),
        ),
        migrations.AddConstraint(
            model_name="importpiece",
            constraint=models.UniqueConstraint(fields=("job", "number"), name="importpiece_once"),
        ),
    ]
