"""What an applicant is told when the notice with its entry is replaced by a corrected one."""

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.models import Application, Notice
from portal.notifications.actions import tell
from portal.notifications.kinds import declare

declare("notices/corrected", _("A public notice was corrected"))


def corrected(application: Application, later: Notice) -> None:
    person = application.applicant
    with translation.override(person.language):
        tell(
            kind="notices/corrected",
            recipient=person,
            dedupe_key=f"notice:{later.pk}:{application.pk}",
            url=reverse("enterprises:notice", args=[later.number]),
            case_reference=application.number,
            context={
                "name": person.name or person.email,
                "number": application.number,
                "measure": application.call.measure.title,
                "notice": later.number,
                "why": later.why_en if person.language == "en" else later.why_zh,
                "until": formats.date_format(later.last_day),
            },
        )
