from policies.models.library import Clause, Policy
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

__all__ = [
    "Base",
    "Clause",
    "Cluster",
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
    "RuleBook",
    "Safeguard",
    "Sector",
    "StatisticalMode",
    "SupplyMode",
    "Target",
    "TradeCategory",
    "Venue",
]
