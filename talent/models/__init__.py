from talent.models.classes import PermitClass, PermitRoute, PointsTable
from talent.models.contacts import Agency, Hotline, Referral
from talent.models.entry import EntryWithoutVisa, Penalty, ResidenceRoute, VisaType
from talent.models.path import Paper, PathStep, StepFee, StepLimit, StepPaper

__all__ = [
    "Agency",
    "EntryWithoutVisa",
    "Hotline",
    "Paper",
    "PathStep",
    "Penalty",
    "PermitClass",
    "PermitRoute",
    "PointsTable",
    "Referral",
    "ResidenceRoute",
    "StepFee",
    "StepLimit",
    "StepPaper",
    "VisaType",
]
