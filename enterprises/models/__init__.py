from .application import Application, Paper, Snapshot
from .call import BudgetEntry, Call
from .call_form import FormField, FormSection, FormVersion
from .decision import Decision, Refusal
from .desk import Batch, BatchLine, CaseLabel, CaseVisit, DeskColumns, Label, Snippet, StoredFilter
from .drafting import Reference, SectionMark, SignatureRequest
from .enterprise import Enterprise, EnterpriseFact, YearFigure
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
from .notice import Notice, NoticeLine
from .people import Claim, Invitation, Membership
from .vault import BankAccount, VaultPaper

__all__ = [
    "ApiToken",
    "Application",
    "BankAccount",
    "Batch",
    "BatchLine",
    "BudgetEntry",
    "Call",
    "CaseLabel",
    "CaseVisit",
    "Claim",
    "Decision",
    "DeskColumns",
    "Enterprise",
    "EnterpriseFact",
    "FormField",
    "FormSection",
    "FormVersion",
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
    "Paper",
    "Reference",
    "Refusal",
    "SectionMark",
    "SignatureRequest",
    "Snapshot",
    "Snippet",
    "StoredFilter",
    "VaultPaper",
    "YearFigure",
]
