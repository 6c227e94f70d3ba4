"""Work of the clock for the support funds."""

from celery import shared_task
from celery.schedules import crontab

from enterprises.credit.checking import check_new_filings
from enterprises.demo.windows import move_windows
from enterprises.desk import visits
from enterprises.desk.batches import working
from enterprises.grants import offer_days, runs
from enterprises.machines import once
from enterprises.money.ledger import watch_ledger
from enterprises.money.reminding import remind_of_reports
from enterprises.panels.drafting import draft_waiting
from enterprises.signing import remind_signers

BEAT = {
    "move-demo-windows": {"task": "enterprises.tasks.move_demo_windows", "schedule": crontab(hour=0, minute=1)},
    # What is due is found in the rows, so that an hour that was missed costs an hour.
    "remind-signers": {"task": "enterprises.tasks.remind_of_signatures", "schedule": crontab(hour="8-20", minute=5)},
    "remind-of-reports": {
        "task": "enterprises.tasks.remind_of_reports_due",
        "schedule": crontab(hour="8-20", minute=25),
    },
    "check-ledger": {"task": "enterprises.tasks.check_ledger", "schedule": crontab(hour=3, minute=40)},
    # A batch of many cases waits for this; a look at an empty table costs nothing.
    "work-on-batches": {"task": "enterprises.tasks.work_on_batches", "schedule": 3.0},
    "forget-visits": {"task": "enterprises.tasks.forget_visits", "schedule": crontab(hour=3, minute=20)},
    "grants-work": {"task": "enterprises.tasks.work_on_grants", "schedule": 5.0, "options": {"expires": 4}},
    "grants-offers": {"task": "enterprises.tasks.see_to_offers", "schedule": crontab(minute=20)},
    "check-credit-of-filings": {"task": "enterprises.tasks.check_credit_of_filings", "schedule": 300.0},
    "draft-panel-decisions": {"task": "enterprises.tasks.draft_panel_decisions", "schedule": 15.0},
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
def check_credit_of_filings() -> int:
    """How many applications that came in were checked against the credit lists."""
    return check_new_filings()


@shared_task
def sweep_idempotency_keys() -> int:
    """Answers to requests that nobody repeats any more."""
    return once.sweep()


@shared_task
def check_ledger() -> int:
    """How many of the calls' columns are not the sum of their entries."""
    return watch_ledger()


@shared_task(ignore_result=True)
def work_on_batches() -> int:
    """How many batches were worked on."""
    return working.run_waiting()


@shared_task
def forget_visits() -> int:
    """Who looked at a case long ago is nobody's business."""
    return visits.forget_old()


@shared_task
def work_on_grants() -> int:
    """Rosters that are to be read or computed, and enterprises that are to be told; how many."""
    return runs.work() + offer_days.tell_waiting()


@shared_task
def see_to_offers() -> int:
    """How many enterprises were reminded, or told that their offer lapsed."""
    return offer_days.remind() + offer_days.lapse()


@shared_task
def remind_of_reports_due() -> int:
    """How many applicants were reminded of a performance report."""
    return remind_of_reports()


@shared_task
def draft_panel_decisions() -> int:
    """The next lines of frozen panels that wait for their drafts; safe to run twice."""
    return draft_waiting()
