"""Who may read a file. A service that uses files registers a function that knows."""

from collections.abc import Callable

from portal.accounts.models import User
from portal.attachments.models import Attachment

Rule = Callable[[User, Attachment], bool | None]
_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """`rule(user, attachment)` is True or False for a file it knows, None for another's."""
    if rule not in _rules:
        _rules.append(rule)


def may_read(user: User, attachment: Attachment) -> bool:
    """Closed unless a service says yes."""
    return any(rule(user, attachment) for rule in _rules)
