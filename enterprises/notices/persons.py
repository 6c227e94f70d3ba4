"""Who objects: sealed, and opened for the responsible division alone, which leaves a trace."""

import json
from typing import Any

from enterprises.models import Objection
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core.sealing import seal, unseal


def seal_person(code: str, *, name: str, phone: str, email: str) -> str:
    person = {"name": name, "phone": phone, "email": email}
    return seal(json.dumps(person, ensure_ascii=False), _context(code))


def person_of(objection: Objection) -> dict[str, Any]:
    return json.loads(unseal(objection.person_sealed, _context(objection.code)))


def show_person(objection: Objection, user: User) -> dict[str, Any]:
    """For the division, which must be able to ask back; the audit keeps who looked, not what stood there."""
    record(scope=f"case:{objection.pk}", verb="read_objector", actor=user, target=objection.number)
    return person_of(objection)


def _context(code: str) -> str:
    return f"objection:{code}"
