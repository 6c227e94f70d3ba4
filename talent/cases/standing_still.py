"""Why the clock of a case stands still, as its parties read it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.reviews.enums import PauseCause
from portal.reviews.models import WorkItem

CAUSES = {
    PauseCause.APPLICANT: gettext_lazy("an answer of the person is waited for"),
    PauseCause.CONSULTATION: gettext_lazy("other departments are being consulted"),
    PauseCause.AUTHORITY: gettext_lazy("another authority has to decide first"),
}


def pause_words(item: WorkItem) -> str:
    why = CAUSES.get(item.pause_reason, item.why_paused)  # type: ignore[call-overload]
    return _("the clock stands still: %(why)s") % {"why": why}
