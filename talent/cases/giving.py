"""Papers of a case: each is sealed before it is written, and stands in the case by its code."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.attachments.actions import store
from portal.attachments.forms import AttachmentField
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.models import Case, RequestLine
from talent import consents
from talent.cases.drafting import mark_corrected
from talent.cases.enums import FINAL_STATES, CaseState
from talent.cases.exceptions import CaseError
from talent.cases.papers import CasePaper, papers_of
from talent.cases.permissions import is_person
from talent.cases.table import paper_row
from talent.models import CasePaperFile, FamilyMember, NamedRequest, TalentCase
from talent.people_forms import SCANS, ConsentBox
from talent.rights.of_cases import remove_file

MOST_PER_PAPER = 5
# The code under which the answer to a named request stands.
ANSWER = "answer"


class GiveForm(forms.Form):
    """A file; for a sensitive paper the person's consent, unless it stands already."""

    file = AttachmentField(
        label=gettext_lazy("File"),
        allowed=SCANS,
        help_text=gettext_lazy("PDF, JPG or PNG, at most 20 MB, without a password."),
    )


def lacks_consent(case: TalentCase, code: str) -> bool:
    """Whether the paper is of a sensitive kind to which the person has not agreed."""
    needed = paper_row(code).get("sensitive", "") if code != ANSWER else ""
    return bool(needed) and case.person is not None and not consents.has_consent(case.person, needed)


def paper_form(
    case: TalentCase, paper: CasePaper, data: MultiValueDict | None, files: MultiValueDict | None
) -> GiveForm:
    form = GiveForm(data, files)
    if lacks_consent(case, paper.code):
        form.fields["agree"] = ConsentBox()
    return form


def give_paper(case: TalentCase, code: str, upload: UploadedFile, user: User, *, agreed: bool = False) -> CasePaperFile:
    """For a draft. Raises AttachmentError or CaseError; then nothing is kept."""
    with transaction.atomic():
        _lock(case, CaseState.DRAFT)
        _is_asked(case, code)
        if case.papers.filter(code=code, member=None, asked=None, replaced_at=None).count() >= MOST_PER_PAPER:
            raise CaseError(_("At most five files for one paper. Remove one first."))
        return _keep(case, code, upload, user, agreed=agreed)


def correct_paper(
    case: TalentCase, line: RequestLine, user: User, upload: UploadedFile, answer: str, *, agreed: bool = False
) -> None:
    """The new file takes the place of the old ones."""
    code = line.target.partition(":")[2]
    with transaction.atomic():
        _lock(case, CaseState.RETURNED)
        if not is_person(user, case):
            raise CaseError(_("Only the person corrects the case."))
        old = list(
            case.papers.filter(code=code, member=None, asked=None, replaced_at=None).values_list("pk", flat=True)
        )
        _keep(case, code, upload, user, agreed=agreed)
        CasePaperFile.objects.filter(pk__in=old).update(replaced_at=clock.now())
        mark_corrected(case, line, answer)


def give_for_member(
    case: TalentCase, member: FamilyMember, code: str, upload: UploadedFile, user: User, *, agreed: bool = False
) -> CasePaperFile:
    """A family member's own paper."""
    with transaction.atomic():
        _lock(case, CaseState.DRAFT)
        if not case.family.filter(pk=member.pk).exists():
            raise CaseError(_("This family member is not part of the case."))
        return _keep(case, code, upload, user, agreed=agreed, member=member)


def keep_answer(case: TalentCase, asked: NamedRequest, upload: UploadedFile, user: User) -> CasePaperFile:
    """A file that answers a named request; the caller holds the lock."""
    return _keep(case, ANSWER, upload, user, asked=asked)


def take_away(row: CasePaperFile, user: User) -> None:
    """Of a draft: the file goes for good, with its key."""
    case = row.case
    with transaction.atomic():
        _lock(case, CaseState.DRAFT)
        if not is_person(user, case):
            raise CaseError(_("Only the person removes papers."))
        remove_file(row, "paper taken away")
        record(
            scope=f"case:{case.pk}", verb="take_paper_away", actor=user, target=case.number, data={"paper": row.code}
        )
        case.forget("papers")


def _keep(
    case: TalentCase,
    code: str,
    upload: UploadedFile,
    user: User,
    *,
    agreed: bool = False,
    member: FamilyMember | None = None,
    asked: NamedRequest | None = None,
) -> CasePaperFile:
    person = case.person
    if person is None:
        raise CaseError(_("Nobody has taken up this case yet."))
    if lacks_consent(case, code):
        if not (agreed and is_person(user, case)):
            raise CaseError(_("This paper can be kept with the person’s consent only."))
        consents.give(person, paper_row(code)["sensitive"], user)
    attachment = store(upload, owner=user, purpose=code, allowed=SCANS, sealed=True)
    row = CasePaperFile.objects.create(
        case=case, code=code, member=member, asked=asked, attachment=attachment, given_by=user
    )
    record(scope=f"case:{case.pk}", verb="give_paper", actor=user, target=case.number, data={"paper": code})
    case.forget("papers")
    return row


def _is_asked(case: TalentCase, code: str) -> None:
    if code not in {paper.code for paper in papers_of(case.kind)}:
        raise CaseError(_("This kind of case does not ask for that paper."))


def _lock(case: TalentCase, state: str) -> None:
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state != state or locked.state in FINAL_STATES:
        raise CaseError(_("The case has moved on, so nothing was saved. Reload the page to see where it stands."))
