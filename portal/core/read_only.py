"""What the admin shows and never writes: nothing is added, changed or deleted there."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """For the classes of the admin, before the one that they are of. Who may look is for each of them to say."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """So that no page has a button that would save nothing."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
