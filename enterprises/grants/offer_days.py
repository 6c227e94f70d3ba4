"""What time does to offers: tells whoever was not told yet, reminds once, and lets them lapse. All of it from rows."""

from django.db import transaction

from enterprises.enums import GrantAnswer
from enterprises.grants import notifications as message
from enterprises.models import GrantLine, GrantRun
from portal.audit.actions import record
from portal.core import clock

AT_ONCE = 500


def tell_waiting() -> int:
    """Offers of large runs, some hundred at a time."""
    told = 0
    untold = GrantLine.objects.filter(offered_at__isnull=False, told_at=None)
    for pk in list(untold.order_by().values_list("run", flat=True).distinct()[:20]):
        run = GrantRun.objects.select_related("call__measure").get(pk=pk)
        with transaction.atomic():
            told += message.offers(run)
    return told


def remind() -> int:
    """Five working days before the end, once for each offer."""
    today = clock.today()
    found = GrantLine.objects.standing().filter(remind_on__lte=today, answer_by__gte=today, reminded_at=None)
    with transaction.atomic():
        lines = list(found.select_for_update(of=("self",)).select_related("call__measure")[:AT_ONCE])
        message.reminders(lines)
        GrantLine.objects.filter(pk__in=[line.pk for line in lines]).update(reminded_at=clock.now())
    return len(lines)


def lapse() -> int:
    """The last day counts until 24:00. Told once; the money is free again."""
    found = GrantLine.objects.standing().filter(answer_by__lt=clock.today())
    with transaction.atomic():
        lines = list(found.select_for_update(of=("self",)).select_related("call__measure", "run")[:AT_ONCE])
        for line in lines:
            line.answer, line.answered_at = GrantAnswer.LAPSED, clock.now()
        GrantLine.objects.bulk_update(lines, ["answer", "answered_at"])
        for line in lines:
            data = {"line": line.credit_code, "answer": str(GrantAnswer.LAPSED)}
            record(scope=f"grants:{line.run_id}", verb="lapse_offer", actor=None, target=str(line.run), data=data)
        message.lapsed(lines)
    return len(lines)
