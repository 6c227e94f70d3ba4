"""The chain of signatures: the first role of a call's chain drafts, the others sign one after another."""

from enterprises.models import Application, Call
from portal.accounts.enums import SIGNERS, Role
from portal.reviews.enums import Answer
from portal.reviews.models import SignOff

USUAL = (Role.CASE_MANAGER, Role.LEADERSHIP)


def chain_of(call: Call) -> tuple[Role, ...]:
    """The roles in their order; the usual two where the call names none that can be read."""
    stored = call.sign_off_chain if isinstance(call.sign_off_chain, list) else []
    found = tuple(Role(role) for role in stored if role in SIGNERS)
    return found if len(found) > 1 else USUAL


def signatures(application: Application) -> list[SignOff]:
    """Those that stand under the draft as it is, in their order; read once until the case moves."""
    return application.remembered(
        "signatures",
        lambda: list(
            SignOff.objects.filter(case_id=application.pk, superseded_at=None, answer=Answer.APPROVED)
            .exclude(role="")
            .select_related("signer")
            .order_by("pk")
        ),
    )


def next_role(application: Application) -> Role | None:
    """Who signs next; None when everybody has signed."""
    return _place(application, 1 + len(signatures(application)))


def is_last(application: Application) -> bool:
    """Whether the next signature is the last one, which decides."""
    return len(signatures(application)) + 2 == len(chain_of(application.call))


def first_signer(application: Application) -> Role:
    """Where a draft goes: whatever was signed before it does not count any more."""
    return chain_of(application.call)[1]


def signer_after_this(application: Application) -> Role:
    """Where the case goes with the signature that is being given."""
    return _place(application, 2 + len(signatures(application))) or Role.LEADERSHIP


def _place(application: Application, number: int) -> Role | None:
    chain = chain_of(application.call)
    return chain[number] if number < len(chain) else None
