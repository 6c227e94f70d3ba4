"""The plan, the library of policies with its measures and rules, its editing, search, imports and alerts."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import policies.fields
import policies.models.follows
import portal.core.clock


class Migration(migrations.Migration):
    # What these tables were made with at first: a database that has them all has this one.
    replaces = [
        ("policies", "0001_initial"),
        ("policies", "0002_library_columns"),
        ("policies", "0003_revisions"),
        ("policies", "0004_search"),
        ("policies", "0005_follows"),
        ("policies", "0006_import_jobs"),
        ("policies", "0007_progress"),
        ("policies", "0008_link_checks"),
        ("policies", "0009_policy_files"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0003_talent_roles"),
        ("attachments", "0003_sealed_files"),
        ("reviews", "0001_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Base",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "National"),
                            ("provincial", "Provincial"),
                            ("city", "City"),
                            ("district", "District"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("title_zh", models.CharField(blank=True, max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("kind_zh", models.CharField(blank=True, max_length=100, verbose_name="kind in Chinese")),
                ("kind_en", models.CharField(blank=True, max_length=100, verbose_name="kind in English")),
                ("tenants", models.PositiveIntegerField(blank=True, null=True, verbose_name="tenants")),
                (
                    "export_usd",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="exports in USD"
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=40, verbose_name="period of the figures")),
                ("award_zh", models.CharField(blank=True, max_length=200, verbose_name="award in Chinese")),
                ("award_en", models.CharField(blank=True, max_length=200, verbose_name="award in English")),
                ("orders_zh", models.JSONField(blank=True, default=list, verbose_name="orders in Chinese")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("orders_en", models.JSONField(blank=True, default=list, verbose_name="orders in English")),
            ],
            options={
                "verbose_name": "export base",
                "verbose_name_plural": "export bases",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_zh", models.CharField(max_length=100, unique=True, verbose_name="title in Chinese")),
                ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                ("division", models.CharField(max_length=6, verbose_name="division code")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "industry cluster",
                "verbose_name_plural": "industry clusters",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "kind of restriction",
                "verbose_name_plural": "kinds of restriction",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FocusArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="number")),
                ("short_zh", models.CharField(max_length=40, verbose_name="short title in Chinese")),
                ("short_en", models.CharField(max_length=80, verbose_name="short title in English")),
                ("lever_zh", models.CharField(blank=True, max_length=40, verbose_name="lever in Chinese")),
                ("lever_en", models.CharField(blank=True, max_length=80, verbose_name="lever in English")),
            ],
            options={
                "verbose_name": "focus area",
                "verbose_name_plural": "focus areas",
                "ordering": ["number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FtzDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_zh", models.CharField(max_length=300, unique=True, verbose_name="text in Chinese")),
                ("text_en", models.CharField(blank=True, max_length=500, verbose_name="text in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "easing in pilot free trade zones",
                "verbose_name_plural": "easings in pilot free trade zones",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IndustryGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("items_zh", models.JSONField(default=list, verbose_name="industries in Chinese")),
                ("items_en", models.JSONField(default=list, verbose_name="industries in English")),
            ],
            options={
                "verbose_name": "industry group",
                "verbose_name_plural": "industry groups",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaperType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("auto", "Fetched by the portal"),
                            ("generated", "Filled in by the portal"),
                            ("pdf", "PDF"),
                            ("pdf_signed", "Signed PDF"),
                            ("form", "Online form"),
                            ("xlsx", "Excel table"),
                        ],
                        max_length=12,
                        verbose_name="format",
                    ),
                ),
                ("sensitive", models.BooleanField(default=False, verbose_name="sensitive personal data")),
                ("baseline", models.BooleanField(default=False, verbose_name="asked of everybody")),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Peer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_zh", models.CharField(max_length=100, unique=True, verbose_name="title in Chinese")),
                ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                ("note_zh", models.CharField(blank=True, max_length=300, verbose_name="note in Chinese")),
                ("note_en", models.CharField(blank=True, max_length=300, verbose_name="note in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "peer city",
                "verbose_name_plural": "peer cities",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Safeguard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "safeguard",
                "verbose_name_plural": "safeguards",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Sector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "sector",
                "verbose_name_plural": "sectors",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatisticalMode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "statistical mode",
                "verbose_name_plural": "statistical modes",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupplyMode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "mode of supply",
                "verbose_name_plural": "modes of supply",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TradeCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("scope_zh", models.TextField(blank=True, verbose_name="scope in Chinese")),
                ("scope_en", models.TextField(blank=True, verbose_name="scope in English")),
                (
                    "examples",
                    models.JSONField(
                        blank=True, default=list, help_text="A list of {“zh”: …, “en”: …}.", verbose_name="examples"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
            ],
            options={
                "verbose_name": "trade category",
                "verbose_name_plural": "trade categories",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="facts")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fair", "Fairs"), ("zone", "Zones"), ("park", "Parks"), ("facility", "Facilities")],
                        default="facility",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "venue or facility",
                "verbose_name_plural": "venues and facilities",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="indicator")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "geo",
                    models.CharField(
                        choices=[("QD", "Qingdao"), ("CN", "China"), ("W", "World")], max_length=2, verbose_name="place"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="value")),
                ("unit", models.CharField(max_length=20, verbose_name="unit")),
                (
                    "kind",
                    models.CharField(
                        choices=[("actual", "Reported figure"), ("target", "Target")],
                        default="actual",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gte", "at least"),
                            ("lte", "at most"),
                            ("gt", "more than"),
                            ("lt", "less than"),
                            ("eq", "exactly"),
                        ],
                        max_length=3,
                        verbose_name="comparison",
                    ),
                ),
                ("approx", models.BooleanField(default=False, verbose_name="approximate")),
                (
                    "flow",
                    models.CharField(
                        blank=True,
                        choices=[("export", "Exports"), ("import", "Imports")],
                        max_length=6,
                        verbose_name="direction",
                    ),
                ),
                (
                    "yoy_pct",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=9, null=True, verbose_name="growth on the year, %"
                    ),
                ),
                (
                    "vs_national_pp",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=9,
                        null=True,
                        verbose_name="above the national rate, percentage points",
                    ),
                ),
                (
                    "share_of_national_pct",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=9,
                        null=True,
                        verbose_name="share of the national total, %",
                    ),
                ),
                (
                    "avg_growth_pct",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=9, null=True, verbose_name="average growth a year, %"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("year__isnull", False)),
                        fields=("code", "geo", "year", "kind"),
                        name="indicator_once_a_year",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("year__isnull", True)),
                        fields=("code", "geo", "kind"),
                        name="indicator_once_without_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year__isnull", True), models.Q(("year__gte", 1950), ("year__lte", 2100)), _connector="OR"
                        ),
                        name="indicator_year_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NegativeList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("issuer_zh", models.CharField(blank=True, max_length=200, verbose_name="issuer in Chinese")),
                ("issuer_en", models.CharField(blank=True, max_length=200, verbose_name="issuer in English")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="document")),
                ("promulgated_on", models.DateField(blank=True, null=True, verbose_name="promulgated on")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                (
                    "effective_month",
                    models.CharField(
                        blank=True,
                        help_text="YYYY-MM, where the day is not known.",
                        max_length=7,
                        verbose_name="month of effect",
                    ),
                ),
                ("item_count", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of items")),
                (
                    "category_count",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of categories"),
                ),
                ("applies", models.CharField(blank=True, max_length=200, verbose_name="applies to")),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="policies.negativelist",
                        verbose_name="superseded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "negative list",
                "verbose_name_plural": "negative lists",
                "ordering": ["order", "code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("effective_on__gte", models.F("promulgated_on"))),
                        name="negativelist_in_force_after_promulgation",
                        violation_error_message="The list is in force before it was promulgated.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleBook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("data", models.JSONField(verbose_name="data")),
            ],
            options={
                "verbose_name": "rule vocabulary",
                "verbose_name_plural": "rule vocabulary",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="rulebook_single_row")],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=60, unique=True, verbose_name="indicator")),
                (
                    "operator",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gte", "at least"),
                            ("lte", "at most"),
                            ("gt", "more than"),
                            ("lt", "less than"),
                            ("eq", "exactly"),
                        ],
                        max_length=3,
                        verbose_name="comparison",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="value"),
                ),
                ("unit_zh", models.CharField(blank=True, max_length=40, verbose_name="unit in Chinese")),
                ("unit_en", models.CharField(blank=True, max_length=60, verbose_name="unit in English")),
                ("text_zh", models.CharField(blank=True, max_length=300, verbose_name="wording in Chinese")),
                ("text_en", models.CharField(blank=True, max_length=300, verbose_name="wording in English")),
                ("qualitative", models.BooleanField(default=False, verbose_name="in words only")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("qualitative", True), ("value__isnull", False), _connector="OR"),
                        name="target_has_value_or_words",
                        violation_error_message="A target needs a value, or it is one in words only.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "words",
                    models.JSONField(
                        default=list, help_text="A list of words, the usual one first.", verbose_name="words"
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "words of the same meaning",
                "verbose_name_plural": "words of the same meaning",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Empty with an account, whose address counts.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English")], max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("daily", "Daily"), ("weekly", "Weekly, on Mondays")],
                        default="weekly",
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                ("nonce", models.CharField(default=policies.models.follows.new_nonce, editable=False, max_length=32)),
                ("confirmed_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="confirmed")),
                (
                    "told_until",
                    models.DateTimeField(default=portal.core.clock.now, verbose_name="told of everything until"),
                ),
                (
                    "told_days",
                    models.JSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="A list of [key, date]; what is over is dropped.",
                        verbose_name="deadlines already told",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follower",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "follower",
                "verbose_name_plural": "followers",
                "indexes": [models.Index(fields=["frequency", "told_until", "id"], name="follower_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("user__isnull", True), models.Q(("email", ""), _negated=True)),
                            models.Q(("email", ""), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="follower_by_account_or_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("frequency__in", ["daily", "weekly"])), name="follower_frequency_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="follower_email_lower",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True), fields=("email",), name="follower_email_once"
                    ),
                ],
            },
        ),
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
                "indexes": [
                    models.Index(fields=["noun", "-id"], name="importjob_of_noun"),
                    models.Index(
                        condition=models.Q(("phase__in", ("waiting", "reading", "applying"))),
                        fields=["id"],
                        name="importjob_at_work",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CentralCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "central category",
                "verbose_name_plural": "central categories",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=500, unique=True, verbose_name="address")),
                ("uses", models.JSONField(default=list, verbose_name="stands in")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="last checked")),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="answer")),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_host", "There is no such host."),
                            ("private", "The address leads into a private network, so it is not asked."),
                            ("no_page", "This is no address of a web page."),
                            ("silent", "No answer in time."),
                            ("certificate", "Its certificate is not valid."),
                            ("failed", "The connection failed."),
                            ("status", "The server says that there is no such page."),
                            ("circle", "It leads on too often."),
                        ],
                        max_length=12,
                        verbose_name="what is wrong",
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="nights in a row")),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["url"],
                "indexes": [
                    models.Index(fields=["checked_at", "id"], name="link_to_check"),
                    models.Index(
                        condition=models.Q(("error", ""), _negated=True), fields=["-failures", "id"], name="link_dead"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("slug", models.SlugField(blank=True, max_length=60, unique=True, verbose_name="address")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan", "Plan"),
                            ("measure", "Support measures"),
                            ("notice", "Circular"),
                            ("explanation", "Explanation"),
                            ("law", "Law or regulation"),
                            ("opinion", "Opinions"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "National"),
                            ("provincial", "Provincial"),
                            ("city", "City"),
                            ("district", "District"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("issuer_zh", models.CharField(blank=True, max_length=200, verbose_name="issuer in Chinese")),
                ("issuer_en", models.CharField(blank=True, max_length=300, verbose_name="issuer in English")),
                (
                    "document_number",
                    policies.fields.DocumentNumberField(
                        blank=True, max_length=40, null=True, verbose_name="document number"
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported on")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="in force until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_force", "In force"),
                            ("lapsed", "No longer in force"),
                            ("repealed", "Repealed"),
                            ("amended", "Amended"),
                        ],
                        default="in_force",
                        max_length=10,
                        verbose_name="validity",
                    ),
                ),
                ("summary_zh", models.TextField(blank=True, verbose_name="summary in Chinese")),
                ("summary_en", models.TextField(blank=True, verbose_name="summary in English")),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, help_text="Invented; shown with a band that says so.", verbose_name="demo data"
                    ),
                ),
                ("published", models.BooleanField(default=True, verbose_name="published")),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True, related_name="policies", to="policies.focusarea", verbose_name="focus areas"
                    ),
                ),
                (
                    "based_on",
                    models.ManyToManyField(
                        blank=True, related_name="basis_of", to="policies.policy", verbose_name="rests on"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="policies.policy",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "safeguards",
                    models.ManyToManyField(
                        blank=True, related_name="policies", to="policies.safeguard", verbose_name="safeguards"
                    ),
                ),
                (
                    "audiences",
                    models.JSONField(
                        blank=True, default=list, help_text="A list of `Audience` values.", verbose_name="audience"
                    ),
                ),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True,
                        related_name="policies",
                        to="policies.tradecategory",
                        verbose_name="trade categories",
                    ),
                ),
                (
                    "districts",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Empty: the whole city.",
                        related_name="policies",
                        to="accounts.district",
                        verbose_name="districts and zones",
                    ),
                ),
                ("published_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="published here")),
                ("reading_en", models.TextField(blank=True, verbose_name="plain reading in English")),
                ("reading_zh", models.TextField(blank=True, verbose_name="plain reading in Chinese")),
                (
                    "stale",
                    models.JSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="Names of columns, such as title_en, whose other language was changed after them.",
                        verbose_name="halves older than their other half",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "policy document",
                "verbose_name_plural": "policy documents",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("effective_on"))),
                        name="policy_validity_in_order",
                        violation_error_message="The document lapses before it is in force.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_on__gte", models.F("issued_on"))),
                        name="policy_in_force_after_issue",
                        violation_error_message="The document is in force before it was issued.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("supersedes", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="policy_not_its_own_successor",
                        violation_error_message="A document can’t replace itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NegativeListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number in the list")),
                ("text_zh", models.CharField(max_length=500, verbose_name="text in Chinese")),
                ("text_en", models.CharField(blank=True, max_length=700, verbose_name="text in English")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "dimensions",
                    models.ManyToManyField(
                        blank=True, related_name="entries", to="policies.dimension", verbose_name="kinds of restriction"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="policies.negativelist",
                        verbose_name="negative list",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="policies.sector",
                        verbose_name="sector",
                    ),
                ),
                (
                    "modes",
                    models.ManyToManyField(
                        blank=True, related_name="entries", to="policies.supplymode", verbose_name="modes of supply"
                    ),
                ),
            ],
            options={
                "verbose_name": "negative-list entry",
                "verbose_name_plural": "negative-list entries",
                "ordering": ["edition", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("edition", "number"),
                        name="negativelist_number_once",
                    ),
                    models.UniqueConstraint(fields=("edition", "text_zh"), name="negativelist_text_once"),
                ],
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
                "constraints": [models.UniqueConstraint(fields=("job", "number"), name="importbatch_once")],
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
                "constraints": [models.UniqueConstraint(fields=("job", "number"), name="importpiece_once")],
            },
        ),
        migrations.CreateModel(
            name="AreaTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "sources",
                    models.JSONField(
                        default=list,
                        help_text="A list of letters: A, S, L, R, GK or D, as in the data files.",
                        verbose_name="sources",
                    ),
                ),
                ("source_zh", models.CharField(blank=True, max_length=200, verbose_name="source in Chinese")),
                ("source_en", models.CharField(blank=True, max_length=300, verbose_name="source in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="policies.focusarea",
                        verbose_name="focus area",
                    ),
                ),
            ],
            options={
                "verbose_name": "task of an area",
                "verbose_name_plural": "tasks of the areas",
                "ordering": ["area__number", "order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("area", "title_zh"), name="area_task_once")],
            },
        ),
        migrations.CreateModel(
            name="CategoryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note_zh", models.CharField(blank=True, max_length=200, verbose_name="note in Chinese")),
                ("note_en", models.CharField(blank=True, max_length=300, verbose_name="note in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="central_links",
                        to="policies.tradecategory",
                        verbose_name="trade category",
                    ),
                ),
                (
                    "mode",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="central_links",
                        to="policies.statisticalmode",
                        verbose_name="statistical mode",
                    ),
                ),
                (
                    "central",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="policies.centralcategory",
                        verbose_name="central category",
                    ),
                ),
            ],
            options={
                "verbose_name": "link between categories",
                "verbose_name_plural": "links between categories",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category__isnull", False), ("mode__isnull", True)),
                            models.Q(("category__isnull", True), ("mode__isnull", False)),
                            _connector="OR",
                        ),
                        name="category_link_to_one_thing",
                        violation_error_message="A link leads to a trade category or to a statistical mode.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", False)),
                        fields=("central", "category"),
                        name="category_link_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("mode__isnull", False)),
                        fields=("central", "mode"),
                        name="category_link_once_a_mode",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (3, "January to March"),
                            (6, "January to June"),
                            (9, "January to September"),
                            (12, "Whole year"),
                        ],
                        default=12,
                        help_text="From January of that year on.",
                        verbose_name="period",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=4, help_text="In the unit of the target.", max_digits=16, verbose_name="value"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("reported", "Reported figure"), ("preliminary", "Preliminary figure")],
                        default="reported",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("source_zh", models.CharField(blank=True, max_length=200, verbose_name="source in Chinese")),
                ("source_en", models.CharField(blank=True, max_length=200, verbose_name="source in English")),
                ("note_zh", models.CharField(blank=True, max_length=300, verbose_name="note in Chinese")),
                ("note_en", models.CharField(blank=True, max_length=300, verbose_name="note in English")),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False,
                        help_text="Invented; gives way to the first real figure of its target.",
                        verbose_name="demo data",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole city.",
                        limit_choices_to={"is_retired": False, "is_zone": False},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="accounts.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="policies.target",
                        verbose_name="target",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress figure",
                "verbose_name_plural": "progress figures",
                "ordering": ["target__order", "year", "months", "district__code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", False)),
                        fields=("target", "year", "months", "district", "is_demo"),
                        name="progress_once_a_district",
                        violation_error_message="This district has a figure for this period already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", True)),
                        fields=("target", "year", "months", "is_demo"),
                        name="progress_once_for_the_city",
                        violation_error_message="The whole city has a figure for this period already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                        name="progress_year_plausible",
                        violation_error_message="The year must lie between 2000 and 2100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__in", [3, 6, 9, 12])),
                        name="progress_period_known",
                        violation_error_message="A period ends with a quarter of the year.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead_department_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="lead department in Chinese"),
                ),
                (
                    "lead_department_en",
                    models.CharField(blank=True, max_length=200, verbose_name="lead department in English"),
                ),
                ("period_from", models.DateField(verbose_name="period from")),
                ("period_to", models.DateField(verbose_name="period to")),
                ("definition_zh", models.TextField(blank=True, verbose_name="definition in Chinese")),
                ("definition_en", models.TextField(blank=True, verbose_name="definition in English")),
                ("vision_zh", models.TextField(blank=True, verbose_name="vision in Chinese")),
                ("vision_en", models.TextField(blank=True, verbose_name="vision in English")),
                ("end_state_zh", models.TextField(blank=True, verbose_name="aim for the last year in Chinese")),
                ("end_state_en", models.TextField(blank=True, verbose_name="aim for the last year in English")),
                (
                    "spatial_pattern_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="spatial pattern in Chinese"),
                ),
                (
                    "spatial_pattern_en",
                    models.CharField(blank=True, max_length=300, verbose_name="spatial pattern in English"),
                ),
                (
                    "first_in_province",
                    models.BooleanField(default=False, verbose_name="first of its kind in the province"),
                ),
                (
                    "bases_aggregate",
                    models.JSONField(blank=True, default=dict, verbose_name="figures of all provincial bases"),
                ),
                (
                    "industry_tracks",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="industry tracks"),
                ),
                ("industry_targets", models.JSONField(blank=True, default=dict, verbose_name="industry targets")),
                (
                    "policy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="plan_period_in_order",
                        violation_error_message="The period ends before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("text_zh", models.TextField(verbose_name="text in Chinese")),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
                (
                    "stale",
                    models.BooleanField(default=False, editable=False, verbose_name="English older than the Chinese"),
                ),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ["policy", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "number"), name="clause_number_once_a_policy")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=100, verbose_name="office in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="office in English")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("hours_zh", models.CharField(blank=True, max_length=100, verbose_name="office hours in Chinese")),
                ("hours_en", models.CharField(blank=True, max_length=200, verbose_name="office hours in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="policies.focusarea",
                        verbose_name="focus area",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area__isnull", True), ("policy__isnull", False)),
                            models.Q(("area__isnull", False), ("policy__isnull", True)),
                            _connector="OR",
                        ),
                        name="contact_of_one_thing",
                        violation_error_message="A contact belongs to a document or to an area.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_file",
                        to="attachments.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a document",
                "verbose_name_plural": "files of a document",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("given_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="policyfile_second_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("slug", models.SlugField(blank=True, max_length=40, unique=True, verbose_name="address")),
                (
                    "article",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Its chapter in the policy document; empty takes the next one.",
                        verbose_name="article",
                    ),
                ),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title in English")),
                (
                    "mode",
                    models.CharField(
                        choices=[("entitlement", "Entitlement"), ("competitive", "Competitive")],
                        max_length=12,
                        verbose_name="allocation",
                    ),
                ),
                ("period_from", models.DateField(verbose_name="accounting period from")),
                ("period_to", models.DateField(verbose_name="accounting period to")),
                ("eligibility", models.JSONField(default=dict, verbose_name="conditions")),
                ("subsidy", models.JSONField(verbose_name="amount formula")),
                ("window_open", models.DateField(blank=True, null=True, verbose_name="window opens")),
                ("window_close", models.DateField(blank=True, null=True, verbose_name="window closes")),
                (
                    "budget_fen",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(0)], verbose_name="budget (fen)"
                    ),
                ),
                (
                    "usd_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="For self-checks before a call fixes its own rate.",
                        max_digits=9,
                        null=True,
                        verbose_name="exchange rate USD to CNY",
                    ),
                ),
                ("expert_review", models.BooleanField(default=False, verbose_name="expert review")),
                ("on_site_check", models.BooleanField(default=False, verbose_name="on-site check")),
                ("anchor", models.TextField(blank=True, verbose_name="where the figures come from")),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, help_text="Invented; shown with a band that says so.", verbose_name="demo data"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="policies.focusarea",
                        verbose_name="focus area",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
                (
                    "examples",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="A list of {title_zh, title_en, facts, usd_cny, verdict, amount_cny}; a version is published only if all of them come out so.",
                        verbose_name="worked examples",
                    ),
                ),
                ("published_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="published here")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "support measure",
                "verbose_name_plural": "support measures",
                "ordering": ["area__number", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "article"), name="measure_article_once_a_policy"),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="measure_period_in_order",
                        violation_error_message="The accounting period ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("window_close__isnull", True), ("window_open__isnull", True)),
                            models.Q(
                                ("window_close__gte", models.F("window_open")),
                                ("window_close__isnull", False),
                                ("window_open__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="measure_window_in_order",
                        violation_error_message="The window needs both days, and closes no earlier than it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget_fen__gte", 0)), name="measure_budget_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("usd_cny__isnull", True), ("usd_cny__gt", 0), _connector="OR"),
                        name="measure_exchange_rate_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasurePaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_rows",
                        to="policies.measure",
                        verbose_name="support measure",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.papertype",
                        verbose_name="paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a measure",
                "verbose_name_plural": "papers of a measure",
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("measure", "paper"), name="measure_paper_once")],
            },
        ),
        migrations.CreateModel(
            name="Revision",
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
                (
                    "subject",
                    models.CharField(
                        choices=[("policy", "Policy document"), ("measure", "Support measure")],
                        max_length=10,
                        verbose_name="of",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Given when it is published.",
                        null=True,
                        verbose_name="version",
                    ),
                ),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                (
                    "summary_zh",
                    models.CharField(
                        blank=True,
                        help_text="Followers read exactly this.",
                        max_length=300,
                        verbose_name="what changes, in one Chinese sentence",
                    ),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=300, verbose_name="what changes, in one English sentence"),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty: once it is checked.", null=True, verbose_name="publish at"
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty where a file was loaded.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="policies.measure",
                        verbose_name="support measure",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("policy__isnull", False), ("version__isnull", False)),
                        fields=("policy", "version"),
                        name="revision_version_once_a_policy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("measure__isnull", False), ("version__isnull", False)),
                        fields=("measure", "version"),
                        name="revision_version_once_a_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("policy__isnull", True), ("measure__isnull", True), _connector="OR"),
                        name="revision_of_one_thing",
                    ),
                ],
            },
            bases=("reviews.case",),
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField()),
                ("numbers", models.CharField(max_length=200)),
                ("lead", models.TextField()),
                ("text", models.TextField()),
                ("initials", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("expires_on", models.DateField(null=True)),
                ("newest", models.DateField()),
                ("published", models.BooleanField()),
                ("published_at", models.DateTimeField()),
                ("facets", models.TextField()),
                ("card", models.JSONField(default=dict)),
                ("passages", models.JSONField(default=list)),
                (
                    "measure",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="policies.measure",
                    ),
                ),
                (
                    "policy",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the search index",
                "verbose_name_plural": "entries of the search index",
                "indexes": [models.Index(fields=["-newest", "-id"], name="searchentry_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("measure__isnull", True), ("policy__isnull", False)),
                            models.Q(("measure__isnull", False), ("policy__isnull", True)),
                            _connector="OR",
                        ),
                        name="searchentry_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="saved search")),
                ("muted", models.BooleanField(default=False, verbose_name="muted")),
                (
                    "created_at",
                    models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="since"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.focusarea",
                        verbose_name="focus area",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.measure",
                        verbose_name="support measure",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="policies.follower",
                        verbose_name="follower",
                    ),
                ),
            ],
            options={
                "verbose_name": "followed",
                "verbose_name_plural": "followed",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("policy__isnull", True),
                                models.Q(("query", ""), _negated=True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("policy__isnull", False),
                                ("query", ""),
                            ),
                            models.Q(
                                ("area__isnull", False),
                                ("measure__isnull", True),
                                ("policy__isnull", True),
                                ("query", ""),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", False),
                                ("policy__isnull", True),
                                ("query", ""),
                            ),
                            _connector="OR",
                        ),
                        name="follow_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("query", ""), _negated=True),
                        fields=("follower", "query"),
                        name="follow_search_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("policy__isnull", False)),
                        fields=("follower", "policy"),
                        name="follow_policy_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("follower", "area"),
                        name="follow_area_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("measure__isnull", False)),
                        fields=("follower", "measure"),
                        name="follow_measure_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="saved search")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English")], max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("daily", "Daily"), ("weekly", "Weekly, on Mondays")],
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                ("network", models.CharField(max_length=64, verbose_name="network")),
                ("token_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="mailed")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "created_at",
                    models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="asked"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.focusarea",
                        verbose_name="focus area",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.measure",
                        verbose_name="support measure",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to follow",
                "verbose_name_plural": "requests to follow",
                "indexes": [
                    models.Index(fields=["email", "created_at"], name="follow_request_address"),
                    models.Index(fields=["network", "created_at"], name="follow_request_network"),
                    models.Index(fields=["created_at"], name="follow_request_age"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("policy__isnull", True),
                                models.Q(("query", ""), _negated=True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("policy__isnull", False),
                                ("query", ""),
                            ),
                            models.Q(
                                ("area__isnull", False),
                                ("measure__isnull", True),
                                ("policy__isnull", True),
                                ("query", ""),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", False),
                                ("policy__isnull", True),
                                ("query", ""),
                            ),
                            _connector="OR",
                        ),
                        name="follow_request_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="follow_request_email_lower",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="follow_request_token_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("amended", "Changed"),
                            ("lapsed", "No longer in force"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                ("sentence_zh", models.CharField(max_length=300, verbose_name="sentence in Chinese")),
                ("sentence_en", models.CharField(blank=True, max_length=300, verbose_name="sentence in English")),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="policies.measure",
                        verbose_name="support measure",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        help_text="Of a measure: the document it belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="policies.policy",
                        verbose_name="policy document",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="change",
                        to="policies.revision",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["-at", "-id"], name="change_newest")],
            },
        ),
        migrations.AddField(
            model_name="Measure",
            name="papers",
            field=models.ManyToManyField(
                related_name="measures", through="policies.MeasurePaper", to="policies.papertype", verbose_name="papers"
            ),
        ),
    ]
