"""Verbs of a call and its form: open it, close it early, put a version of the form into use, begin a new one.

Whoever opens a call or puts a form into use has written no line of it. Everything stands in the call's audit.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.definition import definition_of
from enterprises.call_forms.form_problems import form_problems
from enterprises.call_forms.problems import what_is_missing
from enterprises.call_permissions import (
    form_target,
    has_written,
    has_written_form,
    may_draft_calls,
    may_open_calls,
    scope_of,
)
from enterprises.enums import FormState
from enterprises.exceptions import CallRefused
from enterprises.models import Call, FormField, FormSection, FormVersion
from enterprises.notifications import call_closed
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden


def publish_call(call: Call, user: User) -> Call:
    """Open the call to everybody. Raises CallRefused with all that is missing, StepForbidden for the wrong person."""
    with transaction.atomic():
        call = locked(call)
        if not may_open_calls.test(user):
            raise StepForbidden()
        if call.published_at is not None:
            raise CallRefused(_("This call is open to everybody already."))
        if has_written(user, call):
            raise CallRefused(_("You wrote this call: another official opens it."))
        missing = what_is_missing(call)
        if missing:
            raise CallRefused(" ".join([str(_("The call can’t be opened yet.")), *missing]), missing=missing)
        call.published_at, call.published_by = clock.now(), user
        call.save()
        record(scope=scope_of(call), verb="publish_call", actor=user, target=call.code)
    return call


def close_early(call: Call, user: User, reason_zh: str, reason_en: str, replaced_by: Call | None = None) -> Call:
    """Close an open or announced call before its day, saying why and what takes its place. Applications that were
    sent go on; drafts are kept."""
    with transaction.atomic():
        call = locked(call)
        if not may_open_calls.test(user):
            raise StepForbidden()
        if call.published_at is None:
            raise CallRefused(_("This call has not been opened yet: nobody needs to be told that it closes."))
        if call.closed_early_at is not None or call.closes_at <= clock.now():
            raise CallRefused(_("This call is closed already."))
        if not reason_zh.strip() or not reason_en.strip():
            raise CallRefused(_("Give the reason in Chinese and in English: everybody reads it."))
        _check_replacement(call, replaced_by)
        call.closed_early_at, call.replaced_by = clock.now(), replaced_by
        call.close_reason_zh, call.close_reason_en = reason_zh.strip(), reason_en.strip()
        call.save()
        instead = replaced_by.code if replaced_by else ""
        details = {"reason_zh": call.close_reason_zh, "reason_en": call.close_reason_en, "replaced_by": instead}
        record(scope=scope_of(call), verb="close_early", actor=user, target=call.code, data=details)
        call_closed(call)
    return call


def _check_replacement(call: Call, replaced_by: Call | None) -> None:
    if replaced_by is None:
        return
    if replaced_by.pk == call.pk:
        raise CallRefused(_("A call does not replace itself."))
    if replaced_by.published_at is None:
        raise CallRefused(_("The call that takes its place must be open to everybody first."))
    if replaced_by.closed_early_at is not None or replaced_by.closes_at <= clock.now():
        raise CallRefused(_("The call that takes its place is closed itself."))


def publish_form(version: FormVersion, user: User) -> FormVersion:
    """Put a draft into use for applications that begin from now on; those that run keep the version they have."""
    with transaction.atomic():
        call = locked(version.call)
        version = FormVersion.objects.select_for_update(of=("self",)).select_related("call").get(pk=version.pk)
        if not may_open_calls.test(user):
            raise StepForbidden()
        if version.state != FormState.DRAFT:
            raise CallRefused(_("This version was put into use already."))
        if has_written_form(user, version):
            raise CallRefused(_("You wrote this version: another official puts it into use."))
        problems = [problem.sentence for problem in form_problems(definition_of(version))]
        if not problems and not version.sections.exists():
            problems = [str(_("The form has no section."))]
        if problems:
            raise CallRefused(" ".join([str(_("The form can’t be put into use yet.")), *problems]), missing=problems)
        for earlier in call.form_versions.filter(state=FormState.PUBLISHED):
            earlier.state = FormState.REPLACED
            earlier.save(update_fields=["state", "updated_at"])
        version.state, version.published_at, version.published_by = FormState.PUBLISHED, clock.now(), user
        version.save()
        call.save()  # what the public reads has changed
        record(scope=scope_of(call), verb="publish_form", actor=user, target=form_target(version))
    return version


def new_version(call: Call, user: User) -> FormVersion:
    """The draft of the call's form: the one that is there, or a copy of the version in use."""
    with transaction.atomic():
        call = locked(call)
        if not may_draft_calls.test(user):
            raise StepForbidden()
        there = call.form_versions.filter(state=FormState.DRAFT).first()
        if there is not None:
            return there
        number = (call.form_versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version = FormVersion.objects.create(call=call, number=number, drafted_by=user)
        in_use = call.form_versions.filter(state=FormState.PUBLISHED).first()
        if in_use is not None:
            copy_form(in_use, version)
        record(scope=scope_of(call), verb="begin_form", actor=user, target=form_target(version))
    return version


def copy_form(source: FormVersion, target: FormVersion) -> None:
    """All sections and fields of one version into another."""
    sections = {}
    for section in source.sections.all():
        fields = list(section.fields.all())
        section.pk, section.version, section._state.adding = None, target, True
        section.save()
        sections[section] = fields
    copies: list[FormField] = []
    for section, fields in sections.items():
        copies += list(_moved(fields, section))
    FormField.objects.bulk_create(copies)


def _moved(fields: Iterable[FormField], section: FormSection) -> Iterable[FormField]:
    for field in fields:
        field.pk, field.section, field._state.adding = None, section, True
        yield field


def locked(call: Call) -> Call:
    """The call's row, locked until the transaction ends, with its measure."""
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    return Call.objects.select_related("measure", "replaced_by").get(pk=call.pk)
