"""What an earlier case of the same person says, proposed in the form of a new one: nothing of it is kept, and nobody
is told of it, before the person sends that form."""

from talent.models import TalentCase


def proposed_employer(case: TalentCase) -> dict[str, str]:
    """The employer of the person's latest case that was sent; empty where the draft names one already."""
    if case.employer is not None or case.employer_named:
        return {"credit_code": case.employer.credit_code if case.employer else "", "named": case.employer_named}
    sent = _sent(case).filter(employer_declined_at=None).select_related("employer")
    for earlier in sent[:5]:
        if earlier.employer is not None:
            return {"credit_code": earlier.employer.credit_code, "named": ""}
        if earlier.employer_named:
            return {"credit_code": "", "named": earlier.employer_named}
    return {"credit_code": "", "named": ""}


def proposed_letter(case: TalentCase) -> str:
    """The number under which this office issued the person's latest letter that still counts."""
    if case.earlier_letter:
        return case.earlier_letter
    issued = _sent(case).filter(letters__is_current=True, letters__revoked_at=None).exclude(letters__code="")
    found = issued.values_list("number", flat=True).first()
    return found or ""


def _sent(case: TalentCase):
    """The person's other cases that were sent, the latest first."""
    others = TalentCase.objects.filter(person=case.person, submitted_at__isnull=False)
    return others.exclude(pk=case.pk).order_by("-submitted_at", "-pk")
