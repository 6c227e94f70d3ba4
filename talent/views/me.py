"""A person's own details, family and papers: masked until asked for, corrected at any time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.attachments.exceptions import AttachmentError
from portal.attachments.in_memory import upload_in_memory
from talent import clear, consents
from talent.countries import name_of
from talent.enums import ClearField, ConsentKind, PaperKind
from talent.models import FamilyMember, Person
from talent.models.people import Identity
from talent.people_actions import NEEDED, keep_details, keep_member, keep_paper
from talent.people_forms import DetailsForm, FamilyForm, PaperForm
from talent.rights.erasure import Held, forget_member, remove_paper
from talent.views.private import my_person, page, private

SHOWN = (ClearField.BIRTH_DATE, ClearField.PASSPORT_NUMBER, ClearField.PASSPORT_EXPIRES_ON)


@my_person
def me(request: HttpRequest, person: Person) -> HttpResponse:
    return _me(request, person)


def _me(request: HttpRequest, person: Person, shown: dict | None = None) -> HttpResponse:
    papers = list(person.papers.select_related("attachment", "member"))
    family = list(person.family.filter(erased_at=None))
    cards = [_card(subject, shown) for subject in (person, *family)]
    context = {"person": person, "cards": cards, "papers": papers, "kinds": PaperKind.choices}
    return page(request, "talent/me.html", _("My details"), **context)


def _card(subject: Identity, shown: dict | None) -> dict:
    """One person's facts; `shown` is what was asked for in clear: {"subject", "field", "value"}."""
    masks = {
        ClearField.BIRTH_DATE: subject.masked_birth,
        ClearField.PASSPORT_NUMBER: subject.masked_passport,
        ClearField.PASSPORT_EXPIRES_ON: subject.masked_expiry,
    }
    rows = []
    for field in SHOWN:
        asked = shown is not None and shown["subject"] == subject and shown["field"] == field
        value = shown["value"] if asked and shown else masks[field]
        rows.append(
            {"field": field, "label": field.label, "value": value, "is_clear": asked, "is_kept": bool(masks[field])}
        )
    return {"subject": subject, "rows": rows, "nationality": name_of(subject.nationality)}


@require_POST
@my_person
def show(request: HttpRequest, person: Person, field: str, member: int = 0) -> HttpResponse:
    """The page once more with one value in clear. By POST, so that neither an address nor a picture can ask for it."""
    if field not in [one.value for one in SHOWN]:
        raise Http404
    subject: Identity = _member(person, member) if member else person
    value = clear.reveal(subject, field, request.user, "own page")
    return _me(request, person, {"subject": subject, "field": field, "value": value})


@private
def details(request: HttpRequest) -> HttpResponse:
    person = Person.objects.filter(user=request.user, erased_at=None).first()
    agreed = person is not None and consents.has_consent(person, ConsentKind.PASSPORT)
    form = DetailsForm(_posted(request), subject=person, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        keep_details(request.user, form.names(), form.values(), agreed=not agreed)
        messages.success(request, _("Kept. The passport data are sealed."))
        return redirect("talent:me")
    here = _("Correct my details") if person else _("Enter my details")
    return page(request, "talent/me_details.html", here, form=form, person=person, status=422 if form.errors else 200)


@my_person
def family(request: HttpRequest, person: Person, member: int = 0) -> HttpResponse:
    found = _member(person, member) if member else None
    agreed = consents.has_consent(person, ConsentKind.FAMILY)
    form = FamilyForm(_posted(request), subject=found, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        keep_member(person, found, request.user, form.names(), form.values(), agreed=not agreed)
        messages.success(request, _("Kept. The passport data are sealed."))
        return redirect("talent:me")
    here = _("Correct a family member") if found else _("Add a family member")
    context = {"form": form, "person": found, "status": 422 if form.errors else 200}
    return page(request, "talent/me_details.html", here, **context)


@my_person
def remove_member(request: HttpRequest, person: Person, member: int) -> HttpResponse:
    found = _member(person, member)
    if request.method == "POST":
        try:
            forget_member(found, request.user)
        except Held as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Deleted, with all papers."))
        return redirect("talent:me")
    return page(request, "talent/me_remove.html", _("Delete a family member"), what=found)


@upload_in_memory
@my_person
def add_paper(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    if kind not in PaperKind.values:
        raise Http404
    needed = NEEDED.get(PaperKind(kind))
    agreed = needed is None or consents.has_consent(person, needed)
    form = PaperForm(_posted(request), request.FILES or None, person=person, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            keep_paper(person, kind, data["file"], request.user, data.get("member"), agreed=not agreed)
        except AttachmentError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, _("Kept, and sealed before it was written."))
            return redirect("talent:me")
    context = {"form": form, "needed": needed, "status": 422 if form.errors else 200}
    return page(request, "talent/me_paper.html", PaperKind(kind).label, **context)


@my_person
def take_paper_away(request: HttpRequest, person: Person, paper: int) -> HttpResponse:
    found = get_object_or_404(person.papers.select_related("attachment"), pk=paper)
    if request.method == "POST":
        remove_paper(found, request.user)
        messages.success(request, _("Deleted, with its key: no backup can be read any more."))
        return redirect("talent:me")
    return page(request, "talent/me_remove.html", _("Delete a paper"), what=found)


def _member(person: Person, pk: int) -> FamilyMember:
    return get_object_or_404(person.family.filter(erased_at=None), pk=pk)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
