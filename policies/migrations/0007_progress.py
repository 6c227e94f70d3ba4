import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("policies", "0006_import_jobs")]

    operations = [
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
        migrations.AddField(
            model_name="base",
            name="orders_en",
            field=models.JSONField(blank=True, default=list, verbose_name="orders in English"),
        ),
        migrations.AddField(
            model_name="venue",
            name="kind",
            field=models.CharField(
                choices=[("fair", "Fairs"), ("zone", "Zones"), ("park", "Parks"), ("facility", "Facilities")],
                default="facility",
                max_length=10,
                verbose_name="kind",
            ),
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
    ]
