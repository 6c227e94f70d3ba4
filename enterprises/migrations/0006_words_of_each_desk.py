"""Labels, stored lists and chosen columns belong to a desk; those that there are belong to the desk of the funds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DESKS = [("funds", "Support funds"), ("talent", "Talent")]


def desk() -> models.CharField:
    return models.CharField(choices=DESKS, default="funds", max_length=6, verbose_name="desk")


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0005_investment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("label", "desk", desk()),
        migrations.AddField("storedfilter", "desk", desk()),
        migrations.AddField("deskcolumns", "desk", desk()),
        migrations.AlterField(
            "deskcolumns",
            "user",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_columns",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddConstraint(
            "deskcolumns", models.UniqueConstraint(fields=("user", "desk"), name="columns_once_per_desk")
        ),
        migrations.RemoveConstraint("label", "label_once_per_unit"),
        migrations.AddConstraint(
            "label", models.UniqueConstraint(fields=("desk", "unit", "name"), name="label_once_per_unit")
        ),
        migrations.RemoveConstraint("storedfilter", "stored_filter_name_once"),
        migrations.AddConstraint(
            "storedfilter",
            models.UniqueConstraint(fields=("desk", "owner", "name"), name="stored_filter_name_once"),
        ),
    ]
