"""Performance reports over several years: how many a call asks for, and which year a report is of."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0003_demands")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="report_years",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")],
                default=1,
                help_text="One report a year, counted from the payment; the last one is evaluated.",
                verbose_name="years of performance reports",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="year",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="year of the report"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=Q(report_years__in=(1, 2, 3, 4, 5)), name="report_years_are_few"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=["application", "year"], condition=Q(state="accepted"), name="one_report_a_year"
            ),
        ),
    ]
