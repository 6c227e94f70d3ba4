from django.utils.translation import gettext_lazy as _

from portal.core.exceptions import PortalError


class StepRefused(PortalError):
    """The case is not, or no longer, where this step starts from."""


class StepForbidden(PortalError):
    """The person may not take this step."""

    status = 403

    def __init__(
        self, message: object = _("This step is for another desk. Ask the office that holds the case.")
    ) -> None:
        super().__init__(message)


class ClockRefused(PortalError):
    """The clock of a case cannot be stopped, started or given more time now."""
