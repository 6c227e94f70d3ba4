"""States and kinds; codes and names are those of data/process.yaml, and a test compares them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CORRECTION = "correction", _("Correction requested")
    LAPSED = "lapsed", _("Lapsed")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    FORMAL_REVIEW = "formal_review", pgettext_lazy("state", "Formal review")
    EXPERT_REVIEW = "expert_review", pgettext_lazy("state", "Expert review")
    VERIFICATION = "verification", _("Audit and site check")
    DECIDING = "deciding", _("Decision pending")
    PUBLICITY = "publicity", _("On public notice")
    OBJECTION = "objection", _("Objection being handled")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Payment suspended")
    PAID = "paid", _("Paid")
    EVALUATED = "evaluated", _("Evaluated")
    RECOVERING = "recovering", _("Recovery in progress")
    RECOVERED = "recovered", _("Recovered")
    REJECTED = "rejected", _("Not supported")
    WITHDRAWN = "withdrawn", _("Withdrawn")


FINAL = frozenset({State.LAPSED, State.NOT_ACCEPTED, State.EVALUATED, State.RECOVERED, State.REJECTED, State.WITHDRAWN})

# What the applicant reads: fewer states, in the words of somebody who waits.
READER_STATES = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Submitted"),
    State.CORRECTION: _("You need to act"),
    State.LAPSED: _("Closed because no answer came"),
    State.NOT_ACCEPTED: _("Not accepted"),
    State.ACCEPTED: _("We are checking your documents"),
    State.FORMAL_REVIEW: _("We are checking your documents"),
    State.EXPERT_REVIEW: _("Under review"),
    State.VERIFICATION: _("Under review"),
    State.DECIDING: _("Under review"),
    State.PUBLICITY: _("On public notice"),
    State.OBJECTION: _("An objection is being handled"),
    State.APPROVED: _("Approved: payment is being prepared"),
    State.SUSPENDED: _("Approved: payment on hold"),
    State.PAID: _("Approved: paid"),
    State.EVALUATED: _("Report accepted"),
    State.RECOVERING: _("Repayment requested"),
    State.RECOVERED: _("Repaid"),
    State.REJECTED: _("Not approved"),
    State.WITHDRAWN: _("Withdrawn"),
}

# The tone of a state's chip, as in the look: tile = you must act, pine = good, sand = waiting, sea = moving.
TONES = {
    State.CORRECTION: "tile",
    State.REJECTED: "tile",
    State.NOT_ACCEPTED: "tile",
    State.RECOVERING: "tile",
    State.APPROVED: "pine",
    State.PAID: "pine",
    State.EVALUATED: "pine",
    State.PUBLICITY: "pine",
    State.OBJECTION: "sand",
    State.SUSPENDED: "sand",
    State.DRAFT: "plain",
    State.WITHDRAWN: "plain",
    State.LAPSED: "plain",
    State.RECOVERED: "plain",
}


class EntityType(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    INSTITUTION = "institution", _("Public institution")
    ASSOCIATION = "association", _("Association")
    PARK_OPERATOR = "park_operator", _("Park operator")
    INDIVIDUAL_BUSINESS = "individual_business", _("Individual business")


class Investment(models.TextChoices):
    """Whose capital it is. Investment from Hong Kong, Macao and Taiwan is treated like foreign investment
    (外商投资法实施条例 art. 48)."""

    DOMESTIC = "domestic", _("Domestic capital")
    FOREIGN = "foreign", _("Foreign-invested")


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    FILER = "filer", _("Filer")
    VIEWER = "viewer", _("Viewer")
    AGENT = "agent", _("Authorised agent")
    LEGAL_REPRESENTATIVE = "legal_rep", _("Legal representative")


# Who of an enterprise writes, sends and withdraws; an agent only while the mandate lasts.
FILING_ROLES = frozenset({MemberRole.OWNER, MemberRole.FILER, MemberRole.AGENT})
# Who of an enterprise may invite people, change their roles and confirm what touches money.
RULING_ROLES = frozenset({MemberRole.OWNER, MemberRole.LEGAL_REPRESENTATIVE})


class FactSource(models.TextChoices):
    """Where a fact about an enterprise comes from."""

    DECLARED = "declared", _("Declared by the enterprise")
    LICENCE = "licence", _("Business licence")
    REGISTER = "register", _("Shared government register")
    OFFICIAL = "official", _("Entered by an official")
    ROSTER = "roster", _("Imported roster")


class Figure(models.TextChoices):
    """A yearly figure of an enterprise; money in whole yuan or US dollars, staff in people."""

    REVENUE_CNY = "revenue_cny", _("Revenue (CNY)")
    DIGITAL_TRADE_CNY = "digital_trade_cny", _("Digital trade (CNY)")
    DIGITAL_SERVICES_CNY = "digital_services_cny", _("Digitally deliverable services (CNY)")
    EXPORT_USD = "export_usd", _("Exports (USD)")
    RESEARCH_CNY = "research_cny", _("Research and development (CNY)")
    STAFF = "staff", _("Employees")


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the second confirmation")
    CURRENT = "current", _("In use")
    REPLACED = "replaced", _("Replaced")
    REFUSED = "refused", _("Refused")


class ClaimState(models.TextChoices):
    """A person says to act for an enterprise that the portal knows already."""

    OPEN = "open", _("With an official")
    GRANTED = "granted", _("Access granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CallState(models.TextChoices):
    UPCOMING = "upcoming", _("Opens soon")
    OPEN = "open", _("Open for applications")
    CLOSING = "closing", _("Closes soon")
    CLOSED = "closed", _("Closed")


class AllocationWay(models.TextChoices):
    """How the money of a call is given out (domain facts, section 3.4)."""

    ENTITLEMENT = "entitlement", _("Entitlement")
    COMPETITIVE = "competitive", _("Competitive")
    FIRST_COME = "first_come", _("First come within the quota")
    PRO_RATA = "pro_rata", _("Pro rata within the budget")


class FormState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In use")
    REPLACED = "replaced", _("Replaced")


class FieldKind(models.TextChoices):
    """What a field of a call's form takes."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money (CNY)")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One choice")
    CHOICES = "choices", _("Several choices")
    FILE = "file", _("File")
    TABLE = "table", _("Table with rows")
    STATEMENT = "statement", _("Statement to agree to")


