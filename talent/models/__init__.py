from talent.models.case import CaseCheck, CasePaperFile, TalentCase
from talent.models.case_asked import Inquiry, NamedRequest, PartnerQuestion
from talent.models.case_letter import TalentLetter
from talent.models.case_parties import CaseHelper, CaseInvitation, CaseLook
from talent.models.classes import PermitClass, PermitRoute, PointsTable
from talent.models.consents import ClearView, Consent
from talent.models.contacts import Agency, Hotline, Referral
from talent.models.desk import PaperSeen
from talent.models.entry import EntryWithoutVisa, Penalty, ResidenceRoute, VisaType
from talent.models.fact_edit import FactEdit
from talent.models.guide import Guide, GuideFact, GuidePaper, GuideStep, GuideVersion
from talent.models.guide_edit import GuideEdit
from talent.models.kept_plan import KeptPlan
from talent.models.path import Paper, PathStep, StepFee, StepLimit, StepPaper
from talent.models.people import FamilyMember, Person
from talent.models.person_papers import PersonPaper
from talent.models.plan import PlanConstant
from talent.models.renewal import ExpiringPaper
from talent.models.retention import RetentionEntry, RetentionRule, RetentionRun

__all__ = [
    "Agency",
    "CaseCheck",
    "CaseHelper",
    "CaseInvitation",
    "CaseLook",
    "CasePaperFile",
    "ClearView",
    "Consent",
    "EntryWithoutVisa",
    "ExpiringPaper",
    "FactEdit",
    "FamilyMember",
    "Guide",
    "GuideEdit",
    "GuideFact",
    "GuidePaper",
    "GuideStep",
    "GuideVersion",
    "Hotline",
    "Inquiry",
    "KeptPlan",
    "NamedRequest",
    "Paper",
    "PaperSeen",
    "PartnerQuestion",
    "PathStep",
    "Penalty",
    "PermitClass",
    "PermitRoute",
    "Person",
    "PersonPaper",
    "PlanConstant",
    "PointsTable",
    "Referral",
    "ResidenceRoute",
    "RetentionEntry",
    "RetentionRule",
    "RetentionRun",
    "StepFee",
    "StepLimit",
    "StepPaper",
    "TalentCase",
    "TalentLetter",
    "VisaType",
]
