"""What the two sides of an objection are told: who objects by mail alone, if there is an address; never who it was."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from enterprises.models import Application, Notice, Objection
from enterprises.notices.persons import person_of
from enterprises.permissions import current_item
from enterprises.telling import tell_applicant
from portal.notifications.actions import mail_link
from portal.notifications.kinds import declare
from portal.reviews.models import WorkItem

declare("notices/objection_received", _("Your objection was received"))
declare("notices/objection_closed", _("Your objection was decided on"))
declare("notices/objection_dismissed", _("Objections were closed, and the public notice runs to its last day"))
declare("notices/objection_upheld", _("An objection was upheld, and an application is decided again"))


def received(objection: Objection) -> None:
    item = WorkItem.objects.filter(case_id=objection.pk, closed_at=None).first()
    _to_objector("objection_received", objection, due=item.due_on if item else None)


def closed(objection: Objection) -> None:
    _to_objector("objection_closed", objection, reason=objection.reason)


def _to_objector(name: str, objection: Objection, due: Any = None, **context: Any) -> None:
    """In the language in which they wrote; the text is forgotten once it is sent."""
    if not objection.has_email:
        return
    person = person_of(objection)
    mail_link(
        kind=f"notices/{name}",
        to_email=person["email"],
        dedupe_key=f"objection:{objection.pk}:{name}",
        url=("enterprises:objection", objection.code),
        case_reference=objection.number,
        language=objection.language,
        context=lambda: {
            "name": person["name"],
            "number": objection.number,
            "notice": objection.line.notice.number,
            "enterprise": objection.line.content["enterprise"],
            "outcome": objection.state_label,
            "due": formats.date_format(due) if due else "",
            **context,
        },
    )


def upheld(move: Any) -> None:
    """The applicant learns that the support is decided again, and what everybody reads of the reason."""
    application: Application = move.case
    item = current_item(application)
    tell_applicant(
        application,
        "notices/objection_upheld",
        f"application:{application.pk}:{move.transition.pk}",
        ("enterprises:case", application.number),
        comment=move.comment,
        due=lambda: formats.date_format(item.due_on) if item and item.due_on else "",
    )


def stays_on_notice(application: Application, notice: Notice, objection: Objection, said: str) -> None:
    """The applicant learns that no objection was upheld, what everybody reads of it, and until when others may come."""
    tell_applicant(
        application,
        "notices/objection_dismissed",
        f"objection:{objection.pk}:applicant",
        ("enterprises:case", application.number),
        said=said,
        last_day=lambda: formats.date_format(notice.last_day),
    )