class ReferenceKind(models.TextChoices):
    """What may be used for one application only: the same one elsewhere is pointed out."""

    INVOICE = "invoice", _("Invoice")
    CONTRACT = "contract", _("Contract")
    CERTIFICATE = "certificate", _("Certificate")
    CUSTOMS = "customs", _("Customs declaration")
    EXHIBITION = "exhibition", _("Exhibition")
    FILE = "file", _("File")
    ACCOUNT = "account", _("Bank account")


class SignatureAnswer(models.TextChoices):
    SIGNED = "signed", _("Signed")
    SENT_BACK = "sent_back", _("Sent back")


class TokenScope(models.TextChoices):
    READ = "applications:read", _("Read applications and messages")
    WRITE = "applications:write", _("Write drafts and files")
    SUBMIT = "applications:submit", _("Submit applications")


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Support")
    REJECT = "reject", _("Do not support")


class RefusalKind(models.TextChoices):
    """Why an application ended before it was decided on."""

    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    LAPSED = "lapsed", _("Closed because no answer came")


class Masking(models.TextChoices):
    """How much of a name and a code a public notice shows; people, accounts and contacts never stand in one."""

    STANDARD = "standard", _("Names of individual businesses and the middle of codes are masked")
    STRICT = "strict", _("As above, and no codes at all")


class LineResult(models.TextChoices):
    """How an entry of a public notice ended."""

    SUPPORTED = "supported", _("Supported")
    UPHELD = "upheld", _("Objection upheld: decided again")
    REPLACED = "replaced", _("Replaced by a corrected notice")
    WITHDRAWN = "withdrawn", _("Taken off the notice")


class Conflict(models.TextChoices):
    """What an expert says, or the portal finds, about a conflict of interest; empty until it is declared."""

    NONE = "none", _("No conflict")
    DECLARED = "declared", _("Conflict declared")
    FOUND = "found", _("Conflict found by the portal")


class Cutting(models.TextChoices):
    """How a panel draws the line."""

    LINE = "line", _("Score line")
    FACTOR = "factor", _("Pro-rata factor")
    ORDER = "order", _("The first so many")


class DraftState(models.TextChoices):
    WAITING = "waiting", _("To be drafted")
    DRAFTED = "drafted", _("Drafted")
    REFUSED = "refused", _("Not drafted")


class ObjectionState(models.TextChoices):
    RECEIVED = "received", _("Received")
    ADMITTED = "admitted", _("Being examined")
    NOT_ADMISSIBLE = "not_admissible", _("Not admissible")
    DISMISSED = "dismissed", _("Dismissed")
    UPHELD = "upheld", _("Upheld")


class ObjectionGround(models.TextChoices):
    """Why an objection is not examined (domain facts, section 3.3: written, real name, with evidence)."""

    ANONYMOUS = "anonymous", _("It bears no real name")
    NO_EVIDENCE = "no_evidence", _("It comes without evidence")
    TOO_LATE = "too_late", _("It came after the period")
    NO_MATTER = "no_matter", _("It is not about this notice")


class EntryKind(models.TextChoices):
    COMMIT = "commit", _("Committed")
    RELEASE = "release", _("Released")
    PAY = "pay", _("Paid out")
    REPAY = "repay", _("Paid back")


# The kinds whose sum is what a call has committed, and those whose sum is what it has paid.
COMMITTING = (EntryKind.COMMIT, EntryKind.RELEASE)
PAYING = (EntryKind.PAY, EntryKind.REPAY)


class GrantPhase(models.TextChoices):
    """How far a run of an award without application is."""

    READING = "reading", _("Being read")
    COMPUTING = "computing", _("Being computed")
    READY = "ready", _("To be released")
    RELEASED = "released", pgettext_lazy("offers", "Released")
    FAILED = "failed", _("Not taken")
    DROPPED = "dropped", _("Put aside")


class GrantVerdict(models.TextChoices):
    IN = "in", _("In")
    OUT = "out", _("Out")
    UNCLEAR = "unclear", _("Unclear")


class GrantAnswer(models.TextChoices):
    NONE = "none", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    CORRECTED = "corrected", _("Says that its data are wrong")
    LAPSED = "lapsed", _("Lapsed without an answer")


class BatchState(models.TextChoices):
    """A payment batch: drawn up by one, released by another, sent to the bank, answered."""

    DRAFT = "draft", _("Drawn up")
    RELEASED = "released", pgettext_lazy("a payment batch", "Released")
    SENT = "sent", _("With the bank")
    PARTLY = "partly", _("Partly answered")
    RECONCILED = "reconciled", _("Reconciled")


class LineState(models.TextChoices):
    OPEN = "open", _("Open")
    PAID = "paid", _("Paid")
    FAILED = "failed", pgettext_lazy("payment", "Failed")


class Grade(models.TextChoices):
    """How far the performance target was reached."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Being looked at")
    RETURNED = "returned", _("Sent back")
    ACCEPTED = "accepted", _("Evaluated")


class ControlResult(models.TextChoices):
    IN_ORDER = "in_order", _("In order")
    RECOVER = "recover", _("To be recovered")
    OTHER = "other", _("Other")
