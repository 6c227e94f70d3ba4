"""Translations in the forms of the desk: a field for each language, and a tick where they still fit the Chinese."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from talent.desk.access import works_at_desk
from talent.models.words import told, translate

LANGUAGES = {"ko": _("in Korean"), "ja": _("in Japanese")}
TICK = "translations_fit"


class WordsForm(forms.ModelForm):
    """Korean and Japanese of each text. A translation that is not touched keeps the Chinese it was made from, so that
    a change of the Chinese alone makes it out of date; the tick says that it still fits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, language, text in self._translations():
            self.fields[name].initial = text.in_language(self.instance, language)

    def _translations(self) -> list[tuple[str, str, Any]]:
        texts = [text for text in told(self._meta.model) if f"{text.name}_zh" in self.fields]
        return [(f"{text.name}_{language}", language, text) for text in texts for language in LANGUAGES]

    def save(self, commit: bool = True) -> Any:
        fits = self.cleaned_data.get(TICK)
        for name, language, text in self._translations():
            said = self.cleaned_data.get(name) or ""
            if name in self.changed_data or (fits and said):
                translate(self.instance, language, {text.name: said})
        for text in told(self._meta.model):
            name = f"{text.name}_en"
            if name in self.changed_data or (fits and self.cleaned_data.get(name)):
                translate(self.instance, "en", {text.name: self.cleaned_data.get(name) or ""})
        return super().save(commit)


def words_form(model: type[Any]) -> type[WordsForm]:
    """The form of a model with the fields of its translations."""
    fields: dict[str, Any] = {}
    for text in told(model):
        column = model._meta.get_field(f"{text.name}_zh")
        for language, label in LANGUAGES.items():
            widget = forms.Textarea(attrs={"rows": 2}) if (column.max_length or 999) > 200 else None
            fields[f"{text.name}_{language}"] = forms.CharField(
                label=f"{text.name} {language}", help_text=label, required=False, max_length=1000, widget=widget
            )
    fields[TICK] = forms.BooleanField(
        label=_("The translations still fit the Chinese"), required=False,
        help_text=_("Tick it after a change of the Chinese that needs no other translation."),
    )  # fmt: skip
    return type("WordsForm", (WordsForm,), fields)


class OfTalentDesk:
    """Before the class of the admin: the talent desk edits, the supervision looks."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser or works_at_desk.test(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser or works_at_desk.test(request.user)

    has_add_permission = has_delete_permission = has_change_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class WordsInline(OfTalentDesk, admin.StackedInline):
    extra = 0
    classes = ("collapse",)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **(kwargs | {"form": words_form(self.model)}))
