"""What must hold before an application goes onto a notice or leaves it."""

from typing import Any

from django.utils.translation import gettext as _

from enterprises.models import Application, Objection
from enterprises.notices.period import ends_at, running_line
from portal.accounts.models import User
from portal.reviews.exceptions import StepRefused


def stands_on_a_notice(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """The step is taken for every entry when the notice is published, and at no other time."""
    if data.get("notice") is None or running_line(application) is None:
        raise StepRefused(_("Build the public notice of the call: it puts all its entries on notice together."))


def notice_is_over(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """By the database's clock. What was published before there were notices has only the day of its work item."""
    line = running_line(application)
    if line is not None and application.locked_at < ends_at(line.notice):
        raise StepRefused(_("The public notice %(number)s still runs.") % {"number": line.notice.number})


def no_objection_is_open(application: Application, user: User | None, data: dict[str, Any]) -> None:
    if Objection.objects.filter(line__application=application).open().exists():
        raise StepRefused(_("An objection to this entry is still being handled."))


def came_in_time(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """The objection itself says when it reached the database."""
    objection = data.get("objection")
    if objection is None or objection.received_at >= ends_at(objection.line.notice):
        raise StepRefused(_("Only an objection that was received in time stops an application."))
