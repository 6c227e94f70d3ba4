"""Who objects: sealed, and opened for the responsible division alone, which leaves a trace."""

import json
from typing import Any

from enterprises.models import Objection
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core.sealing import is_newest, seal, unseal


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


def reseal_persons() -> int:
    """Seal with the newest key what older ones sealed; how many rows. Safe to run twice."""
    done = 0
    for objection in Objection.objects.only("pk", "code", "person_sealed").iterator(chunk_size=500):
        if objection.person_sealed and not is_newest(objection.person_sealed):
            context = _context(objection.code)
            sealed = seal(unseal(objection.person_sealed, context), context)
            rows = Objection.objects.filter(pk=objection.pk, person_sealed=objection.person_sealed)
            done += rows.update(person_sealed=sealed)
    return done
