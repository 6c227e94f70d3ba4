"""What is sealed by the ring, and how to seal it with the newest key: each service says so for its own tables."""

from collections.abc import Callable

# (what it is, in the command's words) -> seals anew what an older key sealed; how many. Row by row, each in a
# transaction of its own, so that it runs while the portal works and goes on where it was broken off.
Reseal = Callable[[], int]
registered: dict[str, Reseal] = {}


def register(what: str, reseal: Reseal) -> None:
    registered[what] = reseal


def reseal_all() -> dict[str, int]:
    return {what: reseal() for what, reseal in registered.items()}
