"""What goes wrong in editing, as sentences."""

from typing import Any

from policies.editing.differences import Difference
from portal.core.exceptions import PortalError


class NotReady(PortalError):
    """Something must be mended before this content can be published; `problems` are the sentences."""

    def __init__(self, message: object, problems: list[str]) -> None:
        super().__init__(message, problems=problems)
        self.problems = problems


class PublishedMeanwhile(PortalError):
    """The live text is no longer the one that the edit began with; `differences` is what came between."""

    def __init__(self, message: object, differences: list[Difference]) -> None:
        super().__init__(message)
        self.differences = differences


class SavedMeanwhile(PortalError):
    """Another window saved this draft first; `stamp` is that of what it saved."""

    def __init__(self, message: object, stamp: str, content: dict[str, Any]) -> None:
        super().__init__(message)
        self.stamp, self.content = stamp, content
