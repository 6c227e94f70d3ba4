"""What the two sides of an objection are told: who objects by mail alone, if there is an address; never who it was."""

from typing import Any

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.models import Application, Objection
from enterprises.notices.persons import person_of
from enterprises.permissions import current_item
from portal.notifications.actions import tell
from portal.notifications.kinds import declare
from portal.reviews.models import WorkItem

declare("notices/objection_received", _("Your objection was received"))
declare("notices/objection_closed", _("Your objection was decided on"))
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
    with translation.override(objection.language):
        tell(
            kind=f"notices/{name}",
            to_email=person["email"],
            dedupe_key=f"objection:{objection.pk}:{name}",
            url=reverse("enterprises:objection", args=[objection.code]),
            case_reference=objection.number,
            in_inbox=False,
            sensitive=True,
            language=objection.language,
            context={
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
    person, item = application.applicant, current_item(application)
    with translation.override(person.language):
        tell(
            kind="notices/objection_upheld",
            recipient=person,
            dedupe_key=f"application:{application.pk}:{move.transition.pk}",
            url=reverse("enterprises:case", args=[application.number]),
            case_reference=application.number,
            context={
                "name": person.name or person.email,
                "number": application.number,
                "measure": application.call.measure.title,
                "enterprise": application.enterprise.name,
                "comment": move.comment,
                "due": formats.date_format(item.due_on) if item and item.due_on else "",
            },
        )
