"""Begin with what an earlier application of the same measure holds."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enterprises.copying import calls_to_copy_into, copy_application, plan_of
from enterprises.models import Application
from enterprises.permissions import is_filer
from enterprises.views.common import my_application, page
from portal.core.exceptions import PortalError


@my_application
def copy(request: HttpRequest, application: Application) -> HttpResponse:
    """Which call, and what would be taken and what not; the button begins the draft."""
    if not is_filer(request.user, application):
        raise PermissionDenied
    if application.submitted_at is None:
        return redirect("enterprises:case", application.number)
    calls = {call.code: call for call in calls_to_copy_into(application)}
    chosen = calls.get(request.POST.get("call") or request.GET.get("call") or next(iter(calls), ""))
    problem = ""
    if request.method == "POST" and chosen:
        try:
            made = copy_application(application, chosen, request.user)
        except PortalError as error:
            problem = error.message
        else:
            return redirect("enterprises:copied", made.number)
    plan = plan_of(application, chosen) if chosen else None
    status = 409 if problem or (request.method == "POST" and not chosen) else 200
    return page(
        request, "copy", application, status=status, calls=calls.values(), chosen=chosen, plan=plan, problem=problem
    )


@my_application
def copied(request: HttpRequest, application: Application) -> HttpResponse:
    """What came along into this draft, and what has to be given anew."""
    if application.copied_from is None:
        return redirect("enterprises:tasks", application.number)
    earlier = Application.objects.for_page().get(pk=application.copied_from_id)
    plan = plan_of(earlier, application.call)
    return page(request, "copied", application, earlier=earlier, plan=plan)
