"""Public notices and objections for tests: put an application on notice, object to it, close what is open."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F

from enterprises.models import Application, Notice, Objection
from enterprises.notices.objecting import receive
from enterprises.notices.objection_workflow import objection_flow
from enterprises.notices.period import fewest_workdays
from enterprises.notices.publishing import publish
from portal.accounts.models import User

if TYPE_CHECKING:
    from enterprises.tests.factories import Cast


def put_on_notice(*applications: Application, actor: User, workdays: int = 0) -> Notice:
    """All of them on one notice of their call, for as long as the call promises."""
    call = applications[0].call
    return publish(call, applications, actor, workdays=workdays or fewest_workdays(call))


def object_to(application: Application, **values: Any) -> Objection:
    """An objection by somebody without an account; the application knows that it moved."""
    line = application.notice_lines.get(result="")
    usual = {"name": "李晓", "phone": "0532-00000009", "email": "li.xiao@example.test", "text": "费用已另获补助。"}
    objection = receive(line, **(usual | {"files": []} | values))
    application.refresh_from_db()
    application.forget()
    return objection


def close_objections(
    application: Application, people: "Cast", step: str, published: str = "经核实。", *, notice_over: bool = False
) -> None:
    """Each that is open, admitted first; where the notice is over, the last one lets the application go on."""
    if notice_over:
        let_notice_end(application)
    for objection in Objection.objects.filter(line__application=application).open():
        for name in ("admit", step):
            objection_flow.take(objection, name, people.case_manager, "经核实。", published=published)
    application.refresh_from_db()
    application.forget()


def let_notice_end(application: Application) -> None:
    """As if it had been published two months ago."""
    notices = Notice.objects.filter(lines__application=application)
    notices.update(first_day=F("first_day") - timedelta(60), last_day=F("last_day") - timedelta(60))
