"""The signature of the legal representative: asked for by a link, given for exactly the content that was read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from enterprises import notifications as message
from enterprises.drafting import lock_case
from enterprises.enums import MemberRole, SignatureAnswer, State
from enterprises.exceptions import SignatureError
from enterprises.models import Application, SignatureRequest
from enterprises.querysets import active_memberships
from enterprises.sections import missing_sections
from enterprises.snapshots import fingerprint, written_content
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.codes import digest, new_token
from portal.notifications.enums import MailState
from portal.notifications.models import Message

VALID_FOR = timedelta(days=14)
# So many days after asking, the signer is reminded.
REMINDED_AFTER = (3, 7, 12)


@dataclass(frozen=True)
class Signature:
    """The last request of an application; `holds` when it was signed and nothing changed since."""

    request: SignatureRequest | None
    holds: bool

    @property
    def is_void(self) -> bool:
        return self.request is not None and self.request.answer == SignatureAnswer.SIGNED and not self.holds

    @property
    def is_open(self) -> bool:
        return self.request is not None and is_waiting(self.request)


def needs_signing(application: Application) -> bool:
    return application.call.needs_signature


def is_waiting(request: SignatureRequest) -> bool:
    return not request.answer and request.withdrawn_at is None and clock.now() < request.expires_at


def content_hash(application: Application) -> str:
    """Of everything the applicant wrote and gave; another hash is another application."""
    return fingerprint(written_content(application))


def signature_of(application: Application) -> Signature:
    found = application.signature_requests.select_related("answered_by", "asked_by").first()
    signed = found is not None and found.answer == SignatureAnswer.SIGNED and found.withdrawn_at is None
    return Signature(found, signed and found.content_sha256 == content_hash(application))


# --- asking ------------------------------------------------------------------------------------------


def default_signer(application: Application) -> dict[str, str]:
    """Whom the form proposes: the member who is the legal representative, otherwise the name on the licence."""
    members = application.enterprise.memberships.active().filter(role=MemberRole.LEGAL_REPRESENTATIVE)
    member = members.select_related("user").order_by("pk").first()
    name = application.enterprise.legal_representative
    return {"name": member.user.name or name, "email": member.user.email} if member else {"name": name, "email": ""}


def token_of(request: SignatureRequest) -> str:
    """The secret of the link, made anew for each mail: only its digest is kept, and a reminder carries the same one."""
    value = f"{request.application_id}:{request.email}:{request.asked_at.timestamp():.6f}"
    return salted_hmac("enterprises.signing", value, algorithm="sha256").hexdigest()


def ask_signature(application: Application, user: User, *, name: str, email: str) -> SignatureRequest:
    """Mail the link; a link that was open before ends. Everything else must be complete, or it would be void soon."""
    with transaction.atomic():
        lock_case(application)
        if missing_sections(application):
            raise SignatureError(_("Complete the other sections first: every change ends a signature."))
        _withdraw_open(application)
        moment = clock.now()
        request = SignatureRequest(
            application=application,
            email=email.strip().lower(),
            name=name.strip(),
            content_sha256=content_hash(application),
            asked_by=user,
            asked_at=moment,
            expires_at=moment + VALID_FOR,
        )
        request.token_digest = digest(token_of(request))
        request.save()
        record(scope=f"case:{application.pk}", verb="ask_signature", actor=user, target=application.number,
               data={"email": request.email})  # fmt: skip
        message.signature_asked(request, token_of(request))
    return request


def undelivered(request: SignatureRequest) -> str:
    """What the mail server said when the mail did not arrive: a mistyped address is the usual reason."""
    sent = Message.objects.filter(dedupe_key=message.asked_key(request)).first()
    failed = sent is not None and sent.mail_state == MailState.FAILED
    return (sent.last_error or _("The mail could not be delivered.")) if failed and sent else ""


def withdraw_request(application: Application, user: User) -> None:
    with transaction.atomic():
        lock_case(application)
        if _withdraw_open(application):
            record(scope=f"case:{application.pk}", verb="withdraw_signature", actor=user, target=application.number)


def _withdraw_open(application: Application) -> int:
    return application.signature_requests.filter(answered_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())


# --- signing -----------------------------------------------------------------------------------------


def confirmed_addresses(user: User) -> set[str]:
    found = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in found}


def request_for(user: User, number: str, token: str) -> SignatureRequest | None:
    """The request behind a link, for the person it was sent to; for anybody else there is none."""
    found = SignatureRequest.objects.filter(token_digest=digest(token), application__number=number)
    request = found.select_related("application", "answered_by", "asked_by").first()
    return request if request and request.email.lower() in confirmed_addresses(user) else None


def is_asked_to_sign(user: User, application_pk: int) -> bool:
    """Who is asked to sign reads what they sign, with its files, as long as the link works."""
    waiting = SignatureRequest.objects.filter(
        application=application_pk, answered_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )
    return any(request.email.lower() in confirmed_addresses(user) for request in waiting)


def may_sign_here(user: User, application: Application) -> bool:
    """The legal representative of the enterprise: by their role, or an owner whose name stands on the licence."""
    membership = active_memberships(user).filter(enterprise=application.enterprise_id).first()
    if membership is None:
        return False
    named = application.enterprise.legal_representative.strip()
    is_owner = membership.role == MemberRole.OWNER and bool(named) and user.name.strip() == named
    return membership.role == MemberRole.LEGAL_REPRESENTATIVE or is_owner


def answer_request(
    request: SignatureRequest, user: User, *, answer: SignatureAnswer, seen: str, note: str = ""
) -> SignatureRequest:
    """Sign exactly what was read (`seen` is the hash that stood on the page), or send back with a note.

    Raises SignatureError when it was answered, ended or changed meanwhile; then nothing is written.
    """
    application = request.application
    with transaction.atomic():
        lock_case(application)
        fresh = SignatureRequest.objects.select_related("asked_by", "answered_by").get(pk=request.pk)
        fresh.application = application
        if not is_waiting(fresh):
            raise SignatureError(_("This link is closed; nothing of yours was saved."))
        current = content_hash(application)
        if answer == SignatureAnswer.SIGNED and seen != current:
            raise SignatureError(_("The application was changed while you read it. Read it again before you sign."))
        _answer(fresh, user, answer, current, note)
    return fresh


def sign_here(application: Application, user: User, *, seen: str) -> SignatureRequest:
    """The legal representative signs without a link; one that is open ends."""
    with transaction.atomic():
        lock_case(application)
        if not may_sign_here(user, application):
            raise SignatureError(_("Only the legal representative can sign."))
        current = content_hash(application)
        if seen != current:
            raise SignatureError(_("The application was changed while you read it. Read it again before you sign."))
        _withdraw_open(application)
        moment = clock.now()
        request = SignatureRequest(
            application=application, email=user.email, name=user.name or user.email, asked_by=user, asked_at=moment,
            expires_at=moment + VALID_FOR, token_digest=digest(new_token()), content_sha256=current,
        )  # fmt: skip
        _answer(request, user, SignatureAnswer.SIGNED, current, "")
    return request


def _answer(request: SignatureRequest, user: User, answer: SignatureAnswer, current: str, note: str) -> None:
    request.answer, request.answered_by, request.answered_at = answer, user, clock.now()
    request.content_sha256, request.note = current, note.strip()
    request.save()
    application = request.application
    data: dict[str, Any] = {"answer": str(answer), "sha256": current}
    record(scope=f"case:{application.pk}", verb="sign", actor=user, target=application.number, data=data)
    message.signature_answered(request)


# --- reminding ---------------------------------------------------------------------------------------


def remind_signers() -> int:
    """One reminder after 3, 7 and 12 days; whoever was not reminded for long gets one, not three."""
    moment, told = clock.now(), 0
    waiting = SignatureRequest.objects.filter(
        answered_at=None,
        withdrawn_at=None,
        expires_at__gt=moment,
        reminders__lt=len(REMINDED_AFTER),
        asked_at__lte=moment - timedelta(days=REMINDED_AFTER[0]),
        application__state=State.DRAFT,
    )
    for request in waiting.select_related("application__enterprise", "application__call__measure", "asked_by"):
        due = sum(moment >= request.asked_at + timedelta(days=days) for days in REMINDED_AFTER)
        if due > request.reminders:
            told += _remind(request, due)
    return told


def _remind(request: SignatureRequest, number: int) -> int:
    """Only one of two workers that come at the same time changes the row."""
    with transaction.atomic():
        open_still = SignatureRequest.objects.filter(
            pk=request.pk, reminders=request.reminders, answered_at=None, withdrawn_at=None
        )
        changed = open_still.update(reminders=number, reminded_at=clock.now())
        if changed:
            message.signature_reminder(request, token_of(request), number)
    return changed
