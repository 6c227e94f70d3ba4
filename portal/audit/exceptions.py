from django.utils.translation import gettext_lazy as _

from portal.core.exceptions import PortalError


class AppendOnlyError(PortalError):
    """An audit entry was about to be changed or deleted: a fault of the program, never of its user."""

    def __init__(self) -> None:
        super().__init__(_("Audit entries are never changed or deleted. Record a new entry that corrects the old one."))
