"""What facilitation cases have to do with a person's rights: while one is open it holds the data; when it is closed the
periods run; when the person is forgotten its papers and free texts go, and its number, kind and dates stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.attachments.models import Shredding
from portal.attachments.shredding import shred_file
from talent.cases.addresses import address_of
from talent.cases.enums import FINAL_STATES
from talent.enums import RetentionKind
from talent.models import CasePaperFile, NamedRequest, Person, TalentCase, TalentLetter
from talent.rights.holds import Basis, Hold

# The codes of data/cases.yaml by how long their files are kept; the others are "other papers".
CODES = {
    RetentionKind.PASSPORT_SCAN: ("passport", "photo"),
    RetentionKind.SENSITIVE_PAPER: ("health", "no_crime"),
}


def holds_of(person: Person) -> list[Hold]:
    running = TalentCase.objects.filter(person=person).exclude(state__in=FINAL_STATES).order_by("pk")
    said = _("Case %(number)s is open: withdraw it first, or wait until it is closed.")
    return [Hold(said % {"number": case.number}, url=address_of(case)) for case in running]


def basis_of(person: Person) -> Basis | None:
    """A case is decided by the letter that was signed, and closed by its last move."""
    cases = TalentCase.objects.filter(person=person).order_by()
    found = cases.aggregate(closed=Max("moved_at", filter=Q(state__in=FINAL_STATES)), signed=Max("letters__signed_at"))
    states = set(cases.values_list("state", flat=True))
    if not states:
        return None
    return Basis(bool(states - FINAL_STATES), _day(found["signed"]), _day(found["closed"]))


def forget(person: Person) -> None:
    """The files of all cases, and whatever somebody has written into them about the person."""
    cases = TalentCase.objects.filter(person=person).order_by()
    for paper in CasePaperFile.objects.filter(case__in=cases).select_related("attachment"):
        remove_file(paper, "person forgotten")
    cases.update(purpose="", earlier_letter="")
    NamedRequest.objects.filter(case__in=cases).update(answer="")
    TalentLetter.objects.filter(case__in=cases).update(body_zh="", body_en="")


def remove_file(paper: CasePaperFile, reason: str) -> Shredding:
    attachment = paper.attachment
    paper.delete()
    return shred_file(attachment, reason)


def kept_files(kind: RetentionKind, before: datetime) -> Iterator[CasePaperFile]:
    """Files of closed cases, given before that moment."""
    codes = [code for known in CODES.values() for code in known]
    right = Q(code__in=CODES[kind]) if kind in CODES else ~Q(code__in=codes)
    rows = CasePaperFile.objects.filter(right, case__person__isnull=False, attachment__created_at__lte=before)
    return rows.select_related("case__person", "attachment").order_by("pk").iterator()


def as_data(person: Person) -> dict[str, Any]:
    """For the copy that a person takes along."""
    columns = ("number", "kind", "state", "purpose", "arrives_on", "leaves_on", "submitted_at")
    cases = TalentCase.objects.filter(person=person).order_by("pk")
    papers = CasePaperFile.objects.filter(case__in=cases).order_by("pk")
    letters = TalentLetter.objects.filter(case__in=cases, signed_at__isnull=False)
    return {
        "cases": list(cases.values(*columns)),
        "papers_of_cases": list(papers.values("case__number", "code", "attachment__sha256", "attachment__created_at")),
        "letters": list(letters.values("case__number", "code")),
    }


def _day(moment: datetime | None) -> Any:
    return timezone.localtime(moment, timezone.get_default_timezone()).date() if moment else None
