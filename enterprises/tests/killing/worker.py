"""A Celery worker as the portal starts it, on a part of Redis of its own. Where `STOP_AT` names a case, it stands still
in the middle of that case until it is killed, and says so by the file `MARK`."""

import os
import time
from pathlib import Path

import django

django.setup()

from enterprises.desk.batches import doing  # noqa: E402  (models need the settings)
from enterprises.tests.killing.pausing import FOR_EVER  # noqa: E402
from portal.celery import app  # noqa: E402

# What nobody acknowledged comes back after a second here; in the portal it takes minutes.
app.conf.broker_transport_options = app.conf.broker_transport_options | {
    "global_keyprefix": os.environ["KEY_PREFIX"],
    "visibility_timeout": 1,
    "unacked_restore_interval": 1,
}
_perform, _stop = doing._perform, os.environ.get("STOP_AT", "")


def _paused(batch, case):
    remark = _perform(batch, case)
    if str(case) == _stop:
        Path(os.environ["MARK"]).touch()
        time.sleep(FOR_EVER)
    return remark


doing._perform = _paused
