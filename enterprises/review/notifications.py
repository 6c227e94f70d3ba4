"""What is told about consultations: the question to the department, the answer to whoever asked."""

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from enterprises.models import Consultation
from enterprises.telling import tell_about
from portal.accounts.enums import Role
from portal.accounts.models import User
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
    tell_about(
        asked.application,
        person,
        f"enterprises/{name}",
        key,
        ("admin:enterprises_consultation_change", asked.pk),
        unit=lambda: asked.unit.name,
        due=lambda: formats.date_format(asked.due_on),
        answer=lambda: asked.get_answer_display(),
        text=asked.text,
    )
