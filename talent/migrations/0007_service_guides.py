import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("talent", "0006_desk_of_talent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Guide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_kinds",
                    models.CharField(
                        blank=True,
                        help_text="Letters with commas: S, L, GK, A, R, D.",
                        max_length=20,
                        verbose_name="kinds of source",
                    ),
                ),
                ("source_zh", models.CharField(blank=True, max_length=300, verbose_name="source in Chinese")),
                ("source_en", models.CharField(blank=True, max_length=300, verbose_name="source in English")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("checked_by", models.CharField(blank=True, max_length=100, verbose_name="checked by")),
                (
                    "check_every",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="to check every so many days",
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("work", "Work permits"),
                            ("visa", "Visas"),
                            ("arrival", "After arrival"),
                            ("residence", "Residence"),
                            ("entry", "Entry without a visa from home"),
                        ],
                        max_length=10,
                        verbose_name="group",
                    ),
                ),
                ("most_used", models.BooleanField(default=False, verbose_name="among the most used")),
                (
                    "name_zh",
                    models.CharField(help_text="The official term.", max_length=200, verbose_name="name in Chinese"),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("who_zh", models.CharField(blank=True, max_length=300, verbose_name="for whom, in Chinese")),
                ("who_en", models.CharField(blank=True, max_length=300, verbose_name="for whom, in English")),
                ("result_zh", models.CharField(blank=True, max_length=300, verbose_name="what one gets, in Chinese")),
                ("result_en", models.CharField(blank=True, max_length=300, verbose_name="what one gets, in English")),
                (
                    "missing",
                    models.CharField(
                        default="all", editable=False, max_length=200, verbose_name="elements that are missing"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guides",
                        to="talent.agency",
                        verbose_name="authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "service guide",
                "verbose_name_plural": "service guides",
                "ordering": ["order", "slug"],
            },
        ),
        migrations.CreateModel(
            name="GuideFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_kinds",
                    models.CharField(
                        blank=True,
                        help_text="Letters with commas: S, L, GK, A, R, D.",
                        max_length=20,
                        verbose_name="kinds of source",
                    ),
                ),
                ("source_zh", models.CharField(blank=True, max_length=300, verbose_name="source in Chinese")),
                ("source_en", models.CharField(blank=True, max_length=300, verbose_name="source in English")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("checked_by", models.CharField(blank=True, max_length=100, verbose_name="checked by")),
                (
                    "check_every",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="to check every so many days",
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "element",
                    models.CharField(
                        choices=[
                            ("basis", "Legal basis"),
                            ("condition", "Conditions"),
                            ("place", "Place"),
                            ("hours", "Opening hours"),
                            ("phone", "Phone"),
                            ("limit", "Time limit"),
                            ("fee", "Fee"),
                            ("form", "Form"),
                        ],
                        max_length=10,
                        verbose_name="element",
                    ),
                ),
                ("text_zh", models.CharField(max_length=500, verbose_name="text in Chinese")),
                ("text_en", models.CharField(blank=True, max_length=500, verbose_name="text in English")),
                ("known", models.BooleanField(default=True, verbose_name="known")),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="talent.guide",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact of a guide",
                "verbose_name_plural": "facts of guides",
                "ordering": ["guide", "element", "order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GuidePaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_kinds",
                    models.CharField(
                        blank=True,
                        help_text="Letters with commas: S, L, GK, A, R, D.",
                        max_length=20,
                        verbose_name="kinds of source",
                    ),
                ),
                ("source_zh", models.CharField(blank=True, max_length=300, verbose_name="source in Chinese")),
                ("source_en", models.CharField(blank=True, max_length=300, verbose_name="source in English")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("checked_by", models.CharField(blank=True, max_length=100, verbose_name="checked by")),
                (
                    "check_every",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="to check every so many days",
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("name_zh", models.CharField(max_length=200, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "original",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("ask", "ask the authority")],
                        default="ask",
                        max_length=5,
                        verbose_name="original",
                    ),
                ),
                (
                    "copy",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("ask", "ask the authority")],
                        default="ask",
                        max_length=5,
                        verbose_name="copy",
                    ),
                ),
                (
                    "translation",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("ask", "ask the authority")],
                        default="ask",
                        max_length=5,
                        verbose_name="Chinese translation",
                    ),
                ),
                (
                    "seal",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("ask", "ask the authority")],
                        default="ask",
                        max_length=5,
                        verbose_name="seal or authentication",
                    ),
                ),
                (
                    "validity_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="how long it is valid, in Chinese"),
                ),
                (
                    "validity_en",
                    models.CharField(blank=True, max_length=200, verbose_name="how long it is valid, in English"),
                ),
                ("note_zh", models.CharField(blank=True, max_length=300, verbose_name="note in Chinese")),
                ("note_en", models.CharField(blank=True, max_length=300, verbose_name="note in English")),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="talent.guide",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a guide",
                "verbose_name_plural": "papers of guides",
                "ordering": ["guide", "order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GuideStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_kinds",
                    models.CharField(
                        blank=True,
                        help_text="Letters with commas: S, L, GK, A, R, D.",
                        max_length=20,
                        verbose_name="kinds of source",
                    ),
                ),
                ("source_zh", models.CharField(blank=True, max_length=300, verbose_name="source in Chinese")),
                ("source_en", models.CharField(blank=True, max_length=300, verbose_name="source in English")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("checked_by", models.CharField(blank=True, max_length=100, verbose_name="checked by")),
                (
                    "check_every",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="to check every so many days",
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "actor",
                    models.CharField(
                        choices=[
                            ("employer", "Your employer"),
                            ("applicant", "You, the applicant"),
                            ("permit_authority", "The permit authority"),
                            ("both", "You and your employer"),
                        ],
                        max_length=20,
                        verbose_name="who acts",
                    ),
                ),
                ("name_zh", models.CharField(max_length=300, verbose_name="step in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="step in English")),
                ("place_zh", models.CharField(blank=True, max_length=300, verbose_name="place in Chinese")),
                ("place_en", models.CharField(blank=True, max_length=300, verbose_name="place in English")),
                ("days_zh", models.CharField(blank=True, max_length=200, verbose_name="how long, in Chinese")),
                ("days_en", models.CharField(blank=True, max_length=200, verbose_name="how long, in English")),
                (
                    "result_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="what comes of it, in Chinese"),
                ),
                (
                    "result_en",
                    models.CharField(blank=True, max_length=200, verbose_name="what comes of it, in English"),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="talent.guide",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a guide",
                "verbose_name_plural": "steps of guides",
                "ordering": ["guide", "order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GuideVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("content", models.JSONField(verbose_name="content")),
                ("at", models.DateTimeField(default=portal.core.clock.now, verbose_name="published")),
                (
                    "by",
                    models.ForeignKey(
                        help_text="Empty where a file was loaded.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="talent.guide",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a guide",
                "verbose_name_plural": "versions of guides",
                "ordering": ["guide", "-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="guide",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__isnull", True), ("missing", ""), _connector="OR"),
                name="guide_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="guideversion",
            constraint=models.UniqueConstraint(fields=("guide", "number"), name="guide_version_once"),
        ),
    ]
