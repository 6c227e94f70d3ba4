"""Another day for the portal that is walked through: its own tasks of the clock, run once as they run on that day.

The portal itself stays where it is: a child process with the same run folder does what beat and the worker would do
then. The commands stand after the module's name: `python -m portal.tests.browser.later 2026-12-08T09:00`.
"""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from portal.core.tests.project import ROOT
from portal.tests.browser.running import environment_of


def on_a_later_day(run_folder: Path, moment: datetime) -> None:
    """Steps that fall due until this moment are taken, as if it had come."""
    command = [sys.executable, "-m", "portal.tests.browser.later", moment.isoformat()]
    done = subprocess.run(command, cwd=ROOT, env=environment_of(run_folder), capture_output=True, text=True)
    assert done.returncode == 0, f"That day could not be lived:\n{done.stdout}{done.stderr}"


def main(moment: datetime) -> None:
    import django

    django.setup()
    from portal.core import clock
    from portal.reviews.tasks import take_due_steps

    with clock.at(moment):
        take_due_steps()


if __name__ == "__main__":
    assert os.environ.get("VAR_DIR"), "The run folder is missing: VAR_DIR."
    main(datetime.fromisoformat(sys.argv[1]))
