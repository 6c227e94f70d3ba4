"""The number at "Messages" in the header."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.notifications.models import Message

ENOUGH = 99


def unread(request: HttpRequest) -> dict[str, object]:
    """`unread_messages`: at most 99; one query, and only on a page that shows it to someone signed in."""
    return {"unread_messages": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return Message.objects.visible_to(user).unread()[:ENOUGH].count()
