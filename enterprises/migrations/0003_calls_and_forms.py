import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import enterprises.models.call
import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0002_enterprise_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("long_text", "Long text"),
                            ("number", "Number"),
                            ("money", "Amount of money (CNY)"),
                            ("date", "Date"),
                            ("choice", "One choice"),
                            ("choices", "Several choices"),
                            ("file", "File"),
                            ("table", "Table with rows"),
                            ("statement", "Statement to agree to"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("label_zh", models.CharField(max_length=300, verbose_name="label in Chinese")),
                ("label_en", models.CharField(max_length=500, verbose_name="label in English")),
                ("help_zh", models.CharField(blank=True, max_length=500, verbose_name="help in Chinese")),
                ("help_en", models.CharField(blank=True, max_length=800, verbose_name="help in English")),
                ("required", models.BooleanField(default=True, verbose_name="must be answered")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("options", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("limits", models.JSONField(blank=True, default=dict, verbose_name="limits")),
                ("columns", models.JSONField(blank=True, default=list, verbose_name="columns")),
                ("show_if", models.JSONField(blank=True, null=True, verbose_name="shown if")),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("invoice", "Invoice"),
                            ("contract", "Contract"),
                            ("certificate", "Certificate"),
                            ("customs", "Customs declaration"),
                            ("exhibition", "Exhibition"),
                            ("file", "File"),
                            ("account", "Bank account"),
                        ],
                        help_text="The same value in another application is pointed out to the applicant and to the official.",
                        max_length=12,
                        verbose_name="used once only",
                    ),
                ),
                ("prefill", models.CharField(blank=True, max_length=60, verbose_name="filled in from")),
            ],
            options={
                "verbose_name": "field of a form",
                "verbose_name_plural": "fields of a form",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FormSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("title_zh", models.CharField(max_length=100, verbose_name="title in Chinese")),
                ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                ("intro_zh", models.TextField(blank=True, verbose_name="introduction in Chinese")),
                ("intro_en", models.TextField(blank=True, verbose_name="introduction in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("show_if", models.JSONField(blank=True, null=True, verbose_name="shown if")),
            ],
            options={
                "verbose_name": "section of a form",
                "verbose_name_plural": "sections of a form",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "In use"), ("replaced", "Replaced")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note_zh", models.CharField(blank=True, max_length=300, verbose_name="what changed, in Chinese")),
                ("note_en", models.CharField(blank=True, max_length=300, verbose_name="what changed, in English")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
            ],
            options={
                "verbose_name": "version of a form",
                "verbose_name_plural": "versions of forms",
                "ordering": ["call", "-number"],
            },
        ),
        migrations.AddField(
            model_name="call",
            name="allocation",
            field=models.CharField(
                choices=[
                    ("entitlement", "Entitlement"),
                    ("competitive", "Competitive"),
                    ("first_come", "First come within the quota"),
                    ("pro_rata", "Pro rata within the budget"),
                ],
                default="entitlement",
                max_length=12,
                verbose_name="way of allocation",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="close_reason_en",
            field=models.CharField(blank=True, max_length=800, verbose_name="why it closed early, in English"),
        ),
        migrations.AddField(
            model_name="call",
            name="close_reason_zh",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it closed early, in Chinese"),
        ),
        migrations.AddField(
            model_name="call",
            name="closed_early_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed early"),
        ),
        migrations.AddField(
            model_name="call",
            name="contact_en",
            field=models.CharField(blank=True, max_length=300, verbose_name="contact in English"),
        ),
        migrations.AddField(
            model_name="call",
            name="contact_zh",
            field=models.CharField(blank=True, max_length=200, verbose_name="contact in Chinese"),
        ),
        migrations.AddField(
            model_name="call",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="drafted by",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="exclusive_measures",
            field=models.ManyToManyField(
                blank=True,
                help_text="An enterprise supported under one of these in the same year is not supported here.",
                related_name="+",
                to="policies.measure",
                verbose_name="not together with",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="intro_en",
            field=models.TextField(blank=True, verbose_name="text of the notice in English"),
        ),
        migrations.AddField(
            model_name="call",
            name="intro_zh",
            field=models.TextField(blank=True, verbose_name="text of the notice in Chinese"),
        ),
        migrations.AddField(
            model_name="call",
            name="needs_signature",
            field=models.BooleanField(
                default=False,
                help_text="By a link, before the application is sent.",
                verbose_name="the legal representative signs",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="number",
            field=models.CharField(blank=True, max_length=60, verbose_name="document number"),
        ),
        migrations.AddField(
            model_name="call",
            name="papers",
            field=models.ManyToManyField(
                blank=True,
                help_text="Beside those that everybody gives; empty takes the measure’s.",
                related_name="calls",
                to="policies.papertype",
                verbose_name="papers of this call",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
        ),
        migrations.AddField(
            model_name="call",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="published by",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="quota",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="First come: so many applications, in the order of submission.",
                null=True,
                verbose_name="quota",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="enterprises.call",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="rubric",
            field=models.JSONField(blank=True, default=list, verbose_name="rubric"),
        ),
        migrations.AddField(
            model_name="call",
            name="sign_off_chain",
            field=models.JSONField(
                blank=True, default=enterprises.models.call.default_chain, verbose_name="sign-off chain"
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="stage_limits",
            field=models.JSONField(blank=True, default=dict, verbose_name="limits of the stages"),
        ),
        migrations.AddField(
            model_name="call",
            name="yearly_cap_fen",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="most per enterprise and year in fen"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by", None),
                    ("drafted_by", None),
                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="call_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_early_at", None), models.Q(("close_reason_zh", ""), _negated=True), _connector="OR"
                ),
                name="early_close_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("yearly_cap_fen", None), ("yearly_cap_fen__gt", 0), _connector="OR"),
                name="yearly_cap_is_some",
            ),
        ),
        migrations.AddField(
            model_name="formfield",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fields", to="enterprises.formsection"
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="form_versions",
                to="enterprises.call",
                verbose_name="call",
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="drafted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="formsection",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="enterprises.formversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="formfield",
            constraint=models.UniqueConstraint(fields=("section", "code"), name="form_field_once"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(fields=("call", "number"), name="form_version_once"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("call",), name="one_draft_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("call",), name="one_form_in_use"
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                name="published_form_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="formsection",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="form_section_once"),
        ),
    ]
