"""Who draws up calls and their forms, and who puts them into use: two people of the bureau for each."""

import rules

from enterprises.models import Call, FormVersion
from policies.permissions import is_editor
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import User
from portal.audit.models import Entry

# Verbs in the audit of a call by which somebody has written it; the form's are counted by version.
WROTE_CALL = ("draft_call", "edit_call")
WROTE_FORM = "edit_form"


def scope_of(call: Call) -> str:
    """The chain in the audit in which a call's life stands."""
    return f"call:{call.pk}"


@rules.predicate
def may_draft_calls(user: User, call: Call | None = None) -> bool:
    """The bureau's division writes calls and forms; the same post in another unit writes nothing."""
    if not (user.is_active and user.is_staff and user.has_role(Role.CASE_MANAGER)):
        return False
    if not hasattr(user, "_drafts_calls"):
        user._drafts_calls = user.posts.filter(unit__code=BUREAU, role=Role.CASE_MANAGER).exists()  # type: ignore[attr-defined]
    return user._drafts_calls  # type: ignore[attr-defined]


@rules.predicate
def may_open_calls(user: User, call: Call | None = None) -> bool:
    """Division or leadership of the bureau opens and closes calls and puts forms into use."""
    return is_editor.test(user)


def has_written(user: User, call: Call) -> bool:
    """Four eyes: whoever wrote a line of the call does not open it."""
    if call.drafted_by_id == user.pk:
        return True
    return Entry.objects.filter(scope=scope_of(call), verb__in=WROTE_CALL, actor=user).exists()


def has_written_form(user: User, version: FormVersion) -> bool:
    """Nor does whoever wrote a line of a version put it into use."""
    if version.drafted_by_id == user.pk:
        return True
    mine = Entry.objects.filter(scope=scope_of(version.call), verb=WROTE_FORM, actor=user)
    return mine.filter(target=form_target(version)).exists()


def form_target(version: FormVersion) -> str:
    """How the audit names a version: by its number, which stays."""
    return f"form:{version.number}"
