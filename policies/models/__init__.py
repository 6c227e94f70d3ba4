from policies.models.library import Clause, Contact, Policy
from policies.models.measures import Measure, MeasurePaper, PaperType, RuleBook
from policies.models.negative_list import (
    Dimension,
    FtzDifference,
    NegativeList,
    NegativeListEntry,
    Sector,
    SupplyMode,
)
from policies.models.places import Base, Cluster, IndustryGroup, Peer, Venue
from policies.models.plan import FocusArea, Indicator, Plan, Safeguard, StatisticalMode, Target, TradeCategory
from policies.models.revisions import Change, Revision

__all__ = [
    "Base",
    "Change",
    "Clause",
    "Cluster",
    "Contact",
    "Dimension",
    "FocusArea",
    "FtzDifference",
    "Indicator",
    "IndustryGroup",
    "Measure",
    "MeasurePaper",
    "NegativeList",
    "NegativeListEntry",
    "PaperType",
    "Peer",
    "Plan",
    "Policy",
    "Revision",
    "RuleBook",
    "Safeguard",
    "Sector",
    "StatisticalMode",
    "SupplyMode",
    "Target",
    "TradeCategory",
    "Venue",
]
