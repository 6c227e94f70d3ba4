"""Who works here: people with their posts, units, districts. Passwords are nobody's to see or to set."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import District, Post, Unit, User


class PostInline(admin.StackedInline):
    model = Post
    extra = 0
    fields = (("unit", "role"), "is_lead")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """A new person has no password: they set one through “forgotten password” and then their second factor."""

    list_display = ("email", "name", "is_staff", "is_active", "is_superuser", "last_login")
    list_filter = ("is_staff", "is_active", "is_superuser", "posts__role")
    search_fields = ("email", "name")
    search_help_text = _("E-mail address or name")
    ordering = ("email",)
    list_per_page = 50
    show_full_result_count = False
    inlines = (PostInline,)
    readonly_fields = ("date_joined", "last_login", "is_demo")
    fields = (
        ("email", "name"),
        "language",
        ("is_active", "is_staff", "is_superuser"),
        ("date_joined", "last_login", "is_demo"),
    )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """What somebody did stays theirs: an account is switched off instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Nobody takes their own administration away by mistake."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and obj.pk == request.user.pk:
            for name in ("is_active", "is_staff", "is_superuser"):
                if name in form.base_fields:
                    form.base_fields[name].disabled = True
        return form


class KeptAdmin(admin.ModelAdmin):
    """Places stay: every case and enterprise hangs on them, and Django would list all of those before it refuses."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Unit)
class UnitAdmin(KeptAdmin):
    list_display = ("code", "name_zh", "name_en", "kind", "division_code")
    list_filter = ("kind",)
    search_fields = ("code", "name_zh", "name_en")


@admin.register(District)
class DistrictAdmin(KeptAdmin):
    list_display = ("code", "name_zh", "name_en", "within", "is_zone", "is_retired")
    list_filter = ("is_zone", "is_retired")
    list_select_related = ("within",)
    search_fields = ("code", "name_zh", "name_en")
