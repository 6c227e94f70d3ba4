"""Whether a call takes applications now, and if not, why: in the same words for page, guard and API."""

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from enterprises.models import Call
from enterprises.places import why_full


def why_closed(call: Call, moment: datetime) -> str:
    """A sentence when the call takes no application at this moment, otherwise nothing."""
    if call.published_at is None:
        return _("This call has not been opened yet.")
    if call.closed_early_at is not None and moment >= call.closed_early_at:
        return why_closed_early(call)
    if call.without_application:
        return _("There is nothing to apply for: the bureau finds who is entitled and comes to you with an offer.")
    if moment >= call.closes_at:
        return _("The window closed on %(day)s at 24:00.") % {"day": formats.date_format(call.last_day)}
    if moment < call.opens_at:
        return _("Applications open on %(day)s.") % {"day": formats.date_format(call.opens_on)}
    return ""


def why_closed_early(call: Call) -> str:
    """Since when, why, and what takes its place."""
    day = formats.date_format(call.last_day)
    text = _("This call closed early on %(day)s: %(reason)s") % {"day": day, "reason": call.close_reason}
    if call.replaced_by_id is None:
        return text
    instead = _("It is replaced by %(title)s (%(code)s).")
    return f"{text} {instead % {'title': call.replaced_by.measure.title, 'code': call.replaced_by.code}}"


def why_not_begin(call: Call, moment: datetime) -> str:
    """A draft may be begun before the window opens, not after it closed or when every place is taken."""
    announced = call.published_at is not None and call.closed_early_at is None and not call.without_application
    if announced and moment < call.opens_at:
        return ""
    return why_closed(call, moment) or why_full(call)
