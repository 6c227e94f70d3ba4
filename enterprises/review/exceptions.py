from portal.core.exceptions import PortalError


class ReviewRefused(PortalError):
    """A verdict, a report of a site check or a consultation can't be written like this."""
