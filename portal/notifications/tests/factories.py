"""People and messages for the tests of this app."""

from datetime import date
from itertools import count
from typing import Any

from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Post, Unit, User
from portal.notifications.actions import tell
from portal.notifications.models import Message

_numbers = count(1)


def person(language: str = "zh-hans", **fields: Any) -> User:
    return User.objects.create_user(f"person{next(_numbers)}@example.test", language=language, **fields)


def official(role: str = Role.CASE_MANAGER) -> User:
    user = person(is_staff=True)
    unit, _new = Unit.objects.get_or_create(
        code="bureau-test", defaults={"kind": UnitKind.BUREAU, "name_zh": "市商务局", "name_en": "Bureau"}
    )
    Post.objects.create(user=user, unit=unit, role=role)
    return user


def facts(**changes: Any) -> dict[str, Any]:
    return {"number": "QD-2026-001", "due": date(2026, 11, 30), "reason": "营业执照", **changes}


def told(recipient: User | None = None, **changes: Any) -> Message:
    """A message that was told just now, waiting to be mailed."""
    arguments: dict[str, Any] = {"kind": "tests/notice", "context": facts(), "dedupe_key": f"test:{next(_numbers)}"}
    if recipient is None and not changes.get("to_email"):
        recipient = person()
    message = tell(**{**arguments, "recipient": recipient, **changes})
    assert message is not None
    return message
