from portal.core.exceptions import PortalError


class WindowClosed(PortalError):
    """The call takes no applications now."""


class Incomplete(PortalError):
    """A section or a paper is missing; `details["missing"]` names the sections."""


class BudgetExceeded(PortalError):
    """The call's free budget does not cover the amount."""


class DecisionError(PortalError):
    """The draft of a decision does not fit."""


class CorrectionError(PortalError):
    """The request for correction does not fit, or its answer is not complete."""
