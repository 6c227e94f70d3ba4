import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talent", "0003_views_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="entrywithoutvisa",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="entrywithoutvisa",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="hotline",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="hotline",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="paper",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="pathstep",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="pathstep",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="penalty",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="penalty",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="permitclass",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="permitclass",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="permitroute",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="permitroute",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="pointstable",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="pointstable",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="referral",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="residenceroute",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="residenceroute",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="stepfee",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="stepfee",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="steplimit",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="steplimit",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
        migrations.AddField(
            model_name="visatype",
            name="check_every",
            field=models.PositiveSmallIntegerField(
                default=180,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="to check every so many days",
            ),
        ),
        migrations.AddField(
            model_name="visatype",
            name="words",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="Korean and Japanese"),
        ),
    ]
