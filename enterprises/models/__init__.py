from .application import Application, Paper, Snapshot
from .call import BudgetEntry, Call
from .call_form import FormField, FormSection, FormVersion
from .credit import CreditCheck, CreditRecord
from .decision import Decision, Refusal
from .desk import Batch, BatchLine, CaseLabel, CaseVisit, DeskColumns, Label, Snippet, StoredFilter
from .drafting import Reference, SectionMark, SignatureRequest
from .enterprise import Enterprise, EnterpriseFact, YearFigure
from .experts import Assignment, Draw, Expert, Sheet
from .grants import (
    GrantAcceptance,
    GrantBatch,
    GrantCorrection,
    GrantFact,
    GrantLine,
    GrantPiece,
    GrantRun,
)
from .machines import ApiToken, IdempotencyKey
from .money import FundsPlan, FundsPlanLine, PaymentBatch, PaymentLine, Reconciliation
from .notice import Notice, NoticeLine
from .objection import Evidence, Objection
from .panel import Panel, PanelLine
from .people import Claim, Invitation, Membership
from .recovery import Control, ControlSample, RecoveryOrder, Repayment
from .reports import Report, ReportPaper
from .review import Consultation, FieldVerdict, SiteCheck
from .vault import BankAccount, VaultPaper

__all__ = [
    "ApiToken",
    "Application",
    "Assignment",
    "BankAccount",
    "Batch",
    "BatchLine",
    "BudgetEntry",
    "Call",
    "CaseLabel",
    "CaseVisit",
    "Claim",
    "Consultation",
    "Control",
    "ControlSample",
    "CreditCheck",
    "CreditRecord",
    "Decision",
    "DeskColumns",
    "Draw",
    "Enterprise",
    "EnterpriseFact",
    "Evidence",
    "Expert",
    "FieldVerdict",
    "FormField",
    "FormSection",
    "FormVersion",
    "FundsPlan",
    "FundsPlanLine",
    "GrantAcceptance",
    "GrantBatch",
    "GrantCorrection",
    "GrantFact",
    "GrantLine",
    "GrantPiece",
    "GrantRun",
    "IdempotencyKey",
    "Invitation",
    "Label",
    "Membership",
    "Notice",
    "NoticeLine",
    "Objection",
    "Panel",
    "PanelLine",
    "Paper",
    "PaymentBatch",
    "PaymentLine",
    "Reconciliation",
    "RecoveryOrder",
    "Reference",
    "Refusal",
    "Repayment",
    "Report",
    "ReportPaper",
    "SectionMark",
    "Sheet",
    "SignatureRequest",
    "SiteCheck",
    "Snapshot",
    "Snippet",
    "StoredFilter",
    "VaultPaper",
    "YearFigure",
]
