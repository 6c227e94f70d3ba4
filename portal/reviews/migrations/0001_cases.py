"""Cases of every procedure: their moves, clocks, work items, requests and signatures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock


class Migration(migrations.Migration):
    # What these tables were made with at first: a database that has them all has this one.
    replaces = [
        ("reviews", "0001_initial"),
        ("reviews", "0002_clocks"),
        ("reviews", "0003_signatures_in_a_chain"),
        ("reviews", "0004_open_items_by_holder"),
        ("reviews", "0005_talent_roles"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0003_talent_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=portal.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("flow", models.CharField(editable=False, max_length=30, verbose_name="procedure")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                ("state", models.CharField(editable=False, max_length=30, verbose_name="state")),
                (
                    "moved_at",
                    models.DateTimeField(default=portal.core.clock.now, editable=False, verbose_name="last move"),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo")),
                (
                    "unit",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="accounts.unit",
                        verbose_name="accepting authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "indexes": [
                    models.Index(fields=["flow", "state", "-moved_at", "-id"], name="case_by_state"),
                    models.Index(fields=["unit", "flow", "state", "-moved_at", "-id"], name="case_of_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state", ""), _negated=True), name="case_has_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=portal.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField(default=portal.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("incomplete", "something is missing"), ("incorrect", "something does not agree")],
                        default="incomplete",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="asked")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="reviews.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)), fields=("case",), name="one_open_request_per_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                (
                    "answer",
                    models.CharField(
                        choices=[("approved", "signed"), ("returned", "sent back")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_offs", to="reviews.case"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signed by",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applicant", "Applicant"),
                            ("agent", "Authorised agent of the applicant"),
                            ("district", "District commerce authority"),
                            ("case_mgr", "Municipal bureau: responsible division"),
                            ("expert", "Reviewing expert"),
                            ("auditor", "Third-party auditor"),
                            ("finance", "Municipal finance bureau"),
                            ("joint_dept", "Consulted department"),
                            ("leadership", "Bureau leadership meeting"),
                            ("discipline", "Internal audit and supervision"),
                            ("talent_desk", "Talent desk of the bureau"),
                            ("talent", "Foreign professional"),
                            ("public", "Public"),
                        ],
                        max_length=20,
                        verbose_name="signs as",
                    ),
                ),
                ("superseded_at", models.DateTimeField(blank=True, null=True, verbose_name="superseded")),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("drafter", models.F("signer")), _negated=True), name="drafter_never_signs"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answer", "approved"), ("superseded_at", None), models.Q(("role", ""), _negated=True)
                        ),
                        fields=("case", "signer"),
                        name="nobody_signs_a_chain_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                ("source", models.CharField(max_length=30, verbose_name="from")),
                ("target", models.CharField(max_length=30, verbose_name="to")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "desk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applicant", "Applicant"),
                            ("agent", "Authorised agent of the applicant"),
                            ("district", "District commerce authority"),
                            ("case_mgr", "Municipal bureau: responsible division"),
                            ("expert", "Reviewing expert"),
                            ("auditor", "Third-party auditor"),
                            ("finance", "Municipal finance bureau"),
                            ("joint_dept", "Consulted department"),
                            ("leadership", "Bureau leadership meeting"),
                            ("discipline", "Internal audit and supervision"),
                            ("talent_desk", "Talent desk of the bureau"),
                            ("talent", "Foreign professional"),
                            ("public", "Public"),
                        ],
                        max_length=20,
                        verbose_name="desk",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("visible", models.BooleanField(default=True, verbose_name="the applicant sees it")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="transitions", to="reviews.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "move",
                "verbose_name_plural": "moves",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["case", "id"], name="transition_of_case")],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "desk",
                    models.CharField(
                        choices=[
                            ("applicant", "Applicant"),
                            ("agent", "Authorised agent of the applicant"),
                            ("district", "District commerce authority"),
                            ("case_mgr", "Municipal bureau: responsible division"),
                            ("expert", "Reviewing expert"),
                            ("auditor", "Third-party auditor"),
                            ("finance", "Municipal finance bureau"),
                            ("joint_dept", "Consulted department"),
                            ("leadership", "Bureau leadership meeting"),
                            ("discipline", "Internal audit and supervision"),
                            ("talent_desk", "Talent desk of the bureau"),
                            ("talent", "Foreign professional"),
                            ("public", "Public"),
                        ],
                        max_length=20,
                        verbose_name="desk",
                    ),
                ),
                ("state", models.CharField(max_length=30, verbose_name="state of the case")),
                ("topic", models.CharField(blank=True, max_length=40, verbose_name="call")),
                ("opened_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="open since")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("due_provisional", models.BooleanField(default=False, verbose_name="date is provisional")),
                (
                    "limit_kind",
                    models.CharField(
                        blank=True,
                        choices=[("legal", "fixed by law"), ("commit", "promised"), ("typical", "usual")],
                        max_length=10,
                        verbose_name="kind of limit",
                    ),
                ),
                (
                    "limit_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("workday", "working days"),
                            ("day", "calendar days"),
                            ("month", "months"),
                            ("year", "years"),
                        ],
                        max_length=10,
                        verbose_name="unit of the limit",
                    ),
                ),
                ("limit_number", models.PositiveSmallIntegerField(null=True, verbose_name="length of the limit")),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="paused since")),
                ("pause_reason", models.CharField(blank=True, max_length=200, verbose_name="why it is paused")),
                ("on_due", models.CharField(blank=True, max_length=40, verbose_name="step when the time is over")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="work_items", to="reviews.case"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="held_items",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="held by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_items",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
                ("clock_touched", models.BooleanField(default=False)),
                ("limit_extend", models.PositiveSmallIntegerField(default=0, verbose_name="longest extension")),
            ],
            options={
                "verbose_name": "work item",
                "verbose_name_plural": "work items",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["unit", "desk", "due_on", "id"],
                        name="desk_queue",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["unit", "desk", "topic", "due_on", "id"],
                        name="desk_by_topic",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["unit", "desk", "state", "due_on", "id"],
                        name="desk_by_state",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None), models.Q(("on_due", ""), _negated=True)),
                        fields=["due_on"],
                        name="automatic_steps",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["unit", "desk", "closed_at"],
                        name="desk_done",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["desk", "due_on", "id"], name="open_by_desk"
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["holder", "due_on", "id"],
                        name="open_by_holder",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("case",), name="one_open_item_per_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=60, verbose_name="field or paper")),
                ("why", models.CharField(max_length=500, verbose_name="why")),
                ("how", models.CharField(blank=True, max_length=500, verbose_name="how to put it right")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="what the applicant says to it")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="corrected")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reviews.request"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a request",
                "verbose_name_plural": "lines of a request",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "target"), name="request_names_target_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StuckStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                ("error", models.CharField(max_length=500, verbose_name="what went wrong")),
                ("tries", models.PositiveIntegerField(default=1, verbose_name="attempts")),
                ("first_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="first attempt")),
                ("last_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="last attempt")),
                ("next_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="next attempt")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stuck", to="reviews.workitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "stuck step",
                "verbose_name_plural": "stuck steps",
                "ordering": ["first_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("due_on", models.DateField(verbose_name="due")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock_events", to="reviews.workitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("item", "kind", "due_on"), name="clock_event_once")],
            },
        ),
        migrations.CreateModel(
            name="DueChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old", models.DateField(verbose_name="old date")),
                ("new", models.DateField(verbose_name="new date")),
                ("old_provisional", models.BooleanField(default=False)),
                ("new_provisional", models.BooleanField(default=False)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("resumed", "the clock had stood still"),
                            ("extended", "the time was extended"),
                            ("calendar", "the calendar of working days changed"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="at")),
                ("told_at", models.DateTimeField(null=True, verbose_name="told")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="due_changes", to="reviews.workitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a due date",
                "verbose_name_plural": "changes of due dates",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(condition=models.Q(("told_at", None)), fields=["id"], name="due_change_untold")
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.PositiveSmallIntegerField(verbose_name="longer by")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("asked_at", models.DateTimeField(default=portal.core.clock.now, verbose_name="asked")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved")),
                ("refused_at", models.DateTimeField(null=True, verbose_name="refused")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="reviews.workitem"
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="refused by",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None)), fields=("item",), name="one_extension_per_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_four_eyes",
                    ),
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="extension_is_longer"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("refused_at", None)),
                            _connector="OR",
                        ),
                        name="extension_answered_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("applicant", "waiting for the applicant"),
                            ("experts", "expert review"),
                            ("hearing", "hearing"),
                            ("inspection", "inspection on site"),
                            ("test", "test or appraisal"),
                            ("consultation", "consultation of other departments"),
                            ("authority", "decision of another authority"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("applicant", "Applicant"),
                            ("agent", "Authorised agent of the applicant"),
                            ("district", "District commerce authority"),
                            ("case_mgr", "Municipal bureau: responsible division"),
                            ("expert", "Reviewing expert"),
                            ("auditor", "Third-party auditor"),
                            ("finance", "Municipal finance bureau"),
                            ("joint_dept", "Consulted department"),
                            ("leadership", "Bureau leadership meeting"),
                            ("discipline", "Internal audit and supervision"),
                            ("talent_desk", "Talent desk of the bureau"),
                            ("talent", "Foreign professional"),
                            ("public", "Public"),
                        ],
                        max_length=20,
                        verbose_name="who must end it",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("since", models.DateTimeField(default=portal.core.clock.now, verbose_name="since")),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="reviews.workitem"
                    ),
                ),
                (
                    "paused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="paused by",
                    ),
                ),
                (
                    "resumed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resumed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "pause",
                "verbose_name_plural": "pauses",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("item",), name="one_open_pause_per_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="pause_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause__in",
                                ["applicant", "experts", "hearing", "inspection", "test", "consultation", "authority"],
                            )
                        ),
                        name="pause_cause_known",
                    ),
                ],
            },
        ),
    ]
