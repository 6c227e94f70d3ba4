"""A batch belongs to a desk, and may assign its cases to a colleague."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DEEDS = [
    ("step", "Step"),
    ("take", "Take"),
    ("label", "Set a label"),
    ("unlabel", "Remove a label"),
    ("assign", "Assign"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0006_words_of_each_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "batch",
            "desk",
            models.CharField(
                choices=[("funds", "Support funds"), ("talent", "Talent")],
                default="funds",
                max_length=6,
                verbose_name="desk",
            ),
        ),
        migrations.AddField(
            "batch",
            "holder",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AlterField(
            "batch", "deed", models.CharField(choices=DEEDS, max_length=10, verbose_name="what is done")
        ),
    ]
