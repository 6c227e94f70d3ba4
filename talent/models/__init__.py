from talent.models.classes import PermitClass, PermitRoute, PointsTable
from talent.models.consents import ClearView, Consent
from talent.models.contacts import Agency, Hotline, Referral
from talent.models.entry import EntryWithoutVisa, Penalty, ResidenceRoute, VisaType
from talent.models.path import Paper, PathStep, StepFee, StepLimit, StepPaper
from talent.models.people import FamilyMember, Person

__all__ = [
    "Agency",
    "ClearView",
    "Consent",
    "EntryWithoutVisa",
    "FamilyMember",
    "Hotline",
    "Paper",
    "PathStep",
    "Penalty",
    "PermitClass",
    "PermitRoute",
    "Person",
    "PointsTable",
    "Referral",
    "ResidenceRoute",
    "StepFee",
    "StepLimit",
    "StepPaper",
    "VisaType",
]
