"""Enterprises and their people, calls and applications, review, decision, notice and money."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import enterprises.models.call
import portal.core.clock
import portal.core.codes


class Migration(migrations.Migration):
    # What these tables were made with at first: a database that has them all has this one.
    replaces = [
        ("enterprises", "0001_initial"),
        ("enterprises", "0002_enterprise_file"),
        ("enterprises", "0003_calls_and_forms"),
        ("enterprises", "0004_drafting"),
        ("enterprises", "0005_machines"),
        ("enterprises", "0006_calls_published"),
        ("enterprises", "0007_snapshot_codes_filled"),
        ("enterprises", "0008_snapshot_codes_unique"),
        ("enterprises", "0009_ledger_of_payments"),
        ("enterprises", "0010_payments_of_before"),
        ("enterprises", "0011_decisions_and_notices"),
        ("enterprises", "0012_desk"),
        ("enterprises", "0013_applications_by_day_and_amount"),
        ("enterprises", "0014_grants"),
        ("enterprises", "0015_payments_reports_recovery"),
        ("enterprises", "0016_credit"),
        ("enterprises", "0017_experts"),
        ("enterprises", "0018_panels"),
        ("enterprises", "0019_review"),
        ("enterprises", "0021_objections"),
        ("enterprises", "0022_replies_of_talent"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0003_talent_roles"),
        ("attachments", "0003_sealed_files"),
        ("policies", "0001_library"),
        ("reviews", "0001_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("period_from", models.DateField(verbose_name="accounting period from")),
                ("period_to", models.DateField(verbose_name="accounting period to")),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("budget_fen", models.BigIntegerField(verbose_name="budget in fen")),
                ("committed_fen", models.BigIntegerField(default=0, editable=False, verbose_name="committed in fen")),
                (
                    "usd_cny",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=8, null=True, verbose_name="CNY for one USD"
                    ),
                ),
                ("usd_cny_on", models.DateField(blank=True, null=True, verbose_name="exchange rate of")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="policies.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "allocation",
                    models.CharField(
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
                (
                    "close_reason_en",
                    models.CharField(blank=True, max_length=800, verbose_name="why it closed early, in English"),
                ),
                (
                    "close_reason_zh",
                    models.CharField(blank=True, max_length=500, verbose_name="why it closed early, in Chinese"),
                ),
                (
                    "closed_early_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed early"),
                ),
                ("contact_en", models.CharField(blank=True, max_length=300, verbose_name="contact in English")),
                ("contact_zh", models.CharField(blank=True, max_length=200, verbose_name="contact in Chinese")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "exclusive_measures",
                    models.ManyToManyField(
                        blank=True,
                        help_text="An enterprise supported under one of these in the same year is not supported here.",
                        related_name="+",
                        to="policies.measure",
                        verbose_name="not together with",
                    ),
                ),
                ("intro_en", models.TextField(blank=True, verbose_name="text of the notice in English")),
                ("intro_zh", models.TextField(blank=True, verbose_name="text of the notice in Chinese")),
                (
                    "needs_signature",
                    models.BooleanField(
                        default=False,
                        help_text="By a link, before the application is sent.",
                        verbose_name="the legal representative signs",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                (
                    "papers",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Beside those that everybody gives; empty takes the measure’s.",
                        related_name="calls",
                        to="policies.papertype",
                        verbose_name="papers of this call",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "quota",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="First come: so many applications, in the order of submission.",
                        null=True,
                        verbose_name="quota",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="enterprises.call",
                        verbose_name="replaced by",
                    ),
                ),
                ("rubric", models.JSONField(blank=True, default=list, verbose_name="rubric")),
                (
                    "sign_off_chain",
                    models.JSONField(
                        blank=True, default=enterprises.models.call.default_chain, verbose_name="sign-off chain"
                    ),
                ),
                ("stage_limits", models.JSONField(blank=True, default=dict, verbose_name="limits of the stages")),
                (
                    "yearly_cap_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="most per enterprise and year in fen"),
                ),
                ("paid_fen", models.BigIntegerField(default=0, editable=False, verbose_name="paid in fen")),
                (
                    "without_application",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody applies: the bureau finds who is entitled, and offers the support.",
                        verbose_name="awarded without application",
                    ),
                ),
                (
                    "instalments",
                    models.JSONField(
                        blank=True, default=enterprises.models.call.default_instalments, verbose_name="instalments"
                    ),
                ),
                (
                    "drops_extremes",
                    models.BooleanField(
                        default=False,
                        help_text="From five sheets on.",
                        verbose_name="the highest and the lowest score are left out",
                    ),
                ),
                (
                    "experts",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "3"), (5, "5"), (7, "7"), (9, "9"), (11, "11")],
                        default=5,
                        help_text="Always odd, so that there is a middle.",
                        verbose_name="experts per application",
                    ),
                ),
                (
                    "shows_spread",
                    models.BooleanField(
                        default=False,
                        help_text="After they have sent their own sheet.",
                        verbose_name="experts see the anonymous spread",
                    ),
                ),
            ],
            options={
                "verbose_name": "call for applications",
                "verbose_name_plural": "calls for applications",
                "ordering": ["closes_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "period_from"), name="one_call_per_period"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="call_window_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))), name="call_period_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed_fen__gte", 0), ("committed_fen__lte", models.F("budget_fen"))),
                        name="budget_not_overdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by", None),
                            ("drafted_by", None),
                            models.Q(("published_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="call_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_early_at", None), models.Q(("close_reason_zh", ""), _negated=True), _connector="OR"
                        ),
                        name="early_close_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("yearly_cap_fen", None), ("yearly_cap_fen__gt", 0), _connector="OR"),
                        name="yearly_cap_is_some",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_fen__gte", 0), ("paid_fen__lte", models.F("committed_fen"))),
                        name="paid_within_committed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("experts__in", (3, 5, 7, 9, 11))), name="experts_are_odd"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "credit_code",
                    models.CharField(
                        max_length=18,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[0-9A-HJ-NPQRTUWXY]{18}$")],
                        verbose_name="Unified Social Credit Code",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name on the licence")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "entity_type",
                    models.CharField(
                        choices=[
                            ("enterprise", "Enterprise"),
                            ("institution", "Public institution"),
                            ("association", "Association"),
                            ("park_operator", "Park operator"),
                            ("individual_business", "Individual business"),
                        ],
                        default="enterprise",
                        max_length=20,
                        verbose_name="entity type",
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="registered on")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enterprises",
                        to="accounts.district",
                        verbose_name="district of registration",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="registered address")),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True,
                        related_name="enterprises",
                        to="policies.tradecategory",
                        verbose_name="categories of digital trade",
                    ),
                ),
                (
                    "counts_from",
                    models.DateField(
                        blank=True,
                        help_text="From this day on it counts towards the plan’s 3,800 market entities; empty: it does not count.",
                        null=True,
                        verbose_name="market entity of digital trade since",
                    ),
                ),
                (
                    "industries",
                    models.ManyToManyField(
                        blank=True,
                        related_name="enterprises",
                        to="policies.industrygroup",
                        verbose_name="industries of the 10+1 system",
                    ),
                ),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=100, verbose_name="legal representative"),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"is_zone": True},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enterprises_in_zone",
                        to="accounts.district",
                        verbose_name="functional zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "enterprise",
                "verbose_name_plural": "enterprises",
                "indexes": [
                    models.Index(fields=["district", "-id"], name="enterprise_by_district"),
                    models.Index(fields=["name"], name="enterprise_by_name"),
                    models.Index(
                        condition=models.Q(("counts_from__isnull", False)),
                        fields=["counts_from"],
                        name="enterprise_counted",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="enterprise_has_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("request_sha256", models.CharField(max_length=64)),
                ("leased_until", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_index=True, default=portal.core.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="idempotency_key_once")],
            },
        ),
        migrations.CreateModel(
            name="CaseVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=portal.core.clock.now, verbose_name="since")),
                ("opened_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="page opened")),
                ("seen_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="last heard of")),
                ("is_drafting", models.BooleanField(default=False, verbose_name="has typed something")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="reviews.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_visits",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit to a case",
                "verbose_name_plural": "visits to cases",
                "indexes": [models.Index(fields=["seen_at"], name="visit_last_heard_of")],
                "constraints": [models.UniqueConstraint(fields=("case", "user"), name="one_visit_per_person")],
            },
        ),
        migrations.CreateModel(
            name="DeskColumns",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("columns", models.JSONField(default=list, verbose_name="columns")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_columns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "columns of the queue",
                "verbose_name_plural": "columns of the queue",
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=24, verbose_name="name")),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("plain", "Grey"),
                            ("sea", "Blue"),
                            ("pine", "Green"),
                            ("sand", "Yellow"),
                            ("tile", "Red"),
                        ],
                        default="plain",
                        max_length=6,
                        verbose_name="colour",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "label",
                "verbose_name_plural": "labels",
                "ordering": ["unit", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "name"), name="label_once_per_unit"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="label_has_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snippet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "noun",
                    models.CharField(
                        choices=[
                            ("correction", "Reason for a correction"),
                            ("refusal", "Refusal"),
                            ("objection", "Objection"),
                            ("decision", "Decision"),
                            ("comment", "Remark of a step"),
                            ("tal_correct", "Talent: reason for a correction"),
                            ("tal_refuse", "Talent: not accepted"),
                            ("tal_remark", "Talent: remark of a step"),
                        ],
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                ("title_zh", models.CharField(max_length=60, verbose_name="title in Chinese")),
                ("title_en", models.CharField(max_length=80, verbose_name="title in English")),
                ("text_zh", models.TextField(max_length=500, verbose_name="text in Chinese")),
                ("text_en", models.TextField(max_length=500, verbose_name="text in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo")),
            ],
            options={
                "verbose_name": "canned reply",
                "verbose_name_plural": "canned replies",
                "ordering": ["noun", "title_zh"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_zh", ""), _negated=True),
                            models.Q(("title_en", ""), _negated=True),
                            models.Q(("text_zh", ""), _negated=True),
                            models.Q(("text_en", ""), _negated=True),
                        ),
                        name="snippet_in_both_languages",
                    ),
                    models.UniqueConstraint(fields=("noun", "title_zh"), name="snippet_title_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="filters")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stored_filters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kept by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stored_filters",
                        to="accounts.unit",
                        verbose_name="shared with",
                    ),
                ),
            ],
            options={
                "verbose_name": "stored filter",
                "verbose_name_plural": "stored filters",
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="stored_filter_name_once")],
            },
        ),
        migrations.CreateModel(
            name="PaymentBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Drawn up"),
                            ("released", "Released"),
                            ("sent", "With the bank"),
                            ("partly", "Partly answered"),
                            ("reconciled", "Reconciled"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="drawn up")),
                ("released_at", models.DateTimeField(null=True, verbose_name="released")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("downloads", models.PositiveIntegerField(default=0, verbose_name="downloads of the file")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drawn up by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment batch",
                "verbose_name_plural": "payment batches",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by", None),
                            models.Q(("prepared_by", models.F("released_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_by", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="batch_released_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credit_code", models.CharField(max_length=18, verbose_name="Unified Social Credit Code")),
                ("name", models.CharField(max_length=200, verbose_name="name of the enterprise")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("judgment_debtor", "Dishonest judgment debtor"),
                            ("tax", "Serious tax offender"),
                            ("market", "Serious breach of market rules"),
                            ("wages", "Arrears of migrant workers’ wages"),
                            ("statistics", "Serious statistical dishonesty"),
                            ("customs", "Dishonest enterprise of the customs"),
                            ("abnormal", "Abnormal-operation list"),
                        ],
                        max_length=20,
                        verbose_name="list",
                    ),
                ),
                ("source", models.CharField(max_length=100, verbose_name="source")),
                ("reference", models.CharField(max_length=100, verbose_name="number of the decision or case")),
                ("since", models.DateField(verbose_name="published on")),
                ("until", models.DateField(blank=True, null=True, verbose_name="published until")),
                ("repaired_on", models.DateField(blank=True, null=True, verbose_name="repaired on")),
                ("imported_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="imported")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demo data")),
                (
                    "imported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit record",
                "verbose_name_plural": "credit records",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("credit_code", "category", "reference"), name="credit_record_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="credit_until_after_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repaired_on", None), ("repaired_on__gte", models.F("since")), _connector="OR"
                        ),
                        name="credit_repair_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("expertise", models.CharField(max_length=300, verbose_name="fields of expertise")),
                ("employer", models.CharField(max_length=200, verbose_name="employer")),
                (
                    "employer_code",
                    models.CharField(
                        help_text="Nobody scores an application of their own employer.",
                        max_length=18,
                        validators=[django.core.validators.RegexValidator("^[0-9A-HJ-NPQRTUWXY]{18}$")],
                        verbose_name="credit code of the employer",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in the pool")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo")),
                ("added_at", models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="added")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "expert",
                "verbose_name_plural": "experts",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("employer_code", ""), _negated=True), name="expert_has_employer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("filer", "Filer"),
                            ("viewer", "Viewer"),
                            ("agent", "Authorised agent"),
                            ("legal_rep", "Legal representative"),
                        ],
                        default="owner",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="member since")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="attachments.attachment",
                        verbose_name="mandate",
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "enterprise"), name="member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "agent"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="agent_has_an_end",
                        violation_error_message="An agent’s mandate needs its last day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=200, verbose_name="name of the account")),
                ("bank", models.CharField(max_length=200, verbose_name="bank and branch")),
                ("number_sealed", models.TextField(editable=False)),
                ("number_digest", models.CharField(db_index=True, editable=False, max_length=64)),
                ("last4", models.CharField(editable=False, max_length=4)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waiting for the second confirmation"),
                            ("current", "In use"),
                            ("replaced", "Replaced"),
                            ("refused", "Refused"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="proposed")),
                ("token_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("expires_at", models.DateTimeField(verbose_name="to be confirmed until")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accounts",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")), fields=("enterprise",), name="one_current_account"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")), fields=("enterprise",), name="one_proposed_account"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "current"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="account_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "case_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="reviews.case",
                    ),
                ),
                ("statement", models.TextField(max_length=1000, verbose_name="why")),
                (
                    "claimant",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="attachments.attachment",
                        verbose_name="evidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim to an enterprise",
                "verbose_name_plural": "claims to enterprises",
            },
            bases=("reviews.case",),
        ),
        migrations.CreateModel(
            name="EnterpriseFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="fact")),
                ("value", models.JSONField(verbose_name="value")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("declared", "Declared by the enterprise"),
                            ("licence", "Business licence"),
                            ("register", "Shared government register"),
                            ("official", "Entered by an official"),
                            ("roster", "Imported roster"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("recorded_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="recorded")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fact_rows",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact about an enterprise",
                "verbose_name_plural": "facts about enterprises",
                "ordering": ["code", "-as_of", "-pk"],
                "indexes": [models.Index(fields=["enterprise", "code", "-as_of"], name="fact_of_enterprise")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("filer", "Filer"),
                            ("viewer", "Viewer"),
                            ("agent", "Authorised agent"),
                            ("legal_rep", "Legal representative"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="sent")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachments.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("enterprise", "email"),
                        name="one_open_invitation_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "agent"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="invited_agent_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VaultPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("given_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="kept since")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="removed")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vault_paper",
                        to="attachments.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="vault", to="enterprises.enterprise"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.papertype",
                        verbose_name="kind",
                    ),
                ),
                (
                    "replaced_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="enterprises.vaultpaper",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper in the vault",
                "verbose_name_plural": "papers in the vault",
                "ordering": ["title", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("issued_on", None),
                            ("valid_until__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="vault_validity_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("revenue_cny", "Revenue (CNY)"),
                            ("digital_trade_cny", "Digital trade (CNY)"),
                            ("digital_services_cny", "Digitally deliverable services (CNY)"),
                            ("export_usd", "Exports (USD)"),
                            ("research_cny", "Research and development (CNY)"),
                            ("staff", "Employees"),
                        ],
                        max_length=24,
                        verbose_name="figure",
                    ),
                ),
                (
                    "declared",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="declared"
                    ),
                ),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="declared at")),
                (
                    "verified",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="verified"
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="verified at")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="verified against")),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="enterprises.enterprise"
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly figure",
                "verbose_name_plural": "yearly figures",
                "ordering": ["-year", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("enterprise", "year", "code"), name="figure_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declared", None), ("declared__gte", 0), _connector="OR"),
                            models.Q(("verified", None), ("verified__gte", 0), _connector="OR"),
                        ),
                        name="figure_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declared__isnull", False), ("verified__isnull", False), _connector="OR"),
                        name="figure_said",
                    ),
                ],
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
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_versions",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a form",
                "verbose_name_plural": "versions of forms",
                "ordering": ["call", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "number"), name="form_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("call",), name="one_draft_form"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")), fields=("call",), name="one_form_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                        name="published_form_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("prefix", models.CharField(max_length=12, verbose_name="begins with")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list, verbose_name="scopes")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="made")),
                ("expires_on", models.DateField(verbose_name="valid until")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("first_day", models.DateField(verbose_name="from")),
                ("last_day", models.DateField(verbose_name="until")),
                ("workdays", models.PositiveSmallIntegerField(verbose_name="working days")),
                (
                    "masking",
                    models.CharField(
                        choices=[
                            ("standard", "Names of individual businesses and the middle of codes are masked"),
                            ("strict", "As above, and no codes at all"),
                        ],
                        default="standard",
                        max_length=10,
                        verbose_name="masking",
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "code",
                    models.CharField(
                        default=portal.core.codes.verification_code,
                        max_length=20,
                        unique=True,
                        verbose_name="verification code",
                    ),
                ),
                ("published_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="published")),
                (
                    "why_zh",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was corrected, in Chinese"),
                ),
                (
                    "why_en",
                    models.CharField(blank=True, max_length=800, verbose_name="why it was corrected, in English"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="enterprises.notice",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "public notice",
                "verbose_name_plural": "public notices",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["last_day", "id"], name="notice_by_end"),
                    models.Index(fields=["call", "-id"], name="notice_of_call"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gt", models.F("first_day"))), name="notice_days_in_order"
                    ),
                    models.CheckConstraint(condition=models.Q(("workdays__gt", 0)), name="notice_lasts"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None),
                            models.Q(models.Q(("why_zh", ""), _negated=True), models.Q(("why_en", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="corrected_notice_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("step", "Step"),
                            ("take", "Take"),
                            ("label", "Set a label"),
                            ("unlabel", "Remove a label"),
                        ],
                        max_length=10,
                        verbose_name="what is done",
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=40, verbose_name="step")),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment for all")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("trying", "Being tried"),
                            ("tried", "Tried, not started"),
                            ("running", "Running"),
                            ("ended", "Ended"),
                            ("dropped", "Dropped"),
                        ],
                        default="trying",
                        max_length=8,
                        verbose_name="phase",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=400, verbose_name="list it came from")),
                (
                    "language",
                    models.CharField(default="zh-hans", max_length=10, verbose_name="language of its remarks"),
                ),
                ("begun_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="begun")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="enterprises.label",
                        verbose_name="label",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("phase__in", ["trying", "running"])), fields=["id"], name="batch_to_work_on"
                    ),
                    models.Index(fields=["owner", "-id"], name="batch_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deed", "step"), models.Q(("step", ""), _negated=True)),
                            models.Q(models.Q(("deed", "step"), _negated=True), ("step", "")),
                            _connector="OR",
                        ),
                        name="batch_step_where_it_moves",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="labels",
                        to="reviews.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="on_cases",
                        to="enterprises.label",
                        verbose_name="label",
                    ),
                ),
            ],
            options={
                "verbose_name": "label of a case",
                "verbose_name_plural": "labels of cases",
                "constraints": [models.UniqueConstraint(fields=("label", "case"), name="label_once_per_case")],
            },
        ),
        migrations.CreateModel(
            name="GrantRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("computing", "Being computed"),
                            ("ready", "To be released"),
                            ("released", "Released"),
                            ("failed", "Not taken"),
                            ("dropped", "Put aside"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("encoding", models.CharField(blank=True, max_length=10, verbose_name="encoding")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("rows_sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the rows")),
                ("columns", models.JSONField(default=list, verbose_name="columns of the file")),
                ("frozen", models.JSONField(default=dict, verbose_name="rules and rates of the run")),
                ("frozen_sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the rules")),
                ("as_of", models.DateField(verbose_name="judged as of")),
                ("answer_days", models.PositiveSmallIntegerField(default=20, verbose_name="working days to answer")),
                ("notes", models.JSONField(default=list, verbose_name="remarks")),
                ("problems", models.JSONField(default=list, verbose_name="errors by row and column")),
                ("problem_count", models.PositiveIntegerField(default=0, verbose_name="errors")),
                ("refusal", models.JSONField(default=dict, verbose_name="why it failed")),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("rows_done", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                ("in_count", models.PositiveIntegerField(default=0, verbose_name="in")),
                ("out_count", models.PositiveIntegerField(default=0, verbose_name="out")),
                ("unclear_count", models.PositiveIntegerField(default=0, verbose_name="unclear")),
                ("excluded_count", models.PositiveIntegerField(default=0, verbose_name="excluded")),
                ("in_fen", models.BigIntegerField(default=0, verbose_name="sum of the amounts in fen")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                ("factor", models.CharField(blank=True, max_length=60, verbose_name="pro-rata factor")),
                ("lease_token", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="times taken up")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_runs",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="prepared by",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="later",
                        to="enterprises.grantrun",
                        verbose_name="run before it",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
            ],
            options={
                "verbose_name": "award without application",
                "verbose_name_plural": "awards without application",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("phase__in", ("reading", "computing"))),
                        fields=["id"],
                        name="grant_run_at_work",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "number"), name="grant_run_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by", None),
                            models.Q(("released_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_run_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("phase", "released"), ("released_at__isnull", False), ("released_by__isnull", False)
                            ),
                            models.Q(
                                models.Q(("phase", "released"), _negated=True),
                                ("released_at", None),
                                ("released_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="grant_run_released_by_somebody",
                    ),
                    models.CheckConstraint(condition=models.Q(("answer_days__gt", 0)), name="grant_run_leaves_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ControlSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.CharField(max_length=32, verbose_name="seed")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("by_district", models.BooleanField(default=False, verbose_name="by district")),
                ("population", models.JSONField(verbose_name="population")),
                ("sha256", models.CharField(max_length=64)),
                ("drawn_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="drawn")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="control_samples",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "control sample",
                "verbose_name_plural": "control samples",
                "ordering": ["-pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="sample_has_a_size")],
            },
        ),
        migrations.CreateModel(
            name="FundsPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="document number")),
                ("issued_on", models.DateField(verbose_name="date")),
                ("total_fen", models.BigIntegerField(verbose_name="total in fen")),
                ("issued_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="entered")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds_plans",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
            ],
            options={
                "verbose_name": "funds plan",
                "verbose_name_plural": "funds plans",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("total_fen__gt", 0)), name="funds_plan_has_money")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("imported_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="imported")),
                ("paid_count", models.PositiveIntegerField(default=0, verbose_name="paid")),
                ("failed_count", models.PositiveIntegerField(default=0, verbose_name="failed")),
                ("paid_fen", models.BigIntegerField(default=0, verbose_name="paid in fen")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="enterprises.paymentbatch",
                        verbose_name="payment batch",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reconciliation",
                "verbose_name_plural": "reconciliations",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
                ("seed", models.CharField(max_length=64, verbose_name="seed")),
                ("size", models.PositiveSmallIntegerField(verbose_name="places")),
                ("substitutes", models.PositiveSmallIntegerField(default=0, verbose_name="substitutes")),
                ("population", models.JSONField(verbose_name="population")),
                ("excluded", models.JSONField(default=list, verbose_name="excluded")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="drawn")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "draw of experts",
                "verbose_name_plural": "draws of experts",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "number"), name="draw_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("size__gte", 3)),
                            models.Q(("number__gt", 1), ("size", 0)),
                            _connector="OR",
                        ),
                        name="only_the_first_draw_fills_places",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("chair", models.CharField(blank=True, max_length=100, verbose_name="chair")),
                ("members", models.JSONField(blank=True, default=list, verbose_name="members")),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                ("setting", models.JSONField(default=dict, editable=False, verbose_name="setting")),
                ("content", models.JSONField(editable=False, null=True, verbose_name="frozen list")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("begun_at", models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="begun")),
                ("frozen_at", models.DateTimeField(editable=False, null=True, verbose_name="frozen")),
                (
                    "begun_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="frozen by",
                    ),
                ),
            ],
            options={
                "verbose_name": "panel meeting",
                "verbose_name_plural": "panel meetings",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("frozen_at", None)), fields=("call",), name="one_open_panel_per_call"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at", None), ("frozen_by", None), ("sha256", "")),
                            models.Q(
                                ("frozen_at__isnull", False),
                                ("frozen_by__isnull", False),
                                ("held_on__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("chair", ""), _negated=True),
                                models.Q(("minutes", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="frozen_panel_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "case_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="reviews.case",
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="facts")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="answers")),
                ("done_sections", models.JSONField(blank=True, default=list, verbose_name="completed sections")),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted")),
                (
                    "computed_fen",
                    models.BigIntegerField(
                        blank=True, editable=False, null=True, verbose_name="computed amount in fen"
                    ),
                ),
                (
                    "rule_verdict",
                    models.CharField(blank=True, editable=False, max_length=12, verbose_name="verdict of the rules"),
                ),
                ("rule_counts", models.JSONField(default=dict, editable=False, verbose_name="verdicts by number")),
                (
                    "granted_fen",
                    models.BigIntegerField(blank=True, editable=False, null=True, verbose_name="granted amount in fen"),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="enterprises.application",
                        verbose_name="copied from",
                    ),
                ),
                ("sources", models.JSONField(blank=True, default=dict, verbose_name="sources of the answers")),
                (
                    "form_version",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="enterprises.formversion",
                        verbose_name="version of the form",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, editable=False, max_digits=5, null=True, verbose_name="score"
                    ),
                ),
                ("score_basis", models.JSONField(default=dict, editable=False, verbose_name="basis of the score")),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "indexes": [
                    models.Index(fields=["enterprise", "call"], name="application_of_enterprise"),
                    models.Index(fields=["submitted_at"], name="application_by_day"),
                    models.Index(fields=["computed_fen"], name="application_by_amount"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("granted_fen", None), ("granted_fen__gte", 0), _connector="OR"),
                        name="granted_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score", None), models.Q(("score__gte", 0), ("score__lte", 100)), _connector="OR"
                        ),
                        name="score_out_of_100",
                    ),
                ],
            },
            bases=("reviews.case",),
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="enterprises.formversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "section of a form",
                "verbose_name_plural": "sections of a form",
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "code"), name="form_section_once")],
            },
        ),
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("would_work", models.BooleanField(null=True, verbose_name="would work")),
                ("why_not", models.CharField(blank=True, max_length=500, verbose_name="why not")),
                (
                    "result",
                    models.CharField(
                        choices=[("waiting", "Not done yet"), ("done", "Done"), ("refused", "Not done")],
                        default="waiting",
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="at")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="enterprises.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "case of a batch",
                "verbose_name_plural": "cases of a batch",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("batch", "case"), name="case_once_per_batch")],
            },
        ),
        migrations.CreateModel(
            name="GrantLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField(verbose_name="row of the roster")),
                ("credit_code", models.CharField(max_length=18, verbose_name="Unified Social Credit Code")),
                ("name", models.CharField(max_length=200, verbose_name="name in the roster")),
                ("cells", models.JSONField(verbose_name="row as it came")),
                ("registered", models.JSONField(default=dict, verbose_name="what the file said")),
                ("around", models.JSONField(default=dict, verbose_name="what was found elsewhere")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("in", "In"), ("out", "Out"), ("unclear", "Unclear")],
                        max_length=8,
                        verbose_name="list",
                    ),
                ),
                ("excluded", models.BooleanField(default=False, verbose_name="excluded")),
                ("computed", models.JSONField(verbose_name="what came out")),
                (
                    "computed_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="amount by the rule in fen"),
                ),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="amount offered in fen")),
                ("contested", models.BooleanField(default=False, verbose_name="the enterprise contests its data")),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="to be answered by")),
                ("remind_on", models.DateField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="told")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("none", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("corrected", "Says that its data are wrong"),
                            ("lapsed", "Lapsed without an answer"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was declined")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_lines",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grant_lines",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="enterprises.grantrun",
                        verbose_name="run",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an award without application",
                "verbose_name_plural": "lines of awards without application",
                "ordering": ["row"],
                "indexes": [
                    models.Index(fields=["run", "verdict", "excluded", "id"], name="grant_line_of_list"),
                    models.Index(
                        condition=models.Q(("offered_at__isnull", False)),
                        fields=["credit_code"],
                        name="grant_offer_of_code",
                    ),
                    models.Index(
                        condition=models.Q(("answer", "none"), ("offered_at__isnull", False)),
                        fields=["answer_by"],
                        name="grant_offer_waits",
                    ),
                    models.Index(
                        condition=models.Q(("offered_at__isnull", False), ("told_at", None)),
                        fields=["run"],
                        name="grant_offer_untold",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "credit_code"), name="grant_line_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("answer__in", ["none", "accepted"]), ("offered_at__isnull", False)),
                        fields=("call", "credit_code"),
                        name="one_standing_offer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("offered_at", None),
                            models.Q(
                                ("amount_fen__gt", 0),
                                ("answer_by__isnull", False),
                                ("released_by__isnull", False),
                                ("verdict", "in"),
                            ),
                            _connector="OR",
                        ),
                        name="grant_offer_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by", None),
                            ("released_by", None),
                            models.Q(("settled_by", models.F("released_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_line_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="enterprises.grantrun"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="grant_piece_once")],
            },
        ),
        migrations.CreateModel(
            name="GrantBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("rows", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("computed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="batches", to="enterprises.grantrun"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="grant_batch_once")],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="place")),
                ("is_substitute", models.BooleanField(default=False, verbose_name="substitute")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="enterprises.draw",
                        verbose_name="draw",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="enterprises.expert",
                        verbose_name="expert",
                    ),
                ),
            ],
            options={
                "verbose_name": "expert of a call",
                "verbose_name_plural": "experts of calls",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "expert"), name="expert_once_a_call"),
                    models.UniqueConstraint(fields=("call", "order"), name="place_once_a_call"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commit", "Committed"),
                            ("release", "Released"),
                            ("pay", "Paid out"),
                            ("repay", "Paid back"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="amount in fen")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_entries",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="enterprises.call",
                        verbose_name="call",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget entry",
                "verbose_name_plural": "budget entries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__gt", 0), ("kind__in", ("commit", "pay"))),
                            models.Q(("amount_fen__lt", 0), ("kind__in", ("release", "repay"))),
                            _connector="OR",
                        ),
                        name="budget_entry_sign",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approve", "Support"), ("reject", "Do not support")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(default=0, verbose_name="amount in fen")),
                ("reason", models.TextField(verbose_name="reason")),
                ("clause", models.CharField(blank=True, max_length=40, verbose_name="clause")),
                ("drafted_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="drafted")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                ("is_current", models.BooleanField(default=True, verbose_name="current")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="enterprises.application",
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signed by",
                    ),
                ),
                ("code", models.CharField(blank=True, editable=False, max_length=20, verbose_name="verification code")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=40, verbose_name="coded reason")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="sent back")),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)), fields=("application",), name="one_current_decision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signer", None), models.Q(("drafter", models.F("signer")), _negated=True), _connector="OR"
                        ),
                        name="decision_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__gt", 0), ("outcome", "approve")),
                            models.Q(("amount_fen", 0), ("outcome", "reject")),
                            _connector="OR",
                        ),
                        name="decision_amount_fits_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_at", None), ("returned_at", None), _connector="OR"),
                        name="decision_signed_or_sent_back",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("code",), name="decision_code_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=50, verbose_name="paper")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="enterprises.application"
                    ),
                ),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="attachments.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "from_vault",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="enterprises.vaultpaper",
                        verbose_name="from the vault",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ["code", "pk"],
                "indexes": [models.Index(fields=["application", "code"], name="paper_of_application")],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("taken_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="taken")),
                ("content", models.JSONField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="enterprises.application",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=portal.core.codes.verification_code,
                        max_length=20,
                        unique=True,
                        verbose_name="verification code",
                    ),
                ),
            ],
            options={
                "verbose_name": "snapshot",
                "verbose_name_plural": "snapshots",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("application", "number"), name="snapshot_number_once")],
            },
        ),
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
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fields", to="enterprises.formsection"
                    ),
                ),
            ],
            options={
                "verbose_name": "field of a form",
                "verbose_name_plural": "fields of a form",
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("section", "code"), name="form_field_once")],
            },
        ),
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
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="enterprises.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "reference",
                "verbose_name_plural": "references",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["kind", "value"], name="reference_by_value")],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "kind", "value", "field"), name="reference_once")
                ],
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
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="section_marks",
                        to="enterprises.application",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mark of a section",
                "verbose_name_plural": "marks of sections",
                "constraints": [models.UniqueConstraint(fields=("application", "section"), name="section_mark_once")],
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
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signature_requests",
                        to="enterprises.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a signature",
                "verbose_name_plural": "requests for signatures",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                        fields=["expires_at"],
                        name="signatures_waited_for",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                        fields=("application",),
                        name="one_open_signature_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="signature_answer_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supported", "Supported"),
                            ("upheld", "Objection upheld: decided again"),
                            ("replaced", "Replaced by a corrected notice"),
                            ("withdrawn", "Taken off the notice"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("result_at", models.DateTimeField(blank=True, null=True, verbose_name="result since")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_lines",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="enterprises.notice",
                        verbose_name="public notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a notice",
                "verbose_name_plural": "lines of a notice",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "position"), name="notice_position_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("result", "")), fields=("application",), name="one_running_notice_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("result_at", None)),
                            models.Q(models.Q(("result", ""), _negated=True), ("result_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_result_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened")),
                (
                    "code",
                    models.CharField(
                        default=portal.core.codes.verification_code,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="verification code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("not_accepted", "Not accepted"), ("lapsed", "Closed because no answer came")],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusal",
                        to="enterprises.application",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
            ],
            options={
                "verbose_name": "refusal",
                "verbose_name_plural": "refusals",
            },
        ),
        migrations.CreateModel(
            name="GrantCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60, verbose_name="fact")),
                ("statement", models.CharField(max_length=500, verbose_name="what is right")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_correction",
                        to="attachments.attachment",
                        verbose_name="paper",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="enterprises.grantline",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of an offer’s data",
                "verbose_name_plural": "corrections of offers’ data",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GrantAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_acceptance",
                        to="enterprises.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptance",
                        to="enterprises.grantline",
                    ),
                ),
            ],
            options={
                "verbose_name": "accepted offer",
                "verbose_name_plural": "accepted offers",
            },
        ),
        migrations.CreateModel(
            name="GrantFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60, verbose_name="fact")),
                ("value", models.JSONField(verbose_name="value")),
                ("source", models.CharField(max_length=300, verbose_name="what it rests on")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="enterprises.grantline"
                    ),
                ),
            ],
            options={
                "verbose_name": "fact that settles a line",
                "verbose_name_plural": "facts that settle lines",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="grant_fact_has_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Control",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("in_order", "In order"), ("recover", "To be recovered"), ("other", "Other")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="findings")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="controls",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="controls",
                        to="enterprises.controlsample",
                    ),
                ),
            ],
            options={
                "verbose_name": "control",
                "verbose_name_plural": "controls",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "application"), name="award_once_in_a_sample"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("result", "")),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                models.Q(("findings", ""), _negated=True),
                                ("done_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="control_result_has_findings",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundsPlanLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount in fen")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="enterprises.fundsplan",
                        verbose_name="funds plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a funds plan",
                "verbose_name_plural": "lines of a funds plan",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="funds_plan_line_has_money")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="line")),
                ("instalment", models.PositiveSmallIntegerField(verbose_name="instalment")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount in fen")),
                ("holder", models.CharField(max_length=200, verbose_name="name of the account")),
                ("bank", models.CharField(max_length=200, verbose_name="bank and branch")),
                ("number_sealed", models.TextField(editable=False)),
                ("number_digest", models.CharField(editable=False, max_length=64)),
                ("last4", models.CharField(editable=False, max_length=4)),
                (
                    "account_differs",
                    models.BooleanField(default=False, verbose_name="the enterprise’s account is another"),
                ),
                ("account_checked_at", models.DateTimeField(null=True, verbose_name="account checked")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("paid", "Paid"), ("failed", "Failed")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("answered_on", models.DateField(null=True, verbose_name="day of the bank’s answer")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="reference of the bank")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it failed")),
                (
                    "account_checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account checked by",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_lines",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="enterprises.paymentbatch",
                        verbose_name="payment batch",
                    ),
                ),
                (
                    "reconciliation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="enterprises.reconciliation",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "failed"), _negated=True),
                        fields=("application", "instalment"),
                        name="instalment_paid_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="payment_has_money"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reconciliation", None), ("state", "open")),
                            models.Q(
                                ("answered_on__isnull", False), ("reconciliation__isnull", False), ("state", "paid")
                            ),
                            models.Q(
                                ("reconciliation__isnull", False),
                                ("state", "failed"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payment_answered_by_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount in fen")),
                ("reason", models.TextField(verbose_name="reason")),
                ("clause", models.CharField(blank=True, max_length=40, verbose_name="clause")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("ordered_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="ordered")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "recovery",
                "verbose_name_plural": "recoveries",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0), models.Q(("reason", ""), _negated=True)),
                        name="recovery_has_amount_and_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "Being looked at"),
                            ("returned", "Sent back"),
                            ("accepted", "Evaluated"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reached", models.TextField(blank=True, verbose_name="what was reached")),
                ("use_of_funds", models.TextField(blank=True, verbose_name="what the money was used for")),
                (
                    "own_grade",
                    models.CharField(
                        blank=True,
                        choices=[("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met")],
                        max_length=8,
                        verbose_name="in the applicant’s own view",
                    ),
                ),
                ("figures", models.JSONField(blank=True, default=dict, verbose_name="figures")),
                ("begun_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="begun")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met")],
                        max_length=8,
                        verbose_name="grade",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="words of the division")),
                ("judged_at", models.DateTimeField(null=True, verbose_name="judged")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "performance report",
                "verbose_name_plural": "performance reports",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "round"), name="report_round_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "sent"))),
                        fields=("application",),
                        name="one_running_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "accepted")), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="report_was_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), models.Q(("grade", ""), _negated=True)),
                            models.Q(models.Q(("state", "accepted"), _negated=True), ("grade", "")),
                            _connector="OR",
                        ),
                        name="report_graded_when_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("filing", "Filing"),
                            ("decision", "Decision"),
                            ("publicity", "Public notice"),
                            ("payment", "Payment"),
                        ],
                        max_length=10,
                        verbose_name="before",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("clean", "Nothing found"),
                            ("curable", "Curable record found"),
                            ("listed", "On a list of serious dishonesty"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("found", models.JSONField(default=list, verbose_name="records found")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credit_checks",
                        to="enterprises.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit check",
                "verbose_name_plural": "credit checks",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["application", "moment", "-id"], name="credit_check_of_case")],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conflict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No conflict"),
                            ("declared", "Conflict declared"),
                            ("found", "Conflict found by the portal"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="conflict of interest",
                    ),
                ),
                ("conflict_note", models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason")),
                ("declared_at", models.DateTimeField(editable=False, null=True, verbose_name="declared")),
                ("recused_at", models.DateTimeField(editable=False, null=True, verbose_name="recused")),
                ("scores", models.JSONField(default=dict, editable=False, verbose_name="points")),
                ("evidence", models.JSONField(default=dict, editable=False, verbose_name="evidence")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=8, null=True, verbose_name="total"
                    ),
                ),
                ("saved_at", models.DateTimeField(editable=False, null=True, verbose_name="draft saved")),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "opened_at",
                    models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="asked"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="enterprises.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="enterprises.expert",
                        verbose_name="expert",
                    ),
                ),
                (
                    "stands_in_for",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_in",
                        to="enterprises.sheet",
                        verbose_name="stands in for",
                    ),
                ),
            ],
            options={
                "verbose_name": "scoring sheet",
                "verbose_name_plural": "scoring sheets",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("recused_at", None), ("sent_at", None)),
                        fields=["expert", "opened_at"],
                        name="open_sheets",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "expert"), name="sheet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("recused_at", None), _connector="OR"),
                        name="recused_sends_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None),
                            models.Q(("conflict", "none"), ("total__gte", 0), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="sent_sheet_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recused_at", None), ("conflict__in", ["declared", "found"]), _connector="OR"
                        ),
                        name="recused_for_a_conflict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stands_in_for", None),
                            models.Q(("stands_in_for", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_stands_in_for_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="rank")),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="score")),
                ("computed_fen", models.BigIntegerField(default=0, verbose_name="computed amount in fen")),
                ("amount_fen", models.BigIntegerField(default=0, verbose_name="amount in fen")),
                (
                    "draft",
                    models.CharField(
                        choices=[("waiting", "To be drafted"), ("drafted", "Drafted"), ("refused", "Not drafted")],
                        default="waiting",
                        max_length=10,
                        verbose_name="draft",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="why it was not drafted")),
                ("drafted_at", models.DateTimeField(null=True, verbose_name="drafted")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_lines",
                        to="enterprises.application",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="enterprises.panel"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a panel",
                "verbose_name_plural": "lines of panels",
                "ordering": ["position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("draft", "waiting")),
                        fields=["panel", "position"],
                        name="panel_lines_to_draft",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "application"), name="panel_names_application_once"),
                    models.UniqueConstraint(fields=("panel", "position"), name="panel_rank_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gte", 0), ("amount_fen__lte", models.F("computed_fen"))),
                        name="panel_never_adds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft", "drafted"), ("drafted_at__isnull", False)),
                            models.Q(("drafted_at", None), models.Q(("draft", "drafted"), _negated=True)),
                            _connector="OR",
                        ),
                        name="drafted_line_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField(max_length=2000, verbose_name="question")),
                ("asked_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="asked")),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agrees", "No objection"),
                            ("objects", "Objects"),
                            ("no_answer", "No answer in time"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consultations",
                        to="enterprises.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="accounts.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "")),
                        fields=["unit", "due_on", "id"],
                        name="consultations_of_unit",
                    ),
                    models.Index(
                        condition=models.Q(("answer", "")), fields=["due_on", "id"], name="consultations_waited_for"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("application", "unit"),
                        name="one_open_consultation_of_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="consultation_answer_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[("acceptance", "Acceptance"), ("formal", "Formal review")],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("target", models.CharField(max_length=60, verbose_name="field or paper")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("ok", "In order"), ("problem", "Problem"), ("not_applicable", "Not applicable")],
                        max_length=14,
                        verbose_name="verdict",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="enterprises.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict on a field",
                "verbose_name_plural": "verdicts on fields",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "stage", "target"), name="field_verdict_once"),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), ("verdict", "problem"), _negated=True), name="problem_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="day on site")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("eligible_fen", models.BigIntegerField(verbose_name="confirmed eligible cost in fen")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("agrees", "Agrees with the application"),
                            ("partly", "Agrees in part"),
                            ("differs", "Does not agree"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("findings", models.TextField(max_length=4000, verbose_name="findings")),
                ("written_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="written")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="site_check",
                        to="enterprises.application",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "site check",
                "verbose_name_plural": "site checks",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second", None), models.Q(("second", models.F("first")), _negated=True), _connector="OR"
                        ),
                        name="site_check_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("second", None)),
                            models.Q(("confirmed_at__isnull", False), ("second__isnull", False)),
                            _connector="OR",
                        ),
                        name="site_check_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("eligible_fen__gte", 0)), name="site_check_cost_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Repayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount in fen")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("reference", models.CharField(max_length=80, verbose_name="reference of the transfer")),
                ("entered_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="entered")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayments",
                        to="enterprises.recoveryorder",
                        verbose_name="recovery",
                    ),
                ),
            ],
            options={
                "verbose_name": "repayment",
                "verbose_name_plural": "repayments",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="repayment_has_money"),
                    models.UniqueConstraint(fields=("order", "reference"), name="repayment_entered_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_paper",
                        to="attachments.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="enterprises.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a report",
                "verbose_name_plural": "papers of a report",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "case_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="reviews.case",
                    ),
                ),
                ("person_sealed", models.TextField(editable=False)),
                ("has_email", models.BooleanField(default=False, editable=False)),
                ("language", models.CharField(default="zh-hans", editable=False, max_length=10)),
                ("text", models.TextField(verbose_name="what is objected")),
                (
                    "received_at",
                    models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="received"),
                ),
                (
                    "code",
                    models.CharField(
                        default=portal.core.codes.verification_code,
                        max_length=20,
                        unique=True,
                        verbose_name="verification code",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("anonymous", "It bears no real name"),
                            ("no_evidence", "It comes without evidence"),
                            ("too_late", "It came after the period"),
                            ("no_matter", "It is not about this notice"),
                        ],
                        max_length=20,
                        verbose_name="why it is not admissible",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "published",
                    models.CharField(blank=True, max_length=500, verbose_name="what everybody reads of the outcome"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "line",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="enterprises.noticeline",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["line"], name="open_objections_of_line"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("reason", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="closed_objection_has_a_reason",
                    )
                ],
            },
            bases=("reviews.case",),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objection_evidence",
                        to="attachments.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="enterprises.objection"
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
            },
        ),
    ]
