"""Service guides at the desk: edited with all their parts, published whole, checked again in time."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.admin.base import OurPages
from portal.core import clock
from portal.core.exceptions import PortalError
from talent.admin.words import OfTalentDesk, WordsInline, words_form
from talent.guides.care import care
from talent.guides.publishing import publish, withdraw
from talent.models import Guide, GuideFact, GuidePaper, GuideStep


class FactInline(WordsInline):
    model = GuideFact


class PaperInline(WordsInline):
    model = GuidePaper


class StepInline(WordsInline):
    model = GuideStep


@admin.register(Guide)
class GuideAdmin(OurPages, OfTalentDesk, admin.ModelAdmin):
    """What is saved of a published guide is a new version of it at once; an incomplete one leaves the pages."""

    list_display = ("name_zh", "group", "agency", "is_public", "lacks", "version", "checked_on", "checked_by")
    list_filter = ("group", "most_used", "agency")
    list_select_related = ("agency",)
    search_fields = ("name_zh", "name_en", "slug")
    readonly_fields = ("is_public", "lacks", "version")
    inlines = (FactInline, PaperInline, StepInline)
    actions = ("publish_chosen", "withdraw_chosen", "checked_today")

    def get_form(self, request: HttpRequest, obj: Guide | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs | {"form": words_form(Guide)}))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.care_view)
        return [path("care/", view, name="talent_guide_care"), *super().get_urls()]

    def care_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/policies/care.html", care())

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
            publish(guide, request.user)

    @admin.action(description=gettext_lazy("Publish the chosen guides"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        for guide in chosen:
            try:
                version = publish(guide, request.user)
            except PortalError as error:
                self.message_user(request, f"{guide}: {error.message}", messages.ERROR)
            else:
                self.message_user(request, _("%(guide)s is public.") % {"guide": version}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Take the chosen guides off the pages"), permissions=["change"])
    def withdraw_chosen(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        for guide in chosen:
            withdraw(guide)

    @admin.action(
        description=gettext_lazy("I have checked the chosen guides today, with all their facts"), permissions=["change"]
    )
    def checked_today(self, request: HttpRequest, chosen: QuerySet[Guide]) -> None:
        checked = {"checked_on": clock.today(), "checked_by": request.user.name or str(request.user)}
        for guide in chosen:
            for rows in (guide.facts, guide.papers, guide.steps):
                rows.update(**checked)
            for name, value in checked.items():
                setattr(guide, name, value)
            guide.save(update_fields=list(checked))
