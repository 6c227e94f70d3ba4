import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import policies.models.follows
import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name="follower",
            index=models.Index(fields=["frequency", "told_until", "id"], name="follower_due"),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("user__isnull", True), models.Q(("email", ""), _negated=True)),
                    models.Q(("email", ""), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="follower_by_account_or_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.CheckConstraint(
                condition=models.Q(("frequency__in", ["daily", "weekly"])), name="follower_frequency_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="follower_email_lower",
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True), fields=("email",), name="follower_email_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("area__isnull", True),
                        ("measure__isnull", True),
                        ("policy__isnull", True),
                        models.Q(("query", ""), _negated=True),
                    ),
                    models.Q(
                        ("area__isnull", True), ("measure__isnull", True), ("policy__isnull", False), ("query", "")
                    ),
                    models.Q(
                        ("area__isnull", False), ("measure__isnull", True), ("policy__isnull", True), ("query", "")
                    ),
                    models.Q(
                        ("area__isnull", True), ("measure__isnull", False), ("policy__isnull", True), ("query", "")
                    ),
                    _connector="OR",
                ),
                name="follow_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("query", ""), _negated=True),
                fields=("follower", "query"),
                name="follow_search_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("policy__isnull", False)), fields=("follower", "policy"), name="follow_policy_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area__isnull", False)), fields=("follower", "area"), name="follow_area_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("measure__isnull", False)),
                fields=("follower", "measure"),
                name="follow_measure_once",
            ),
        ),
        migrations.AddIndex(
            model_name="followrequest",
            index=models.Index(fields=["email", "created_at"], name="follow_request_address"),
        ),
        migrations.AddIndex(
            model_name="followrequest",
            index=models.Index(fields=["network", "created_at"], name="follow_request_network"),
        ),
        migrations.AddIndex(
            model_name="followrequest",
            index=models.Index(fields=["created_at"], name="follow_request_age"),
        ),
        migrations.AddConstraint(
            model_name="followrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("area__isnull", True),
                        ("measure__isnull", True),
                        ("policy__isnull", True),
                        models.Q(("query", ""), _negated=True),
                    ),
                    models.Q(
                        ("area__isnull", True), ("measure__isnull", True), ("policy__isnull", False), ("query", "")
                    ),
                    models.Q(
                        ("area__isnull", False), ("measure__isnull", True), ("policy__isnull", True), ("query", "")
                    ),
                    models.Q(
                        ("area__isnull", True), ("measure__isnull", False), ("policy__isnull", True), ("query", "")
                    ),
                    _connector="OR",
                ),
                name="follow_request_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="followrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="follow_request_email_lower",
            ),
        ),
        migrations.AddConstraint(
            model_name="followrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True),
                fields=("token_hash",),
                name="follow_request_token_once",
            ),
        ),
    ]
