from .application import Application, Decision, Paper, Snapshot
from .call import BudgetEntry, Call
from .enterprise import Enterprise, Membership

__all__ = ["Application", "BudgetEntry", "Call", "Decision", "Enterprise", "Membership", "Paper", "Snapshot"]
