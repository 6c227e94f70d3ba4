"""Who may read a file. A service that uses files registers a function that knows."""

from collections.abc import Callable

from portal.accounts.models import User
from portal.attachments.models import Attachment

Rule = Callable[[User, Attachment], bool | None]
registered: list[Rule] = []
# Told of every sealed file that is handed out, to whom; they write it down before the first byte leaves.
Watcher = Callable[[User, Attachment], None]
watchers: list[Watcher] = []


def register(rule: Rule) -> None:
    """`rule(user, attachment)` is True or False for a file it knows, None for another's."""
    if rule not in registered:
        registered.append(rule)


def may_read(user: User, attachment: Attachment) -> bool:
    """Closed unless a service says yes: who gave a file has no right of its own to read it again."""
    return any(rule(user, attachment) is True for rule in registered)


def watch(watcher: Watcher) -> None:
    if watcher not in watchers:
        watchers.append(watcher)


def tell_watchers(user: User, attachment: Attachment) -> None:
    for watcher in watchers:
        watcher(user, attachment)
