"""Who reads the sealed papers of a person, and that each look is written down."""

from portal.accounts.models import User
from portal.attachments.models import Attachment
from talent import clear
from talent.consents import has_consent
from talent.enums import ClearField, PaperKind
from talent.models import CasePaperFile, PersonPaper
from talent.models.people import Identity
from talent.people_actions import NEEDED


def _paper(attachment: Attachment) -> PersonPaper | None:
    found = PersonPaper.objects.filter(attachment=attachment).select_related("person", "member")
    return found.first() if attachment.key_id is not None else None


def may_read(user: User, attachment: Attachment) -> bool | None:
    paper = _paper(attachment)
    if paper is None:
        return None
    if not user.is_authenticated or not clear.may_reveal(user, paper.person, ClearField.FILE):
        return False
    needed = NEEDED.get(PaperKind(paper.kind))
    return user.pk == paper.person.user_id or needed is None or has_consent(paper.person, needed)


def write_down(user: User, attachment: Attachment) -> None:
    """For a paper of a person's own page and for one of a case."""
    paper = _paper(attachment)
    if paper is not None:
        _note(paper.member or paper.person, user, paper.pk, "")
        return
    given = CasePaperFile.objects.filter(attachment=attachment).select_related("case__person", "member").first()
    if given is not None and given.case.person is not None:
        _note(given.member or given.case.person, user, given.pk, given.case.number)


def _note(subject: Identity, user: User, paper: int, case: str) -> None:
    try:
        clear.note(subject, ClearField.FILE, user, "paper", paper=paper, case=case)
    except clear.TooManyViews:
        clear.alarm(user)
        raise
