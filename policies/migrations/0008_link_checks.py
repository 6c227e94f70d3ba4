from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0007_progress")]

    operations = [
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
                        condition=models.Q(("error", ""), _negated=True),
                        fields=["-failures", "id"],
                        name="link_dead",
                    ),
                ],
            },
        ),
    ]
