from policies.models.areas import AreaTask
from policies.models.files import PolicyFile
from policies.models.follows import Follow, Follower, FollowRequest
from policies.models.import_jobs import ImportBatch, ImportJob, ImportPiece
from policies.models.library import Clause, Contact, Policy
from policies.models.links import LinkCheck
from policies.models.mapping import CategoryLink, CentralCategory
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
from policies.models.progress import Progress
from policies.models.revisions import Change, Revision
from policies.models.search import SearchEntry, SynonymGroup

__all__ = [
    "AreaTask",
    "Base",
    "CategoryLink",
    "CentralCategory",
    "Change",
    "Clause",
    "Cluster",
    "Contact",
    "Dimension",
    "FocusArea",
    "Follow",
    "FollowRequest",
    "Follower",
    "FtzDifference",
    "ImportBatch",
    "ImportJob",
    "ImportPiece",
    "Indicator",
    "IndustryGroup",
    "LinkCheck",
    "Measure",
    "MeasurePaper",
    "NegativeList",
    "NegativeListEntry",
    "PaperType",
    "Peer",
    "Plan",
    "Policy",
    "PolicyFile",
    "Progress",
    "Revision",
    "RuleBook",
    "Safeguard",
    "SearchEntry",
    "Sector",
    "StatisticalMode",
    "SupplyMode",
    "SynonymGroup",
    "Target",
    "TradeCategory",
    "Venue",
]
