"""What an applicant is told when the notice with its entry is replaced by a corrected one."""

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from enterprises.models import Application, Notice
from enterprises.telling import tell_applicant
from portal.notifications.kinds import declare

declare("notices/corrected", _("A public notice was corrected"))


def corrected(application: Application, later: Notice) -> None:
    tell_applicant(
        application,
        "notices/corrected",
        f"notice:{later.pk}:{application.pk}",
        ("enterprises:notice", later.number),
        notice=later.number,
        why=later.why_en if application.applicant.language == "en" else later.why_zh,
        until=lambda: formats.date_format(later.last_day),
    )
