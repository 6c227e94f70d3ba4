"""Labels of a unit and canned replies of the division: the admin's own lists and forms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.desk.access import is_official, keeps_registry
from enterprises.desk.desks import NUMBER, PersonalName
from enterprises.desk_enums import DeskCode
from enterprises.models import Label, Snippet
from enterprises.querysets import units_at
from portal.accounts.models import Unit, User
from portal.audit.actions import record


class WordsAdmin(admin.ModelAdmin):
    """Looked at by every official; who may write is for the subclass to say."""

    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_write(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request)

    def may_write(self, request: HttpRequest) -> bool:
        raise NotImplementedError


class LabelForm(forms.ModelForm):
    """`person` is who writes it: one of that desk in that unit."""

    person: User

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        desk, unit = values.get("desk"), values.get("unit")
        if desk and unit and self.person.held() and unit.pk not in units_at(self.person, desk):
            self.add_error("unit", _("You hold no post at this desk in this unit."))
        if desk == DeskCode.TALENT and NUMBER.search(values.get("name", "")):
            self.add_error("name", PersonalName.told)
        return values


@admin.register(Label)
class LabelAdmin(WordsAdmin):
    """The labels of a unit's desk are its own: nobody else finds them."""

    fields = ("desk", "unit", "name", "tone")
    list_display = ("name", "tone", "unit", "desk")
    list_select_related = ("unit",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Label]:
        return Label.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(request.user) or bool(units_at(request.user, DeskCode.TALENT))

    def may_write(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **(kwargs | {"form": LabelForm}))
        form.person = request.user
        return form

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "desk":
            mine = [desk for desk in DeskCode if units_at(request.user, desk)] or [DeskCode.FUNDS]
            kwargs |= {"choices": [(desk.value, desk.label) for desk in mine], "initial": mine[0]}
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            units = {unit for _role, unit in request.user.held()}
            everywhere = request.user.is_superuser and not units
            kwargs["queryset"] = Unit.objects.all() if everywhere else Unit.objects.filter(pk__in=units)
            kwargs["initial"] = min(units, default=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Snippet)
class SnippetAdmin(WordsAdmin):
    """Kept by the division in both languages; each wording stays in the book."""

    list_display = ("title_shown", "noun", "is_active")
    list_filter = ("noun", "is_active")
    fields = ("noun", ("title_zh", "title_en"), "text_zh", "text_en", "is_active")

    @admin.display(description=_("title"), ordering="title_zh")
    def title_shown(self, reply: Snippet) -> str:
        return reply.title

    def may_write(self, request: HttpRequest) -> bool:
        return bool(keeps_registry(request.user))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        # A textarea's limit is the column's only in the form.
        area = {"text_zh": forms.Textarea(attrs={"rows": 4}), "text_en": forms.Textarea(attrs={"rows": 4})}
        return super().get_form(request, obj, change, widgets=area, **kwargs)

    def save_model(self, request: HttpRequest, obj: Snippet, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        names = ("noun", "title_zh", "title_en", "text_zh", "text_en", "is_active")
        wording = {name: getattr(obj, name) for name in names}
        record(scope=f"snippet:{obj.pk}", verb="word", actor=request.user, target=str(obj.pk), data=wording)
