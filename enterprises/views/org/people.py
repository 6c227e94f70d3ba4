"""People: who acts for the enterprise, invitations, roles; and the page of whoever was invited."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises import people
from enterprises.models import Enterprise, Invitation, Membership
from enterprises.people_forms import InvitationForm, RoleForm, SureForm
from enterprises.permissions import may_rule
from enterprises.views.common import posted
from enterprises.views.org.common import answered, attempt, my_enterprise, org_page
from portal.core.exceptions import PortalError


@my_enterprise()
def org_people(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    invitations = people.waiting(enterprise) if may_rule(request.user, enterprise) else []
    return org_page(request, "org_people", enterprise, members=people.people_of(enterprise), invitations=invitations)


@my_enterprise(may_rule)
def org_invite(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    form = InvitationForm(posted(request), request.FILES or None, initial={"role": "filer"})
    if request.method == "POST" and form.is_valid():
        try:
            invitation = people.invite(enterprise, request.user, **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect("enterprises:org_people", enterprise.pk)
    return org_page(request, "org_invite", enterprise, status=answered(form), form=form)


@require_POST
@my_enterprise(may_rule)
def org_invitation(request: HttpRequest, enterprise: Enterprise, number: int, act: str) -> HttpResponse:
    """Send again or withdraw; the address says which."""
    invitation = get_object_or_404(enterprise.invitations.select_related("enterprise", "invited_by"), pk=number)
    if act == "again":
        attempt(request, lambda: people.send_again(invitation, request.user), _("Sent again, with a new link."))
    else:
        gone = _("Withdrawn. The link does not work any more.")
        attempt(request, lambda: people.withdraw(invitation, request.user), gone)
    return redirect("enterprises:org_people", enterprise.pk)


@my_enterprise(may_rule)
def org_member(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    member = _member(enterprise, number)
    before = {"role": member.role, "ends_on": member.ends_on}
    form = RoleForm(posted(request), request.FILES or None, initial=before, has_mandate=member.mandate_id is not None)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_role(member, request.user, **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The role of %(who)s was changed.") % {"who": member.user})
            return redirect("enterprises:org_people", enterprise.pk)
    return org_page(request, "org_member", enterprise, status=answered(form), form=form, member=member)


@my_enterprise()
def org_end(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    """End somebody's access, or one's own."""
    member = _member(enterprise, number)
    own = member.user_id == request.user.pk
    if not (own or may_rule(request.user, enterprise)):
        raise PermissionDenied
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            people.end_access(member, request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The access has ended."))
            return redirect("enterprises:org") if own else redirect("enterprises:org_people", enterprise.pk)
    return org_page(request, "org_end", enterprise, status=answered(form), form=form, member=member, own=own)


def _member(enterprise: Enterprise, number: int) -> Membership:
    return get_object_or_404(enterprise.memberships.active().select_related("user", "enterprise", "mandate"), pk=number)


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. Who is signed in with another address learns neither enterprise nor address."""
    invitation = people.by_token(token)
    if invitation is None:
        return _join(request, None, 410)
    if not people.is_for(invitation, request.user):
        return _join(request, None, 403, foreign=True)
    problem = ""
    if request.method == "POST":
        try:
            membership = people.accept(token, request.user)
        except PortalError as error:
            problem = error.message
        else:
            messages.success(request, _("You act for %(name)s now.") % {"name": membership.enterprise.name})
            return redirect("enterprises:org_file", membership.enterprise_id)
    return _join(request, invitation, 422 if problem else 200, problem=problem)


def _join(request: HttpRequest, invitation: Invitation | None, status: int, **context: object) -> HttpResponse:
    demo = invitation is not None and invitation.enterprise.is_demo
    shared = {"invitation": invitation, "section": "funds", "demo": demo}
    response = render(request, "enterprises/org_join.html", shared | context, status=status)
    response["Cache-Control"] = "no-store"
    return response
