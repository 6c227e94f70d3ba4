"""Service guides at the desk: edited with all their parts by one, published whole by another, checked again in time."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.admin.base import OurPages
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from talent.admin.two_people import sent_again
from talent.admin.words import OfTalentDesk, WordsInline, words_form
from talent.checked import check_now
from talent.edit_page import edit_page
from talent.editing import EditRefused, Proposed, decide, for_decision, send_back
from talent.guides import editing
from talent.guides.care import care
from talent.guides.page import unconfirmed
from talent.guides.publishing import publish, withdraw
from talent.models import Guide, GuideEdit, GuideFact, GuidePaper, GuideStep

EDIT = "admin:talent_guide_edit"


class FactInline(WordsInline):
    model = GuideFact


class PaperInline(WordsInline):
    model = GuidePaper


class StepInline(WordsInline):
    model = GuideStep


@admin.register(Guide)
class GuideAdmin(OurPages, OfTalentDesk, admin.ModelAdmin):
    """What is saved of a published guide waits for a second official; an incomplete guide leaves the pages."""

    list_display = ("name_zh", "group", "agency", "is_public", "lacks", "version", "checked_on", "checked_by")
    list_filter = ("group", "most_used", "agency")
    list_select_related = ("agency",)
    search_fields = ("name_zh", "name_en", "slug")
    readonly_fields = ("is_public", "lacks", "version")
    inlines = (FactInline, PaperInline, StepInline)
    actions = ("publish_chosen", "withdraw_chosen", "checked_today")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A guide is taken off the pages; what was published of it stays."""
        return False

    def get_form(self, request: HttpRequest, obj: Guide | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs | {"form": words_form(Guide)}))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.care_view)
        edit = path("edits/<int:pk>/", self.admin_site.admin_view(self.edit_view), name="talent_guide_edit")
        return [path("care/", view, name="talent_guide_care"), edit, *super().get_urls()]

    def care_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/policies/care.html", care())

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """An edit that waits is shown to whoever opens the guide, and nobody writes over somebody else's."""
        pk = read_key(object_id)
        self._check(request)
        waiting = editing.open_edit(pk)
        if waiting is not None and (request.method != "POST" or waiting.author_id != request.user.pk):
            text = _("An edit of this guide waits for a second official. It is decided first.")
            self.message_user(request, text, messages.WARNING)
            return redirect(EDIT, waiting.pk)
        sent = request.method == "POST" and Guide.objects.filter(pk=pk).exists()
        before = editing.snapshot(pk) if sent else {}
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Proposed as proposed:
            edit = editing.keep(pk, request.user, request.POST, before, proposed.after)
        text = _("Kept for a second official. The public reads nothing of it before somebody else approves it.")
        self.message_user(request, text, messages.SUCCESS)
        return redirect(EDIT, edit.pk)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        edit = get_object_or_404(GuideEdit.objects.select_related("guide", "author", "decided_by"), pk=pk)
        problem = ""
        if request.method == "POST":
            try:
                if "approve" in request.POST:
                    self._approve(request, pk)
                else:
                    send_back(GuideEdit, pk, request.user, request.POST.get("comment", ""))
            except PortalError as error:
                problem = error.message
            else:
                return redirect(EDIT, pk)
        context = edit_page(edit, request.user, problem) | {
            "title": _("Edit of a guide"),
            "name": edit.guide.name,
            "differences": editing.differences(edit),
            "desk_url": reverse("admin:talent_guide_changelist") + f"?q={edit.guide.slug}",
            "desk_label": _("The guide at the desk"),
            "public_url": edit.guide.get_absolute_url(),
        }
        return self._page(request, "admin/talent/edit.html", context)

    def _approve(self, request: HttpRequest, pk: int) -> None:
        """Whatever holds for an edit holds on the day of its approval."""
        with transaction.atomic():
            edit = for_decision(GuideEdit, pk, request.user)
            if not editing.is_as_it_was(edit) or not sent_again(self, request, edit, edit.guide_id):
                raise EditRefused(_("The guide has changed since this was written. Send it back."))
            decide(edit, request.user, approved=True)

    def save_model(self, request: HttpRequest, obj: Guide, form: Any, change: bool) -> None:
        approved = getattr(request, "approved_edit", None)
        obj.edited_by = approved.author if approved else request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("public"), boolean=True)
    def is_public(self, guide: Guide) -> bool:
        return guide.published_at is not None

    @admin.display(description=gettext_lazy("elements that are missing"))
    def lacks(self, guide: Guide) -> str:
        return ", ".join(guide.missing_names) if guide.pk else ""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        guide = form.instance
        was_public = guide.published_at is not None
        super().save_related(request, form, formsets, change)
        guide.refresh_from_db()
        guide.recount()
        touched = form.has_changed() or any(formset.has_changed() for formset in formsets)
        if guide.missing:
            lacking = _("Not public: these elements are missing: %(elements)s.")
            self.message_user(request, lacking % {"elements": ", ".join(guide.missing_names)}, messages.WARNING)
        elif was_public and touched:
            approved = getattr(request, "approved_edit", None)
            if approved is None:
                raise Proposed(editing.snapshot(guide.pk))
            publish(guide, approved.author, approved_by=request.user)

    @admin.action(description=gettext_lazy("Publish the chosen guides"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        for guide in chosen:
            try:
                version = editing.publish_for(guide, request.user)
            except PortalError as error:
                self.message_user(request, f"{guide}: {error.message}", messages.ERROR)
            else:
                self.message_user(request, _("%(guide)s is public.") % {"guide": version}, messages.SUCCESS)
                if names := unconfirmed(guide.facts.all()):
                    text = _("It says that these are not known yet, and whom to ask: %(elements)s.")
                    listed = ", ".join(str(name) for name in names)
                    self.message_user(request, text % {"elements": listed}, messages.WARNING)

    @admin.action(description=gettext_lazy("Take the chosen guides off the pages"), permissions=["change"])
    def withdraw_chosen(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        for guide in chosen:
            withdraw(guide)

    @admin.action(
        description=gettext_lazy("I have checked the chosen guides today, with all their facts"), permissions=["change"]
    )
    def checked_today(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        for guide in chosen:
            check_now(guide, request.user.name or str(request.user))
