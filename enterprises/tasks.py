"""Work of the clock for the support funds."""

from celery import shared_task
from celery.schedules import crontab

from enterprises.demo.windows import move_windows
from enterprises.machines import once
from enterprises.money.ledger import watch_ledger
from enterprises.signing import remind_signers

BEAT = {
    "move-demo-windows": {"task": "enterprises.tasks.move_demo_windows", "schedule": crontab(hour=0, minute=1)},
    # What is due is found in the rows, so that an hour that was missed costs an hour.
    "remind-signers": {"task": "enterprises.tasks.remind_of_signatures", "schedule": crontab(hour="8-20", minute=5)},
    "check-ledger": {"task": "enterprises.tasks.check_ledger", "schedule": crontab(hour=3, minute=40)},
    "sweep-idempotency-keys": {"task": "enterprises.tasks.sweep_idempotency_keys", "schedule": 3600.0},
}


@shared_task
def move_demo_windows() -> int:
    """Does nothing where there is no demo."""
    return move_windows()


@shared_task
def remind_of_signatures() -> int:
    """How many signers were reminded."""
    return remind_signers()


@shared_task
def sweep_idempotency_keys() -> int:
    """Answers to requests that nobody repeats any more."""
    return once.sweep()


@shared_task
def check_ledger() -> int:
    """How many of the calls' columns are not the sum of their entries."""
    return watch_ledger()
