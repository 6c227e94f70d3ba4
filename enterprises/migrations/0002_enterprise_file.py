import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("attachments", "0001_initial"),
        ("enterprises", "0001_initial"),
        ("policies", "0009_policy_files"),
        ("reviews", "0001_initial"),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
                "ordering": ["-pk"],
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
            ],
            options={
                "verbose_name": "fact about an enterprise",
                "verbose_name_plural": "facts about enterprises",
                "ordering": ["code", "-as_of", "-pk"],
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
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-pk"],
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
            ],
            options={
                "verbose_name": "paper in the vault",
                "verbose_name_plural": "papers in the vault",
                "ordering": ["title", "-pk"],
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
            ],
            options={
                "verbose_name": "yearly figure",
                "verbose_name_plural": "yearly figures",
                "ordering": ["-year", "code"],
            },
        ),
        migrations.AddField(
            model_name="enterprise",
            name="address",
            field=models.CharField(blank=True, max_length=300, verbose_name="registered address"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="categories",
            field=models.ManyToManyField(
                blank=True,
                related_name="enterprises",
                to="policies.tradecategory",
                verbose_name="categories of digital trade",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="counts_from",
            field=models.DateField(
                blank=True,
                help_text="From this day on it counts towards the plan’s 3,800 market entities; empty: it does not count.",
                null=True,
                verbose_name="market entity of digital trade since",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="industries",
            field=models.ManyToManyField(
                blank=True,
                related_name="enterprises",
                to="policies.industrygroup",
                verbose_name="industries of the 10+1 system",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="legal_representative",
            field=models.CharField(blank=True, max_length=100, verbose_name="legal representative"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="zone",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"is_zone": True},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enterprises_in_zone",
                to="accounts.district",
                verbose_name="functional zone",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="added_at",
            field=models.DateTimeField(default=portal.core.clock.now, verbose_name="member since"),
        ),
        migrations.AddField(
            model_name="membership",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="membership",
            name="mandate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mandates",
                to="attachments.attachment",
                verbose_name="mandate",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["district", "-id"], name="enterprise_by_district"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["name"], name="enterprise_by_name"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                condition=models.Q(("counts_from__isnull", False)), fields=["counts_from"], name="enterprise_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "agent"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                ),
                name="agent_has_an_end",
                violation_error_message="An agent’s mandate needs its last day.",
            ),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="accounts", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="claimant",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to=settings.AUTH_USER_MODEL,
                verbose_name="claimed by",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="enterprise",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="enterprises.enterprise",
                verbose_name="enterprise",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="attachments.attachment",
                verbose_name="evidence",
            ),
        ),
        migrations.AddField(
            model_name="enterprisefact",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fact_rows", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="enterprisefact",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="mandate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="attachments.attachment",
            ),
        ),
        migrations.AddField(
            model_name="vaultpaper",
            name="attachment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vault_paper",
                to="attachments.attachment",
                verbose_name="file",
            ),
        ),
        migrations.AddField(
            model_name="vaultpaper",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="vault", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="vaultpaper",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.papertype",
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="vaultpaper",
            name="replaced_by",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="enterprises.vaultpaper",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="yearfigure",
            name="declared_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="yearfigure",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="yearfigure",
            name="verified_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "current")), fields=("enterprise",), name="one_current_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("enterprise",), name="one_proposed_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "current"), _negated=True), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="account_confirmed",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprisefact",
            index=models.Index(fields=["enterprise", "code", "-as_of"], name="fact_of_enterprise"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                fields=("enterprise", "email"),
                name="one_open_invitation_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "agent"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                ),
                name="invited_agent_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="vaultpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("issued_on", None),
                    ("valid_until__gte", models.F("issued_on")),
                    _connector="OR",
                ),
                name="vault_validity_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearfigure",
            constraint=models.UniqueConstraint(fields=("enterprise", "year", "code"), name="figure_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="yearfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("declared", None), ("declared__gte", 0), _connector="OR"),
                    models.Q(("verified", None), ("verified__gte", 0), _connector="OR"),
                ),
                name="figure_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("declared__isnull", False), ("verified__isnull", False), _connector="OR"),
                name="figure_said",
            ),
        ),
    ]
