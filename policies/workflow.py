"""The steps of an edit: drafted by one, checked by another, published at once or on its day.

docs/workflows.md is generated from this table.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies import effects as then
from policies import guards as only_if
from policies import permissions as who
from policies.enums import RevisionState
from policies.models import Revision
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.reviews.flow import Flow, Step

NUMBER_PREFIX = "PV"


def bureau_desk(revision: Revision, role: Role) -> Unit:
    """All of an edit's work lies with the unit that edits."""
    return revision.unit


revision_flow = Flow(
    name="revision",
    model=lambda: Revision,
    unit_of=bureau_desk,
    steps={
        "submit_for_check": Step(
            sources=(RevisionState.DRAFT,),
            target=RevisionState.CHECKING,
            label=_("Send it for checking"),
            done=_("Sent for checking"),
            allowed=who.is_editor & who.is_author,
            desk=Role.CASE_MANAGER,
            guards=(
                only_if.read_anew,
                only_if.no_newer_version,
                only_if.something_changes,
                only_if.says_what_changes,
                only_if.nothing_blocks,
            ),
            effects=(then.tell_checkers,),
            visible=False,
        ),
        "approve": Step(
            sources=(RevisionState.CHECKING,),
            target=RevisionState.SCHEDULED,
            label=_("Approve"),
            done=pgettext_lazy("edit", "Approved"),
            allowed=who.is_editor & who.is_second_pair_of_eyes,
            desk=Role.CASE_MANAGER,
            guards=(only_if.read_anew, only_if.is_what_was_shown, only_if.no_newer_version, only_if.nothing_blocks),
            effects=(then.sign, then.publish_if_due),
            visible=False,
        ),
        "send_back": Step(
            sources=(RevisionState.CHECKING,),
            target=RevisionState.DRAFT,
            label=_("Send it back"),
            done=_("Sent back to the author"),
            allowed=who.is_editor & who.is_second_pair_of_eyes,
            desk=Role.CASE_MANAGER,
            comment=True,
            effects=(then.sign_return, then.tell_sent_back),
            visible=False,
        ),
        "publish": Step(
            sources=(RevisionState.SCHEDULED,),
            target=RevisionState.PUBLISHED,
            label=_("Publish"),
            done=_("Published"),
            allowed=None,
            guards=(only_if.read_anew, only_if.its_day_has_come, only_if.no_newer_version, only_if.nothing_blocks),
            effects=(then.publish, then.tell_published),
        ),
        "hold_back": Step(
            sources=(RevisionState.SCHEDULED,),
            target=RevisionState.DRAFT,
            label=_("Hold it back"),
            done=_("Could not be published; back to the author"),
            allowed=None,
            desk=Role.CASE_MANAGER,
            comment=True,
            effects=(then.tell_held_back,),
            visible=False,
        ),
        "reschedule": Step(
            sources=(RevisionState.SCHEDULED,),
            target=RevisionState.SCHEDULED,
            label=_("Change the moment of publication"),
            done=_("Moment of publication changed"),
            allowed=who.is_editor,
            desk=Role.CASE_MANAGER,
            effects=(then.set_moment, then.publish_if_due),
            visible=False,
            needs_form=True,
        ),
        "unschedule": Step(
            sources=(RevisionState.SCHEDULED,),
            target=RevisionState.DRAFT,
            label=_("Take it back to draft"),
            done=_("Back in draft"),
            allowed=who.is_editor,
            desk=Role.CASE_MANAGER,
            visible=False,
        ),
        "discard": Step(
            sources=(RevisionState.DRAFT, RevisionState.CHECKING),
            target=RevisionState.DISCARDED,
            label=_("Discard"),
            done=_("Discarded"),
            allowed=who.is_editor & (who.is_author | who.is_leader),
            visible=False,
            careful=True,
        ),
    },
)
