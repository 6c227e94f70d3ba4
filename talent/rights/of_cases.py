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
from portal.core import clock
from portal.reviews.models import RequestLine, Transition
from talent.cases.addresses import address_of
from talent.cases.enums import FINAL_STATES
from talent.cases.letters import fingerprint
from talent.enums import RetentionKind
from talent.models import (
    CaseCheck,
    CaseHelper,
    CaseInvitation,
    CaseLook,
    CasePaperFile,
    Inquiry,
    NamedRequest,
    PartnerQuestion,
    Person,
    TalentCase,
    TalentLetter,
)
from talent.rights.holds import Basis, Hold

# The codes of data/cases.yaml by how long their files are kept; the others are "other papers".
CODES = {
    RetentionKind.PASSPORT_SCAN: ("passport", "photo"),
    RetentionKind.SENSITIVE_PAPER: ("health", "no_crime"),
}
COLUMNS = ("number", "kind", "state", "purpose", "arrives_on", "leaves_on", "earlier_letter", "submitted_at")
# What somebody wrote into a case, and where a mail went: columns, and the way from the row to its case.
WORDS: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (TalentCase, ("purpose", "earlier_letter", "employer_named"), "pk"),
    (NamedRequest, ("what", "why", "how", "answer"), "case"),
    (PartnerQuestion, ("question", "answer", "reference"), "case"),
    (Inquiry, ("text", "answer"), "about"),
    (TalentLetter, ("body_zh", "body_en", "basis"), "case"),
    (CaseCheck, ("note",), "case"),
    (CaseInvitation, ("email",), "case"),
    (RequestLine, ("why", "how", "answer"), "request__case"),
    (Transition, ("comment",), "case"),
    (Transition, ("comment",), "case__inquiry__about"),
)


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
    pks = list(cases.values_list("pk", flat=True))
    for letter in TalentLetter.objects.filter(case__in=pks, signed_at__isnull=False).select_related("case"):
        TalentLetter.objects.filter(pk=letter.pk).update(kept_fingerprint=fingerprint(letter))
    for model, names, of_case in WORDS:
        model.objects.filter(**{f"{of_case}__in": pks}).order_by().update(**dict.fromkeys(names, ""))
    CaseHelper.objects.filter(case__in=pks, ended_at=None).update(ended_at=clock.now())
    CaseHelper.objects.filter(case__in=pks).update(email="")


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
    """For the copy that a person takes along: what they gave and wrote, what was asked, answered and decided."""
    cases = TalentCase.objects.filter(person=person).select_related("employer").order_by("pk")
    letters = TalentLetter.objects.filter(case__in=cases, signed_at__isnull=False).order_by("pk")
    said = ("outcome", "code", "signed_at", "opened_at", "valid_until", "revoked_at", "body_zh", "body_en", "basis")
    asked = NamedRequest.objects.filter(case__in=cases).order_by("pk")
    lines = RequestLine.objects.filter(request__case__in=cases).order_by("pk")
    return {
        "cases": [{name: getattr(case, name) for name in COLUMNS} | {"employer": case.employer_name} for case in cases],
        "papers_of_cases": [
            {
                "case__number": row.case.number,
                "file": file_name(row),
                "code": row.code,
                "sha256": row.attachment.sha256,
                "given_at": row.attachment.created_at,
            }
            for row in files_of(person)
        ],
        "letters": list(letters.values("case__number", *said)),
        "requests": list(asked.values("case__number", "what", "why", "how", "due_on", "answer", "answered_at")),
        "corrections": list(lines.values("request__case__number", "target", "why", "how", "answer", "answered_at")),
        "inquiries": list(Inquiry.objects.filter(about__in=cases).order_by("pk").values("number", "text", "answer")),
        "passed_on": list(
            PartnerQuestion.objects.filter(case__in=cases)
            .order_by("pk")
            .values("case__number", "agency__name_zh", "asked_at", "confirmed", "answered_at")
        ),
        "helpers": list(
            CaseHelper.objects.filter(case__in=cases).values("case__number", "email", "scope", "ends_on", "ended_at")
        ),
        "looked": list(CaseLook.objects.filter(case__in=cases).values("case__number", "user__name", "what", "at")),
    }


def files_of(person: Person) -> list[CasePaperFile]:
    rows = CasePaperFile.objects.filter(case__person=person).select_related("case", "member", "attachment")
    return list(rows.order_by("pk"))


def file_name(row: CasePaperFile) -> str:
    """In the copy."""
    return f"cases/{row.case.number}/{row.pk}-{row.code}-{row.attachment.original_name}"


def _day(moment: datetime | None) -> Any:
    return timezone.localtime(moment, timezone.get_default_timezone()).date() if moment else None
