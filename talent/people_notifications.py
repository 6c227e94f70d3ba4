"""What a person is told about their own data. One function a message; nothing sealed stands in any of them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from portal.notifications.actions import tell
from portal.notifications.kinds import declare
from talent.models import Person, RetentionEntry

# About what is the person's own, so none can be switched off.
declare("people/retention_due", _("Papers of yours will be deleted"))
declare("people/forgotten", _("Your data were deleted"))


def retention_due(person: Person, entries: Sequence[RetentionEntry]) -> None:
    """Two weeks before it goes. A person without an account is told by nobody: the employer's case is over."""
    if person.user is None:
        return
    day = min(entry.due_on for entry in entries)
    with translation.override(person.user.language):
        kinds = ", ".join(dict.fromkeys(str(entry.get_kind_display()) for entry in entries))
        context = {"kinds": kinds, "day": formats.date_format(day, "DATE_FORMAT")}
        url = reverse("talent:rights")
    tell(
        kind="people/retention_due",
        recipient=person.user,
        context=context,
        dedupe_key=f"retention-due:{min(entry.pk for entry in entries)}",
        url=url,
    )


def forgotten(email: str, language: str, person_pk: int) -> None:
    """To the address alone: the account may be closed a moment later."""
    tell(
        kind="people/forgotten",
        to_email=email,
        language=language,
        dedupe_key=f"forgotten:{person_pk}",
        in_inbox=False,
    )
