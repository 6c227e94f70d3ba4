import pytest
from django import forms
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.attachments.actions import store
from portal.attachments.forms import AttachmentField
from portal.attachments.tests.samples import docx, pdf, png, upload


class GivePaper(forms.Form):
    file = AttachmentField()


class GiveTable(forms.Form):
    file = AttachmentField(allowed={"pdf", "xlsx"}, required=False)


def errors(form_class: type[forms.Form], given) -> list[str]:
    request = RequestFactory().post("/", {"file": given} if given else {})
    form = form_class(request.POST, request.FILES)
    return form.errors.get("file", [])


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_the_field_checks_what_the_request_brought():
    assert errors(GivePaper, upload(pdf(), "凭证.pdf")) == []
    assert errors(GivePaper, upload(png(), "../凭证.png")) == []
    assert errors(GivePaper, None) == ["Choose a file first."]
    assert errors(GivePaper, upload(b"", "凭证.pdf")) == ["The file is empty. Save it again and upload it once more."]
    [sentence] = errors(GivePaper, upload(png(), "凭证.pdf"))
    assert sentence.startswith("The name ends in “.pdf”, but the content is PNG.")


def test_a_paper_that_takes_some_kinds_says_which():
    assert errors(GiveTable, None) == []
    assert errors(GiveTable, upload(docx(), "表.docx")) == [
        "This paper can’t be given as DOCX. Save it as PDF / XLSX and upload it again."
    ]
    assert 'accept=".pdf,.xlsx"' in str(GiveTable()["file"])


def test_what_the_form_took_can_be_kept(owner, files):
    request = RequestFactory().post("/", {"file": upload(pdf(), "凭证.pdf")})
    form = GivePaper(request.POST, request.FILES)
    assert form.is_valid()
    assert store(form.cleaned_data["file"], owner=owner, purpose="D05").original_name == "凭证.pdf"


def test_the_desk_lists_files_and_changes_none(client, owner, files, django_assert_max_num_queries):
    client.force_login(User.objects.create_superuser("root@example.test"))
    rows = [store(upload(), owner=owner, purpose="D05") for _time in range(3)]
    with django_assert_max_num_queries(9):
        page = client.get(reverse("admin:attachments_attachment_changelist"))
    assert page.status_code == 200
    assert client.get(reverse("admin:attachments_attachment_add")).status_code == 403
    detail = reverse("admin:attachments_attachment_change", args=[rows[0].pk])
    assert client.get(detail).status_code == 200
    assert client.post(detail, {"state": "clean"}).status_code == 403
    assert client.post(reverse("admin:attachments_attachment_delete", args=[rows[0].pk])).status_code == 403


def test_an_ordinary_official_does_not_see_the_list_of_files(client, owner, files):
    client.force_login(User.objects.create_user("li@example.test", is_staff=True))
    assert client.get(reverse("admin:attachments_attachment_changelist")).status_code == 403
