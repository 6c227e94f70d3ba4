"""A demand for repayment is a letter: its code, when it was opened, and the interest that it names."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("enterprises", "0002_name_pieces"),
    ]

    operations = [
        migrations.AddField(
            model_name="recoveryorder",
            name="code",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="verification code"),
        ),
        migrations.AddField(
            model_name="recoveryorder",
            name="opened_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened"),
        ),
        migrations.AddField(
            model_name="recoveryorder",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opened by",
            ),
        ),
        migrations.AddField(
            model_name="recoveryorder",
            name="interest_fen",
            field=models.BigIntegerField(default=0, verbose_name="interest in fen"),
        ),
        migrations.AddField(
            model_name="recoveryorder",
            name="interest_basis",
            field=models.CharField(blank=True, max_length=200, verbose_name="how the interest is reckoned"),
        ),
        migrations.AddConstraint(
            model_name="recoveryorder",
            constraint=models.CheckConstraint(
                condition=Q(interest_fen=0) | (Q(interest_fen__gt=0) & ~Q(interest_basis="")),
                name="recovery_interest_has_its_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryorder",
            constraint=models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="recovery_code_once"),
        ),
    ]
