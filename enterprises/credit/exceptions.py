from portal.core.exceptions import PortalError


class CreditRefused(PortalError):
    """The applicant's credit, or the lack of a check of it, stands in the way."""
