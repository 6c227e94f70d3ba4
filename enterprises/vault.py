"""The vault: papers that an enterprise keeps with their validity, and the frozen copies that applications get."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import State
from enterprises.exceptions import VaultError
from enterprises.models import Application, Enterprise, Paper, VaultPaper
from enterprises.permissions import is_filer
from enterprises.sections import NOT_UPLOADED
from policies.models import PaperType
from portal.accounts.models import User
from portal.attachments.actions import storage, store
from portal.attachments.enums import ScanState
from portal.audit.actions import record
from portal.core import clock
from portal.core.dates import day_text
from portal.reviews.models import Case

# So long before its last day a paper is shown as running out.
SOON = timedelta(days=60)
PURPOSE = "vault"
GONE = gettext_lazy("“%(title)s” was replaced or removed. Choose the paper that is in the vault now.")
UNFIT = gettext_lazy("The file of “%(title)s” can’t be used. Replace it in the vault.")


def kinds() -> Any:
    """Kinds of paper that somebody uploads; the others the portal makes or fetches."""
    return PaperType.objects.exclude(format__in=NOT_UPLOADED)


def live(enterprise: Enterprise) -> list[VaultPaper]:
    """What the vault holds now, each with `used` (by which applications) and `runs_out` (expired, soon or nothing)."""
    papers = list(
        enterprise.vault.filter(removed_at=None, replaced_by=None)
        .select_related("kind", "attachment", "replaces")
        .prefetch_related("copies__application")
    )
    for paper in papers:
        paper.runs_out = _runs_out(paper, clock.today())  # type: ignore[attr-defined]
        paper.used = [copy.application for copy in paper.copies.all()]  # type: ignore[attr-defined]
    return papers


def for_paper(enterprise: Enterprise, code: str) -> list[VaultPaper]:
    """What the vault holds for this paper: those of its kind, then those of no kind; each with `problem`, the sentence
    that says why it can't be given now, or nothing."""
    fitting = [paper for paper in live(enterprise) if paper.kind is None or paper.kind.code == code]
    for paper in fitting:
        paper.problem = why_not(paper)  # type: ignore[attr-defined]
    return sorted(fitting, key=lambda paper: paper.kind is None)


def _runs_out(paper: VaultPaper, on: date) -> str:
    if not paper.is_valid(on):
        return "expired"
    return "soon" if paper.valid_until is not None and paper.valid_until <= on + SOON else ""


def running_out(papers: list[VaultPaper]) -> list[VaultPaper]:
    """Expired ones and those that run out soon, the most pressing first."""
    return sorted((paper for paper in papers if paper.runs_out), key=lambda paper: paper.valid_until)  # type: ignore[attr-defined]


def keep(enterprise: Enterprise, user: User, upload: UploadedFile, **facts: Any) -> VaultPaper:
    """Check and keep a paper. Raises AttachmentError with a sentence when the file is not fit."""
    with transaction.atomic():
        paper = VaultPaper.objects.create(
            enterprise=enterprise, attachment=store(upload, owner=user, purpose=PURPOSE), **_titled(facts)
        )
        _record(paper, "vault_keep", user)
    return paper


def replace(old: VaultPaper, user: User, upload: UploadedFile, **facts: Any) -> VaultPaper:
    """A newer paper takes its place. The old file stays as it is: applications hold copies of their own."""
    with transaction.atomic():
        _lock(old)
        new = keep(old.enterprise, user, upload, **facts)
        VaultPaper.objects.filter(pk=old.pk).update(replaced_by=new)
    return new


def remove(paper: VaultPaper, user: User) -> None:
    """Out of the vault; nobody reads this file any more. Copies in applications stay."""
    with transaction.atomic():
        _lock(paper)
        VaultPaper.objects.filter(pk=paper.pk).update(removed_at=clock.now())
        _record(paper, "vault_remove", user)


def copy_from_vault(vault_paper: VaultPaper, application: Application, code: str, user: User) -> Paper:
    """Give a paper out of the vault to a draft, as a frozen copy with bytes of its own.

    Raises VaultError with a sentence when the paper is another enterprise's, expired, not checked yet or gone, or
    when the application is no draft any more.
    """
    with transaction.atomic():
        _may_be_given(vault_paper, application, user)
        content = _content(vault_paper)
        copy = SimpleUploadedFile(
            vault_paper.attachment.original_name, content, content_type=vault_paper.attachment.media_type
        )
        attachment = store(copy, owner=user, purpose=code[:40])
        paper = Paper.objects.create(application=application, code=code, attachment=attachment, from_vault=vault_paper)
    application.forget()
    return paper


def why_not(paper: VaultPaper) -> str:
    """The sentence that says why this paper can't be given now; empty when it can."""
    if paper.removed_at or paper.replaced_by_id:
        return str(GONE) % _of(paper)
    if not paper.is_valid(clock.today()):
        return _("“%(title)s” ran out on %(day)s. Put the newer paper into the vault first.") % _of(paper)
    if paper.attachment.state == ScanState.PENDING:
        return _("“%(title)s” is still being checked. Try again in a minute.") % _of(paper)
    if paper.attachment.state != ScanState.CLEAN:
        return str(UNFIT) % _of(paper)
    return ""


def _may_be_given(paper: VaultPaper, application: Application, user: User) -> None:
    # The application stays a draft, and the paper as it is, until the copy is written.
    state = Case.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=application.pk)
    paper.refresh_from_db(from_queryset=VaultPaper.objects.select_for_update(of=("self",)))
    if paper.enterprise_id != application.enterprise_id or not is_filer(user, application):
        raise VaultError(_("This paper does not belong to the enterprise that applies."))
    if state != State.DRAFT:
        raise VaultError(_("This application is no draft any more, so nothing was added."))
    problem = why_not(paper)
    if problem:
        raise VaultError(problem)


def _content(paper: VaultPaper) -> bytes:
    """The bytes that were checked; another file in their place is never passed on."""
    try:
        with storage().open(paper.attachment.storage_name) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise VaultError(str(UNFIT) % _of(paper)) from error
    if sha256(content).hexdigest() != paper.attachment.sha256:
        raise VaultError(str(UNFIT) % _of(paper))
    return content


def _of(paper: VaultPaper) -> dict[str, str]:
    return {"title": paper.title, "day": day_text(paper.valid_until) if paper.valid_until else ""}


def _titled(facts: dict[str, Any]) -> dict[str, Any]:
    """A paper of a known kind needs no title of its own."""
    kind = facts.get("kind")
    return facts | {"title": facts.get("title") or (kind.title if kind else "")}


def _lock(paper: VaultPaper) -> None:
    found = VaultPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if found.removed_at or found.replaced_by_id:
        raise VaultError(str(GONE) % _of(found))


def _record(paper: VaultPaper, verb: str, user: User) -> None:
    data = {"paper": paper.pk, "title": paper.title, "sha256": paper.attachment.sha256}
    record(scope=f"enterprise:{paper.enterprise_id}", verb=verb, actor=user, target=f"vault:{paper.pk}", data=data)
