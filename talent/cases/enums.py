"""States, kinds and checks of a facilitation case. Values are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseState(TextChoices):
    """As the officials' desk calls them; `PARTY_STATES` is what the person and the employer read."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Correction requested")
    LAPSED = "lapsed", _("Lapsed")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    CHECKING = "checking", _("Being checked")
    WITH_PARTNER = "with_partner", _("With a partner authority")
    LETTER_DRAFTED = "letter_drafted", _("Letter drafted")
    ISSUED = "issued", _("Letter issued")
    REFUSED = "refused", _("Refused")
    COLLECTED = "collected", _("Letter collected")
    CLOSED = "closed", _("Closed without collection")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")


PARTY_STATES = {
    CaseState.DRAFT: _("Draft"),
    CaseState.SUBMITTED: _("Submitted; the papers are being looked through"),
    CaseState.RETURNED: _("Something must be corrected"),
    CaseState.LAPSED: _("Closed: no correction came in time"),
    CaseState.NOT_ACCEPTED: _("Not accepted"),
    CaseState.ACCEPTED: _("Accepted; the checks begin"),
    CaseState.CHECKING: _("The checks are under way"),
    CaseState.WITH_PARTNER: _("Another authority has been asked"),
    CaseState.LETTER_DRAFTED: _("The letter is being signed"),
    CaseState.ISSUED: _("The letter is ready"),
    CaseState.REFUSED: _("Refused; the letter gives the reasons"),
    CaseState.COLLECTED: _("The letter was collected"),
    CaseState.CLOSED: _("Closed: the letter was not collected"),
    CaseState.WITHDRAWN: _("Withdrawn"),
    CaseState.CANCELLED: _("Cancelled; its letter does not count any more"),
}

CASE_TONES = {
    CaseState.DRAFT: "sand",
    CaseState.RETURNED: "tile",
    CaseState.ISSUED: "pine",
    CaseState.COLLECTED: "pine",
    CaseState.REFUSED: "tile",
    CaseState.NOT_ACCEPTED: "tile",
    CaseState.LAPSED: "tile",
    CaseState.CANCELLED: "tile",
}

FINAL_STATES = frozenset(
    {
        CaseState.LAPSED,
        CaseState.NOT_ACCEPTED,
        CaseState.REFUSED,
        CaseState.COLLECTED,
        CaseState.CLOSED,
        CaseState.WITHDRAWN,
        CaseState.CANCELLED,
    }
)


class CaseKind(TextChoices):
    INVITATION = "invitation", _("Invitation letter")
    R_VISA = "r_visa", _("Recommendation for an R visa")
    GREEN_CHANNEL = "green_channel", _("Green channel")
    PERMITS = "permits", _("Accompaniment to work and residence permit")
    FAMILY = "family", _("Family members")


# What a person has to say at a counter stands beside the translation.
KIND_TERMS = {
    CaseKind.INVITATION: "邀请函",
    CaseKind.R_VISA: "外国高端人才确认函（R字签证）推荐",
    CaseKind.GREEN_CHANNEL: "绿色通道",
    CaseKind.PERMITS: "工作许可、居留许可陪同办理",
    CaseKind.FAMILY: "随行家属",
}


class BegunBy(TextChoices):
    PERSON = "person", _("the person")
    EMPLOYER = "employer", _("the employer")


class CheckCode(TextChoices):
    """The rows of a case, in the order in which they stand on its page."""

    IDENTITY = "identity", _("Identity")
    EMPLOYER = "employer", _("Employer")
    DOCUMENTS = "documents", _("Documents")
    CONFIRMATION = "confirmation", _("Confirmation by the partner authority")
    LETTER = "letter", _("Letter")
    COLLECTION = "collection", _("Collection")


class Standing(TextChoices):
    """How far a check is."""

    NOT_NEEDED = "not_needed", _("not needed")
    NEEDED = "needed", _("needed")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")


class LetterOutcome(TextChoices):
    ISSUE = "issue", _("Issue the letter")
    REFUSE = "refuse", _("Refuse, with the reasons")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    LAPSED = "lapsed", _("No correction came in time")


class PartnerResult(TextChoices):
    """What a partner authority says; the words stand in the sheet that it sends back."""

    CONFIRMS = "confirms", _("confirms")
    DENIES = "denies", _("does not confirm")


class InquiryState(TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HelperScope(TextChoices):
    """How far a helper sees and acts."""

    STATE = "state", _("Sees where the case stands")
    READ = "read", _("Reads the case and its requests, without passport data")
    ANSWER = "answer", _("Also answers requests and gives files")
