from portal.core.exceptions import PortalError


class CaseError(PortalError):
    """Something about a facilitation case can't be done like this now."""


class CaseIncomplete(CaseError):
    """A section or a paper is missing; `details["missing"]` names the sections."""


class PartyError(CaseError):
    """An invitation, a confirmation or an access does not fit."""
