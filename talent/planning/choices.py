"""What a person may answer. The values stand in addresses and in the API."""

from enum import StrEnum


class Way(StrEnum):
    """How somebody comes, or that they are here already."""

    Z = "z"
    R = "r"
    K = "k"
    M = "m"
    F = "f"
    PORT = "port"
    FREE = "free"
    INSIDE = "inside"
    CHANGE = "change"


class Goal(StrEnum):
    """Which day is given."""

    ARRIVE = "arrive"
    START = "start"


class Permit(StrEnum):
    """Class of the work permit."""

    A = "A"
    B = "B"
    C = "C"
    UNKNOWN = "unknown"


class Who(StrEnum):
    EMPLOYER = "employer"
    HOST = "host"
    PERSON = "person"
    AUTHORITY = "authority"
    MISSION = "mission"
    BOTH = "both"
    FAMILY = "family"


# Ways that end with a permit to work; on the others nobody may be planned to start work.
TO_WORK = frozenset({Way.Z, Way.R, Way.INSIDE, Way.CHANGE})
# Whoever is in China already has no visa to get and no entry to plan.
IN_CHINA = frozenset({Way.INSIDE, Way.CHANGE})
