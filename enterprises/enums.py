"""States and kinds; codes and names are those of data/process.yaml, and a test compares them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CORRECTION = "correction", _("Correction requested")
    LAPSED = "lapsed", _("Lapsed")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    FORMAL_REVIEW = "formal_review", _("Formal review")
    EXPERT_REVIEW = "expert_review", _("Expert review")
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


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    FILER = "filer", _("Filer")
    VIEWER = "viewer", _("Viewer")


class CallState(models.TextChoices):
    UPCOMING = "upcoming", _("Opens soon")
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closes soon")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Support")
    REJECT = "reject", _("Do not support")


class EntryKind(models.TextChoices):
    COMMIT = "commit", _("Committed")
    RELEASE = "release", _("Released")
