import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock
import portal.core.codes


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0003_calls_and_forms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice"),
                            ("contract", "Contract"),
                            ("certificate", "Certificate"),
                            ("customs", "Customs declaration"),
                            ("exhibition", "Exhibition"),
                            ("file", "File"),
                            ("account", "Bank account"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=120)),
                ("shown", models.CharField(max_length=200)),
                ("field", models.CharField(max_length=60, verbose_name="field")),
            ],
            options={
                "verbose_name": "reference",
                "verbose_name_plural": "references",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SectionMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=30, verbose_name="section")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(null=True)),
                ("edited_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "mark of a section",
                "verbose_name_plural": "marks of sections",
            },
        ),
        migrations.CreateModel(
            name="SignatureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("content_sha256", models.CharField(editable=False, max_length=64)),
                ("asked_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="asked")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="reminders sent")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("signed", "Signed"), ("sent_back", "Sent back")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
            ],
            options={
                "verbose_name": "request for a signature",
                "verbose_name_plural": "requests for signatures",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="enterprises.application",
                verbose_name="copied from",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="sources",
            field=models.JSONField(blank=True, default=dict, verbose_name="sources of the answers"),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="code",
            field=models.CharField(
                default=portal.core.codes.verification_code, max_length=20, null=True, verbose_name="verification code"
            ),
        ),
        migrations.AlterField(
            model_name="paper",
            name="code",
            field=models.CharField(max_length=50, verbose_name="paper"),
        ),
        migrations.AddField(
            model_name="application",
            name="form_version",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="enterprises.formversion",
                verbose_name="version of the form",
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="references", to="enterprises.application"
            ),
        ),
        migrations.AddField(
            model_name="sectionmark",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="section_marks", to="enterprises.application"
            ),
        ),
        migrations.AddField(
            model_name="sectionmark",
            name="edited_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sectionmark",
            name="saved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signature_requests",
                to="enterprises.application",
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="from_vault",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="enterprises.vaultpaper",
                verbose_name="from the vault",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(fields=["kind", "value"], name="reference_by_value"),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.UniqueConstraint(fields=("application", "kind", "value", "field"), name="reference_once"),
        ),
        migrations.AddConstraint(
            model_name="sectionmark",
            constraint=models.UniqueConstraint(fields=("application", "section"), name="section_mark_once"),
        ),
        migrations.AddIndex(
            model_name="signaturerequest",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                fields=["expires_at"],
                name="signatures_waited_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                fields=("application",),
                name="one_open_signature_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="signature_answer_has_a_day",
            ),
        ),
    ]
