from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0012_desk"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["submitted_at"], name="application_by_day"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["computed_fen"], name="application_by_amount"),
        ),
    ]
