"""Celery: the application, and the beat schedule collected from the apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A static schedule: what is due is found in rows, so a missed tick costs nothing but time.
SCHEDULED = (
    *("portal.core", "portal.notifications", "portal.attachments", "portal.reviews"),
    *("policies", "policies.alerts", "policies.imports", "enterprises", "talent"),
)


@app.on_after_finalize.connect
def collect_schedule(sender: Celery, **kwargs: object) -> None:
    """Take the `BEAT` table of each app's tasks.py."""
    from importlib import import_module

    for name in SCHEDULED:
        sender.conf.beat_schedule.update(import_module(f"{name}.tasks").BEAT)
