"""What is told about consultations: the question to the department, the answer to whoever asked."""

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.models import Consultation
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.notifications.actions import tell
from portal.notifications.kinds import declare

declare("enterprises/consultation_asked", _("Your department is consulted"))
declare("enterprises/consultation_answered", _("A consulted department answered"))


def consultation_asked(asked: Consultation) -> None:
    """To everybody who can answer for the department."""
    people = User.objects.filter(is_active=True, posts__unit=asked.unit, posts__role=Role.JOINT_DEPARTMENT).distinct()
    for person in people:
        _tell("consultation_asked", asked, person, f"consultation:{asked.pk}:asked:{person.pk}")


def consultation_answered(asked: Consultation) -> None:
    _tell("consultation_answered", asked, asked.asked_by, f"consultation:{asked.pk}:answered")


def _tell(name: str, asked: Consultation, person: User, key: str) -> None:
    application = asked.application
    with translation.override(person.language):
        tell(
            kind=f"enterprises/{name}",
            recipient=person,
            dedupe_key=key,
            url=reverse("admin:enterprises_consultation_change", args=[asked.pk]),
            case_reference=application.number,
            context={
                "name": person.name or person.email,
                "number": application.number,
                "measure": application.call.measure.title,
                "enterprise": application.enterprise.name,
                "unit": asked.unit.name,
                "due": formats.date_format(asked.due_on),
                "answer": asked.get_answer_display(),
                "text": asked.text,
            },
        )
