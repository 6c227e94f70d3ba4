from portal.core.exceptions import PortalError


class WindowClosed(PortalError):
    """The call takes no applications now."""


class Incomplete(PortalError):
    """A section or a paper is missing; `details["missing"]` names the sections."""


class BudgetExceeded(PortalError):
    """The call's free budget does not cover the amount."""


class DecisionError(PortalError):
    """The draft of a decision does not fit."""


class NoticeError(PortalError):
    """A public notice can't be published like this; `details["application"]` names the entry that stands in the way."""


class ObjectionError(PortalError):
    """An objection can't be taken or handled like this."""


class CorrectionError(PortalError):
    """The request for correction does not fit, or its answer is not complete."""


class DraftClosed(PortalError):
    """The application is no draft any more, so its sections stand as they were sent."""


class Collision(PortalError):
    """Somebody saved the section since the page was opened; `mark` says who and when. Nothing was written."""

    def __init__(self, message: object, mark: object) -> None:
        super().__init__(message)
        self.mark = mark


class SignatureError(PortalError):
    """The signature of the legal representative is missing, or can't be asked for or given in this way."""


class NotCopied(PortalError):
    """An earlier application can't be taken over into this call."""


class FileError(PortalError):
    """Something in the enterprise's file can't be changed like this."""


class PeopleError(PortalError):
    """A role, an invitation or an access can't be changed like this."""


class AccountError(PortalError):
    """The account can't be proposed or confirmed like this."""


class ClaimError(PortalError):
    """A claim can't be made or decided like this."""


class VaultError(PortalError):
    """The paper in the vault can't be used; the message says what to do instead."""


class CallRefused(PortalError):
    """A call or its form can't be opened, closed or changed like this; `details["missing"]` lists what is missing."""


class LedgerError(PortalError):
    """More than was granted would be paid, or more than was paid would come back."""


class MoneyError(PortalError):
    """A funds plan, a batch, its answers, a control or a recovery can't be made or moved like this."""


class GrantRefused(PortalError):
    """A run of an award without application, or an offer, can't be taken on like this."""


class ReviewError(PortalError):
    """Experts can't be drawn, or a sheet can't be declared, saved, sent or reported like this."""


class PanelError(PortalError):
    """The panel can't be frozen like this, or the decision is not what the panel froze."""
