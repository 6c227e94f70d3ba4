"""Awards that were paid before the ledger knew of payments get their entries."""

from typing import Any

from django.db import migrations
from django.db.models import F

PAID = ("paid", "evaluated", "recovering", "recovered")


def enter(apps: Any, schema_editor: Any) -> None:
    call, entry = apps.get_model("enterprises", "Call"), apps.get_model("enterprises", "BudgetEntry")
    awards = apps.get_model("enterprises", "Application").objects.filter(state__in=PAID, granted_fen__gt=0)
    for award in awards.order_by("pk").iterator():
        kinds = [("pay", award.granted_fen)]
        if award.state == "recovered":
            kinds += [("repay", -award.granted_fen), ("release", -award.granted_fen)]
            call.objects.filter(pk=award.call_id).update(committed_fen=F("committed_fen") - award.granted_fen)
        else:
            call.objects.filter(pk=award.call_id).update(paid_fen=F("paid_fen") + award.granted_fen)
        for kind, amount in kinds:
            entry.objects.create(
                call_id=award.call_id, application_id=award.pk, kind=kind, amount_fen=amount, at=award.moved_at
            )


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0009_ledger_of_payments")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
