"""Work of the clock for the support funds."""

from celery import shared_task
from celery.schedules import crontab

from enterprises.demo.windows import move_windows

BEAT = {"move-demo-windows": {"task": "enterprises.tasks.move_demo_windows", "schedule": crontab(hour=0, minute=1)}}


@shared_task
def move_demo_windows() -> int:
    """Does nothing where there is no demo."""
    return move_windows()
