"""Who may read the files of this service: papers, reports, the vault, mandates, evidence of claims, corrections."""

from enterprises.models import Application, Claim, Enterprise, GrantLine, Invitation, Membership, Objection
from enterprises.people import PURPOSE as MANDATE
from enterprises.signing import is_asked_to_sign
from portal.accounts.models import User
from portal.attachments.models import Attachment


def may_read(user: User, attachment: Attachment) -> bool | None:
    """None when the file belongs to none of them.

    Vault and mandates are the enterprise's own: officials read the copies in applications and what claims show.
    """
    paper = getattr(attachment, "paper", None)
    if paper is not None:
        seen = Application.objects.papers_read_by(user).filter(pk=paper.application_id).exists()
        return seen or is_asked_to_sign(user, paper.application_id)
    reported = getattr(attachment, "report_paper", None)
    if reported is not None:
        return Application.objects.visible_to(user).filter(reports=reported.report_id).exists()
    kept = getattr(attachment, "vault_paper", None)
    if kept is not None:
        return kept.removed_at is None and Enterprise.objects.of(user).filter(pk=kept.enterprise_id).exists()
    correction = getattr(attachment, "grant_correction", None)
    if correction is not None:
        return GrantLine.objects.visible_to(user).filter(pk=correction.line_id).exists()
    given = getattr(attachment, "objection_evidence", None)
    if given is not None:
        return Objection.objects.visible_to(user).filter(pk=given.objection_id).exists()
    return _mandate(user, attachment) if attachment.purpose == MANDATE else _evidence(user, attachment)


def _mandate(user: User, attachment: Attachment) -> bool | None:
    """The mandate of a member or of somebody invited."""
    given = [*Membership.objects.filter(mandate=attachment).values_list("enterprise", flat=True)]
    given += Invitation.objects.filter(mandate=attachment).values_list("enterprise", flat=True)
    return Enterprise.objects.of(user).filter(pk__in=given).exists() if given else None


def _evidence(user: User, attachment: Attachment) -> bool | None:
    claims = Claim.objects.filter(evidence=attachment)
    if not claims.exists():
        return None
    return claims.visible_to(user).exists()
