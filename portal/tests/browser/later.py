"""Another day for the portal that is walked through: its own tasks of the clock, run once as they run on that day.

The portal itself stays where it is: a child process with the same run folder does what beat and the worker would do
then. The commands stand after the module's name: `python -m portal.tests.browser.later 2026-12-08T09:00`; with the
number of a notice, today's steps are taken as if that notice had been published two months ago.
"""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from portal.core.tests.project import ROOT
from portal.tests.browser.running import environment_of


def on_a_later_day(run_folder: Path, moment: datetime) -> None:
    """Steps that fall due until this moment are taken, as if it had come."""
    _lived(run_folder, moment.isoformat())


def when_the_notice_is_over(run_folder: Path, notice: str) -> None:
    """For what must be done afterwards on this very day, such as paying."""
    _lived(run_folder, notice)


def _lived(run_folder: Path, when: str) -> None:
    command = [sys.executable, "-m", "portal.tests.browser.later", when]
    done = subprocess.run(command, cwd=ROOT, env=environment_of(run_folder), capture_output=True, text=True)
    assert done.returncode == 0, f"That day could not be lived:\n{done.stdout}{done.stderr}"


def main(when: str) -> None:
    import django

    django.setup()
    from portal.core import clock
    from portal.reviews.recount import recount_if_changed
    from portal.reviews.tasks import take_due_steps

    if when.startswith("PN-"):
        # The first count under this portal's calendar would take the day back that is written here.
        recount_if_changed()
        _begin_long_ago(when)
        take_due_steps()
        return
    with clock.at(datetime.fromisoformat(when)):
        take_due_steps()


def _begin_long_ago(notice: str) -> None:
    from enterprises.models import Application
    from enterprises.tests.notices import let_notice_end
    from portal.core import clock
    from portal.reviews.models import WorkItem

    for application in Application.objects.filter(notice_lines__notice__number=notice):
        let_notice_end(application)
        open_item = WorkItem.objects.filter(case_id=application.pk, closed_at=None)
        open_item.update(due_on=clock.today() - timedelta(days=1))


if __name__ == "__main__":
    assert os.environ.get("VAR_DIR"), "The run folder is missing: VAR_DIR."
    main(sys.argv[1])
